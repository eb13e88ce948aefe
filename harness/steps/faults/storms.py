"""Steps about spells of misfortune: for half an hour, by chance, or about one order only."""

from collections.abc import Mapping

from pytest_bdd import given, then

from foundation.clock import utc_text
from foundation.journal_entries import FaultHit
from harness.clients.control import SimControl
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import one_of, sentence
from harness.steps.context.time import AN_HOUR
from harness.steps.faults.faults import TO_FLOURISH, TO_ORDO, Fault

_FLOURISH_SPELLS: Mapping[str, Fault] = {
    "Flourish is down": ("reset", {}),
    "about every second call to Flourish breaks off": ("reset", {"probability": 0.5}),
    "about every third call to Flourish fails": ("status", {"status": 503, "probability": 0.34}),
    "about every third answer of Flourish gets lost": ("lost_response", {"probability": 0.34}),
    "about every third answer of Flourish is garbled": ("garbled_body", {"probability": 0.34}),
    "about every third answer of Flourish breaks off": ("truncated_body", {"probability": 0.34}),
}
_ORDO_SPELLS: Mapping[str, Fault] = {
    "about every second call to Ordo fails": ("status", {"status": 500, "probability": 0.5}),
}


@given(sentence("for half an hour {spell}"))
def _spell(context: ScenarioContext, spell: str) -> None:
    context.mark_arrangement()
    of_ordo = spell in _ORDO_SPELLS
    control = context.ordo.control if of_ordo else context.flourish.control
    kind, parameters = one_of(_ORDO_SPELLS if of_ordo else _FLOURISH_SPELLS, spell)
    until = utc_text(control.now() + AN_HOUR / 2)
    path = TO_ORDO if of_ordo else TO_FLOURISH
    control.arm(kind, match={"path": path}, count=None, until=until, **parameters)


@given("Flourish fails whenever it is asked about the first order")
def _about_the_first(context: ScenarioContext) -> None:
    context.mark_arrangement()
    match = {"path": TO_FLOURISH, "order": context.flourish_id(context.orders[0])}
    context.flourish.control.arm("status", match=match, count=None, status=500)


@given("no message about the first order arrives")
def _none_about_the_first(context: ScenarioContext) -> None:
    context.mark_arrangement()
    match = {"topic": "order", "order": context.flourish_id(context.orders[0])}
    context.flourish.control.arm("drop", match=match, count=None)


@then("Flourish failed when it was asked about the first order")
def _failed_about_it(context: ScenarioContext) -> None:
    context.settle()
    _expect_hits(context, context.flourish.control)


def _expect_hits(context: ScenarioContext, control: SimControl) -> None:
    hits = control.entries(FaultHit, since=context.arranged_at)
    context.expect(bool(hits), "the misfortune to strike", "it hit nothing")
