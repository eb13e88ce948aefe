"""Every row of the table of fields about items and their stock: what Ordo must show, and what it shows.

What it must show follows from what the warehouse typed and did (`typed_items`), never from an answer.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from harness.clients.ordo_shapes import InventoryItem
from harness.fields import FIELDS
from harness.steps.context.order_rows import Pair, difference, rows
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.typed_items import Goods, TypedItem, TypedPack, on_order

ITEM = "An item, from Flourish to Ordo"
STOCK = "Its stock"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedItem:
    """A row of Ordo's inventory: an item as it was typed, or a pack of it, and what of it can be sold."""

    item: TypedItem
    pack: TypedPack | None = None
    sellable_qty: Decimal

    @property
    def sku(self) -> str:
        return self.item.sku if self.pack is None else self.pack.sku or ""

    def name_shown_as(self, seen: str) -> str:
        """The name that must be shown; how those of an item and its pack are put together is left open."""
        if self.pack is None:
            return self.item.item_name
        parts = (self.item.item_name, self.pack.variation_name)
        return seen if all(part in seen for part in parts) else " and ".join(parts)


_Check = Callable[[ExpectedItem, InventoryItem], Pair]

_ITEM: Mapping[str, _Check] = {
    "sku": lambda must, seen: (must.sku, seen.sku),
    "id": lambda must, seen: (must.item.id, seen.flourish_item_id),
    "item_name": lambda must, seen: (must.name_shown_as(seen.name), seen.name),
    "brand": lambda must, seen: (must.item.brand, seen.brand),
    "item_description": lambda must, seen: (must.item.item_description or None, seen.description or None),
    "item_category": lambda must, seen: (must.item.item_category or None, seen.category or None),
    "price": lambda must, seen: (must.pack.unit_price if must.pack else must.item.price, seen.price),
    "uom": lambda must, seen: (must.item.uom, seen.uom or None),
    "active": lambda must, seen: (must.item.orderable, seen.active),
    "sellable": lambda must, seen: (must.item.orderable, seen.active),
    "ecommerce_active": lambda must, seen: (must.item.orderable, seen.active),
}
_STOCK: Mapping[str, _Check] = {
    "sellable_qty": lambda must, seen: (must.sellable_qty, seen.sellable_qty),
    "item_variation_id": lambda must, seen: (
        None if must.pack is None else must.pack.id,
        seen.flourish_variation_id,
    ),
}
CHECKED: Mapping[str, Mapping[str, _Check]] = {ITEM: _ITEM, STOCK: _STOCK}
"""The rows that are checked here, by message and the field they come from."""

_SHOWN = 200
"""In characters: the beginning of a long text will do."""

_OPTIONAL = {
    row.origin.split()[1]: row.target.split()[1] for row in FIELDS[ITEM] if row.target and not row.required
}


def sellable_of(context: ScenarioContext, goods: Goods) -> Decimal:
    """What can be sold of the goods: what came in and was not ordered, in the facility of the license."""
    in_stock = context.catalogue.stock.get((context.facility.id, goods), Decimal(0))
    taken = (order.held for order in context.orders.made if order.typed and order.typed.confirmed_at)
    return in_stock - on_order(taken, goods)


def expected(context: ScenarioContext, goods: TypedItem | TypedPack) -> ExpectedItem:
    """What Ordo must show of an item or a pack."""
    sellable_qty = sellable_of(context, goods.goods)
    if isinstance(goods, TypedItem):
        return ExpectedItem(item=goods, sellable_qty=sellable_qty)
    item = next(item for item in context.catalogue.items if item.id == goods.item_id)
    return ExpectedItem(item=item, pack=goods, sellable_qty=sellable_qty)


def checks(*, assumed: bool, also: Collection[str] = ()) -> Mapping[str, _Check]:
    """The checks of the table's rows; of source D only if `assumed`, or `also` asked for."""
    every = {**_ITEM, **_STOCK}
    wanted = {*rows(ITEM, assumed=assumed), *rows(STOCK, assumed=assumed), *also}
    return {name: check for name, check in every.items() if name in wanted}


def differences(
    pairs: Iterable[tuple[ExpectedItem, InventoryItem]],
    listed: Iterable[InventoryItem],
    checked: Mapping[str, _Check],
) -> list[str]:
    """Where what Ordo shows is not what it must show.

    An optional field may be left out, but of all that Ordo lists or of nothing.
    """
    carried = {shown for item in listed for shown in _OPTIONAL.values() if getattr(item, shown, None)}
    wrong: list[str] = []
    for must, seen in pairs:
        for name, check in checked.items():
            typed, shown = check(must, seen)
            if shown is None and name in _OPTIONAL and _OPTIONAL[name] not in carried:
                continue
            wrong += [f"{must.sku[:_SHOWN]}: {words[:_SHOWN]}" for words in difference(name, (typed, shown))]
    return wrong
