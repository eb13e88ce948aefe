"""Decisions about an order that Flourish has: what Ordo is told, once, and never backwards."""

from dataclasses import replace

import pytest

from integration_engine.core.order import Command, CommandKind, Problem, Refusal, Stage
from integration_engine.core.order_decisions import decide
from integration_engine.core.order_events import (
    Hinted,
    OrderGone,
    ReportDelivered,
    ReportFailed,
    ReportOutdated,
)
from integration_engine.core.ordo_status import OrdoStatus, Terms
from tests.unit.engine.core.deciding import after, kinds, seen
from tests.unit.engine.core.orders_in_core import (
    FLOURISH_ID,
    LATER,
    NOW,
    flourish_order,
    order_in,
)

UNREACHABLE = Problem(code="flourish_unreachable", message="no answer")


@pytest.mark.parametrize("stage", [Stage.RESOLVING, Stage.POSTING, Stage.SEEKING, Stage.REFUSED])
def test_seeing_our_order_ends_all_doubt(stage: Stage) -> None:
    """However it was found, the order is placed, Ordo is told, and earlier trouble is over (O3)."""
    state, commands = decide(replace(order_in(stage), problem=UNREACHABLE, problem_told=UNREACHABLE), seen())
    assert (state.stage, state.flourish_order_id) == (Stage.PLACED, FLOURISH_ID)
    assert state.ordo_status is OrdoStatus.AWAITING_DELIVERY
    assert kinds(commands) == [CommandKind.REPORT_ORDER, CommandKind.REPORT_PROBLEM]


def test_somebody_elses_order_is_not_adopted() -> None:
    """A hint that leads to an order with another original_order_id is dropped."""
    hinted = after(order_in(Stage.SEEKING), Hinted(flourish_order_id=FLOURISH_ID, at=NOW))
    state, commands = decide(hinted, seen(original_order_id="ord_2"))
    assert (state.stage, state.flourish_order_id, state.hinted_order_id) == (Stage.SEEKING, None, None)
    assert commands == ()


def test_a_placed_order_stays_ours_when_its_reference_is_edited() -> None:
    """Once placed the order is known by Flourish's id, whatever its original_order_id becomes."""
    state = after(order_in(Stage.PLACED), seen("Shipped", original_order_id="changed by hand"))
    assert state.ordo_status is OrdoStatus.DELIVERED


def test_a_hint_leads_to_a_reading_now() -> None:
    """A webhook says nothing by itself; it has the order read at once (O14)."""
    state, commands = decide(order_in(Stage.PLACED), Hinted(flourish_order_id=FLOURISH_ID, at=NOW))
    assert state.hinted_order_id == FLOURISH_ID
    assert Command(kind=CommandKind.READ_ORDER, at=NOW) in commands


def test_an_edit_is_reported_and_the_same_reading_is_not() -> None:
    """Changed lines are told, and a reading that brings nothing new is not told again (O5)."""
    first = after(order_in(Stage.PLACED), seen(), ReportDelivered(command=CommandKind.REPORT_ORDER))
    edited, commands = decide(first, seen(quantity=5))
    assert kinds(commands) == [CommandKind.REPORT_ORDER]
    assert edited.report is not None
    assert edited.report.lines == flourish_order(quantity=5).lines
    notified = after(edited, ReportDelivered(command=CommandKind.REPORT_ORDER))
    assert decide(notified, seen(quantity=5)) == (notified, ())


def test_a_missing_payment_term_is_a_problem_until_the_order_has_one() -> None:
    """An unknown status is told first: it is about what Ordo shows (O18, O20)."""
    missing = Problem(code="payment_term_not_found", message="none of 45 days")
    placed = replace(order_in(Stage.PLACED), term_problem=missing)
    assert after(placed, seen()).problem == missing
    with_term = replace(seen(), order=replace(flourish_order(), payment_term="Net 30"))
    assert after(placed, seen(), with_term).problem is None
    unknown = after(placed, seen("Teleported")).problem
    assert unknown is not None
    assert unknown.code == "unknown_flourish_status"


def test_shipping_reports_the_last_lines() -> None:
    """An edit whose message was lost still shows with the shipment (O5)."""
    state = after(order_in(Stage.PLACED), seen(), seen("Shipped", quantity=7))
    assert state.ordo_status is OrdoStatus.DELIVERED
    assert state.seen == flourish_order("Shipped", quantity=7)


def test_cancelling_leaves_the_lines_alone() -> None:
    """A cancelled order keeps the lines it had while it was open (O15)."""
    state = after(order_in(Stage.PLACED), seen(), seen("Cancelled", quantity=0))
    assert (state.stage, state.ordo_status) == (Stage.CLOSED, OrdoStatus.CANCELLED)
    assert state.seen == flourish_order()


@pytest.mark.parametrize(
    ("terms", "order_status", "payment_status", "closed"),
    [
        (Terms.CASH, "Shipped", "Awaiting Payment", True),
        (Terms.CASH, "Created", "Paid", False),
        (Terms.NET_TERMS, "Shipped", "Partially Paid", False),
        (Terms.NET_TERMS, "Shipped", "Paid", True),
        (Terms.NET_TERMS, "Allocated", "Paid", False),
        (Terms.NET_TERMS, "Cancelled", "Awaiting Payment", True),
    ],
)
def test_an_order_is_closed_when_nothing_can_change_it(
    terms: Terms, order_status: str, payment_status: str, *, closed: bool
) -> None:
    """Closed is what is shipped and paid, or cancelled; an open order that is paid can still be edited."""
    state = after(order_in(Stage.PLACED, terms), seen(order_status, payment_status))
    assert (state.stage is Stage.CLOSED) == closed


def test_a_late_state_never_takes_anything_back() -> None:
    """After Delivered, an old state that says Created leaves Delivered (O14)."""
    state = after(order_in(Stage.PLACED), seen("Shipped"), seen("Created"))
    assert state.ordo_status is OrdoStatus.DELIVERED


@pytest.mark.parametrize(
    ("order_status", "payment_status"), [("Teleported", "Paid"), ("Shipped", "Bartered")]
)
def test_an_unknown_status_is_named_and_changes_nothing_else(order_status: str, payment_status: str) -> None:
    """The problem names the status, what Ordo shows stays, and the order is read again later (O18)."""
    before = after(order_in(Stage.PLACED), seen(), ReportDelivered(command=CommandKind.REPORT_ORDER))
    state, commands = decide(before, seen(order_status, payment_status))
    assert state.problem is not None
    assert state.problem.code == "unknown_flourish_status"
    assert (order_status in state.problem.message) or (payment_status in state.problem.message)
    assert state.ordo_status is OrdoStatus.AWAITING_DELIVERY
    assert Command(kind=CommandKind.READ_ORDER, at=LATER) in commands
    assert CommandKind.REPORT_PROBLEM in kinds(commands)


def test_an_unknown_status_at_first_sight_still_counts_as_received() -> None:
    """That Flourish has the order is a fact whatever its status, so it is Awaiting Delivery (O3, O18)."""
    state = after(order_in(Stage.SEEKING), seen("Teleported"))
    assert (state.stage, state.ordo_status) == (Stage.PLACED, OrdoStatus.AWAITING_DELIVERY)
    assert state.seen is None


def test_a_known_status_ends_the_problem() -> None:
    """The next reading with a known status takes the problem away."""
    state = after(order_in(Stage.PLACED), seen("Teleported"), seen("Shipped"))
    assert state.problem is None


def test_a_vanished_order_is_a_visible_problem() -> None:
    """When Flourish no longer knows a placed order, people see it."""
    state, commands = decide(order_in(Stage.PLACED), OrderGone(flourish_order_id=FLOURISH_ID))
    assert state.problem is not None
    assert state.problem.code == "flourish_order_missing"
    assert CommandKind.REPORT_PROBLEM in kinds(commands)


def test_a_hint_to_an_order_that_is_not_there_is_dropped() -> None:
    """A wrong hint about an order that is not placed changes nothing."""
    hinted = after(order_in(Stage.SEEKING), Hinted(flourish_order_id=FLOURISH_ID, at=NOW))
    state, commands = decide(hinted, OrderGone(flourish_order_id=FLOURISH_ID))
    assert (state.stage, state.hinted_order_id, state.problem, commands) == (Stage.SEEKING, None, None, ())


def test_an_order_without_confirmation_is_read_as_cash() -> None:
    """A state that should not occur is carried on without raising."""
    state = after(replace(order_in(Stage.PLACED), confirmation=None), seen("Shipped"))
    assert state.ordo_status is OrdoStatus.PAID


def test_failing_to_tell_ordo_is_tried_again_later() -> None:
    """A report that Ordo could not take waits for its time."""
    state = after(order_in(Stage.PLACED), seen())
    failed = ReportFailed(command=CommandKind.REPORT_ORDER, retry_at=LATER)
    assert decide(state, failed) == (state, (Command(kind=CommandKind.REPORT_ORDER, at=LATER),))


def test_a_refused_report_stays_owed_and_keeps_the_answer() -> None:
    """Ordo refused it: nothing is booked as told, and it is made again (O21)."""
    state = after(order_in(Stage.PLACED), seen())
    refused = ReportFailed(command=CommandKind.REPORT_ORDER, retry_at=LATER, refused="Ordo answered 422")
    assert decide(state, refused) == (state, (Command(kind=CommandKind.REPORT_ORDER, at=LATER),))
    assert state.reported is None


def test_only_what_has_changed_renews_a_refused_report() -> None:
    """A newer state is reported at once; a reading that brings nothing new leaves the wait alone (O21)."""
    state = after(order_in(Stage.PLACED), seen())
    _, changed = decide(state, seen("Shipped"))
    assert changed == (Command(kind=CommandKind.REPORT_ORDER, renewed=True),)
    _, same = decide(state, seen())
    assert same == (Command(kind=CommandKind.REPORT_ORDER),)


@pytest.mark.parametrize("kind", [ReportDelivered, ReportOutdated])
@pytest.mark.parametrize(
    "command", [CommandKind.REPORT_ORDER, CommandKind.REPORT_REFUSAL, CommandKind.REPORT_PROBLEM]
)
def test_what_was_told_is_not_told_again(
    kind: type[ReportDelivered | ReportOutdated], command: CommandKind
) -> None:
    """A delivered report, and one that Ordo knows better, is remembered as told."""
    refusal = Refusal(code="x", reason="y", revision=1)
    state = replace(after(order_in(Stage.PLACED), seen()), refusal=refusal, problem=UNREACHABLE)
    notified, commands = decide(state, kind(command=command))
    assert commands == ()
    remembered = {
        CommandKind.REPORT_ORDER: notified.reported == state.report,
        CommandKind.REPORT_REFUSAL: notified.refusal_told == refusal,
        CommandKind.REPORT_PROBLEM: notified.problem_told == UNREACHABLE,
    }
    assert remembered[command]


def test_there_is_nothing_to_report_before_flourish_has_it() -> None:
    """Until Flourish has the order its state in Ordo is not touched (O1)."""
    assert order_in(Stage.RESOLVING).report is None
