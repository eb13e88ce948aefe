"""What a failed expectation says beside itself: both sides in business words, and the near miss.

The expectation is the step's. What is described is passed in: this module knows no scenario.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from foundation.journal_entries import DeliveryAttempt, FaultHit, JournalEntry, Request
from harness.clients.control import SimControl
from harness.clients.flourish import ExternalApi
from harness.clients.flourish_shapes import Facility
from harness.clients.tenant import Tenant
from harness.clients.wire import UnexpectedAnswerError
from harness.report.timeline import near_miss, timeline_of
from harness.steps.context.typed_items import TypedItem

_ENTRIES_SHOWN = 3
_ITEMS_SHOWN = 4
_SCREENS = frozenset({"back_office", "screens"})


class ExpectationFailedError(AssertionError):
    """An expectation does not hold. The parts are sentences, or parts of one, in business words."""

    def __init__(self, *, expected: str, seen: str, around: str) -> None:
        super().__init__(f"expected {expected}, but {seen}\n{around}".rstrip())
        self.expected = expected
        self.seen = seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a scenario is about: its orders, by Ordo's ids, and its items at a facility."""

    tenant: Tenant
    api: ExternalApi
    facility: Facility
    order_ids: Sequence[str]
    items: Sequence[TypedItem]


def failure_context(subject: Subject, expected: str) -> str:
    """Both sides as they are now, the near miss of `expected`, and the last entries of both journals."""
    controls = {"Flourish": subject.tenant.flourish.control, "Ordo": subject.tenant.ordo.control}
    lines = [*_both_sides(subject)]
    journals = {name: _entries(control, lines, name) for name, control in controls.items()}
    near = near_miss(expected, timeline_of(journals["Ordo"], journals["Flourish"]))
    lines.append(f"nearest to it: {near.words}" if near else "nothing happened at all")
    for name, entries in journals.items():
        shown = [entry for entry in entries if not _is_on_screen(entry)][-_ENTRIES_SHOWN:]
        lines.append(f"last in {name}'s journal:")
        lines += [f"  {_line(entry)}" for entry in shown] or ["  nothing"]
    return "\n".join(f"  {line}" for line in lines)


def _entries(control: SimControl, lines: list[str], name: str) -> list[JournalEntry]:
    try:
        return control.journal().entries
    except UnexpectedAnswerError as error:
        lines.append(f"the journal of {name} cannot be read: {error}")
        return []


def _both_sides(subject: Subject) -> Iterator[str]:
    """The orders of the scenario; without any its items; without those the connection."""
    try:
        if subject.order_ids:
            yield from (_order(subject.tenant, order_id) for order_id in subject.order_ids)
        elif subject.items:
            yield from _items(subject)
        else:
            seen = subject.tenant.ordo.admin.integration()
            problem = f", problem: {seen.problem.message}" if seen.problem else ""
            yield f"Ordo shows the seller as {'connected' if seen.connected else 'not connected'}{problem}"
    except UnexpectedAnswerError as error:
        yield f"the two sides cannot be shown: {error}"


def _order(tenant: Tenant, order_id: str) -> str:
    seen = tenant.ordo.rep.order(order_id)
    there = [order for order in tenant.flourish.desk.orders() if order.original_order_id == order_id]
    sending = ", sending" if seen.sending else ""
    problem = f", problem: {seen.problem.message}" if seen.problem else ""
    refusal = f", refused: {seen.refusal.reason}" if seen.refusal else ""
    flourish = " and ".join(f"{order.order_status}, {order.payment_status}" for order in there) or "nothing"
    return f"{seen.terms} order: Ordo shows {seen.status}{sending}{problem}{refusal}; Flourish has {flourish}"


def _items(subject: Subject) -> Iterator[str]:
    listed = {item.sku: item for item in subject.tenant.ordo.rep.inventory()}
    for item in subject.items[:_ITEMS_SHOWN]:
        seen = listed.get(item.sku)
        here = f"{seen.name!r} of {seen.brand!r}, {seen.sellable_qty} sellable" if seen else "nothing"
        rows = subject.api.summary(subject.facility.id, item.sku) if item.sku else []
        stock = sum((row.sellable_qty for row in rows), Decimal(0))
        brand = f"of {item.brand!r}" if item.brand else "without a brand"
        there = f"{item.item_name!r} {brand}, {stock} sellable"
        yield f"item {item.sku or '(no SKU)'}: Ordo shows {here}; Flourish has {there}"
    if (more := len(subject.items) - _ITEMS_SHOWN) > 0:
        yield f"and {more} more items"


def _is_on_screen(entry: JournalEntry) -> bool:
    return isinstance(entry, Request) and entry.api in _SCREENS


def _line(entry: JournalEntry) -> str:
    what = ""
    match entry:
        case Request():
            outcome = "dropped" if entry.dropped else entry.status or ""
            what = f"{entry.method} {entry.path} {outcome}"
        case DeliveryAttempt():
            what = f"{entry.topic} {entry.error or entry.status or ''}"
        case FaultHit():
            what = entry.topic or entry.fault
        case _:
            pass
    return f"{entry.id} {entry.kind} {what}".rstrip()
