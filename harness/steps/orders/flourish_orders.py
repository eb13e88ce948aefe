"""Steps about what the warehouse does with an order in Flourish, and what Flourish then shows."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from pytest_bdd import given, parsers, then, when

from harness.clients.flourish_shapes import OrderLine, OutboundOrder
from harness.steps.context import ordering
from harness.steps.context import setup as stage
from harness.steps.context.scenario_context import OrderUnderTest, ScenarioContext
from harness.steps.context.step_types import one_of, sentence

Deed = Callable[[ScenarioContext, OrderUnderTest], None]
Lines = list[dict[str, object]]


def _line(line: OrderLine) -> dict[str, object]:
    return {
        "item_id": line.item_id,
        "order_qty": line.order_qty,
        "unit_price": line.unit_price,
        "discount_price": line.discount_price,
    }


def _edit_lines(change: Callable[[ScenarioContext, Lines], Lines]) -> Deed:
    def deed(context: ScenarioContext, order: OrderUnderTest) -> None:
        lines = [_line(line) for line in context.in_flourish(order).order_lines]
        edited = change(context, lines)
        _ = context.flourish.desk.edit(context.flourish_id(order), {"order_lines": edited}).value

    return deed


def _on_first(**changes: object) -> Callable[[ScenarioContext, Lines], Lines]:
    return lambda _context, lines: [{**lines[0], **changes}, *lines[1:]]


def _less(_context: ScenarioContext, lines: Lines) -> Lines:
    """One less on the first line; at one it goes up instead, so that something always changes."""
    now = Decimal(str(lines[0]["order_qty"]))
    return [{**lines[0], "order_qty": now - 1 if now > 1 else now + 1}, *lines[1:]]


def _with_new_item(context: ScenarioContext, lines: Lines) -> Lines:
    item = stage.add_item(context, brand=context.brand, stock=stage.PLENTY)
    return [*lines, {"item_id": item.id, "order_qty": 2, "unit_price": item.price, "discount_price": 0}]


def _edit(**changes: object) -> Deed:
    def deed(context: ScenarioContext, order: OrderUnderTest) -> None:
        _ = context.flourish.desk.edit(context.flourish_id(order), changes).value

    return deed


def _by_program(context: ScenarioContext, order: OrderUnderTest) -> None:
    lines = _less(context, [_line(line) for line in context.in_flourish(order).order_lines])
    order_id = context.flourish_id(order)
    _ = context.api.update_order(context.facility.id, order_id, {"order_lines": lines}).value


def _allocate_part(context: ScenarioContext, order: OrderUnderTest) -> None:
    first = context.in_flourish(order).order_lines[0]
    _ = context.flourish.desk.allocate(order.flourish_id or "", [{"sku": first.sku, "qty": 1}]).value


def _desk(act: Callable[[ScenarioContext, str], object]) -> Deed:
    def deed(context: ScenarioContext, order: OrderUnderTest) -> None:
        act(context, context.flourish_id(order))

    return deed


def _in_turn(*deeds: Deed) -> Deed:
    def deed(context: ScenarioContext, order: OrderUnderTest) -> None:
        for one in deeds:
            one(context, order)

    return deed


_ALLOCATE = _desk(lambda context, order_id: context.flourish.desk.allocate(order_id).value)
_SHIP = _desk(ordering.ship)
_COMPLETE = _desk(lambda context, order_id: context.flourish.desk.complete(order_id).value)
_CANCEL = _desk(lambda context, order_id: context.flourish.desk.cancel(order_id).value)
_PAID = _desk(lambda context, order_id: context.flourish.desk.mark_as_fully_paid(order_id).value)
_CHANGE = _edit_lines(_less)

_DEEDS: Mapping[str, Deed] = {
    "changes the quantity of the order": _CHANGE,
    "changes the quantity of the order by a program of its own": _by_program,
    "raises the quantity of the order": _edit_lines(_on_first(order_qty=25)),
    "changes a price of the order": _edit_lines(_on_first(unit_price=Decimal("6.66"))),
    "gives a discount on a line": _edit_lines(_on_first(discount_price=Decimal("1.25"))),
    "adds an item to the order": _edit_lines(_with_new_item),
    "takes an item out of the order": _edit_lines(lambda _context, lines: lines[1:]),
    "adds a charge to the order": _edit(charges=[{"amount": Decimal("12.34"), "method": "dollar"}]),
    "gives a discount on the whole order": _edit(discounts=[{"amount": Decimal("3.21"), "method": "dollar"}]),
    "sets the invoice date": _edit(invoice_date="2031-05-17"),
    "allocates part of the order": _allocate_part,
    "allocates the order": _ALLOCATE,
    "takes the allocation back": _desk(
        lambda context, order_id: context.flourish.desk.deallocate(order_id).value
    ),
    "ships the order": _SHIP,
    "completes the order": _COMPLETE,
    "cancels the order": _CANCEL,
    "marks the order as fully paid": _PAID,
}

_DONE: Mapping[str, Deed] = {
    "changed the quantity of the order": _CHANGE,
    "changed the quantity of the order again": _CHANGE,
    "changed a price of the order": _DEEDS["changes a price of the order"],
    "added a charge to the order": _DEEDS["adds a charge to the order"],
    "added an item to the order": _DEEDS["adds an item to the order"],
    "taken an item out of the order": _DEEDS["takes an item out of the order"],
    "allocated part of the order": _allocate_part,
    "taken the allocation back": _DEEDS["takes the allocation back"],
    "set the invoice date": _DEEDS["sets the invoice date"],
    "allocated the order": _ALLOCATE,
    "shipped the order": _SHIP,
    "allocated and shipped the order": _in_turn(_ALLOCATE, _SHIP),
    "been paid in full": _PAID,
    "cancelled the order": _CANCEL,
    "shipped and completed the order": _in_turn(_SHIP, _COMPLETE),
    "shipped and been paid in full": _in_turn(_SHIP, _PAID),
    "shipped and completed the order and been paid in full": _in_turn(_SHIP, _COMPLETE, _PAID),
    "been paid in full and shipped and completed the order": _in_turn(_PAID, _SHIP, _COMPLETE),
    "been paid in full and shipped": _in_turn(_PAID, _SHIP),
    "changed and cancelled the order": _in_turn(_CHANGE, _CANCEL),
}

_WORKED_ON: Mapping[str, Deed] = {
    "left alone": _in_turn(),
    "partly allocated": _allocate_part,
    "allocated": _ALLOCATE,
    "shipped": _SHIP,
    "shipped and completed": _in_turn(_SHIP, _COMPLETE),
    "paid in full": _PAID,
    "paid in full and shipped": _in_turn(_PAID, _SHIP),
    "partly paid": _desk(lambda context, order_id: context.flourish.desk.pay(order_id, Decimal(1)).value),
}


def _any_of(table: Mapping[str, Deed]) -> str:
    # longest first: one phrase may be the beginning of another
    return "|".join(re.escape(words) for words in sorted(table, key=len, reverse=True))


DONE = _any_of(_DONE)
"""A pattern of everything that the warehouse may have done to an order."""


@when(parsers.re(f"the warehouse (?P<deed>{_any_of(_DEEDS)})"))
def _does(context: ScenarioContext, deed: str) -> None:
    context.settle()
    one_of(_DEEDS, deed)(context, context.order)


@given(parsers.re(f"the warehouse has (?P<deed>{DONE})"))
def _has_done(context: ScenarioContext, deed: str) -> None:
    do_at_once(context, deed)
    context.settle()


def do_at_once(context: ScenarioContext, deed: str) -> None:
    """What the warehouse has done to the order; does not wait for what follows of it."""
    one_of(_DONE, deed)(context, context.order)


@given(sentence("a {terms:Terms} order that the warehouse has {worked_on}"))
def _worked_on(context: ScenarioContext, terms: str, worked_on: str) -> None:
    ordering.await_delivery(context, terms)
    one_of(_WORKED_ON, worked_on)(context, context.order)
    context.settle()


@when(sentence("the warehouse changes the quantity of the order {count:Count} times"))
def _changes_often(context: ScenarioContext, count: int) -> None:
    for _ in range(count):
        _CHANGE(context, context.order)


@when(sentence("the warehouse changes the quantity of the {which:Which} order"))
def _changes_other(context: ScenarioContext, which: int) -> None:
    _CHANGE(context, context.orders[which])


@given(sentence("the warehouse has shipped the {which:Which} order"))
def _has_shipped_other(context: ScenarioContext, which: int) -> None:
    _SHIP(context, context.orders[which])


@when("the warehouse ships both orders")
def _ships_both(context: ScenarioContext) -> None:
    for order in context.orders:
        _SHIP(context, order)


@when(sentence("the warehouse changes the payment term to {term:Quoted}"))
@given(sentence("the warehouse has changed the payment term to {term:Quoted}"))
def _changes_term(context: ScenarioContext, term: str) -> None:
    _edit(payment_term=term)(context, context.order)
    context.settle()


@then(sentence("Flourish shows the order as {status:FlourishStatus}"))
def _flourish_status(context: ScenarioContext, status: str) -> None:
    seen = context.in_flourish().order_status
    context.expect(seen == status, f"Flourish to show the order as {status}", f"it shows {seen}")


@then("the order in Flourish is as it was before")
def _as_before(context: ScenarioContext) -> None:
    before, now = context.order.flourish_before, context.in_flourish()
    context.expect(now == before, f"the order in Flourish as it was, {before}", f"it is {now}")


def _entered(order: OutboundOrder) -> list[tuple[object, ...]]:
    return sorted(
        (line.sku or "", line.order_qty, line.unit_price, line.discount_price) for line in order.order_lines
    )


@then("the order in Flourish has the same items, quantities and prices")
def _same_lines(context: ScenarioContext) -> None:
    # what the rep entered, not what Ordo shows by now: that is what the engine has read in Flourish
    before = context.order.before
    assert before is not None, "nobody looked at the order before"
    entered = sorted((line.sku or "", line.quantity, line.unit_price, line.discount) for line in before.lines)
    in_flourish = _entered(context.in_flourish())
    context.expect(in_flourish == entered, f"the lines {entered} in Flourish", f"it has {in_flourish}")


@then("the order in Flourish goes to the buyer's license")
def _to_buyer(context: ScenarioContext) -> None:
    destination, wanted = context.in_flourish().destination, context.in_ordo().buyer.license_number
    seen = None if destination is None else destination.license_number
    context.expect(seen == wanted, f"the order to go to {wanted}", f"it goes to {seen}")


@then("Ordo and Flourish show the same total")
def _same_total(context: ScenarioContext) -> None:
    in_ordo, in_flourish = context.in_ordo().totals.total, context.in_flourish().total_price
    context.expect(in_ordo == in_flourish, f"the total {in_flourish} of Flourish", f"Ordo shows {in_ordo}")


@then("Ordo shows the lines and totals that Flourish shows")
def _shows_updates(context: ScenarioContext) -> None:
    order, there = context.in_ordo(), context.in_flourish()
    in_ordo = sorted(
        (one.sku or "", one.quantity, one.unit_price, one.discount, one.line_total) for one in order.lines
    )
    in_flourish = sorted(
        (one.sku or "", one.order_qty, one.unit_price, one.discount_price, one.line_total_price)
        for one in there.order_lines
    )
    context.expect(in_ordo == in_flourish, f"the lines {in_flourish} in Ordo", f"it shows {in_ordo}")
    shown = order.totals
    totals = (shown.subtotal, shown.discounts, shown.charges, shown.taxes, shown.total)
    true = (there.sub_total_price, there.total_discounts, there.total_charges, there.taxes, there.total_price)
    wanted, seen = ", ".join(map(str, true)), ", ".join(map(str, totals))
    context.expect(totals == true, f"the totals {wanted} in Ordo", f"it shows {seen}")


@then("Flourish has no order for it")
def _no_order(context: ScenarioContext) -> None:
    _expect_orders(context, context.order, 0)


@then("Flourish has exactly one order for it")
def _one_order(context: ScenarioContext) -> None:
    _expect_orders(context, context.order, 1)


@then("Flourish has exactly one order for each")
def _one_order_each(context: ScenarioContext) -> None:
    for order in context.orders:
        _expect_orders(context, order, 1)


def _expect_orders(context: ScenarioContext, order: OrderUnderTest, count: int) -> None:
    found = len(context.all_in_flourish(order))
    context.expect(found == count, f"{count or 'no'} order in Flourish for it", f"Flourish has {found}")
