"""Steps about faults that last, for half an hour or about one order only."""

from collections.abc import Mapping

from pytest_bdd import given, then

from foundation.clock import utc_text
from harness.steps.context.scenario_context import AN_HOUR, ScenarioContext
from harness.steps.context.step_types import one_of, sentence
from harness.steps.context.traffic import TO_FLOURISH, TO_ORDO, expect_fault_to_strike
from harness.steps.faults.faults import Fault

_FLOURISH_FAULTS: Mapping[str, Fault] = {
    "Flourish is down": ("reset", {}),
    "about every second call to Flourish breaks off": ("reset", {"probability": 0.5}),
    "about every third call to Flourish fails": ("status", {"status": 503, "probability": 0.34}),
    "about every third answer of Flourish gets lost": ("lost_response", {"probability": 0.34}),
    "about every third answer of Flourish is garbled": ("garbled_body", {"probability": 0.34}),
    "about every third answer of Flourish breaks off": ("truncated_body", {"probability": 0.34}),
}
_ORDO_FAULTS: Mapping[str, Fault] = {
    "about every second call to Ordo fails": ("status", {"status": 500, "probability": 0.5}),
}


@given(sentence("for half an hour {fault}"))
def _for_half_an_hour(context: ScenarioContext, fault: str) -> None:
    context.mark_arrangement()
    of_ordo = fault in _ORDO_FAULTS
    control = context.ordo.control if of_ordo else context.flourish.control
    kind, parameters = one_of(_ORDO_FAULTS if of_ordo else _FLOURISH_FAULTS, fault)
    until = utc_text(control.now() + AN_HOUR / 2)
    path = TO_ORDO if of_ordo else TO_FLOURISH
    control.arm(kind, match={"path": path}, count=None, until=until, **parameters)


@given("Flourish fails whenever it is asked about the first order")
def _about_the_first(context: ScenarioContext) -> None:
    context.mark_arrangement()
    match = {"path": TO_FLOURISH, "order": context.flourish_id(context.orders.made[0])}
    context.flourish.control.arm("status", match=match, count=None, status=500)


@given("no message about the first order arrives")
def _none_about_the_first(context: ScenarioContext) -> None:
    context.mark_arrangement()
    match = {"topic": "order", "order": context.flourish_id(context.orders.made[0])}
    context.flourish.control.arm("drop", match=match, count=None)


@then("Flourish failed when it was asked about the first order")
def _failed_about_it(context: ScenarioContext) -> None:
    expect_fault_to_strike(context, context.flourish.control, since=context.marks.arranged_at)
