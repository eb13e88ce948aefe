"""What the warehouse does with an order in Flourish: one table for each tense that features use."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal

from harness.clients.flourish import OrderDesk
from harness.clients.flourish_shapes import OrderLine
from harness.steps.context import ordering, setup
from harness.steps.context.records import OrderUnderTest
from harness.steps.context.scenario_context import ScenarioContext

Action = Callable[[ScenarioContext, OrderUnderTest], object]
Lines = list[dict[str, object]]
CENT = Decimal("0.01")


def lines_of(order_lines: Sequence[OrderLine]) -> Lines:
    """The lines of an order as its screen in Flourish opens them for an edit."""
    return [
        {
            "item_id": line.item_id,
            "order_qty": line.order_qty,
            "unit_price": line.unit_price,
            "discount_price": line.discount_price,
            "item_variation_pk": line.item_variation_pk,
        }
        for line in order_lines
    ]


def half_of(total: Decimal) -> Decimal:
    """Half of an amount in whole cents."""
    return (total / 2).quantize(CENT, ROUND_DOWN)


def _edit_lines(change: Callable[[ScenarioContext, Lines], Lines]) -> Action:
    def action(context: ScenarioContext, order: OrderUnderTest) -> None:
        edited = change(context, lines_of(context.in_flourish(order).order_lines))
        _ = context.flourish.desk.edit(context.flourish_id(order), {"order_lines": edited}).value

    return action


def _on_first(**changes: object) -> Callable[[ScenarioContext, Lines], Lines]:
    return lambda _context, lines: [{**lines[0], **changes}, *lines[1:]]


def _less(_context: ScenarioContext, lines: Lines) -> Lines:
    """One less on the first line; at one it goes up instead, so that something always changes."""
    now = Decimal(str(lines[0]["order_qty"]))
    return [{**lines[0], "order_qty": now - 1 if now > 1 else now + 1}, *lines[1:]]


def _with_new_item(context: ScenarioContext, lines: Lines) -> Lines:
    item = setup.add_item(context, brand=context.catalogue.brand, stock=setup.PLENTY)
    return [*lines, {"item_id": item.id, "order_qty": 2, "unit_price": item.price, "discount_price": 0}]


def _desk(act: Callable[[OrderDesk, str], object]) -> Action:
    return lambda context, order: act(context.flourish.desk, context.flourish_id(order))


def edit(**changes: object) -> Action:
    """Saves other values in some fields of the order."""
    return _desk(lambda desk, order_id: desk.edit(order_id, changes).value)


def _by_program(context: ScenarioContext, order: OrderUnderTest) -> None:
    lines = _less(context, lines_of(context.in_flourish(order).order_lines))
    order_id = context.flourish_id(order)
    _ = context.api.update_order(context.facility.id, order_id, {"order_lines": lines}).value


def _allocate_part(context: ScenarioContext, order: OrderUnderTest) -> None:
    first = context.in_flourish(order).order_lines[0]
    _ = context.flourish.desk.allocate(order.flourish_id or "", [{"sku": first.sku, "qty": 1}]).value


def ship(context: ScenarioContext, order: OrderUnderTest) -> None:
    ordering.ship(context, context.flourish_id(order))


def _in_turn(*actions: Action) -> Action:
    def in_turn(context: ScenarioContext, order: OrderUnderTest) -> None:
        for action in actions:
            action(context, order)

    return in_turn


_ALLOCATE = _desk(lambda desk, order_id: desk.allocate(order_id).value)
_DEALLOCATE = _desk(lambda desk, order_id: desk.deallocate(order_id).value)
_COMPLETE = _desk(lambda desk, order_id: desk.complete(order_id).value)
_CANCEL = _desk(lambda desk, order_id: desk.cancel(order_id).value)
_PAID = _desk(lambda desk, order_id: desk.mark_as_fully_paid(order_id).value)
_PRICE = _edit_lines(_on_first(unit_price=Decimal("6.66")))
_ADD_ITEM = _edit_lines(_with_new_item)
_REMOVE_ITEM = _edit_lines(lambda _context, lines: lines[1:])
_CHARGE = edit(charges=[{"amount": Decimal("12.34"), "method": "dollar"}])
_INVOICE_DATE = edit(invoice_date="2031-05-17")
change_quantity = _edit_lines(_less)

DOES: Mapping[str, Action] = {
    "changes the quantity of the order": change_quantity,
    "changes the quantity of the order by a program of its own": _by_program,
    "raises the quantity of the order": _edit_lines(_on_first(order_qty=25)),
    "changes a price of the order": _PRICE,
    "gives a discount on a line": _edit_lines(_on_first(discount_price=Decimal("1.25"))),
    "adds an item to the order": _ADD_ITEM,
    "takes an item out of the order": _REMOVE_ITEM,
    "adds a charge to the order": _CHARGE,
    "gives a discount on the whole order": edit(discounts=[{"amount": Decimal("3.21"), "method": "dollar"}]),
    "sets the invoice date": _INVOICE_DATE,
    "allocates part of the order": _allocate_part,
    "allocates the order": _ALLOCATE,
    "takes the allocation back": _DEALLOCATE,
    "ships the order": ship,
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
    "shipped the order": ship,
    "allocated and shipped the order": _in_turn(_ALLOCATE, ship),
    "been paid in full": _PAID,
    "cancelled the order": _CANCEL,
    "shipped and completed the order": _in_turn(ship, _COMPLETE),
    "shipped and been paid in full": _in_turn(ship, _PAID),
    "shipped and completed the order and been paid in full": _in_turn(ship, _COMPLETE, _PAID),
    "been paid in full and shipped and completed the order": _in_turn(_PAID, ship, _COMPLETE),
    "been paid in full and shipped": _in_turn(_PAID, ship),
    "changed and cancelled the order": _in_turn(change_quantity, _CANCEL),
}

HAS: Mapping[str, Action] = {
    "left alone": _in_turn(),
    "partly allocated": _allocate_part,
    "allocated": _ALLOCATE,
    "shipped": ship,
    "shipped and completed": _in_turn(ship, _COMPLETE),
    "paid in full": _PAID,
    "paid in full and shipped": _in_turn(_PAID, ship),
    "partly paid": _desk(lambda desk, order_id: desk.pay(order_id, Decimal(1)).value),
}
