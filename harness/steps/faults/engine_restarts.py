"""Steps that end the engine's process and start it again, in a lab where nobody else is disturbed.

`died` is a crash: the process is gone from one instant to the next. `stopped` is an orderly shutdown.
"""

from collections.abc import Callable, Mapping
from typing import Literal

from pytest_bdd import given, parsers, when

from foundation.journal_entries import DeliveryAttempt
from harness.clients.idle import wait_until
from harness.engines.engine_program import EngineProgram
from harness.steps.context import ordering, setup, warehouse
from harness.steps.context.scenario_context import A_DAY, AN_HOUR, ScenarioContext
from harness.steps.context.step_types import any_of, one_of
from harness.steps.context.traffic import (
    ABOUT_ORDERS,
    CONFIRMATION,
    SYNC_REQUEST,
    TO_FLOURISH,
    arrivals,
    wait_for_fault,
)

A_WHILE_SECONDS = 5.0
Side = Literal["ordo", "flourish"]


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


_ACCEPTED: Mapping[str, tuple[Callable[[ScenarioContext], object], Side, str]] = {
    "the rep's confirmation": (lambda context: ordering.confirm(context).value, "ordo", CONFIRMATION),
    "the request for a sync": (setup.sync, "ordo", SYNC_REQUEST),
    "the news of the shipment": (ordering.ship, "flourish", ABOUT_ORDERS),
    "the news of the payment": (
        lambda context: ordering.mark_as_fully_paid(context, context.order),
        "flourish",
        ABOUT_ORDERS,
    ),
}
"""What an engine can accept: who does it, who tells of it, and the topic of the message."""


@given(parsers.re(f"the engine died as soon as it had accepted (?P<what>{any_of(_ACCEPTED)}), and is back"))
def _died_at_acceptance(context: ScenarioContext, restartable_engine: EngineProgram, what: str) -> None:
    """No later: what it has said it accepted must outlive it from that moment on."""
    action, side, topic = one_of(_ACCEPTED, what)
    context.settle()
    control = context.ordo.control if side == "ordo" else context.flourish.control
    since = control.journal().last_id
    action(context)
    wait_until(
        lambda: any(_is_accepted(attempt) for attempt in arrivals(control, topic, since=since)),
        "the engine to accept the message",
    )
    kill_and_start(context, restartable_engine)


def _is_accepted(attempt: DeliveryAttempt) -> bool:
    return attempt.status is not None and 200 <= attempt.status < 300


@given("the engine died as soon as it had accepted the credentials, and is back")
def _died_at_connection(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    setup.add_license(context)
    _ = setup.save_integration(context).value
    kill_and_start(context, restartable_engine)
    setup.connect(context)


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


@when("the engine comes back a week later")
def _back_after_a_week(context: ScenarioContext, restartable_engine: EngineProgram) -> None:
    for simulator in (context.flourish.control, context.ordo.control):
        for _ in range(7):
            simulator.settle(A_WHILE_SECONDS)
            simulator.advance_clock(A_DAY.total_seconds())
    _back_after_an_hour(context, restartable_engine)
