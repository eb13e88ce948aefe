"""Steps that look at how messages arrived: each once or twice, in which order, and what an answer said.

They read the simulators' journals. What a Given has arranged for messages on their way is worth nothing if it
did not come about, and an engine that works well hides whether it did.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from pytest_bdd import then

from foundation.journal_entries import DeliveryAttempt, FaultHit, Request, Transition
from harness.clients.control import SimControl
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence

ABOUT_ORDERS = "order"
ABOUT_INVENTORY = "inventory_summary"
CONFIRMATION = "order.confirmed"
AN_AGE = timedelta(minutes=10)


def arrivals(control: SimControl, *topics: str, since: int = 0) -> Sequence[DeliveryAttempt]:
    """The messages about these topics that reached the engine, in the order of their arrival."""
    return [attempt for attempt in control.entries(DeliveryAttempt, since=since) if attempt.topic in topics]


def expect_each_twice(context: ScenarioContext, came: Sequence[DeliveryAttempt]) -> None:
    """Whatever arrived, arrived twice."""
    times = Counter(entry.made_at for entry in came)
    seen = f"they arrived {sorted(times.values())} times" if times else "none arrived"
    context.expect(bool(times) and set(times.values()) == {2}, "every message to arrive twice", seen)


@then("every message about the order arrived twice")
def _order_twice(context: ScenarioContext) -> None:
    context.settle()
    expect_each_twice(context, arrivals(context.flourish.control, ABOUT_ORDERS, since=context.arranged_at))


@then("Ordo's confirmation arrived twice")
def _confirmation_twice(context: ScenarioContext) -> None:
    context.settle()
    expect_each_twice(context, arrivals(context.ordo.control, CONFIRMATION))


def expect_order(
    context: ScenarioContext, control: SimControl, *topics: str, newest_first: bool, since: int = 0
) -> None:
    """The messages that arrived since the journal's entry did so in this order, and there were several."""
    context.settle()
    came = arrivals(control, *topics, since=since)
    moments = [entry.made_at for entry in came]
    asked = len(moments) > 1 and moments == sorted(moments, reverse=newest_first)
    order = "newest" if newest_first else "oldest"
    context.expect(asked, f"the messages to arrive {order} first", f"those of {moments} arrived")


@then("the later message about the order arrived before the earlier one")
def _later_first(context: ScenarioContext) -> None:
    expect_order(
        context, context.flourish.control, ABOUT_ORDERS, newest_first=True, since=context.arranged_at
    )


@then("Flourish took its time over the order")
def _took_its_time(context: ScenarioContext) -> None:
    control = context.flourish.control
    asked = next(hit.at for hit in control.entries(FaultHit) if hit.fault == "delay")
    made = control.entries(Transition)[0].at
    waited = datetime.fromisoformat(made) - datetime.fromisoformat(asked)
    context.expect(waited >= AN_AGE, f"{AN_AGE} between the call and the order", f"it was {waited}")


@then(sentence("it was the {which:Which} call that met with trouble"))
def _call_in_trouble(context: ScenarioContext, which: int) -> None:
    control, since = context.flourish.control, context.arranged_at
    calls = [call.id for call in control.entries(Request, since=since) if call.api == "external_api"]
    faults = [hit.cause for hit in control.entries(FaultHit, since=since)]
    met = [number for number, call in enumerate(calls) if call in faults]
    context.expect(met == [which], f"trouble at call {which + 1}", f"it came at {[one + 1 for one in met]}")
