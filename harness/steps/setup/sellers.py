"""Steps that say who the seller is and how far its setup has come."""

from pytest_bdd import given, then, when

from harness.steps.context import ordering, setup
from harness.steps.context.scenario_context import Neighbour, ScenarioContext


@given("a seller who is new to Ordo")
@given("a seller who is new to Flourish")
def _new(context: ScenarioContext) -> None:
    context.expect(not context.orders.made, "a seller with nothing yet", "it has orders")


@given("a seller with a license in Ordo")
def _with_license(context: ScenarioContext) -> None:
    setup.add_license(context)


@given("a seller connected to Flourish")
def _connected(context: ScenarioContext) -> None:
    setup.connect(context)


@given("a seller whose inventory is in Ordo")
@given("the seller's inventory is in Ordo")
def _inventory_in_ordo(context: ScenarioContext) -> None:
    setup.trade(context, items=2)
    setup.look_at_inventory(context)


@when("another seller confirms an order")
def _another_confirms(neighbour: Neighbour) -> None:
    ordering.make_and_confirm(neighbour())


@then("the other seller's order is Awaiting Delivery in Ordo")
def _others_order(neighbour: Neighbour) -> None:
    other = neighbour()
    status = other.in_ordo().status
    expected = "the other seller's order to be Awaiting Delivery"
    other.expect(status == "Awaiting Delivery", expected, f"it is {status}")
