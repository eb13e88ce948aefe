"""What a message that the engine has acknowledged must have led to: each has its effect on the other side.

A webhook of Flourish about an order shows in Ordo's order, one about inventory in Ordo's inventory; Ordo's
confirmation makes an order in Flourish, or a reason shows, and a sync comes to its end. As long as the engine
says that something still waits for its time, nothing of this is due yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from harness import ledger
from harness.clients.control import Entry
from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.ordo_shapes import Order
from harness.ledger import Finding, State
from harness.steps.arrivals import ABOUT_INVENTORY, ABOUT_ORDERS, CONFIRMATION
from harness.steps.books import Books, is_good, order_changes, taken, told

_SYNC = "inventory.sync_requested"
_MONEY = ("/payments", "/refunds", "/mark-as-fully-paid")
_RECEIPTS = ("/inventory-adjustments", "/packages")
_FOREVER_AGO = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheeded:
    """An effect that is missing, and the rules that promise it."""

    what: str
    rules: tuple[str, ...]
    about: str = ""
    """Ordo's order, or the SKU."""


def unheeded(books: Books) -> list[Unheeded]:
    """Effects of acknowledged messages that neither show nor wait for their time."""
    if books.waiting.engine:
        return []
    return [*_confirmations(books), *_news_of_orders(books), *_syncs(books), *_news_of_stock(books)]


def still_sending(books: Books, order: Order) -> bool:
    """Whether the order is visibly on its way, and somebody still has something to do (O17)."""
    return order.sending and bool(books.waiting.engine or books.waiting.ordo)


def _confirmations(books: Books) -> Iterator[Unheeded]:
    orders = [told(one).get("order") for one in taken(books.of_ordo, CONFIRMATION)]
    confirmed = {order.get("order_id") for order in orders if isinstance(order, dict)}
    for account in books.accounts():
        order_id = account.in_ordo.order_id
        if order_id in confirmed and Finding.LOST in account.findings:
            what = f"the engine took the confirmation of {order_id}, and it is not in Flourish"
            yield Unheeded(what=what, rules=("O2", "O17"), about=order_id)


def _news_of_orders(books: Books) -> Iterator[Unheeded]:
    shown = {order.order_id: order for order in books.in_ordo}
    newest: dict[str, int] = {}
    for one in taken(books.of_flourish, ABOUT_ORDERS):
        newest[str(told(one).get("id"))] = one.id
    changed = {one.subject_id: one.id for one in order_changes(books, except_below=_MONEY)}
    for there in books.in_flourish:
        order = shown.get(there.original_order_id)
        if order is not None:
            heard = newest.get(there.id, _FOREVER_AGO)
            yield from _as_heard(books, order, there, heard, changed.get(there.id, _FOREVER_AGO))


def _as_heard(
    books: Books, order: Order, there: OutboundOrder, heard: int, changed: int
) -> Iterator[Unheeded]:
    """The engine read the order after the last message that it took; what was before that it must know."""
    steps = books.reached[there.id]
    known = max(1, sum(one.entry <= heard for one in steps))
    if order.status not in _explained(order, [one.state for one in steps], known):
        what = f"{there.id} is {steps[-1].state}, and Ordo shows {order.status}"
        yield Unheeded(what=what, rules=("O5", "O6"), about=order.order_id)
    elif changed < heard and there.order_status != ledger.CANCELLED and not ledger.same_lines(order, there):
        what = f"Ordo shows other lines or totals of {order.order_id} than {there.id} has"
        yield Unheeded(what=what, rules=("O5",), about=order.order_id)


def _explained(order: Order, states: list[State], known: int) -> frozenset[str]:
    """What Ordo may show when it has heard of the first `known` states, or of more."""
    lasts = range(known, len(states) + 1)
    return frozenset().union(*(ledger.may_show(order.terms, states[:last]) for last in lasts))


def _syncs(books: Books) -> Iterator[Unheeded]:
    ended = _ended_syncs(books)
    for one in taken(books.of_ordo, _SYNC):
        sync_id = str(told(one).get("sync_id"))
        if sync_id not in ended:
            yield Unheeded(what=f"the engine took {sync_id}, and it does not end", rules=("I1",))


def _ended_syncs(books: Books) -> Mapping[str, str]:
    """How each sync ended that has."""
    moved = (one for one in books.of_ordo if one.kind == "transition" and one.subject == "sync")
    return {one.sync_id: one.to for one in moved if one.to in {"succeeded", "failed"}}


def _news_of_stock(books: Books) -> Iterator[Unheeded]:
    """What a message or a sync has told since the stock last moved must show in Ordo (I1, I5, I8)."""
    newest = {str(told(one).get("sku")): one.id for one in taken(books.of_flourish, ABOUT_INVENTORY)}
    moved = _last_movement(books)
    synced = moved is not None and _synced_since(books, datetime.fromisoformat(moved.at))
    sellable: dict[str, Decimal] = {}
    for row in books.stock:
        sellable[row.sku] = sellable.get(row.sku, Decimal(0)) + row.sellable_qty
    for item in books.for_sale:
        heard = moved is None or newest.get(item.sku, _FOREVER_AGO) > moved.id
        right = sellable.get(item.sku)
        if (heard or synced) and right is not None and item.sellable_qty != right:
            what = f"{item.sku} can be sold {right} times, and Ordo shows {item.sellable_qty}"
            yield Unheeded(what=what, rules=("I5",), about=item.sku)


def _last_movement(books: Books) -> Entry | None:
    """The last that happened to any stock."""
    receipts = [
        one
        for one in books.of_flourish
        if one.kind == "request" and one.path.endswith(_RECEIPTS) and is_good(one.status)
    ]
    movements = [*receipts, *order_changes(books, except_below=_MONEY)]
    return max(movements, key=lambda one: one.id, default=None)


def _synced_since(books: Books, moved_at: datetime) -> bool:
    """Whether a sync that was asked for after that has succeeded."""
    ended = _ended_syncs(books)
    asked = taken(books.of_ordo, _SYNC)
    return any(
        ended.get(str(told(one).get("sync_id"))) == "succeeded"
        and datetime.fromisoformat(one.made_at) > moved_at
        for one in asked
    )
