"""What the catalogue holds beside items and brands."""

from dataclasses import dataclass, field

from sim_flourish.warehouse.boms import Bom
from sim_flourish.warehouse.item_art import ItemPicture
from sim_flourish.warehouse.item_categories import ItemCategory
from sim_flourish.warehouse.item_variations import ItemVariation, VariationId
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.strains import Strain, StrainId


@dataclass(kw_only=True, slots=True)
class CatalogueRecords:
    """Everything by its id, in the order it was made."""

    item_categories: dict[int, ItemCategory] = field(default_factory=dict)
    strains: dict[StrainId, Strain] = field(default_factory=dict)
    item_variations: dict[VariationId, ItemVariation] = field(default_factory=dict)
    boms: dict[int, Bom] = field(default_factory=dict)
    item_art: dict[ItemId, tuple[ItemPicture, ...]] = field(default_factory=dict)
    art_signing_key: str = ""
