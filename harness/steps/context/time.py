"""Steps that let time pass, on Flourish's, Ordo's and the engine's clock alike."""

from datetime import timedelta

from pytest_bdd import given, when

from harness.steps.context.scenario_context import ScenarioContext

AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)


@when("an hour passes")
def _an_hour_passes(context: ScenarioContext) -> None:
    context.settle()
    context.journal_mark = context.flourish.control.journal().last_id
    context.pass_time(AN_HOUR)


@when("a day passes")
@given("a day has passed")
def _a_day_passes(context: ScenarioContext) -> None:
    context.settle()
    context.pass_time(A_DAY)


@when("half an hour passes")
@given("half an hour has passed")
def _half_an_hour_passes(context: ScenarioContext) -> None:
    context.pass_time(AN_HOUR / 2)


@given("an hour has passed")
def _an_hour_has_passed(context: ScenarioContext) -> None:
    context.pass_time(AN_HOUR)
