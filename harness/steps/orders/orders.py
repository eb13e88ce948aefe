"""Steps about orders in Ordo: making and confirming them, and what their screen shows."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from pytest_bdd import given, parsers, then, when

from harness.clients.ordo_shapes import what_people_entered
from harness.steps.context import ordering, setup
from harness.steps.context.ordering import Line
from harness.steps.context.refusals import expect_refused_for
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import any_of, one_of, sentence

_LINES: Mapping[str, Callable[[ScenarioContext], list[Line]]] = {
    "one item": lambda context: [Line(item=context.item)],
    "the second item": lambda context: [Line(item=context.catalogue.items[1])],
    "several items": lambda context: [
        Line(item=context.item),
        Line(item=context.catalogue.items[1], quantity=Decimal(12)),
    ],
    "an item at a price of its own": lambda context: [Line(item=context.item, unit_price=Decimal("7.77"))],
    "an item with a discount": lambda context: [Line(item=context.item, discount=Decimal("1.50"))],
    "an item in a broken quantity": lambda context: [Line(item=context.item, quantity=Decimal("2.5"))],
    "an item at an awkward price": lambda context: [
        Line(item=context.item, quantity=Decimal(7), unit_price=Decimal("0.29"))
    ],
    "the same item on two lines": lambda context: [
        Line(item=context.item),
        Line(item=context.item, quantity=Decimal(1), unit_price=Decimal("0.01")),
    ],
}


@given("a pending order")
@given("an order ready to be confirmed")
def _pending(context: ScenarioContext) -> None:
    ordering.make(context)


@given(sentence("a pending {terms:Terms} order"))
@when(sentence("the rep makes a {terms:Terms} order"))
def _pending_with_terms(context: ScenarioContext, terms: str) -> None:
    ordering.make(context, terms)


@given(parsers.re(f"a pending order of (?P<lines>{any_of(_LINES)})"))
def _pending_of(context: ScenarioContext, lines: str) -> None:
    setup.trade(context, items=2)
    ordering.make(context, lines=one_of(_LINES, lines)(context))


@when("the rep makes an order of an item that is not in Ordo")
def _make_of_unknown(context: ScenarioContext) -> None:
    item = setup.add_item(context, brand=None)
    typed = ordering.fill_in(context, ordering.TERMS, [Line(item=item)])
    context.attempt.reply = context.ordo.rep.add_order(typed.form())


@then("Ordo refuses the order because of its item")
def _refused_for_item(context: ScenarioContext) -> None:
    expect_refused_for(context, "the order", "item", "sku")


@given("the rep has confirmed the order")
@given("the rep has confirmed the order again")
def _confirmed(context: ScenarioContext) -> None:
    context.settle()
    _ = ordering.confirm(context).value
    context.settle()


@when("the rep confirms the order")
@when("the rep confirms the order again")
def _confirm(context: ScenarioContext) -> None:
    context.settle()
    _ = ordering.confirm(context).value


@when(sentence("the rep clicks Confirm {count:Count} times"))
def _click_often(context: ScenarioContext, count: int) -> None:
    for _ in range(count):
        ordering.confirm(context)


@given("the rep has clicked Confirm again")
def _click_again(context: ScenarioContext) -> None:
    ordering.confirm(context)
    context.settle()


@when("the rep tries to confirm the order")
@when("the rep tries to confirm the order again")
@when("the rep tries to confirm a new order")
def _try_confirm(context: ScenarioContext) -> None:
    context.attempt.reply = ordering.confirm(context)


@given("the rep has confirmed another order")
@when("the rep confirms another order")
@when("the rep confirms a new order")
def _confirm_another(context: ScenarioContext) -> None:
    ordering.make_and_confirm(context)


@when(sentence("the rep confirms a new {terms:Terms} order"))
def _confirm_new_of_terms(context: ScenarioContext, terms: str) -> None:
    ordering.make_and_confirm(context, terms)


@when("the rep confirms another order for a buyer known to Flourish")
def _confirm_another_for_known(context: ScenarioContext) -> None:
    ordering.make_and_confirm(context, buyer=setup.add_buyer(context))


@given(sentence("a {terms:Terms} order awaiting delivery"))
@given(sentence("another {terms:Terms} order awaiting delivery"))
def _awaiting_delivery(context: ScenarioContext, terms: str) -> None:
    ordering.await_delivery(context, terms)


@given(sentence("a {terms:Terms} order of two items awaiting delivery"))
def _two_items_awaiting_delivery(context: ScenarioContext, terms: str) -> None:
    ordering.await_delivery(context, terms, items=2)


@given(sentence("two {terms:Terms} orders awaiting delivery"))
def _two_awaiting_delivery(context: ScenarioContext, terms: str) -> None:
    for _ in range(2):
        ordering.await_delivery(context, terms)


@given(sentence("a {terms:Terms} order that is {status:Status} in Ordo"))
def _in_status(context: ScenarioContext, terms: str, status: str) -> None:
    ordering.bring_to(context, terms, status)


@then("the order in Ordo is as it was before")
def _as_before(context: ScenarioContext) -> None:
    _expect_as_before(context, -1)


@then(sentence("the {which:Which} order in Ordo is as it was before"))
def _other_as_before(context: ScenarioContext, which: int) -> None:
    _expect_as_before(context, which)


def _expect_as_before(context: ScenarioContext, which: int) -> None:
    order = context.orders.made[which]
    assert order.before is not None, "nobody looked at the order before"
    before, now = what_people_entered(order.before), what_people_entered(context.in_ordo(order))
    context.expect(now == before, f"the order as it was, {before}", f"Ordo shows {now}")


@then("Ordo shows no invoice date")
def _no_invoice_date(context: ScenarioContext) -> None:
    seen = context.in_ordo().invoice_date
    context.expect(not seen, "no invoice date in Ordo", f"it shows {seen}")


@then(sentence("the order is still a {terms:Terms} order in Ordo"))
def _still_terms(context: ScenarioContext, terms: str) -> None:
    seen, before = context.in_ordo(), context.order.before
    assert before is not None, "nobody looked at the order before"
    kept = seen.terms == terms and seen.net_days == before.net_days
    context.expect(kept, f"a {terms} order in Ordo", f"it shows {seen.terms}, {seen.net_days} days")
