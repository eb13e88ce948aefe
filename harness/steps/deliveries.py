"""Steps about messages on their way: held back, lost, repeated, overtaken."""

from collections.abc import Mapping

from pytest_bdd import given, then, when

from harness.clients.control import SimControl
from harness.steps import ordering
from harness.steps.arrivals import ABOUT_INVENTORY, ABOUT_ORDERS, CONFIRMATION, arrivals, expect_order
from harness.steps.passing_time import A_DAY, AN_HOUR
from harness.steps.story import Story
from harness.steps.words import one_of, sentence


@given("Flourish's messages are held back")
def _held_back(story: Story) -> None:
    story.mark_arrangement()
    story.flourish.control.arm("hold", match={"topic": "*"}, count=None)


_ORDERS: Mapping[str, str] = {"newest first": "reversed", "oldest first": "first"}


@when(sentence("the held messages arrive {in_some_order}"))
def _arrive(story: Story, in_some_order: str) -> None:
    story.settle()
    story.flourish.control.disarm()
    order = one_of(_ORDERS, in_some_order)
    early = arrivals(story.flourish.control, ABOUT_ORDERS, ABOUT_INVENTORY, since=story.arranged_at)
    story.expect(not early, "the messages to be held until now", f"{len(early)} of them arrived")
    story.flourish.control.release(order)
    about, newest_first = (ABOUT_ORDERS, ABOUT_INVENTORY), order == "reversed"
    expect_order(story, story.flourish.control, *about, newest_first=newest_first, since=story.arranged_at)


@given(sentence("the held messages have arrived {in_some_order}"))
def _have_arrived(story: Story, in_some_order: str) -> None:
    story.settle()
    story.flourish.control.disarm()
    story.flourish.control.release(one_of(_ORDERS, in_some_order))
    story.settle()


@given("every message from Flourish arrives twice")
def _flourish_twice(story: Story) -> None:
    story.mark_arrangement()
    story.flourish.control.arm("duplicate", match={"topic": "*"}, count=None)


@given("every message from Ordo arrives twice")
def _ordo_twice(story: Story) -> None:
    story.ordo.control.arm("duplicate", match={"topic": "*"}, count=None)


@given("no message from Flourish arrives")
def _none_arrives(story: Story) -> None:
    story.settle()
    story.flourish.control.arm("drop", match={"topic": "*"}, count=None)


_FLAWS: Mapping[str, str] = {"a wrong signature": "wrong_signature", "a wrong header": "wrong_header"}


@given(sentence("every message about the order carries {flaw}"))
def _all_flawed(story: Story, flaw: str) -> None:
    story.mark_arrangement()
    story.flourish.control.arm(one_of(_FLAWS, flaw), match={"topic": ABOUT_ORDERS}, count=None)


@given(sentence("the next message about the order carries {flaw} the first time it is sent"))
def _flawed_at_first(story: Story, flaw: str) -> None:
    story.mark_arrangement()
    story.flourish.control.arm(one_of(_FLAWS, flaw), match={"topic": ABOUT_ORDERS}, attempts=1)


@given(sentence("Ordo's next confirmation carries {flaw} the first time it is sent"))
def _confirmation_flawed(story: Story, flaw: str) -> None:
    story.settle()
    story.ordo.control.arm(one_of(_FLAWS, flaw), match={"topic": CONFIRMATION}, attempts=1)


@given("Ordo's next confirmation is of an unknown kind")
def _confirmation_of_unknown_kind(story: Story) -> None:
    match, pointer = {"topic": CONFIRMATION}, "/type"
    story.ordo.control.arm("alter", match=match, pointer=pointer, value="order.beamed")


@given("Ordo's next confirmation is lost")
def _confirmation_lost(story: Story) -> None:
    story.ordo.control.arm("drop", match={"topic": CONFIRMATION})


@given("Ordo's next confirmation is overtaken by the one after it")
def _confirmation_overtaken(story: Story) -> None:
    story.ordo.control.arm("reorder", match={"topic": CONFIRMATION})


@given("Ordo's messages are held back")
def _ordo_held_back(story: Story) -> None:
    story.ordo.control.arm("hold", match={"topic": CONFIRMATION}, count=None)


@when("Ordo's held messages arrive newest first")
def _ordo_arrive(story: Story) -> None:
    story.settle()
    control = story.ordo.control
    control.disarm()
    early = arrivals(control, CONFIRMATION)
    story.expect(not early, "the messages to be held until now", f"{len(early)} of them arrived")
    control.release("reversed")
    expect_order(story, control, CONFIRMATION, newest_first=True)


@then("the later confirmation arrived before the earlier one")
def _later_confirmation_first(story: Story) -> None:
    expect_order(story, story.ordo.control, CONFIRMATION, newest_first=True)


@given("the next message about the order comes a day late")
def _a_day_late(story: Story) -> None:
    story.mark_arrangement()
    story.flourish.control.arm("delay", match={"topic": ABOUT_ORDERS}, seconds=A_DAY.total_seconds())


@given("Ordo's next confirmation comes half an hour late")
def _confirmation_late(story: Story) -> None:
    story.settle()
    story.ordo.control.arm("delay", match={"topic": CONFIRMATION}, seconds=(AN_HOUR / 2).total_seconds())


@then("the engine rejected a message about the order")
def _rejected(story: Story) -> None:
    _expect_rejected(story, story.flourish.control, ABOUT_ORDERS, since=story.arranged_at)


@then("the engine rejected Ordo's confirmation")
def _rejected_confirmation(story: Story) -> None:
    _expect_rejected(story, story.ordo.control, CONFIRMATION)


def _expect_rejected(story: Story, control: SimControl, topic: str, since: int = 0) -> None:
    story.settle()
    answers = [entry.status for entry in arrivals(control, topic, since=since)]
    rejected = [one for one in answers if isinstance(one, int) and 400 <= one < 500]
    story.expect(bool(rejected), "a message to be rejected", f"the engine answered {answers}")


@given("the next message about the order is lost")
def _order_lost(story: Story) -> None:
    story.flourish.control.arm("drop", match={"topic": ABOUT_ORDERS})


@given("every message about the order is lost")
def _all_order_lost(story: Story) -> None:
    story.flourish.control.arm("drop", match={"topic": ABOUT_ORDERS}, count=None)


@given("every message about the order is of an unknown kind")
def _of_unknown_kind(story: Story) -> None:
    match, pointer = {"topic": ABOUT_ORDERS}, "/resource_type"
    story.flourish.control.arm("alter", match=match, count=None, pointer=pointer, value="spaceship")


@given("the next message about inventory is lost")
def _inventory_lost(story: Story) -> None:
    story.flourish.control.arm("drop", match={"topic": ABOUT_INVENTORY})


@given("the next message about the order is overtaken by the one after it")
def _overtaken(story: Story) -> None:
    story.mark_arrangement()
    story.flourish.control.arm("reorder", match={"topic": ABOUT_ORDERS})


@given("the message about its shipment was lost on the way")
def _shipment_lost(story: Story) -> None:
    story.flourish.control.arm("drop", match={"topic": "*"}, count=None)
    ordering.ship(story, story.flourish_id())
    story.settle()
    story.flourish.control.disarm()
    seen = story.in_ordo().status
    story.expect(seen == "Awaiting Delivery", "Ordo to know nothing of the shipment", f"it shows {seen}")


@when("every message about the order arrives again")
@given("every message about the order has arrived again")
def _all_again(story: Story) -> None:
    story.settle()
    control = story.flourish.control
    before = control.deliveries(ABOUT_ORDERS)
    past = [one for one in before if one.ended]
    for delivery in reversed(past):
        control.repeat(delivery.delivery_id)
    story.settle()
    again = len(control.deliveries(ABOUT_ORDERS)) - len(before)
    story.expect(again == len(past), f"{len(past)} messages to arrive again", f"{again} did")


@when("Ordo's first confirmation arrives again")
@given("Ordo's first confirmation has arrived again")
def _confirmation_again(story: Story) -> None:
    story.settle()
    first = story.ordo.control.deliveries(CONFIRMATION)[0]
    story.ordo.control.repeat(first.delivery_id)


@given("Flourish has heard nothing of the order")
def _nothing_of_the_order(story: Story) -> None:
    there = story.all_in_flourish()
    story.expect(not there, "no order in Flourish to begin with", f"it has {len(there)}")


@then("Flourish has heard nothing more from the engine")
def _nothing_heard(story: Story) -> None:
    story.settle()
    entries = story.flourish.control.journal(since=story.journal_mark, kind="request").entries
    asked = [
        f"{one.method} {one.path}" for one in entries if one.method != "GET" and "/external/" in one.path
    ]
    story.expect(not asked, "no further attempt at the order", f"the engine made {asked}")
