"""Decisions on the way to Flourish: sending once, looking before repeating, telling of refusals."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from integration_engine.core.order import Command, CommandKind, Problem, Refusal, Stage
from integration_engine.core.order_decisions import decide
from integration_engine.core.order_events import (
    AcceptedWithoutId,
    CallFailed,
    Confirmed,
    OrderAbsent,
    PartiesResolved,
    PostDue,
    PostUnclear,
    Refused,
    ReportDelivered,
)
from tests.unit.engine.core.deciding import after, kinds
from tests.unit.engine.core.orders_in_core import (
    CONFIRMATION,
    LATER,
    NOW,
    order_in,
)

MUCH_LATER = LATER + timedelta(hours=1)
UNREACHABLE = Problem(code="flourish_unreachable", message="no answer")
POST_DUE = PostDue(at=NOW, look_after=LATER, fresh_since=NOW - timedelta(seconds=30))


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
    early = OrderAbsent(at=LATER - timedelta(seconds=1), ended_at=LATER, look_by=MUCH_LATER)
    state, commands = decide(order_in(Stage.SEEKING), early)
    assert state.stage is Stage.SEEKING
    assert commands == (Command(kind=CommandKind.FIND_ORDER, at=LATER),)


def test_a_clock_that_was_set_back_does_not_lengthen_the_doubt() -> None:
    """The wait begins anew when it lies further ahead than any does; it still proves nothing before."""
    set_back = LATER - timedelta(hours=2)
    soon = set_back + timedelta(minutes=1)
    absent = OrderAbsent(at=set_back, ended_at=set_back, look_by=soon)
    state, commands = decide(order_in(Stage.SEEKING), absent)
    assert (state.stage, state.look_after) == (Stage.SEEKING, soon)
    assert commands == (Command(kind=CommandKind.FIND_ORDER, at=soon),)


def test_a_lookup_from_the_future_is_not_fresh() -> None:
    """After the clock was set back, what was looked up before is looked up again before the order is sent."""
    ahead = replace(order_in(Stage.POSTING), attempts=1, looked_at=LATER)
    state, commands = decide(ahead, POST_DUE)
    assert state.stage is Stage.SEEKING
    assert commands == (Command(kind=CommandKind.FIND_ORDER, at=NOW),)


def test_not_finding_it_after_the_wait_leads_to_sending_at_once() -> None:
    """A lookup after the wait that finds nothing is proof, and sending follows without anything between."""
    state, commands = decide(
        order_in(Stage.SEEKING), OrderAbsent(at=LATER, ended_at=LATER, look_by=MUCH_LATER)
    )
    assert (state.stage, state.look_after, state.looked_at) == (Stage.POSTING, None, LATER)
    assert commands == (Command(kind=CommandKind.POST_ORDER),)


def test_an_answer_without_an_id_is_looked_up_at_once_and_not_repeated_early() -> None:
    """Flourish took the order: it is looked for now, and not finding it yet does not send it again."""
    state, commands = decide(order_in(Stage.SEEKING), AcceptedWithoutId(at=NOW))
    assert commands == (Command(kind=CommandKind.FIND_ORDER, at=NOW),)
    again, commands = decide(state, OrderAbsent(at=NOW, ended_at=NOW, look_by=MUCH_LATER))
    assert again.stage is Stage.SEEKING
    assert commands == (Command(kind=CommandKind.FIND_ORDER, at=LATER),)


def test_a_clear_failure_of_sending_still_looks_before_the_repeat() -> None:
    """After 429 nothing is in doubt, and yet the repeat is preceded by a lookup (O17)."""
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
