"""Steps about editing an order in Ordo."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from pytest_bdd import given, then, when

from harness.clients.ordo_shapes import Order
from harness.clients.wire import Reply
from harness.steps.context import ordering, setup
from harness.steps.context.refusals import expect_refusal
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence

NEW_QUANTITY = Decimal(11)
NEW_PRICE = Decimal("4.44")
NEW_NOTES = "Leave it at the back door."


def _lines(form: Mapping[str, object]) -> list[dict[str, object]]:
    lines = form["lines"]
    assert isinstance(lines, Sequence)
    return [dict(line) for line in lines]


def _change_lines(form: dict[str, object], **changes: object) -> None:
    first, *rest = _lines(form)
    form["lines"] = [{**first, **changes}, *rest]


def _change_terms(form: dict[str, object]) -> None:
    to_cash = form["terms"] == "Net Terms"
    form.update(terms="Cash" if to_cash else "Net Terms", net_days=None if to_cash else 45)


def _change_buyer(form: dict[str, object]) -> None:
    form["buyer"] = {"name": "Another Buyer", "license_number": "ANOTHER-LICENSE"}


_EDITS: Mapping[str, Callable[[dict[str, object]], None]] = {
    "quantity": lambda form: _change_lines(form, quantity=NEW_QUANTITY),
    "price": lambda form: _change_lines(form, unit_price=f"{NEW_PRICE:.2f}"),
    "items": lambda form: form.update(lines=[*_lines(form), *_lines(form)]),
    "terms": _change_terms,
    "buyer": _change_buyer,
    "notes": lambda form: form.update(notes=NEW_NOTES),
}

_SHOWN: Mapping[str, Callable[[Order], object]] = {
    "quantity": lambda order: order.lines[0].quantity == NEW_QUANTITY,
    "price": lambda order: order.lines[0].unit_price == NEW_PRICE,
    "items": lambda order: len(order.lines) > 1,
    "terms": lambda order: (order.terms, order.net_days) == ("Cash", None),
    "buyer": lambda order: order.buyer.license_number == "ANOTHER-LICENSE",
    "notes": lambda order: order.notes == NEW_NOTES,
}


def fill_in(form: dict[str, object], part: str) -> None:
    """Changes one part of the order's form."""
    _EDITS[part](form)


def edit(context: ScenarioContext, part: str, who: str = "rep") -> Reply[Order]:
    """Somebody opens the order's form, changes one part and saves it."""
    screens, order_id = context.screens(who), context.order.order_id
    form = ordering.form_of(screens.order(order_id))
    fill_in(form, part)
    return screens.change_order(order_id, form)


@when(sentence("the rep changes the {part:Part} of the order"))
def _change(context: ScenarioContext, part: str) -> None:
    _ = edit(context, part).value


@given("the rep has changed the quantity of the order")
def _changed(context: ScenarioContext) -> None:
    context.order.before = edit(context, "quantity").value


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
    seen = context.ordo.rep.order(context.order.order_id)
    form = ordering.form_of(seen, buyer=setup.add_buyer(context))
    _ = context.ordo.rep.change_order(context.order.order_id, form).value


@given("the rep has taken the item off the order")
def _take_off(context: ScenarioContext) -> None:
    form = ordering.form_of(context.ordo.rep.order(context.order.order_id))
    form["lines"] = _lines(form)[1:]
    _ = context.ordo.rep.change_order(context.order.order_id, form).value
