"""What is said when an expectation is not met: both sides in business words, and the nearest thing to it.

The expectation itself is the step's; this module looks around. It is a module of steps only for its hook, by
which a step that breaks off otherwise (something never settled, a call was refused) says as much.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from foundation.journal_entries import DeliveryAttempt, FaultHit, JournalEntry, Request
from harness.clients.control import SimControl
from harness.clients.wire import UnexpectedAnswerError
from harness.report.near_miss import near_miss
from harness.report.timeline import timeline_of

if TYPE_CHECKING:
    from harness.steps.context.scenario_context import OrderUnderTest, ScenarioContext

_ENTRIES_SHOWN = 3
_ITEMS_SHOWN = 4
_SCREENS = frozenset({"back_office", "screens"})


class ExpectationFailedError(AssertionError):
    """An expectation does not hold. The parts are sentences, or parts of one, in business words."""

    def __init__(self, *, expected: str, seen: str, around: str) -> None:
        super().__init__(f"expected {expected}, but {seen}\n{around}".rstrip())
        self.expected = expected
        self.seen = seen


def look_around(context: "ScenarioContext", expected: str) -> str:
    """Both sides as they are now, what came nearest to `expected`, and the last entries of both journals."""
    lines = [*_both_sides(context)]
    journals = {
        name: _entries(control, lines, name)
        for name, control in (("Flourish", context.flourish.control), ("Ordo", context.ordo.control))
    }
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


def _both_sides(context: "ScenarioContext") -> Iterator[str]:
    """The orders of the scenario; without one its items; without any the connection."""
    try:
        if context.orders:
            yield from (_order(context, order) for order in context.orders)
        elif context.items:
            yield from _items(context)
        else:
            seen = context.ordo.admin.integration()
            problem = f", problem: {seen.problem.message}" if seen.problem else ""
            yield f"Ordo shows the seller as {'connected' if seen.connected else 'not connected'}{problem}"
    except UnexpectedAnswerError as error:
        yield f"the two sides cannot be shown: {error}"


def _order(context: "ScenarioContext", order: "OrderUnderTest") -> str:
    seen = context.ordo.rep.order(order.order_id)
    there = [one for one in context.flourish.desk.orders() if one.original_order_id == order.order_id]
    sending = ", sending" if seen.sending else ""
    problem = f", problem: {seen.problem.message}" if seen.problem else ""
    refusal = f", refused: {seen.refusal.reason}" if seen.refusal else ""
    flourish = " and ".join(f"{one.order_status}, {one.payment_status}" for one in there) or "nothing"
    return f"{seen.terms} order: Ordo shows {seen.status}{sending}{problem}{refusal}; Flourish has {flourish}"


def _items(context: "ScenarioContext") -> Iterator[str]:
    listed = {one.sku: one for one in context.ordo.rep.inventory()}
    for item in context.items[:_ITEMS_SHOWN]:
        one = listed.get(item.sku)
        here = f"{one.name!r} of {one.brand!r}, {one.sellable_qty} sellable" if one else "nothing"
        rows = context.api.summary(context.facility.id, item.sku) if item.sku else []
        stock = sum((row.sellable_qty for row in rows), Decimal(0))
        brand = f"of {item.brand!r}" if item.brand else "without a brand"
        there = f"{item.item_name!r} {brand}, {stock} sellable"
        yield f"item {item.sku or '(no SKU)'}: Ordo shows {here}; Flourish has {there}"
    if (more := len(context.items) - _ITEMS_SHOWN) > 0:
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


def pytest_bdd_step_error(step_func_args: dict[str, object], exception: Exception) -> None:
    """A step that broke off in another way than by an expectation says how both sides stand."""
    context = step_func_args.get("context")
    if context is None or isinstance(exception, ExpectationFailedError):
        return
    from harness.steps.context.scenario_context import ScenarioContext

    if isinstance(context, ScenarioContext):
        exception.add_note(look_around(context, str(exception)))
