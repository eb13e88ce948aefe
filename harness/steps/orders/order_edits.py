"""Steps about editing an order in Ordo."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from pytest_bdd import given, then, when

from harness.clients.ordo_shapes import Buyer, Order
from harness.clients.wire import Reply
from harness.steps.context import ordering, setup
from harness.steps.context.refusals import expect_refusal
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence
from harness.steps.context.typed_orders import TypedLine, TypedOrder

NEW_QUANTITY = Decimal(11)
NEW_PRICE = Decimal("4.44")
NEW_NOTES = "Leave it at the back door."
_ANOTHER = Buyer(name="Another Buyer", license_number="ANOTHER-LICENSE")


def _on_first(change: Callable[[TypedLine], TypedLine]) -> Callable[[TypedOrder], TypedOrder]:
    return lambda order: replace(order, lines=(change(order.lines[0]), *order.lines[1:]))


def _other_terms(order: TypedOrder) -> TypedOrder:
    to_cash = order.terms == "Net Terms"
    return replace(order, terms="Cash" if to_cash else "Net Terms", net_days=None if to_cash else 45)


_EDITS: Mapping[str, Callable[[TypedOrder], TypedOrder]] = {
    "quantity": _on_first(lambda line: replace(line, quantity=NEW_QUANTITY)),
    "price": _on_first(lambda line: replace(line, unit_price=NEW_PRICE, price_left_to_ordo=False)),
    "items": lambda order: replace(order, lines=order.lines * 2),
    "terms": _other_terms,
    "buyer": lambda order: replace(order, buyer=_ANOTHER),
    "notes": lambda order: replace(order, notes=NEW_NOTES),
}

_SHOWN: Mapping[str, Callable[[Order], object]] = {
    "quantity": lambda order: order.lines[0].quantity == NEW_QUANTITY,
    "price": lambda order: order.lines[0].unit_price == NEW_PRICE,
    "items": lambda order: len(order.lines) > 1,
    "terms": lambda order: (order.terms, order.net_days) == ("Cash", None),
    "buyer": lambda order: order.buyer.license_number == _ANOTHER.license_number,
    "notes": lambda order: order.notes == NEW_NOTES,
}


def changed(order: TypedOrder, part: str) -> TypedOrder:
    """The order's form with one part typed anew."""
    return _EDITS[part](order)


def edit(context: ScenarioContext, part: str, who: str = "rep") -> Reply[Order]:
    """Somebody opens the order's form, changes one part and saves it."""
    return ordering.save_edit(context, changed(context.order.as_typed, part), who)


@when(sentence("the rep changes the {part:Part} of the order"))
def _change(context: ScenarioContext, part: str) -> None:
    _ = edit(context, part).value


@given(sentence("the rep has changed the {part:Part} of the order"))
def _changed(context: ScenarioContext, part: str) -> None:
    context.order.before = edit(context, part).value


@when(sentence("the {who:Person} tries to change the {part:Part} of the order"))
def _try_change(context: ScenarioContext, who: str, part: str) -> None:
    context.settle()
    context.attempt.reply = edit(context, part, who)


@given("the rep has tried to change the quantity of the order")
def _tried_change(context: ScenarioContext) -> None:
    context.attempt.reply = edit(context, "quantity")


@then(sentence("Ordo shows the order with the new {part:Part}"))
def _shows_new(context: ScenarioContext, part: str) -> None:
    seen = context.in_ordo()
    context.expect(bool(_SHOWN[part](seen)), f"the new {part} on the order's screen", f"Ordo shows {seen}")


@then("Ordo refuses edits because the order is being sent")
def _refuses_while_sending(context: ScenarioContext) -> None:
    context.settle()
    context.attempt.reply = edit(context, "quantity")
    expect_refusal(context, "the order is being sent")


@then("the rep can edit the order")
def _can_edit(context: ScenarioContext) -> None:
    context.settle()
    reply = edit(context, "notes")
    context.expect(reply.accepted, "Ordo to take an edit of the order", f"it says {reply.quoted}")


@given("the rep has chosen a buyer known to Flourish")
def _choose_known_buyer(context: ScenarioContext) -> None:
    typed = replace(context.order.as_typed, buyer=setup.add_buyer(context))
    _ = ordering.save_edit(context, typed).value


@given(sentence("the rep has changed the requested delivery date to {day:Quoted}"))
def _changed_date(context: ScenarioContext, day: str) -> None:
    typed = replace(context.order.as_typed, requested_delivery_date=day)
    _ = ordering.save_edit(context, typed).value


@given("the rep has taken the item off the order")
def _take_off(context: ScenarioContext) -> None:
    typed = context.order.as_typed
    _ = ordering.save_edit(context, replace(typed, lines=typed.lines[1:])).value
