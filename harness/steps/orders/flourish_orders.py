"""Steps about what the warehouse does with an order in Flourish, and what Flourish then shows."""

from pytest_bdd import given, parsers, then, when

from harness.steps.context import order_rows, ordering, warehouse
from harness.steps.context.records import OrderUnderTest
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import any_of, one_of, sentence


@when(parsers.re(f"the warehouse (?P<action>{any_of(warehouse.DOES)})"))
def _does(context: ScenarioContext, action: str) -> None:
    context.settle()
    one_of(warehouse.DOES, action)(context, context.order)


@given(parsers.re(f"the warehouse has (?P<action>{any_of(warehouse.HAS_DONE)})"))
def _has_done(context: ScenarioContext, action: str) -> None:
    one_of(warehouse.HAS_DONE, action)(context, context.order)
    context.settle()


@given(sentence("a {terms:Terms} order that the warehouse has {worked_on}"))
def _worked_on(context: ScenarioContext, terms: str, worked_on: str) -> None:
    ordering.await_delivery(context, terms)
    one_of(warehouse.HAS, worked_on)(context, context.order)
    context.settle()


@when(sentence("the warehouse changes the quantity of the order {count:Count} times"))
def _changes_often(context: ScenarioContext, count: int) -> None:
    for _ in range(count):
        warehouse.change_quantity(context, context.order)


@when(sentence("the warehouse changes the quantity of the {which:Which} order"))
def _changes_other(context: ScenarioContext, which: int) -> None:
    warehouse.change_quantity(context, context.orders.made[which])


@given(sentence("the warehouse has shipped the {which:Which} order"))
@when(sentence("the warehouse ships the {which:Which} order"))
def _has_shipped_other(context: ScenarioContext, which: int) -> None:
    ordering.ship(context, context.orders.made[which])


@when("the warehouse ships both orders")
def _ships_both(context: ScenarioContext) -> None:
    for order in context.orders.made:
        ordering.ship(context, order)


@when(sentence("the warehouse changes the payment term to {term:Quoted}"))
@given(sentence("the warehouse has changed the payment term to {term:Quoted}"))
def _changes_term(context: ScenarioContext, term: str) -> None:
    warehouse.edit(payment_term=term)(context, context.order)
    context.settle()


@then(sentence("Flourish shows the order as {status:FlourishStatus}"))
def _flourish_status(context: ScenarioContext, status: str) -> None:
    seen = context.in_flourish().order_status
    context.expect(seen == status, f"Flourish to show the order as {status}", f"it shows {seen}")


@then("the order in Flourish is as it was before")
def _as_before(context: ScenarioContext) -> None:
    before, now = context.order.flourish_before, context.in_flourish()
    context.expect(now == before, f"the order in Flourish as it was, {before}", f"it is {now}")


@then("the order in Flourish has the same items, quantities and prices")
def _same_lines(context: ScenarioContext) -> None:
    lines = (order_rows.NEW_LINE,)
    order_rows.expect_in_flourish(
        context, context.order, context.in_flourish(), assumed=False, messages=lines
    )


@then("Flourish has the order as the rep typed it")
def _as_typed(context: ScenarioContext) -> None:
    order_rows.expect_in_flourish(context, context.order, context.in_flourish(), assumed=True)


@then("the order in Flourish goes to the buyer's license")
def _to_buyer(context: ScenarioContext) -> None:
    destination, wanted = context.in_flourish().destination, context.order.as_typed.buyer.license_number
    seen = None if destination is None else destination.license_number
    context.expect(seen == wanted, f"the order to go to {wanted}", f"it goes to {seen}")


@then("Ordo and Flourish show the same total")
def _same_total(context: ScenarioContext) -> None:
    wanted, in_flourish = context.order.held.total, context.in_flourish().total_price
    context.expect(in_flourish == wanted, f"the total {wanted} in Flourish", f"it has {in_flourish}")
    in_ordo = context.in_ordo().totals.total
    context.expect(in_ordo == wanted, f"the total {wanted} in Ordo", f"it shows {in_ordo}")


@then("Ordo shows the lines and totals that Flourish shows")
def _shows_updates(context: ScenarioContext) -> None:
    order_rows.expect_in_ordo(context, context.order, context.in_ordo(), assumed=False)


@then("Ordo shows the order as the warehouse left it")
def _as_left(context: ScenarioContext) -> None:
    order_rows.expect_in_ordo(context, context.order, context.in_ordo(), assumed=True)


@then("Ordo shows every order as the warehouse left it")
def _all_as_left(context: ScenarioContext) -> None:
    for order in context.orders.made:
        order_rows.expect_in_ordo(context, order, context.in_ordo(order), assumed=True)


@then("Flourish has no order for it")
def _no_order(context: ScenarioContext) -> None:
    _expect_orders(context, context.order, 0)


@then("Flourish has exactly one order for it")
def _one_order(context: ScenarioContext) -> None:
    _expect_orders(context, context.order, 1)


@then("Flourish has exactly one order for each")
def _one_order_each(context: ScenarioContext) -> None:
    for order in context.orders.made:
        _expect_orders(context, order, 1)


def _expect_orders(context: ScenarioContext, order: OrderUnderTest, count: int) -> None:
    found = len(context.all_in_flourish(order))
    context.expect(found == count, f"{count or 'no'} order in Flourish for it", f"Flourish has {found}")
