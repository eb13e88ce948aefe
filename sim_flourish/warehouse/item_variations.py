"""Item variations: an item in another pack, with a price and a SKU of its own (contract section 2 Items)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NewType

from sim_flourish.warehouse.audit import Audit
from sim_flourish.warehouse.items import ItemId

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
