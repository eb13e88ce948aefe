"""Items, brands and units of measure: what can be sold (contract section 2 Items)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from sim_flourish.warehouse.audit import Audit

ItemId = NewType("ItemId", str)
BrandId = NewType("BrandId", int)


class Uom(StrEnum):
    """Units of measure by the short name that items carry."""

    EACH = "ea"
    GRAM = "g"
    KILOGRAM = "kg"
    MILLIGRAM = "mg"
    OUNCE = "oz"
    POUND = "lb"
    METRIC_TON = "t"
    INCH = "in"
    CENTIMETER = "cm"
    MILLILITER = "ml"
    LITER = "l"
    FLUID_OUNCE = "fl oz"
    GALLON = "gal"
    PINT = "pt"
    QUART = "qt"


class StrainType(StrEnum):
    """What kind of effect a strain is sold for."""

    SATIVA = "Sativa"
    INDICA = "Indica"
    HYBRID = "Hybrid"
    CBD = "CBD"
    THC = "THC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand; its name is what Ordo compares (I2, I7)."""

    brand_id: BrandId
    brand_name: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFlags:
    """The yes-or-no settings of an item."""

    active: bool = True
    external: bool = False
    sellable: bool = True
    strain_required: bool = False
    needs_fulfillment: bool = True
    is_medical: bool = False
    is_tax_exempt: bool = False
    lot_tracked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ecommerce:
    """How an item shows in web shops."""

    ecommerce_active: bool = False
    ecommerce_item_name: str | None = None
    ecommerce_category_name: str | None = None
    ecommerce_sub_category_name: str | None = None
    item_strain_type_name: StrainType | None = None


DEFAULT_FLAGS = ItemFlags()
DEFAULT_ECOMMERCE = Ecommerce()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that can be stocked and sold. `sku` may be empty, `brand` missing (I4, I8)."""

    item_id: ItemId
    item_name: str
    sku: str
    retail_display_name: str
    item_description: str
    price: Decimal
    cost: Decimal
    inventory_type: str
    item_class: str
    item_category: str
    brand: str | None
    uom: Uom
    audit: Audit
    unit_weight: Decimal | None = None
    weight_uom: Uom | None = None
    strain_id: str | None = None
    strain_name: str | None = None
    strain_type_name: StrainType | None = None
    reorder_point: int | None = None
    flags: ItemFlags = DEFAULT_FLAGS
    ecommerce: Ecommerce = DEFAULT_ECOMMERCE
    ref_fields: tuple[str | None, ...] = (None, None, None, None, None)
