"""What a message that the engine has acknowledged must have led to: each has its effect on the other side.

A webhook of Flourish about an order shows in Ordo's order, one about inventory in Ordo's inventory; Ordo's
confirmation makes an order in Flourish, or a reason shows, and a sync comes to its end. As long as the engine
says that something still waits for its time, nothing of this is due yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from foundation.journal_entries import JournalEntry, Request, Transition
from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.ordo_shapes import Order
from harness.report.expected_status import CANCELLED, State, may_show
from harness.steps.context.traffic import ABOUT_INVENTORY, ABOUT_ORDERS, CONFIRMATION
from harness.steps.invariants import order_audit as audit
from harness.steps.invariants.observed_state import (
    ObservedState,
    data_of,
    is_good,
    newest_taken,
    order_changes,
    taken,
)
from harness.steps.invariants.order_audit import Finding

_SYNC = "inventory.sync_requested"
_MONEY = ("/payments", "/refunds", "/mark-as-fully-paid")
_RECEIPTS = ("/inventory-adjustments", "/packages")
_NEVER = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingEffect:
    """An effect that is missing, and the rules that promise it."""

    what: str
    rules: tuple[str, ...]
    about: str = ""
    """Ordo's order, or the SKU."""


def missing_effects(observed: ObservedState) -> list[MissingEffect]:
    """Effects of acknowledged messages that neither show nor wait for their time."""
    if observed.waiting.engine:
        return []
    return [
        *_confirmations(observed),
        *_updates_of_orders(observed),
        *_syncs(observed),
        *_updates_of_stock(observed),
    ]


def still_sending(observed: ObservedState, order: Order) -> bool:
    """Whether the order is visibly on its way, and somebody still has something to do (O17)."""
    return order.sending and bool(observed.waiting.engine or observed.waiting.ordo)


def _confirmations(observed: ObservedState) -> Iterator[MissingEffect]:
    orders = [data_of(delivery).get("order") for delivery in taken(observed.of_ordo, CONFIRMATION)]
    confirmed = {order.get("order_id") for order in orders if isinstance(order, dict)}
    for audited_order in observed.audited_orders():
        order_id = audited_order.in_ordo.order_id
        if order_id in confirmed and Finding.LOST in audited_order.findings:
            what = f"the engine took the confirmation of {order_id}, and it is not in Flourish"
            yield MissingEffect(what=what, rules=("O2", "O17"), about=order_id)


def _updates_of_orders(observed: ObservedState) -> Iterator[MissingEffect]:
    shown = {order.order_id: order for order in observed.in_ordo}
    newest = newest_taken(observed.of_flourish, ABOUT_ORDERS, "id")
    changed = {change.subject_id: change.id for change in order_changes(observed, except_below=_MONEY)}
    for there in observed.in_flourish:
        order = shown.get(there.original_order_id)
        if order is not None:
            heard = newest.get(there.id, _NEVER)
            yield from _as_heard(observed, order, there, heard, changed.get(there.id, _NEVER))


def _as_heard(
    observed: ObservedState, order: Order, there: OutboundOrder, heard: int, changed: int
) -> Iterator[MissingEffect]:
    """The engine read the order after the last message that it took; what was before that it must know."""
    steps = observed.reached[there.id]
    known = max(1, sum(reached.entry <= heard for reached in steps))
    if order.status not in _explained(order, [reached.state for reached in steps], known):
        what = f"{there.id} is {steps[-1].state}, and Ordo shows {order.status}"
        yield MissingEffect(what=what, rules=("O5", "O6"), about=order.order_id)
    elif changed < heard and there.order_status != CANCELLED and not audit.same_lines(order, there):
        what = f"Ordo shows other lines or totals of {order.order_id} than {there.id} has"
        yield MissingEffect(what=what, rules=("O5",), about=order.order_id)


def _explained(order: Order, states: list[State], known: int) -> frozenset[str]:
    """What Ordo may show when it has heard of the first `known` states, or of more."""
    lasts = range(known, len(states) + 1)
    return frozenset().union(*(may_show(order.terms, states[:last]) for last in lasts))


def _syncs(observed: ObservedState) -> Iterator[MissingEffect]:
    ended = _ended_syncs(observed)
    for delivery in taken(observed.of_ordo, _SYNC):
        sync_id = str(data_of(delivery).get("sync_id"))
        if sync_id not in ended:
            yield MissingEffect(what=f"the engine took {sync_id}, and it does not end", rules=("I1",))


def _ended_syncs(observed: ObservedState) -> Mapping[str, str]:
    moved = (entry for entry in observed.of_ordo if isinstance(entry, Transition) and entry.subject == "sync")
    return {entry.subject_id: entry.after for entry in moved if entry.after in {"succeeded", "failed"}}


def _updates_of_stock(observed: ObservedState) -> Iterator[MissingEffect]:
    """What a message or a sync has said since the stock last moved must show in Ordo (I1, I5, I8)."""
    newest = newest_taken(observed.of_flourish, ABOUT_INVENTORY, "sku")
    moved = _last_movement(observed)
    synced = moved is not None and _synced_since(observed, datetime.fromisoformat(moved.at))
    sellable: dict[str, Decimal] = {}
    for row in observed.stock:
        sellable[row.sku] = sellable.get(row.sku, Decimal(0)) + row.sellable_qty
    for item in observed.for_sale:
        heard = moved is None or newest.get(item.sku, _NEVER) > moved.id
        right = sellable.get(item.sku)
        if (heard or synced) and right is not None and item.sellable_qty != right:
            what = f"{item.sku} can be sold {right} times, and Ordo shows {item.sellable_qty}"
            yield MissingEffect(what=what, rules=("I5",), about=item.sku)


def _last_movement(observed: ObservedState) -> JournalEntry | None:
    """The last that happened to any stock."""
    receipts = [
        entry
        for entry in observed.of_flourish
        if isinstance(entry, Request) and entry.path.endswith(_RECEIPTS) and is_good(entry.status)
    ]
    movements: list[JournalEntry] = [*receipts, *order_changes(observed, except_below=_MONEY)]
    return max(movements, key=lambda entry: entry.id, default=None)


def _synced_since(observed: ObservedState, moved_at: datetime) -> bool:
    """Whether a sync that was asked for after that has succeeded."""
    ended = _ended_syncs(observed)
    asked = taken(observed.of_ordo, _SYNC)
    return any(
        ended.get(str(data_of(delivery).get("sync_id"))) == "succeeded"
        and datetime.fromisoformat(delivery.made_at) > moved_at
        for delivery in asked
    )
