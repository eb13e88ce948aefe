"""The rest of the catalogue: strains and bills of materials, which no rule of the integration is about."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NewType

from sim_flourish.model.items import (
    ItemCategory,
    ItemId,
    ItemPicture,
    ItemVariation,
    StrainType,
    Uom,
    VariationId,
)
from sim_flourish.model.values import ZERO, Audit

StrainId = NewType("StrainId", str)
DAYS_UNSAID = 21
"""How long a strain grows where nobody said; what most of the vendor's examples have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strain:
    """A kind of plant. Levels are percentages; None where nobody measured."""

    strain_id: StrainId
    strain_name: str
    type: StrainType
    audit: Audit
    abbreviation: str = ""
    description: str = ""
    feel: str | None = None
    indica_percentage: Decimal = ZERO
    sativa_percentage: Decimal = ZERO
    thc_level: Decimal | None = None
    cbd_level: Decimal | None = None
    veg_length_days: int = DAYS_UNSAID
    flower_length_days: int = DAYS_UNSAID
    active: bool = True
    external: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BomDetail:
    """How much goes in of one item, or of any item of one category."""

    bom_detail_id: int
    item_id: ItemId | None
    item_category_id: int | None
    qty: Decimal
    uom: Uom
    notes: str | None
    audit: Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Bom:
    """What makes `qty_to_create` of an item; of all for one item at most one is the primary one."""

    bom_id: int
    item_id: ItemId
    nickname: str
    active: bool = True
    is_primary: bool = False
    effective_at: datetime
    qty_to_create: Decimal
    work_instructions: str | None = None
    details: tuple[BomDetail, ...] = ()
    audit: Audit


@dataclass(kw_only=True, slots=True)
class CatalogueRecords:
    """Everything by its id, in the order it was made."""

    item_categories: dict[int, ItemCategory] = field(default_factory=dict)
    strains: dict[StrainId, Strain] = field(default_factory=dict)
    item_variations: dict[VariationId, ItemVariation] = field(default_factory=dict)
    boms: dict[int, Bom] = field(default_factory=dict)
    item_art: dict[ItemId, tuple[ItemPicture, ...]] = field(default_factory=dict)
    art_signing_key: str = ""
