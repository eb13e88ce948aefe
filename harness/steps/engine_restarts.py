"""Steps that end the engine's process and start it again, in a lab where nobody else is disturbed.

`died` is a crash: the process is gone from one instant to the next. `stopped` is an orderly shutdown.
"""

from pytest_bdd import given, parsers, when

from harness.engine_program import EngineProgram
from harness.settle import wait_until
from harness.steps import flourish_orders, ordering, stage
from harness.steps.faults import TO_FLOURISH
from harness.steps.passing_time import AN_HOUR
from harness.steps.story import Story

A_WHILE_SECONDS = 5.0


def start_again(story: Story, restartable_engine: EngineProgram) -> None:
    """The engine runs again."""
    restartable_engine.start()
    story.tenant.engine_is_back()


def wait_for_trouble(story: Story) -> None:
    """A call of the engine has run into the fault that was arranged for it."""
    control = story.flourish.control
    wait_until(lambda: bool(control.journal(kind="fault").entries), "Flourish to have got the engine's call")


@given("the engine has died and is back")
def _died_and_back(story: Story, restartable_engine: EngineProgram) -> None:
    story.settle()
    restartable_engine.kill()
    start_again(story, restartable_engine)


@given("the engine has been stopped and started again")
def _stopped_and_started(story: Story, restartable_engine: EngineProgram) -> None:
    story.settle()
    restartable_engine.stop()
    start_again(story, restartable_engine)


@given("the engine died when the rep confirmed the order, and is back")
def _died_over_confirmation(story: Story, restartable_engine: EngineProgram) -> None:
    story.settle()
    _ = ordering.confirm(story).value
    restartable_engine.kill()
    start_again(story, restartable_engine)


@given(parsers.re(f"the engine died when the warehouse (?P<deed>{flourish_orders.DONE}), and is back"))
def _died_over_news(story: Story, restartable_engine: EngineProgram, deed: str) -> None:
    story.settle()
    flourish_orders.do_at_once(story, deed)
    restartable_engine.kill()
    start_again(story, restartable_engine)


@given("the engine died while Flourish had the order, and is back")
def _died_while_sending(story: Story, restartable_engine: EngineProgram) -> None:
    _ = ordering.confirm(story).value
    wait_for_trouble(story)
    restartable_engine.kill()
    start_again(story, restartable_engine)


@given("the engine died in the middle of a sync, and is back")
def _died_while_syncing(story: Story, restartable_engine: EngineProgram) -> None:
    story.settle()
    story.flourish.control.arm("timeout", match={"path": TO_FLOURISH}, nth=3)
    stage.sync(story)
    wait_for_trouble(story)
    restartable_engine.kill()
    start_again(story, restartable_engine)


@given("the engine has died")
def _died(story: Story, restartable_engine: EngineProgram) -> None:
    story.settle()
    restartable_engine.kill()


@when("the engine comes back an hour later")
def _back_after_an_hour(story: Story, restartable_engine: EngineProgram) -> None:
    for simulator in (story.flourish.control, story.ordo.control):
        # what was sent meanwhile was refused, rather than still on its way
        simulator.settle(A_WHILE_SECONDS)
    start_again(story, restartable_engine)
    story.pass_time(AN_HOUR)
