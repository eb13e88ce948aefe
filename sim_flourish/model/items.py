"""Items and what belongs to them: brands, categories, variations (packs), pictures."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from sim_flourish.model.values import Audit
from sim_kernel.picture import Picture

ItemId = NewType("ItemId", str)
BrandId = NewType("BrandId", int)


class Uom(StrEnum):
    """Units of measure: the short name that items carry, the name in full, what is measured in it."""

    EACH = "ea", "Each", "count"
    GRAM = "g", "Gram", "weight"
    KILOGRAM = "kg", "Kilogram", "weight"
    MILLIGRAM = "mg", "Milligram", "weight"
    OUNCE = "oz", "Ounce", "weight"
    POUND = "lb", "Pound", "weight"
    METRIC_TON = "t", "Metric Tons", "weight"
    INCH = "in", "Inch", "length"
    CENTIMETER = "cm", "Centimeter", "length"
    MILLILITER = "ml", "Milliliters", "volume"
    LITER = "l", "Liters", "volume"
    FLUID_OUNCE = "fl oz", "Fluid Ounces", "volume"
    GALLON = "gal", "Gallons", "volume"
    PINT = "pt", "Pints", "volume"
    QUART = "qt", "Quarts", "volume"

    description: str
    uom_type: str
    uom_id: int

    def __new__(cls, uom: str, description: str, uom_type: str) -> "Uom":
        """One of them, numbered from 1 on."""
        made = str.__new__(cls, uom)
        made._value_ = uom
        made.description, made.uom_type, made.uom_id = description, uom_type, len(cls.__members__) + 1
        return made


class StrainType(StrEnum):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCategory:
    """One category; the number is what a bill of materials names it by, and no read shows."""

    item_category_id: int
    inventory_type: str
    item_class: str
    item_category: str


VariationId = NewType("VariationId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemVariation:
    """A pack of `unit_qty` of its item. It is stocked, ordered and counted in packs."""

    variation_id: VariationId
    item_id: ItemId
    variation_name: str
    unit_qty: Decimal
    unit_price: Decimal
    audit: Audit
    retail_display_name: str
    variation_description: str | None = None
    unit_cost: Decimal | None = None
    sku: str | None = None
    taxable: bool = False
    ecommerce_active: bool = False
    active: bool = True
    ref_fields: tuple[str | None, ...] = (None, None, None, None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """An item, packed as a variation or as none."""

    item: Item
    variation: ItemVariation | None = None

    @property
    def sku(self) -> str:
        """The SKU of the variation; empty where it has none, so that packs never count as single items."""
        return self.item.sku if self.variation is None else self.variation.sku or ""

    @property
    def variation_id(self) -> VariationId | None:
        return None if self.variation is None else self.variation.variation_id

    @property
    def price(self) -> Decimal:
        """What one of it costs, in dollars."""
        return self.item.price if self.variation is None else self.variation.unit_price

    @property
    def cost(self) -> Decimal:
        """What one of it cost the company, in dollars; the item's where the variation's is not known."""
        if self.variation is None or self.variation.unit_cost is None:
            return self.item.cost
        return self.variation.unit_cost

    @property
    def retail_display_name(self) -> str:
        """The name that buyers see."""
        return (self.variation or self.item).retail_display_name


class ImageType(StrEnum):
    PRODUCT = "product"
    LABEL = "label"
    PACKAGING = "packaging"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPicture:
    """One picture; an item has at most one of each type."""

    image_type: ImageType
    picture: Picture
