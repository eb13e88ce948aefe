"""Steps that end the engine's process and start it again, in a lab where nobody else is disturbed.

`died` is a crash: the process is gone from one instant to the next. `stopped` is an orderly shutdown.
"""

from pytest_bdd import given, parsers, when

from harness.engines.engine_program import EngineProgram
from harness.steps.context import ordering, setup, warehouse
from harness.steps.context.scenario_context import AN_HOUR, ScenarioContext
from harness.steps.context.step_types import any_of, one_of
from harness.steps.context.traffic import TO_FLOURISH, wait_for_fault

A_WHILE_SECONDS = 5.0


def start_again(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    restartable_engine.start()
    context.tenant.engine_is_back()


def kill_and_start(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    """The engine crashes and runs again."""
    restartable_engine.kill()
    start_again(context, restartable_engine)


@given("the engine has died and is back")
def _died_and_back(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    context.settle()
    kill_and_start(context, restartable_engine)


@given("the engine has been stopped and started again")
def _stopped_and_started(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    context.settle()
    restartable_engine.stop()
    start_again(context, restartable_engine)


@given("the engine died when the rep confirmed the order, and is back")
def _died_over_confirmation(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    context.settle()
    _ = ordering.confirm(context).value
    kill_and_start(context, restartable_engine)


@given(
    parsers.re(f"the engine died when the warehouse (?P<action>{any_of(warehouse.HAS_DONE)}), and is back")
)
def _died_over_update(context: ScenarioContext, restartable_engine: EngineProgram, action: str) -> None:
    context.settle()
    one_of(warehouse.HAS_DONE, action)(context, context.order)
    kill_and_start(context, restartable_engine)


@given("the engine died while Flourish had the order, and is back")
def _died_while_sending(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    _ = ordering.confirm(context).value
    wait_for_fault(context.flourish.control)
    kill_and_start(context, restartable_engine)


@given("the engine died in the middle of a sync, and is back")
def _died_while_syncing(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    context.settle()
    context.flourish.control.arm("timeout", match={"path": TO_FLOURISH}, nth=3)
    setup.sync(context)
    wait_for_fault(context.flourish.control)
    kill_and_start(context, restartable_engine)


@given("the engine has died")
def _died(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    context.settle()
    restartable_engine.kill()


@when("the engine comes back an hour later")
def _back_after_an_hour(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    for simulator in (context.flourish.control, context.ordo.control):
        # what was sent meanwhile was refused, rather than still on its way
        simulator.settle(A_WHILE_SECONDS)
    start_again(context, restartable_engine)
    context.pass_time(AN_HOUR)
