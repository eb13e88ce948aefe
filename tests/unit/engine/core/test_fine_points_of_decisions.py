"""The fine points of decisions: exact counts, moments a little apart, values equal but not the same."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from integration_engine.core.order import CommandKind, OrderId, Problem, Refusal, Stage
from integration_engine.core.order_decisions import decide, kind_of
from integration_engine.core.order_events import (
    CallFailed,
    Confirmed,
    OrderAbsent,
    OrderGone,
    PostDue,
    PostUnclear,
    Refused,
    is_news,
)
from integration_engine.core.order_stages import EventKind
from tests.unit.engine.core.deciding import after, kinds, seen
from tests.unit.engine.core.orders_in_core import (
    CONFIRMATION,
    FLOURISH_ID,
    LATER,
    NOW,
    ORDER_ID,
    flourish_order,
    order_in,
)

A_SECOND = timedelta(seconds=1)
UNREACHABLE = Problem(code="flourish_unreachable", message="no answer")
REFUSAL = Refusal(code="refused_by_flourish", reason="no manifest", revision=1)


def another(moment: datetime) -> datetime:
    """The same moment as another object."""
    return moment + A_SECOND - A_SECOND


def spelled(text: str) -> str:
    """The same text as another object."""
    return "".join(list(text))


def failed(command: CommandKind, problem: Problem = UNREACHABLE) -> CallFailed:
    """A call that had no effect."""
    return CallFailed(command=command, problem=problem, retry_at=LATER)


def test_failures_are_counted_one_by_one() -> None:
    """The delay grows with them, so the count is exact."""
    posting = replace(order_in(Stage.POSTING), failures=3)
    seeking = replace(order_in(Stage.SEEKING), failures=3)
    assert after(posting, failed(CommandKind.READ_ORDER)).failures == 4
    assert after(seeking, PostUnclear(problem=UNREACHABLE, look_after=LATER)).failures == 4


def test_attempts_are_counted_one_by_one() -> None:
    """A second attempt is the second."""
    state = replace(order_in(Stage.POSTING), attempts=1, looked_at=NOW)
    assert after(state, PostDue(at=NOW, look_after=LATER, fresh_since=NOW)).attempts == 2


def test_success_forgets_failures() -> None:
    """A new confirmation, a refusal and an order that was seen begin the count anew."""
    refused = replace(order_in(Stage.REFUSED), failures=3)
    seeking = replace(order_in(Stage.SEEKING), failures=3)
    assert after(refused, Confirmed(confirmation=replace(CONFIRMATION, revision=2))).failures == 0
    assert after(seeking, Refused(code="x", reason="y")).failures == 0
    assert after(seeking, seen()).failures == 0


@pytest.mark.parametrize("code", ["a_problem", "the_problem"])
def test_another_problem_replaces_the_first(code: str) -> None:
    """Only the same problem keeps its first wording, whatever the codes are."""
    state = replace(order_in(Stage.PLACED), problem=UNREACHABLE)
    other = Problem(code=code, message="something else")
    assert after(state, failed(CommandKind.READ_ORDER, other)).problem == other


def test_the_same_problem_is_told_by_its_code() -> None:
    """The first wording stays, although the code was spelled anew."""
    state = replace(order_in(Stage.PLACED), problem=UNREACHABLE)
    again = Problem(code=spelled(UNREACHABLE.code), message="another wording")
    assert after(state, failed(CommandKind.READ_ORDER, again)).problem == UNREACHABLE


@pytest.mark.parametrize("foreign", ["ord_0", "ord_2"])
@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.PLACED])
def test_an_order_of_another_number_is_foreign(stage: Stage, foreign: str) -> None:
    """Before the order is placed its number decides, whether it comes before or after ours."""
    event = seen(original_order_id=foreign)
    assert kind_of(order_in(stage), event) is EventKind.FOREIGN_ORDER_SEEN


def test_our_order_is_known_by_its_number() -> None:
    """Equal is enough; the number comes from Flourish and is another object."""
    state = order_in(Stage.SEEKING)
    assert kind_of(state, seen(original_order_id=spelled(ORDER_ID))) is EventKind.ORDER_SEEN
    assert state.order_id == OrderId("ord_1")


@pytest.mark.parametrize("stage", list(Stage))
def test_only_a_placed_order_can_be_missing(stage: Stage) -> None:
    """In every other stage the hint was wrong."""
    gone = kind_of(order_in(stage), OrderGone(flourish_order_id=FLOURISH_ID))
    assert gone is (EventKind.ORDER_GONE if stage is Stage.PLACED else EventKind.HINT_WAS_WRONG)


@pytest.mark.parametrize(
    ("late", "kind"),
    [
        (-A_SECOND, EventKind.ORDER_NOT_YET),
        (timedelta(0), EventKind.ORDER_ABSENT),
        (A_SECOND, EventKind.ORDER_ABSENT),
    ],
)
def test_a_lookup_proves_absence_from_the_moment_on(late: timedelta, kind: EventKind) -> None:
    """At the moment itself and ever after, not before."""
    moment = another(LATER) + late
    assert (
        kind_of(
            order_in(Stage.SEEKING),
            OrderAbsent(at=moment, ended_at=moment, look_by=moment + timedelta(hours=1)),
        )
        is kind
    )


@pytest.mark.parametrize(
    ("fresher", "kind"),
    [
        (-A_SECOND, EventKind.LOOK_FIRST),
        (timedelta(0), EventKind.ATTEMPT_STARTED),
        (A_SECOND, EventKind.ATTEMPT_STARTED),
    ],
)
def test_a_lookup_is_fresh_from_the_moment_on(fresher: timedelta, kind: EventKind) -> None:
    """Before a repeat the order was looked for just now, or not long ago."""
    state = replace(order_in(Stage.POSTING), attempts=1, looked_at=another(NOW) + fresher)
    assert kind_of(state, PostDue(at=NOW + A_SECOND, look_after=LATER, fresh_since=NOW)) is kind


def test_a_failed_lookup_leaves_the_doubt() -> None:
    """Only a failure to send proves that nothing was sent."""
    state = order_in(Stage.SEEKING)
    assert after(state, failed(CommandKind.FIND_ORDER)).look_after == LATER


def test_the_very_same_confirmation_is_not_outdated() -> None:
    """Its repetitions are told apart by the message's id, before they get here."""
    state = order_in(Stage.REFUSED)
    assert kind_of(state, Confirmed(confirmation=CONFIRMATION)) is EventKind.CONFIRMED


def test_what_ordo_was_told_is_not_told_again() -> None:
    """Equal is enough; what was told comes from the database and is another object."""
    notified = replace(
        order_in(Stage.REFUSED),
        refusal=REFUSAL,
        refusal_told=replace(REFUSAL),
        problem=UNREACHABLE,
        problem_told=replace(UNREACHABLE),
    )
    _, commands = decide(notified, failed(CommandKind.READ_ORDER))
    assert kinds(commands) == [CommandKind.READ_ORDER]


def test_what_was_read_before_is_no_news() -> None:
    """Equal is enough; what is listed comes from Flourish and is another object."""
    state = after(order_in(Stage.PLACED), seen())
    assert not is_news(state, replace(flourish_order()))


def test_a_refusal_that_no_longer_holds_is_not_told() -> None:
    """Flourish has the order after all: there is nothing to say about the refusal."""
    refused = replace(order_in(Stage.REFUSED), refusal=REFUSAL, refusal_told=REFUSAL)
    _, commands = decide(refused, seen())
    assert CommandKind.REPORT_REFUSAL not in kinds(commands)
