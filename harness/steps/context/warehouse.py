"""What the warehouse does with an order in Flourish: one table for each tense that features use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from typing import Any

from harness.clients.flourish import OrderDesk
from harness.steps.context import ordering, setup
from harness.steps.context.records import OrderUnderTest
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.typed_orders import CENT, Adjustment, Change, TypedLine, moved_to, relined

Action = Callable[[ScenarioContext, OrderUnderTest], object]
Lines = Sequence[TypedLine]


def half_of(total: Decimal) -> Decimal:
    """Half of an amount in whole cents."""
    return (total / 2).quantize(CENT, ROUND_DOWN)


def _screen_lines(lines: Lines) -> list[dict[str, object]]:
    """The lines as they are typed into the order's screen in Flourish."""
    return [
        {
            "item_id": line.item_id,
            "order_qty": line.quantity,
            "unit_price": line.unit_price,
            "discount_price": line.discount,
            "item_variation_pk": line.variation_id,
        }
        for line in lines
    ]


def retype_lines(context: ScenarioContext, order: OrderUnderTest, lines: Lines) -> None:
    """Types other lines into the order and saves it."""
    body = {"order_lines": _screen_lines(lines)}
    _ = context.flourish.desk.edit(context.flourish_id(order), body).value
    order.done.append(lambda held: relined(held, lines))


def _edit_lines(change: Callable[[ScenarioContext, Lines], Lines]) -> Action:
    return lambda context, order: retype_lines(context, order, change(context, order.held.lines))


def _on_first(change: Callable[[TypedLine], TypedLine]) -> Callable[[ScenarioContext, Lines], Lines]:
    return lambda _context, lines: [change(lines[0]), *lines[1:]]


def _less(_context: ScenarioContext, lines: Lines) -> Lines:
    """One less on the first line; at one it goes up instead, so that something always changes."""
    now = lines[0].quantity
    return [replace(lines[0], quantity=now - 1 if now > 1 else now + 1), *lines[1:]]


def _with_new_item(context: ScenarioContext, lines: Lines) -> Lines:
    item = setup.add_item(context, brand=context.catalogue.brand, stock=setup.PLENTY)
    return [*lines, ordering.Line(item=item, quantity=Decimal(2)).typed()]


def _desk(act: Callable[[OrderDesk, str], object]) -> Action:
    return lambda context, order: act(context.flourish.desk, context.flourish_id(order))


def _changing(action: Action, change: Change) -> Action:
    """The action, and what Flourish must hold after it."""

    def changing(context: ScenarioContext, order: OrderUnderTest) -> None:
        action(context, order)
        order.done.append(change)

    return changing


def edit(**changes: object) -> Action:
    """Saves other values in some fields of the order."""
    return _desk(lambda desk, order_id: desk.edit(order_id, changes).value)


def adjust(field: str, *adjustments: Adjustment) -> Action:
    """Saves other `charges` or `discounts` on the whole order."""
    typed = [
        {"amount": each.amount, "method": "percentage" if each.percentage else "dollar"}
        for each in adjustments
    ]
    held: dict[str, Any] = {f"{field}_typed": adjustments}
    return _changing(edit(**{field: typed}), lambda order: replace(order, **held))


def pay(context: ScenarioContext, order: OrderUnderTest, amount: Decimal) -> None:
    """Records a payment."""
    _ = context.flourish.desk.pay(context.flourish_id(order), amount).value
    order.done.append(lambda held: replace(held, paid=held.paid + amount))


def _by_program(context: ScenarioContext, order: OrderUnderTest) -> None:
    lines, order_id = _less(context, order.held.lines), context.flourish_id(order)
    body = {"order_lines": _screen_lines(lines)}
    _ = context.api.update_order(context.facility.id, order_id, body).value
    order.done.append(lambda held: relined(held, lines))


def _allocate_part(context: ScenarioContext, order: OrderUnderTest) -> None:
    lines = [{"sku": order.held.lines[0].sku, "qty": 1}]
    _ = context.flourish.desk.allocate(context.flourish_id(order), lines).value


def _in_turn(*actions: Action) -> Action:
    def in_turn(context: ScenarioContext, order: OrderUnderTest) -> None:
        for action in actions:
            action(context, order)

    return in_turn


_ALLOCATE = _desk(lambda desk, order_id: desk.allocate(order_id).value)
_DEALLOCATE = _desk(lambda desk, order_id: desk.deallocate(order_id).value)
_COMPLETE = _changing(_desk(lambda desk, order_id: desk.complete(order_id).value), moved_to("Completed"))
_CANCEL = ordering.cancel
_PAID = ordering.mark_as_fully_paid
_RAISE = _edit_lines(_on_first(lambda line: replace(line, quantity=Decimal(25))))
_DISCOUNT = _edit_lines(_on_first(lambda line: replace(line, discount=Decimal("1.25"))))
_PRICE = _edit_lines(_on_first(lambda line: replace(line, unit_price=Decimal("6.66"))))
_ADD_ITEM = _edit_lines(_with_new_item)
_REMOVE_ITEM = _edit_lines(lambda _context, lines: lines[1:])
_CHARGE = adjust("charges", Adjustment(amount=Decimal("12.34")))
_INVOICE_DATE = edit(invoice_date="2031-05-17")
change_quantity = _edit_lines(_less)

DOES: Mapping[str, Action] = {
    "changes the quantity of the order": change_quantity,
    "changes the quantity of the order by a program of its own": _by_program,
    "raises the quantity of the order": _RAISE,
    "changes a price of the order": _PRICE,
    "gives a discount on a line": _DISCOUNT,
    "adds an item to the order": _ADD_ITEM,
    "takes an item out of the order": _REMOVE_ITEM,
    "adds a charge to the order": _CHARGE,
    "gives a discount on the whole order": adjust("discounts", Adjustment(amount=Decimal("3.21"))),
    "sets the invoice date": _INVOICE_DATE,
    "allocates part of the order": _allocate_part,
    "allocates the order": _ALLOCATE,
    "takes the allocation back": _DEALLOCATE,
    "ships the order": ordering.ship,
    "completes the order": _COMPLETE,
    "cancels the order": _CANCEL,
    "marks the order as fully paid": _PAID,
}

HAS_DONE: Mapping[str, Action] = {
    "changed the quantity of the order": change_quantity,
    "changed the quantity of the order again": change_quantity,
    "changed a price of the order": _PRICE,
    "added a charge to the order": _CHARGE,
    "added an item to the order": _ADD_ITEM,
    "taken an item out of the order": _REMOVE_ITEM,
    "allocated part of the order": _allocate_part,
    "taken the allocation back": _DEALLOCATE,
    "set the invoice date": _INVOICE_DATE,
    "allocated the order": _ALLOCATE,
    "shipped the order": ordering.ship,
    "allocated and shipped the order": _in_turn(_ALLOCATE, ordering.ship),
    "been paid in full": _PAID,
    "cancelled the order": _CANCEL,
    "shipped and completed the order": _in_turn(ordering.ship, _COMPLETE),
    "shipped and been paid in full": _in_turn(ordering.ship, _PAID),
    "shipped and completed the order and been paid in full": _in_turn(ordering.ship, _COMPLETE, _PAID),
    "been paid in full and shipped and completed the order": _in_turn(_PAID, ordering.ship, _COMPLETE),
    "been paid in full and shipped": _in_turn(_PAID, ordering.ship),
    "changed and cancelled the order": _in_turn(change_quantity, _CANCEL),
}

HAS: Mapping[str, Action] = {
    "left alone": _in_turn(),
    "partly allocated": _allocate_part,
    "allocated": _ALLOCATE,
    "shipped": ordering.ship,
    "shipped and completed": _in_turn(ordering.ship, _COMPLETE),
    "paid in full": _PAID,
    "paid in full and shipped": _in_turn(_PAID, ordering.ship),
    "partly paid": lambda context, order: pay(context, order, Decimal(1)),
}
