"""Decisions about an order: sending once, looking before repeating, telling Ordo what it does not know."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from integration_engine.core.order import Command, CommandKind, OrderState, Problem, Refusal, Stage
from integration_engine.core.order_decisions import decide
from integration_engine.core.order_events import (
    AcceptedWithoutId,
    CallFailed,
    Confirmed,
    Hinted,
    OrderAbsent,
    OrderEvent,
    OrderGone,
    OrderSeen,
    PartiesResolved,
    PostDue,
    PostUnclear,
    Refused,
    ReportDelivered,
    ReportFailed,
    ReportRejected,
)
from integration_engine.core.ordo_status import OrdoStatus, Terms
from tests.unit.engine.orders_in_core import (
    CONFIRMATION,
    FLOURISH_ID,
    LATER,
    NOW,
    ORDER_ID,
    flourish_order,
    order_in,
)

UNREACHABLE = Problem(code="flourish_unreachable", message="no answer")
POST_DUE = PostDue(at=NOW, look_after=LATER, fresh_since=NOW - timedelta(seconds=30))


def seen(
    order_status: str = "Created",
    payment_status: str = "Awaiting Payment",
    *,
    original_order_id: str = ORDER_ID,
    quantity: int = 2,
) -> OrderSeen:
    """Flourish gave the order."""
    order = flourish_order(
        order_status, payment_status, original_order_id=original_order_id, quantity=quantity
    )
    return OrderSeen(order=order, recheck_at=LATER)


def after(state: OrderState, *events: OrderEvent) -> OrderState:
    """The state after several events."""
    for event in events:
        state, _ = decide(state, event)
    return state


def kinds(commands: tuple[Command, ...]) -> list[CommandKind]:
    """The kinds of commands."""
    return [command.kind for command in commands]


def test_a_confirmation_starts_the_way_to_flourish() -> None:
    """Confirming has the buyer looked up first, and keeps what was confirmed (O2)."""
    state, commands = decide(order_in(Stage.NEW), Confirmed(confirmation=CONFIRMATION))
    assert state.stage is Stage.RESOLVING
    assert state.confirmation == CONFIRMATION
    assert commands == (Command(kind=CommandKind.RESOLVE_PARTIES),)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in {Stage.NEW, Stage.REFUSED}])
def test_a_repeated_confirmation_changes_nothing(stage: Stage) -> None:
    """A second click or a second delivery finds the order under way and does nothing (O17)."""
    state = order_in(stage)
    assert decide(state, Confirmed(confirmation=CONFIRMATION)) == (state, ())


def test_an_older_confirmation_does_not_revive_a_refused_order() -> None:
    """After a refusal, a late copy of an earlier confirmation is not a new wish."""
    state = replace(order_in(Stage.REFUSED), confirmation=replace(CONFIRMATION, revision=2))
    assert decide(state, Confirmed(confirmation=CONFIRMATION)) == (state, ())


def test_a_refused_order_can_be_confirmed_again() -> None:
    """A new confirmation after a refusal starts over, and a second refusal would be told again (O16)."""
    refused = replace(
        order_in(Stage.REFUSED),
        refusal=Refusal(code="x", reason="y", revision=1),
        refusal_told=Refusal(code="x", reason="y", revision=1),
    )
    state, commands = decide(refused, Confirmed(confirmation=replace(CONFIRMATION, revision=2)))
    assert (state.stage, state.refusal, state.refusal_told) == (Stage.RESOLVING, None, None)
    assert kinds(commands) == [CommandKind.RESOLVE_PARTIES]


def test_parties_resolved_leads_to_sending() -> None:
    """With buyer and sales rep known the order is sent."""
    state, commands = decide(
        order_in(Stage.RESOLVING), PartiesResolved(destination_id="d1", sales_rep_id="7")
    )
    assert (state.stage, state.destination_id, state.sales_rep_id) == (Stage.POSTING, "d1", "7")
    assert commands == (Command(kind=CommandKind.POST_ORDER),)


def test_an_attempt_is_entered_in_the_books_with_its_lookup() -> None:
    """Before anything is sent, the lookup that a crash would leave behind is already scheduled (O17)."""
    state, commands = decide(order_in(Stage.POSTING), POST_DUE)
    assert (state.stage, state.attempts, state.look_after) == (Stage.SEEKING, 1, LATER)
    assert state.first_attempt_at == NOW
    assert commands == (Command(kind=CommandKind.FIND_ORDER, at=LATER),)


def test_the_first_attempt_keeps_its_date() -> None:
    """A later attempt does not narrow the window in which the order is looked for."""
    earlier = NOW - timedelta(days=1)
    state = replace(order_in(Stage.POSTING), attempts=1, looked_at=NOW, first_attempt_at=earlier)
    assert after(state, POST_DUE).first_attempt_at == earlier


@pytest.mark.parametrize("looked_at", [None, NOW - timedelta(minutes=2)])
def test_a_repeat_without_a_fresh_lookup_looks_first(looked_at: datetime | None) -> None:
    """If something came between lookup and sending, the order is looked for again and not sent."""
    state = replace(order_in(Stage.POSTING), attempts=1, looked_at=looked_at)
    after_due, commands = decide(state, POST_DUE)
    assert (after_due.stage, after_due.attempts) == (Stage.SEEKING, 1)
    assert commands == (Command(kind=CommandKind.FIND_ORDER, at=NOW),)


def test_an_unclear_end_waits_before_looking() -> None:
    """Without a clear answer the order is looked for only after the wait, and the trouble is shown."""
    state, commands = decide(order_in(Stage.SEEKING), PostUnclear(problem=UNREACHABLE, look_after=LATER))
    assert (state.stage, state.failures, state.problem) == (Stage.SEEKING, 1, UNREACHABLE)
    assert commands[0] == Command(kind=CommandKind.FIND_ORDER, at=LATER)
    assert kinds(commands)[1:] == [CommandKind.REPORT_PROBLEM]


def test_not_finding_it_too_early_proves_nothing() -> None:
    """A lookup before the wait is over that finds nothing leads to another lookup, never to sending."""
    early = OrderAbsent(at=LATER - timedelta(seconds=1), ended_at=LATER)
    state, commands = decide(order_in(Stage.SEEKING), early)
    assert state.stage is Stage.SEEKING
    assert commands == (Command(kind=CommandKind.FIND_ORDER, at=LATER),)


def test_not_finding_it_after_the_wait_leads_to_sending_at_once() -> None:
    """A lookup after the wait that finds nothing is proof, and sending follows without anything between."""
    state, commands = decide(order_in(Stage.SEEKING), OrderAbsent(at=LATER, ended_at=LATER))
    assert (state.stage, state.look_after, state.looked_at) == (Stage.POSTING, None, LATER)
    assert commands == (Command(kind=CommandKind.POST_ORDER),)


def test_an_answer_without_an_id_is_looked_up_at_once_and_not_repeated_early() -> None:
    """Flourish took the order: it is looked for now, and not finding it yet does not send it again."""
    state, commands = decide(order_in(Stage.SEEKING), AcceptedWithoutId(at=NOW))
    assert commands == (Command(kind=CommandKind.FIND_ORDER, at=NOW),)
    again, commands = decide(state, OrderAbsent(at=NOW, ended_at=NOW))
    assert again.stage is Stage.SEEKING
    assert commands == (Command(kind=CommandKind.FIND_ORDER, at=LATER),)


def test_a_clear_failure_of_sending_still_looks_before_the_repeat() -> None:
    """After 429 nothing is in doubt, and yet the repeat is preceded by a lookup (design, decision 7)."""
    failed = CallFailed(command=CommandKind.POST_ORDER, problem=UNREACHABLE, retry_at=LATER)
    state, commands = decide(order_in(Stage.SEEKING), failed)
    assert (state.stage, state.look_after) == (Stage.SEEKING, None)
    assert commands[0] == Command(kind=CommandKind.FIND_ORDER, at=LATER)


@pytest.mark.parametrize(
    "kind", [CommandKind.RESOLVE_PARTIES, CommandKind.FIND_ORDER, CommandKind.READ_ORDER]
)
def test_a_failed_read_is_tried_again_later(kind: CommandKind) -> None:
    """Reads are simply repeated at their time."""
    _, commands = decide(
        order_in(Stage.SEEKING), CallFailed(command=kind, problem=UNREACHABLE, retry_at=LATER)
    )
    assert commands[0] == Command(kind=kind, at=LATER)


def test_the_same_trouble_is_told_once() -> None:
    """While the same problem lasts its first wording stays, so Ordo is not told of every retry."""
    failed = CallFailed(command=CommandKind.RESOLVE_PARTIES, problem=UNREACHABLE, retry_at=LATER)
    other_words = replace(failed, problem=replace(UNREACHABLE, message="still no answer"))
    state = after(order_in(Stage.RESOLVING), failed, ReportDelivered(command=CommandKind.REPORT_PROBLEM))
    again, commands = decide(state, other_words)
    assert again.problem == UNREACHABLE
    assert kinds(commands) == [CommandKind.RESOLVE_PARTIES]


@pytest.mark.parametrize("stage", [Stage.RESOLVING, Stage.SEEKING])
def test_a_refusal_is_told_and_ends_the_trouble(stage: Stage) -> None:
    """Flourish's reason goes to Ordo with the confirmation it refused, and nothing else is tried (O16)."""
    troubled = replace(order_in(stage), problem=UNREACHABLE, problem_told=UNREACHABLE)
    state, commands = decide(troubled, Refused(code="refused_by_flourish", reason="no such item"))
    assert state.stage is Stage.REFUSED
    assert state.refusal == Refusal(code="refused_by_flourish", reason="no such item", revision=1)
    assert kinds(commands) == [CommandKind.REPORT_REFUSAL, CommandKind.REPORT_PROBLEM]


def test_a_refusal_without_confirmation_is_of_no_revision() -> None:
    """Even a state that should not occur is carried on and not raised about."""
    state = after(replace(order_in(Stage.RESOLVING), confirmation=None), Refused(code="x", reason="y"))
    assert state.refusal == Refusal(code="x", reason="y", revision=0)


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
    told = after(edited, ReportDelivered(command=CommandKind.REPORT_ORDER))
    assert decide(told, seen(quantity=5)) == (told, ())


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


@pytest.mark.parametrize("kind", [ReportDelivered, ReportRejected])
@pytest.mark.parametrize(
    "command", [CommandKind.REPORT_ORDER, CommandKind.REPORT_REFUSAL, CommandKind.REPORT_PROBLEM]
)
def test_what_was_told_is_not_told_again(
    kind: type[ReportDelivered | ReportRejected], command: CommandKind
) -> None:
    """A delivered report, and one that Ordo will never take, is remembered as told."""
    refusal = Refusal(code="x", reason="y", revision=1)
    state = replace(after(order_in(Stage.PLACED), seen()), refusal=refusal, problem=UNREACHABLE)
    told, commands = decide(state, kind(command=command))
    assert commands == ()
    remembered = {
        CommandKind.REPORT_ORDER: told.reported == state.report,
        CommandKind.REPORT_REFUSAL: told.refusal_told == refusal,
        CommandKind.REPORT_PROBLEM: told.problem_told == UNREACHABLE,
    }
    assert remembered[command]


def test_there_is_nothing_to_report_before_flourish_has_it() -> None:
    """Until Flourish has the order its state in Ordo is not touched (O1)."""
    assert order_in(Stage.RESOLVING).report is None
