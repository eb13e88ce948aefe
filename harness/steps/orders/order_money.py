"""Steps about what an order comes to, in dollars and cents: lines, discounts, charges and taxes.

The sums stand in the features' tables, so that a person can check them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pytest_bdd import given, parsers, then, when

from harness.steps.context import ordering, setup, warehouse
from harness.steps.context.ordering import Line
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence
from harness.steps.context.typed_orders import CENT, Adjustment

_MOST_LINES = 500  # schemas/ordo/order_request.json
_AMOUNT = re.compile(r"[0-9][0-9,]*\.[0-9]{2,4}")


@given(sentence("a pending order of {quantity:Quantity} at {price:Money} less {discount:Money}"))
def _pending_line(context: ScenarioContext, quantity: Decimal, price: Decimal, discount: Decimal) -> None:
    setup.trade(context)
    line = Line(item=context.item, quantity=quantity, unit_price=price, discount=discount)
    ordering.make(context, lines=[line])


@given(sentence("an order of {quantity:Quantity} at {price:Money} less {discount:Money} awaiting delivery"))
def _awaiting_line(context: ScenarioContext, quantity: Decimal, price: Decimal, discount: Decimal) -> None:
    _pending_line(context, quantity, price, discount)
    _ = ordering.confirm(context).value
    ordering.reach(context, "Awaiting Delivery")


@given(parsers.re(r"a pending order of the same item at (?P<prices>[0-9,. ]+ and [0-9,.]+)"))
def _same_item(context: ScenarioContext, prices: str) -> None:
    setup.trade(context)
    amounts = [Decimal(price.replace(",", "")) for price in _AMOUNT.findall(prices)]
    ordering.make(context, lines=[Line(item=context.item, unit_price=price) for price in amounts])


@given("a pending order of five hundred lines, each a cent dearer than the one before")
def _many_lines(context: ScenarioContext) -> None:
    setup.trade(context)
    lines = [
        Line(item=context.item, quantity=Decimal(1), unit_price=CENT * number)
        for number in range(1, _MOST_LINES + 1)
    ]
    ordering.make(context, lines=lines)


@given(sentence("a seller whose facility takes {rate:Quantity} percent excise tax"))
def _taxed(context: ScenarioContext, rate: Decimal) -> None:
    _ = context.flourish.office.change_facility(context.facility.id, {"excise_tax_rate": rate}).value
    context.connection.tax_rate = rate
    setup.trade(context)


@given(sentence("the warehouse has given a discount of {discount:Adjustment} on the whole order"))
def _discount(context: ScenarioContext, discount: Adjustment) -> None:
    warehouse.adjust("discounts", discount)(context, context.order)
    context.settle()


@when(sentence("the warehouse adds a charge of {charge:Adjustment} to the order"))
def _charge(context: ScenarioContext, charge: Adjustment) -> None:
    context.settle()
    warehouse.adjust("charges", charge)(context, context.order)


@when(
    sentence("the warehouse retypes the line as {quantity:Quantity} at {price:Money} less {discount:Money}")
)
def _retype(context: ScenarioContext, quantity: Decimal, price: Decimal, discount: Decimal) -> None:
    context.settle()
    [line] = context.order.held.lines
    line = replace(line, quantity=quantity, unit_price=price, discount=discount)
    warehouse.retype_lines(context, context.order, [line])


@then(sentence("the order comes to {total:Money} on both sides"))
def _comes_to(context: ScenarioContext, total: Decimal) -> None:
    in_flourish, in_ordo = context.in_flourish().total_price, context.in_ordo().totals.total
    context.expect(in_flourish == total, f"a total of {total} in Flourish", f"it has {in_flourish}")
    context.expect(in_ordo == total, f"a total of {total} in Ordo", f"it shows {in_ordo}")


@then(
    sentence(
        "Ordo shows {subtotal:Money} less {discounts:Money} plus {charges:Money} and {taxes:Money} in taxes, "
        "{total:Money} in all"
    )
)
def _sums(
    context: ScenarioContext,
    subtotal: Decimal,
    discounts: Decimal,
    charges: Decimal,
    taxes: Decimal,
    total: Decimal,
) -> None:
    seen = context.in_ordo().totals
    must = (subtotal, discounts, charges, taxes, total)
    shown = (seen.subtotal, seen.discounts, seen.charges, seen.taxes, seen.total)
    context.expect(shown == must, f"the totals {_listed(must)} in Ordo", f"it shows {_listed(shown)}")


def _listed(amounts: Sequence[Decimal]) -> str:
    return ", ".join(map(str, amounts))
