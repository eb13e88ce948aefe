"""Steps about messages on their way: held back, lost, repeated, reordered; and about how they arrived.

What a Given has armed for messages on their way proves nothing if it did not come about, and an engine that
works well hides whether it did. So the Thens read the simulators' journals.
"""

from collections import Counter
from collections.abc import Callable, Mapping

from pytest_bdd import given, parsers, then, when

from foundation.journal_entries import Request
from harness.clients.control import SimControl
from harness.steps.context import ordering
from harness.steps.context.scenario_context import A_DAY, AN_HOUR, ScenarioContext
from harness.steps.context.step_types import any_of, one_of, sentence
from harness.steps.context.traffic import (
    ABOUT_INVENTORY,
    ABOUT_ORDERS,
    ANY_MESSAGE,
    CONFIRMATION,
    REMOVAL,
    arrivals,
)

Arm = Callable[[SimControl], None]


def _arm(kind: str, match: Mapping[str, str], **parameters: object) -> Arm:
    return lambda control: control.arm(kind, match=match, **parameters)


def _always(kind: str, match: Mapping[str, str], **parameters: object) -> Arm:
    return _arm(kind, match, count=None, **parameters)


_ORDER, _INVENTORY, _CONFIRMATION = (
    {"topic": topic} for topic in (ABOUT_ORDERS, ABOUT_INVENTORY, CONFIRMATION)
)
_DAY, _HALF_AN_HOUR = A_DAY.total_seconds(), AN_HOUR.total_seconds() / 2

_FLOURISH_MESSAGES: Mapping[str, Arm] = {
    "Flourish's messages are held back": _always("hold", ANY_MESSAGE),
    "every message from Flourish arrives twice": _always("duplicate", ANY_MESSAGE),
    "no message from Flourish arrives": _always("drop", ANY_MESSAGE),
    "every message about the order is lost": _always("drop", _ORDER),
    "every message about the order is of an unknown kind": _always(
        "alter", _ORDER, pointer="/resource_type", value="spaceship"
    ),
    "every message about the order carries a wrong signature": _always("wrong_signature", _ORDER),
    "every message about the order carries a wrong header": _always("wrong_header", _ORDER),
    "the next message about the order is lost": _arm("drop", _ORDER),
    "the next message about the order is overtaken by the one after it": _arm("reorder", _ORDER),
    "the next message about the order comes a day late": _arm("delay", _ORDER, seconds=_DAY),
    "the next message about the order carries a wrong signature the first time it is sent": _arm(
        "wrong_signature", _ORDER, attempts=1
    ),
    "the next message about the order carries a wrong header the first time it is sent": _arm(
        "wrong_header", _ORDER, attempts=1
    ),
    "the next message about inventory is lost": _arm("drop", _INVENTORY),
}

_ORDO_MESSAGES: Mapping[str, Arm] = {
    "Ordo's messages are held back": _always("hold", _CONFIRMATION),
    "every message from Ordo arrives twice": _always("duplicate", ANY_MESSAGE),
    "Ordo's next confirmation is lost": _arm("drop", _CONFIRMATION),
    "Ordo's next confirmation is overtaken by the one after it": _arm("reorder", _CONFIRMATION),
    "Ordo's next confirmation comes half an hour late": _arm("delay", _CONFIRMATION, seconds=_HALF_AN_HOUR),
    "Ordo's next confirmation is of an unknown kind": _arm(
        "alter", _CONFIRMATION, pointer="/type", value="order.beamed"
    ),
    "Ordo's next confirmation carries a wrong signature the first time it is sent": _arm(
        "wrong_signature", _CONFIRMATION, attempts=1
    ),
    "Ordo's next confirmation carries a wrong header the first time it is sent": _arm(
        "wrong_header", _CONFIRMATION, attempts=1
    ),
}


@given(parsers.re(f"(?P<what>{any_of(_FLOURISH_MESSAGES)})"))
def _flourish_messages(context: ScenarioContext, what: str) -> None:
    context.mark_arrangement()
    one_of(_FLOURISH_MESSAGES, what)(context.flourish.control)


@given(parsers.re(f"(?P<what>{any_of(_ORDO_MESSAGES)})"))
def _ordo_messages(context: ScenarioContext, what: str) -> None:
    context.settle()
    one_of(_ORDO_MESSAGES, what)(context.ordo.control)


_ORDERS: Mapping[str, str] = {"newest first": "reversed", "oldest first": "first"}


@when(sentence("the held messages arrive {in_some_order}"))
def _arrive(context: ScenarioContext, in_some_order: str) -> None:
    topics = (ABOUT_ORDERS, ABOUT_INVENTORY)
    _release(context, context.flourish.control, *topics, order=in_some_order, since=context.marks.arranged_at)


@when("Ordo's held messages arrive newest first")
def _ordo_arrive(context: ScenarioContext) -> None:
    _release(context, context.ordo.control, CONFIRMATION, order="newest first")


def _release(context: ScenarioContext, control: SimControl, *topics: str, order: str, since: int = 0) -> None:
    """Nothing of what was held has arrived until now; from now on it does, in this order."""
    context.settle()
    control.disarm()
    early = arrivals(control, *topics, since=since)
    context.expect(not early, "the messages to be held until now", f"{len(early)} of them arrived")
    control.release(one_of(_ORDERS, order))
    expect_order(context, control, *topics, newest_first=order == "newest first", since=since)


@given(sentence("the held messages have arrived {in_some_order}"))
def _have_arrived(context: ScenarioContext, in_some_order: str) -> None:
    context.settle()
    context.flourish.control.disarm()
    context.flourish.control.release(one_of(_ORDERS, in_some_order))
    context.settle()


@given("the message about its shipment was lost on the way")
def _shipment_lost(context: ScenarioContext) -> None:
    context.flourish.control.arm("drop", match=ANY_MESSAGE, count=None)
    ordering.ship(context)
    context.settle()
    context.flourish.control.disarm()
    seen = context.in_ordo().status
    context.expect(seen == "Awaiting Delivery", "Ordo to know nothing of the shipment", f"it shows {seen}")


@when("every message about the order arrives again")
@given("every message about the order has arrived again")
def _all_again(context: ScenarioContext) -> None:
    context.settle()
    control = context.flourish.control
    before = control.deliveries(ABOUT_ORDERS)
    past = [delivery for delivery in before if delivery.ended]
    for delivery in reversed(past):
        control.repeat(delivery.delivery_id)
    context.settle()
    again = len(control.deliveries(ABOUT_ORDERS)) - len(before)
    context.expect(again == len(past), f"{len(past)} messages to arrive again", f"{again} did")


@when("Ordo's first confirmation arrives again")
@given("Ordo's first confirmation has arrived again")
def _confirmation_again(context: ScenarioContext) -> None:
    context.settle()
    first = context.ordo.control.deliveries(CONFIRMATION)[0]
    context.ordo.control.repeat(first.delivery_id)


@given("Flourish has heard nothing of the order")
def _nothing_of_the_order(context: ScenarioContext) -> None:
    there = context.all_in_flourish()
    context.expect(not there, "no order in Flourish to begin with", f"it has {len(there)}")


@then("Flourish has heard nothing more from the engine")
def _nothing_heard(context: ScenarioContext) -> None:
    context.settle()
    entries = context.flourish.control.entries(Request, since=context.marks.passed_at)
    calls = [entry for entry in entries if entry.method != "GET" and "/external/" in entry.path]
    made = [f"{call.method} {call.path}" for call in calls]
    context.expect(not made, "no further attempt at the order", f"the engine made {made}")


@then("the engine rejected a message about the order")
def _rejected(context: ScenarioContext) -> None:
    _expect_rejected(context, context.flourish.control, ABOUT_ORDERS, since=context.marks.arranged_at)


@then("the engine rejected Ordo's confirmation")
def _rejected_confirmation(context: ScenarioContext) -> None:
    _expect_rejected(context, context.ordo.control, CONFIRMATION)


def _expect_rejected(context: ScenarioContext, control: SimControl, topic: str, since: int = 0) -> None:
    context.settle()
    answers = [entry.status for entry in arrivals(control, topic, since=since)]
    rejected = [status for status in answers if isinstance(status, int) and 400 <= status < 500]
    context.expect(bool(rejected), "a message to be rejected", f"the engine answered {answers}")


@given("Ordo's next removal of the integration arrives again later")
def _removal_again(context: ScenarioContext) -> None:
    context.ordo.control.arm("duplicate", match={"topic": REMOVAL})


@then("Ordo's removal of the integration arrived twice")
def _removal_twice(context: ScenarioContext) -> None:
    ids = [entry.message_id for entry in arrivals(context.ordo.control, REMOVAL)]
    twice = len(ids) == 2 and len(set(ids)) == 1
    context.expect(twice, "the message about the removal to arrive twice", f"it arrived {len(ids)} times")


@then("every message about the order arrived twice")
def _order_twice(context: ScenarioContext) -> None:
    _expect_each_twice(context, context.flourish.control, ABOUT_ORDERS, since=context.marks.arranged_at)


@then("Ordo's confirmation arrived twice")
def _confirmation_twice(context: ScenarioContext) -> None:
    _expect_each_twice(context, context.ordo.control, CONFIRMATION)


def _expect_each_twice(context: ScenarioContext, control: SimControl, topic: str, since: int = 0) -> None:
    context.settle()
    times = Counter(entry.made_at for entry in arrivals(control, topic, since=since))
    seen = f"they arrived {sorted(times.values())} times" if times else "none arrived"
    context.expect(bool(times) and set(times.values()) == {2}, "every message to arrive twice", seen)


@then("the later message about the order arrived before the earlier one")
def _later_first(context: ScenarioContext) -> None:
    control, since = context.flourish.control, context.marks.arranged_at
    expect_order(context, control, ABOUT_ORDERS, newest_first=True, since=since)


@then("the later confirmation arrived before the earlier one")
def _later_confirmation_first(context: ScenarioContext) -> None:
    expect_order(context, context.ordo.control, CONFIRMATION, newest_first=True)


def expect_order(
    context: ScenarioContext, control: SimControl, *topics: str, newest_first: bool, since: int = 0
) -> None:
    """The messages that arrived since the journal's entry did so in this order, and there were several."""
    context.settle()
    made = [entry.made_at for entry in arrivals(control, *topics, since=since)]
    in_order = len(made) > 1 and made == sorted(made, reverse=newest_first)
    order = "newest" if newest_first else "oldest"
    context.expect(in_order, f"the messages to arrive {order} first", f"those of {made} arrived")
