"""Steps that say who the seller is and how far its setup has come."""

from collections.abc import Callable

from pytest_bdd import given, then, when

from harness.steps import ordering, stage
from harness.steps.story import Story

Neighbour = Callable[[], Story]


@given("a seller who is new to Ordo")
@given("a seller who is new to Flourish")
def _new(story: Story) -> None:
    story.expect(not story.orders, "a seller with nothing yet", "it has orders")


@given("a seller with a license in Ordo")
def _with_license(story: Story) -> None:
    stage.add_license(story)


@given("a seller connected to Flourish")
def _connected(story: Story) -> None:
    stage.connect(story)


@given("a seller whose inventory is in Ordo")
@given("the seller's inventory is in Ordo")
def _inventory_in_ordo(story: Story) -> None:
    stage.trade(story, items=2)
    stage.look_at_inventory(story)


@when("another seller confirms an order")
def _another_confirms(neighbour: Neighbour) -> None:
    ordering.make_and_confirm(neighbour())


@then("the other seller's order is Awaiting Delivery in Ordo")
def _others_order(story: Story) -> None:
    assert story.neighbour is not None, "there is no other seller"
    status = story.neighbour.in_ordo().status
    expected = "the other seller's order to be Awaiting Delivery"
    story.neighbour.expect(status == "Awaiting Delivery", expected, f"it is {status}")
