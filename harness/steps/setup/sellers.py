"""Steps that say who the seller is and how far its setup has come."""

from decimal import Decimal

from pytest_bdd import given, parsers, then, when

from harness.steps.context import order_rows, ordering, setup, warehouse
from harness.steps.context.scenario_context import Neighbour, ScenarioContext
from harness.steps.context.step_types import any_of, one_of, sentence

OTHERS_QUANTITY = Decimal(8)


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


@given("two sellers with the same brand, items, buyer and numbers")
def _alike(context: ScenarioContext, neighbour: Neighbour) -> None:
    """All that two sellers can share: their worlds are made alike, so that even Flourish's ids are equal."""
    setup.trade(context)
    other, item = neighbour(alike=True), context.item
    other.catalogue.brand = context.catalogue.brand
    setup.add_brand(other, other.catalogue.brand)
    setup.connect(other)
    setup.add_item(
        other, brand=item.brand, stock=setup.PLENTY, sku=item.sku, item_name=item.item_name, price=item.price
    )
    setup.sync(other)
    setup.finish_sync(other)
    other.orders.buyer = buyer = context.orders.buyer
    assert buyer is not None
    _ = other.flourish.office.add_destination(buyer.name, buyer.license_number).value
    equal = (other.item.id, other.item.sku) == (item.id, item.sku)
    context.expect(
        equal, "two sellers that are alike to begin with", f"the items are {item} and {other.item}"
    )


@given("each of them has a Net Terms order awaiting delivery")
def _order_each(context: ScenarioContext, neighbour: Neighbour) -> None:
    """The other's is of another quantity, and has the same number on both sides."""
    ordering.await_delivery(context)
    other = neighbour()
    ordering.make_and_confirm(other, lines=[ordering.Line(item=other.item, quantity=OTHERS_QUANTITY)])
    ordering.reach(other, "Awaiting Delivery")
    ids = [(one.order.order_id, one.order.flourish_id) for one in (context, other)]
    context.expect(ids[0][1] == ids[1][1], "orders with the same number to begin with", f"they have {ids}")


@given("the other seller has an order awaiting delivery")
@when("the other seller confirms an order of more")
def _other_confirms_more(neighbour: Neighbour) -> None:
    other = neighbour()
    ordering.make_and_confirm(other, lines=[ordering.Line(item=other.item, quantity=OTHERS_QUANTITY)])


@when(parsers.re(f"the other seller's warehouse (?P<action>{any_of(warehouse.DOES)})"))
def _other_does(neighbour: Neighbour, action: str) -> None:
    other = neighbour()
    other.settle()
    one_of(warehouse.DOES, action)(other, other.order)


@when("the other seller's warehouse takes 7 of the item out of stock")
def _other_adjusts(neighbour: Neighbour) -> None:
    other = neighbour()
    other.settle()
    setup.stock_up(other, other.item, Decimal(-7))


@then("the item has 1000 sellable for the one and 993 for the other")
def _own_stock(context: ScenarioContext, neighbour: Neighbour) -> None:
    seen = []
    for one in (context, neighbour()):
        one.settle()
        seen += [row.sellable_qty for row in one.ordo.rep.inventory() if row.sku == one.item.sku]
    wanted = [setup.PLENTY, setup.PLENTY - 7]
    context.expect(seen == wanted, f"{wanted} sellable", f"Ordo shows {seen}")


@then("each seller's order is on both sides as its own people left it")
def _each_its_own(context: ScenarioContext, neighbour: Neighbour) -> None:
    for one in (context, neighbour()):
        found = one.all_in_flourish()
        one.expect(len(found) == 1, "one order in the seller's own Flourish", f"it has {len(found)}")
        order_rows.expect_in_flourish(one, one.order, found[0], assumed=True)
        order_rows.expect_in_ordo(one, one.order, one.in_ordo(), assumed=True)


@then(sentence("the other seller's order is {status:Status} in Ordo"))
def _others_order(neighbour: Neighbour, status: str) -> None:
    other = neighbour()
    seen = other.in_ordo().status
    other.expect(seen == status, f"the other seller's order to be {status}", f"it is {seen}")
