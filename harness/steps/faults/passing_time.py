"""Steps about time that passes, and about clocks that disagree.

Time passes on Flourish's, Ordo's and the engine's clock alike, however wrong one of them is.
"""

from collections.abc import Mapping
from datetime import timedelta

from pytest_bdd import given, parsers, then, when

from harness.steps.context import ordering
from harness.steps.context.scenario_context import A_DAY, AN_HOUR, ScenarioContext
from harness.steps.context.step_types import any_of, one_of
from harness.steps.context.traffic import NEW_ORDER, wait_for_fault

_SPANS: Mapping[str, timedelta] = {
    "half a minute": timedelta(seconds=30),
    "two minutes": timedelta(minutes=2),
    "half an hour": AN_HOUR / 2,
    "an hour": AN_HOUR,
    "a day": A_DAY,
    "three days": 3 * A_DAY,
    "a week": 7 * A_DAY,
    "four weeks": 28 * A_DAY,
    "a month": 30 * A_DAY,
    "31 days": 31 * A_DAY,
    "more than a month": 31 * A_DAY,
    "a quarter of a year": 92 * A_DAY,
}
_SPAN = f"(?P<span>{any_of(_SPANS)})"
_CLOCK = "(?P<place>Flourish|Ordo)'s clock"
_WORK_GOES_ON = timedelta(seconds=2.5)
"""Less than a call's time-out: an engine is free to ask again when a second one has passed."""


@when(parsers.re(f"{_SPAN} pass(?:es)?"))
def _passes(context: ScenarioContext, span: str) -> None:
    context.settle()
    context.marks.passed_at = context.flourish.control.journal().last_id
    context.pass_time(one_of(_SPANS, span))


@given(parsers.re(f"{_SPAN} ha(?:s|ve) passed"))
def _has_passed(context: ScenarioContext, span: str) -> None:
    context.settle()
    context.pass_time(one_of(_SPANS, span))


@given(parsers.re(f"{_CLOCK} is {_SPAN} (?P<side>ahead|behind)"))
def _wrong(context: ScenarioContext, place: str, span: str, side: str) -> None:
    context.settle()
    by = one_of(_SPANS, span)
    context.tenant.surroundings.set_clock_wrong(place, -by if side == "behind" else by)


@given(parsers.re(f"{_CLOCK} was put right"))
def _right(context: ScenarioContext, place: str) -> None:
    context.settle()
    context.tenant.surroundings.set_clock_wrong(place, timedelta(0))


@then(parsers.re(f"Flourish made the order {_SPAN} (?P<side>before|after) the rep confirmed it"))
def _made_then(context: ScenarioContext, span: str, side: str) -> None:
    """By the two products' own clocks: the order shows that they disagree."""
    made, confirmed = context.in_flourish().created_timestamp, context.order.as_typed.confirmed_at
    assert made is not None, "Flourish does not say when it made the order"
    assert confirmed is not None, "Ordo does not say when it was confirmed"
    wanted = one_of(_SPANS, span) * (-1 if side == "before" else 1)
    near = abs(made - confirmed - wanted) < AN_HOUR
    context.expect(
        near, f"the order to be made {wanted} after it was confirmed", f"it was {made - confirmed}"
    )


@given("Flourish will go on working on the order after the engine has hung up")
def _works_on(context: ScenarioContext) -> None:
    context.settle()
    seconds = _WORK_GOES_ON.total_seconds()
    context.flourish.control.arm("slow_work", match=NEW_ORDER, seconds=seconds)


@when("Flourish gets done with it and an hour passes")
def _gets_done(context: ScenarioContext) -> None:
    """Nearly all of the time that it takes passes first, in which an engine can do what it should not."""
    control = context.flourish.control
    wait_for_fault(control)
    context.pass_time(_WORK_GOES_ON * 0.9)
    early = len(context.flourish.desk.orders())
    context.pass_time(_WORK_GOES_ON * 0.2)
    late = len(context.flourish.desk.orders())
    context.expect(late > early, "the order to come up after the engine has hung up", "it was there before")
    context.pass_time(AN_HOUR)


@given(parsers.re(f"{_SPAN} passed before the rep confirmed another order"))
def _passed_before_another(context: ScenarioContext, span: str) -> None:
    context.settle()
    context.pass_time(one_of(_SPANS, span))
    ordering.make_and_confirm(context)
    context.settle()
