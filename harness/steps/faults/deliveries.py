"""Steps about messages on their way: held back, lost, repeated, overtaken."""

from collections.abc import Mapping

from pytest_bdd import given, then, when

from foundation.journal_entries import Request
from harness.clients.control import SimControl
from harness.steps.context import ordering
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import one_of, sentence
from harness.steps.context.time import A_DAY, AN_HOUR
from harness.steps.faults.arrivals import ABOUT_INVENTORY, ABOUT_ORDERS, CONFIRMATION, arrivals, expect_order


@given("Flourish's messages are held back")
def _held_back(context: ScenarioContext) -> None:
    context.mark_arrangement()
    context.flourish.control.arm("hold", match={"topic": "*"}, count=None)


_ORDERS: Mapping[str, str] = {"newest first": "reversed", "oldest first": "first"}


@when(sentence("the held messages arrive {in_some_order}"))
def _arrive(context: ScenarioContext, in_some_order: str) -> None:
    context.settle()
    context.flourish.control.disarm()
    order = one_of(_ORDERS, in_some_order)
    early = arrivals(context.flourish.control, ABOUT_ORDERS, ABOUT_INVENTORY, since=context.arranged_at)
    context.expect(not early, "the messages to be held until now", f"{len(early)} of them arrived")
    context.flourish.control.release(order)
    about, newest_first = (ABOUT_ORDERS, ABOUT_INVENTORY), order == "reversed"
    expect_order(
        context, context.flourish.control, *about, newest_first=newest_first, since=context.arranged_at
    )


@given(sentence("the held messages have arrived {in_some_order}"))
def _have_arrived(context: ScenarioContext, in_some_order: str) -> None:
    context.settle()
    context.flourish.control.disarm()
    context.flourish.control.release(one_of(_ORDERS, in_some_order))
    context.settle()


@given("every message from Flourish arrives twice")
def _flourish_twice(context: ScenarioContext) -> None:
    context.mark_arrangement()
    context.flourish.control.arm("duplicate", match={"topic": "*"}, count=None)


@given("every message from Ordo arrives twice")
def _ordo_twice(context: ScenarioContext) -> None:
    context.ordo.control.arm("duplicate", match={"topic": "*"}, count=None)


@given("no message from Flourish arrives")
def _none_arrives(context: ScenarioContext) -> None:
    context.settle()
    context.flourish.control.arm("drop", match={"topic": "*"}, count=None)


_FLAWS: Mapping[str, str] = {"a wrong signature": "wrong_signature", "a wrong header": "wrong_header"}


@given(sentence("every message about the order carries {flaw}"))
def _all_flawed(context: ScenarioContext, flaw: str) -> None:
    context.mark_arrangement()
    context.flourish.control.arm(one_of(_FLAWS, flaw), match={"topic": ABOUT_ORDERS}, count=None)


@given(sentence("the next message about the order carries {flaw} the first time it is sent"))
def _flawed_at_first(context: ScenarioContext, flaw: str) -> None:
    context.mark_arrangement()
    context.flourish.control.arm(one_of(_FLAWS, flaw), match={"topic": ABOUT_ORDERS}, attempts=1)


@given(sentence("Ordo's next confirmation carries {flaw} the first time it is sent"))
def _confirmation_flawed(context: ScenarioContext, flaw: str) -> None:
    context.settle()
    context.ordo.control.arm(one_of(_FLAWS, flaw), match={"topic": CONFIRMATION}, attempts=1)


@given("Ordo's next confirmation is of an unknown kind")
def _confirmation_of_unknown_kind(context: ScenarioContext) -> None:
    match, pointer = {"topic": CONFIRMATION}, "/type"
    context.ordo.control.arm("alter", match=match, pointer=pointer, value="order.beamed")


@given("Ordo's next confirmation is lost")
def _confirmation_lost(context: ScenarioContext) -> None:
    context.ordo.control.arm("drop", match={"topic": CONFIRMATION})


@given("Ordo's next confirmation is overtaken by the one after it")
def _confirmation_overtaken(context: ScenarioContext) -> None:
    context.ordo.control.arm("reorder", match={"topic": CONFIRMATION})


@given("Ordo's messages are held back")
def _ordo_held_back(context: ScenarioContext) -> None:
    context.ordo.control.arm("hold", match={"topic": CONFIRMATION}, count=None)


@when("Ordo's held messages arrive newest first")
def _ordo_arrive(context: ScenarioContext) -> None:
    context.settle()
    control = context.ordo.control
    control.disarm()
    early = arrivals(control, CONFIRMATION)
    context.expect(not early, "the messages to be held until now", f"{len(early)} of them arrived")
    control.release("reversed")
    expect_order(context, control, CONFIRMATION, newest_first=True)


@then("the later confirmation arrived before the earlier one")
def _later_confirmation_first(context: ScenarioContext) -> None:
    expect_order(context, context.ordo.control, CONFIRMATION, newest_first=True)


@given("the next message about the order comes a day late")
def _a_day_late(context: ScenarioContext) -> None:
    context.mark_arrangement()
    context.flourish.control.arm("delay", match={"topic": ABOUT_ORDERS}, seconds=A_DAY.total_seconds())


@given("Ordo's next confirmation comes half an hour late")
def _confirmation_late(context: ScenarioContext) -> None:
    context.settle()
    context.ordo.control.arm("delay", match={"topic": CONFIRMATION}, seconds=(AN_HOUR / 2).total_seconds())


@then("the engine rejected a message about the order")
def _rejected(context: ScenarioContext) -> None:
    _expect_rejected(context, context.flourish.control, ABOUT_ORDERS, since=context.arranged_at)


@then("the engine rejected Ordo's confirmation")
def _rejected_confirmation(context: ScenarioContext) -> None:
    _expect_rejected(context, context.ordo.control, CONFIRMATION)


def _expect_rejected(context: ScenarioContext, control: SimControl, topic: str, since: int = 0) -> None:
    context.settle()
    answers = [entry.status for entry in arrivals(control, topic, since=since)]
    rejected = [one for one in answers if isinstance(one, int) and 400 <= one < 500]
    context.expect(bool(rejected), "a message to be rejected", f"the engine answered {answers}")


@given("the next message about the order is lost")
def _order_lost(context: ScenarioContext) -> None:
    context.flourish.control.arm("drop", match={"topic": ABOUT_ORDERS})


@given("every message about the order is lost")
def _all_order_lost(context: ScenarioContext) -> None:
    context.flourish.control.arm("drop", match={"topic": ABOUT_ORDERS}, count=None)


@given("every message about the order is of an unknown kind")
def _of_unknown_kind(context: ScenarioContext) -> None:
    match, pointer = {"topic": ABOUT_ORDERS}, "/resource_type"
    context.flourish.control.arm("alter", match=match, count=None, pointer=pointer, value="spaceship")


@given("the next message about inventory is lost")
def _inventory_lost(context: ScenarioContext) -> None:
    context.flourish.control.arm("drop", match={"topic": ABOUT_INVENTORY})


@given("the next message about the order is overtaken by the one after it")
def _overtaken(context: ScenarioContext) -> None:
    context.mark_arrangement()
    context.flourish.control.arm("reorder", match={"topic": ABOUT_ORDERS})


@given("the message about its shipment was lost on the way")
def _shipment_lost(context: ScenarioContext) -> None:
    context.flourish.control.arm("drop", match={"topic": "*"}, count=None)
    ordering.ship(context, context.flourish_id())
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
    past = [one for one in before if one.ended]
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
    entries = context.flourish.control.entries(Request, since=context.journal_mark)
    asked = [
        f"{one.method} {one.path}" for one in entries if one.method != "GET" and "/external/" in one.path
    ]
    context.expect(not asked, "no further attempt at the order", f"the engine made {asked}")
