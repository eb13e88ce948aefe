"""Items and packs as the warehouse typed them, and what of them can be sold.

All is worked out from what people typed and did; neither side is asked. Of Flourish's answers only the ids
are kept, which nobody types. Flourish counts prices in whole cents, half of a cent goes up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from harness.steps.context.typed_orders import NOTHING, HeldOrder, cents

Goods = tuple[str, str | None]
"""An item by its id in Flourish, and which of its packs; None for what is not packed."""

Place = tuple[str, Goods]
"""Goods in a facility, by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedItem:
    """An item's screen in Flourish as it was saved last. `price` is for one `uom`."""

    id: str
    item_name: str
    sku: str
    brand: str | None
    price: Decimal
    item_description: str = ""
    item_category: str = ""
    uom: str = "ea"
    active: bool = True
    sellable: bool = True
    ecommerce_active: bool = False

    @classmethod
    def of(cls, item_id: str, form: Mapping[str, Any]) -> "TypedItem":
        """A new item, from its form filled in."""
        blank = cls(id=item_id, item_name="", sku="", brand=None, price=NOTHING)
        return blank.edited(form)

    def edited(self, form: Mapping[str, Any]) -> "TypedItem":
        """The item after what stands in the form was saved; fields that Ordo is told nothing of are left."""
        known = {name: value for name, value in form.items() if name in self.__dataclass_fields__}
        if "price" in known:
            known["price"] = cents(known["price"])
        return replace(self, **known)

    @property
    def orderable(self) -> bool:
        return self.active and self.sellable

    @property
    def goods(self) -> Goods:
        return self.id, None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPack:
    """A variation of an item as it was typed; `unit_price` is for one pack."""

    id: str
    item_id: str
    variation_name: str
    sku: str | None
    unit_price: Decimal

    @property
    def goods(self) -> Goods:
        return self.item_id, self.id


def on_order(orders: Iterable[HeldOrder], goods: Goods) -> Decimal:
    """What these orders have taken or will take of the goods; a cancelled one takes nothing."""
    return sum(
        (
            line.quantity
            for order in orders
            if order.order_status != "Cancelled"
            for line in order.lines
            if (line.item_id, line.variation_id) == goods
        ),
        NOTHING,
    )
