"""Steps about stock: on hand = available + set aside, sellable = available - on order (I1, I8)."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from pytest_bdd import given, parsers, then, when

from harness.steps.context import setup
from harness.steps.context.step_types import any_of, sentence
from harness.steps.simulators.flourish_orders import add_item, edit_taken
from harness.steps.simulators.records import Shown, Simulated, line, take_order

Action = Callable[[Simulated], object]


def _press(button: str, body: Shown | None = None) -> Action:
    """A button on the screen of the latest outbound order."""
    return lambda simulated: simulated.press_taken(f"/outbound-orders/{simulated.orders[-1]}/{button}", body)


def _allocate(quantity: int) -> Action:
    return lambda simulated: simulated.press_taken(
        f"/outbound-orders/{simulated.orders[-1]}/allocate",
        {"lines": [{"sku": simulated.item.sku, "qty": quantity}]},
    )


def _change_to(quantity: int) -> Action:
    return lambda simulated: edit_taken(
        simulated, {"order_lines": [line(simulated.item, Decimal(quantity), price=Decimal(4))]}
    )


_ALL, _NONE = _press("allocate"), _press("deallocate")
_SHIP, _COMPLETE, _CANCEL = _press("ship"), _press("complete"), _press("cancel")

_DOES: Mapping[str, tuple[Action, ...]] = {
    "leaves it alone": (),
    "allocates 10 of it": (_allocate(10),),
    "allocates 10 of it and 5 more": (_allocate(10), _allocate(5)),
    "allocates all of it": (_ALL,),
    "allocates 10 of it and the rest": (_allocate(10), _ALL),
    "allocates it and takes that back": (_ALL, _NONE),
    "allocates it and lowers it to 12": (_ALL, _change_to(12)),
    "allocates it and raises it to 45": (_ALL, _change_to(45)),
    "raises it to 45": (_change_to(45),),
    "cancels it": (_CANCEL,),
    "allocates 10 of it and cancels it": (_allocate(10), _CANCEL),
    "allocates and cancels it": (_ALL, _CANCEL),
    "allocates and ships it": (_ALL, _SHIP),
    "allocates, ships and completes it": (_ALL, _SHIP, _COMPLETE),
}


@given(sentence("an item with {stock:Quantity} in stock"))
def _item(simulated: Simulated, stock: Decimal) -> None:
    add_item(simulated, Decimal("4.00"), stock)


@given(sentence("an item with {stock:Quantity} in stock and an outbound order of {quantity:Quantity} of it"))
def _order_of_item(simulated: Simulated, stock: Decimal, quantity: Decimal) -> None:
    item = add_item(simulated, Decimal("4.00"), stock)
    take_order(simulated, [line(item, quantity, price=Decimal(4))])


@given(parsers.re(f"a warehouse that (?P<does>{any_of(_DOES)})"))
@when(parsers.re(f"the warehouse takes the outbound order and (?P<does>{any_of(_DOES)})"))
def _does(simulated: Simulated, does: str) -> None:
    for action in _DOES[does]:
        action(simulated)


@when(sentence("the warehouse tries to allocate {quantity:Count} of it"))
def _try_to_allocate(simulated: Simulated, quantity: int) -> None:
    lines = [{"sku": simulated.item.sku, "qty": quantity}]
    simulated.press(f"/outbound-orders/{simulated.orders[-1]}/allocate", {"lines": lines})


@when(parsers.re("the warehouse tries to (?P<button>ship|cancel|complete) it"))
def _try_to_press(simulated: Simulated, button: str) -> None:
    simulated.press(f"/outbound-orders/{simulated.orders[-1]}/{button}")


@then(sentence("the outbound order is {status} and its line has {quantity:Quantity} allocated"))
def _status(simulated: Simulated, status: str, quantity: Decimal) -> None:
    shown = simulated.order()
    simulated.expect_fields("the outbound order", shown, {"order_status": status})
    simulated.expect_fields("its line", shown["order_lines"][0], {"allocated_qty": quantity})


@then(
    sentence(
        "{on_hand:Quantity} of the item are on hand, {available:Quantity} available, "
        "{aside:Quantity} set aside, {on_order:Quantity} on order and {sellable:Quantity} sellable"
    )
)
def _stock(
    simulated: Simulated,
    on_hand: Decimal,
    available: Decimal,
    aside: Decimal,
    on_order: Decimal,
    sellable: Decimal,
) -> None:
    must = stock_fields(on_hand, available, aside, on_order, sellable)
    for name, row in _rows_everywhere(simulated):
        simulated.expect_fields(f"the item in {name}", row, must)


def stock_fields(
    on_hand: Decimal, available: Decimal, aside: Decimal, on_order: Decimal, sellable: Decimal
) -> Shown:
    return {
        "qty": on_hand,
        "available_qty": available,
        "non_available_qty": aside,
        "on_order_qty": on_order,
        "sellable_qty": sellable,
    }


def _rows_everywhere(simulated: Simulated) -> list[tuple[str, Shown]]:
    """The first item's row on the screen of all stock, and in the API's inventory summary."""
    return [
        ("the screen of all stock", _row(simulated, simulated.facility_id)),
        ("the inventory summary", _summary_row(simulated)),
    ]


def _row(simulated: Simulated, facility_id: str) -> Shown:
    listed = simulated.show("/stock")
    rows = next(stock["items"] for stock in listed if stock["facility_id"] == facility_id)
    shown: Shown = next(row for row in rows if row["item_id"] == simulated.item.id)
    return shown


def _summary_row(simulated: Simulated) -> Shown:
    context = simulated.context
    rows = context.api.raw_summary(simulated.facility_id, simulated.item.sku)
    simulated.context.expect(len(rows) == 1, "one row of the item", f"the summary has {len(rows)}")
    return simulated.read(rows[0])


def _adjust(simulated: Simulated, quantity: Decimal, **more: object) -> None:
    body = {"item_id": simulated.item.id, "adjustment_qty": quantity, "facility_id": simulated.facility_id}
    simulated.press("/inventory-adjustments", {**body, **more})


@when(sentence("the warehouse adjusts the item by {quantity:Quantity}"))
def _adjust_item(simulated: Simulated, quantity: Decimal) -> None:
    _adjust(simulated, quantity)


@when(
    sentence(
        "the warehouse adjusts the item by {quantity:Quantity} because of {reason:Quoted}, {comment:Quoted}"
    )
)
def _adjust_why(simulated: Simulated, quantity: Decimal, reason: str, comment: str) -> None:
    _adjust(simulated, quantity, adjustment_reason_code=reason, comment=comment)


@then(
    sentence(
        "the inventory adjustments begin with {quantity:Quantity} because of {reason:Quoted}, "
        "{comment:Quoted}"
    )
)
def _adjustments(simulated: Simulated, quantity: Decimal, reason: str, comment: str) -> None:
    first = simulated.ask("/inventory/adjustments")["data"][0]
    must = {
        "item_id": simulated.item.id,
        "sku": simulated.item.sku,
        "adjustment_qty": quantity,
        "adjustment_reason_code": reason,
        "comment": comment,
    }
    simulated.expect_fields("the newest adjustment", first, must)


@when(sentence("the warehouse receives a package of {quantity:Quantity}"))
def _receive(simulated: Simulated, quantity: Decimal) -> None:
    body = {"item_id": simulated.item.id, "qty": quantity, "facility_id": simulated.facility_id}
    simulated.press_taken("/packages", body)


@given(sentence("a package of {quantity:Quantity} received"))
def _received(simulated: Simulated, quantity: Decimal) -> None:
    _receive(simulated, quantity)


@when("the warehouse cancels the package received last")
def _cancel_package(simulated: Simulated) -> None:
    package_id = simulated.answer.value["data"]["package_id"]
    simulated.change(f"/packages/{package_id}", {"package_status": "Cancelled"})


@given(sentence("a second facility with {quantity:Quantity} of the item in stock"))
def _second_facility(simulated: Simulated, quantity: Decimal) -> None:
    context = simulated.context
    body = {
        "facility_name": "Second house",
        "facility_type": "Distributor",
        "license_number": "C11-0000777-LIC",
    }
    context.connection.facilities.append(context.flourish.office.add_facility(body).value.data)
    setup.stock_up(context, simulated.item, quantity, facility=1)


@then(sentence("{quantity:Quantity} of the item are sellable in the second facility"))
def _sellable_there(simulated: Simulated, quantity: Decimal) -> None:
    row = _row(simulated, simulated.context.connection.facilities[1].id)
    simulated.expect_fields("the item in the second facility", row, {"sellable_qty": quantity})


_RETAIL: Mapping[str, tuple[str, ...]] = {
    "orders": (),
    "orders and gets packed": ("submit", "pack"),
    "orders, gets packed and takes home": ("submit", "pack", "complete"),
    "takes home at once": ("complete",),
    "orders, gets packed and cancels": ("submit", "pack", "cancel"),
}


@when(parsers.re(f"a customer (?P<does>{any_of(_RETAIL)}) (?P<quantity>[0-9]+) of the item"))
def _sell(simulated: Simulated, does: str, quantity: str) -> None:
    context = simulated.context
    person = {"email": "ida@example.com", "first_name": "Ida", "last_name": "Moss", "dob": "1991-05-04"}
    customer = context.api.add_customer(person).value.data
    lines = [{"sku": simulated.item.sku, "order_qty": int(quantity)}]
    body = {"customer_id": customer.id, "fulfillment_type": "pickup", "order_lines": lines}
    placed = context.api.place_retail_order(simulated.facility_id, body).value.data
    order_id = simulated.read(placed)["id"]
    for button in _RETAIL[does]:
        simulated.press_taken(f"/retail-orders/{order_id}/{button}")
