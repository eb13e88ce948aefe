"""Steps that end the engine's process and start it again, in a lab where nobody else is disturbed.

`died` is a crash: the process is gone from one instant to the next. `stopped` is an orderly shutdown.
"""

from pytest_bdd import given, parsers, when

from foundation.journal_entries import FaultHit
from harness.clients.idle import wait_until
from harness.engines.engine_program import EngineProgram
from harness.steps.context import ordering
from harness.steps.context import setup as stage
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.time import AN_HOUR
from harness.steps.faults.faults import TO_FLOURISH
from harness.steps.orders import flourish_orders

A_WHILE_SECONDS = 5.0


def start_again(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    """The engine runs again."""
    restartable_engine.start()
    context.tenant.engine_is_back()


def wait_for_trouble(context: ScenarioContext) -> None:
    """A call of the engine has run into the fault that was arranged for it."""
    control = context.flourish.control
    wait_until(lambda: bool(control.entries(FaultHit)), "Flourish to have got the engine's call")


@given("the engine has died and is back")
def _died_and_back(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    context.settle()
    restartable_engine.kill()
    start_again(context, restartable_engine)


@given("the engine has been stopped and started again")
def _stopped_and_started(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    context.settle()
    restartable_engine.stop()
    start_again(context, restartable_engine)


@given("the engine died when the rep confirmed the order, and is back")
def _died_over_confirmation(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    context.settle()
    _ = ordering.confirm(context).value
    restartable_engine.kill()
    start_again(context, restartable_engine)


@given(parsers.re(f"the engine died when the warehouse (?P<deed>{flourish_orders.DONE}), and is back"))
def _died_over_news(context: ScenarioContext, restartable_engine: EngineProgram, deed: str) -> None:
    context.settle()
    flourish_orders.do_at_once(context, deed)
    restartable_engine.kill()
    start_again(context, restartable_engine)


@given("the engine died while Flourish had the order, and is back")
def _died_while_sending(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    _ = ordering.confirm(context).value
    wait_for_trouble(context)
    restartable_engine.kill()
    start_again(context, restartable_engine)


@given("the engine died in the middle of a sync, and is back")
def _died_while_syncing(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    context.settle()
    context.flourish.control.arm("timeout", match={"path": TO_FLOURISH}, nth=3)
    stage.sync(context)
    wait_for_trouble(context)
    restartable_engine.kill()
    start_again(context, restartable_engine)


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
