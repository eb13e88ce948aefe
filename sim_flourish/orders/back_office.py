"""What people do to an order: edit, allocate, ship, take money, cancel (O5 to O15). Each is published."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import get_or_404
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import warehouse_for, work_for
from sim_flourish.events import OrderChanged
from sim_flourish.model.order_status import OrderEvent
from sim_flourish.model.orders import OrderId, OutboundOrder
from sim_flourish.model.values import ZERO
from sim_flourish.model.world import World
from sim_flourish.orders.allocation import allocate_order, deallocate_order
from sim_flourish.orders.placing import cancel_order, edit_order
from sim_flourish.orders.request import parse_edit
from sim_flourish.orders.rules import (
    complete_order,
    mark_as_fully_paid,
    record_payment,
    record_refund,
    ship_by_itself,
)
from sim_flourish.orders.shapes import order_json
from sim_flourish.warehouse.warehouse import AnyOrder, Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

Action = Callable[[Work, AnyOrder, JsonFields], AnyOrder]


def by_itself(action: Callable[[Work, AnyOrder], AnyOrder]) -> Action[AnyOrder]:
    """An action of which the form says nothing more."""
    return lambda work, order, _: action(work, order)


def with_amount(action: Callable[[Work, AnyOrder, Decimal], AnyOrder]) -> Action[AnyOrder]:
    """An action with the `amount` of dollars in the form."""
    return lambda work, order, fields: action(work, order, fields.positive("amount"))


def _edit(work: Work, order: OutboundOrder, fields: JsonFields) -> OutboundOrder:
    return edit_order(work, order, parse_edit(work, fields))


def _allocate(work: Work, order: OutboundOrder, fields: JsonFields) -> OutboundOrder:
    return allocate_order(work, order, _quantities(fields))


def _deallocate(work: Work, order: OutboundOrder, fields: JsonFields) -> OutboundOrder:
    return deallocate_order(work, order, _quantities(fields))


def _quantities(fields: JsonFields) -> Mapping[str, Decimal] | None:
    """How much of which SKU, where the form says so."""
    lines = fields.list_of("lines")
    if lines is None:
        return None
    wanted: dict[str, Decimal] = {}
    for line in lines:
        sku = line.required_text("sku")
        wanted[sku] = wanted.get(sku, ZERO) + line.positive("qty", decimals=4)
    return wanted


ACTIONS: Mapping[tuple[str, str], tuple[Action[OutboundOrder], OrderEvent | None]] = {
    ("PATCH", ""): (_edit, OrderEvent.EDITED),
    ("POST", "/allocate"): (_allocate, None),
    ("POST", "/deallocate"): (_deallocate, None),
    ("POST", "/ship"): (by_itself(ship_by_itself), OrderEvent.SHIPPED),
    ("POST", "/cancel"): (by_itself(cancel_order), OrderEvent.CANCELLED),
    ("POST", "/complete"): (by_itself(complete_order), OrderEvent.COMPLETED),
    ("POST", "/payments"): (with_amount(record_payment), None),
    ("POST", "/refunds"): (with_amount(record_refund), None),
    ("POST", "/mark-as-fully-paid"): (by_itself(mark_as_fully_paid), None),
}
"""What is done, by method and what follows the order's path, and what the order's table calls it."""

LEAVE_STOCK_ALONE = frozenset({"/complete", "/payments", "/refunds", "/mark-as-fully-paid"})


def list_all_orders(call: Call[World]) -> Answer:
    """The orders of every facility, in one answer."""
    warehouse = warehouse_for(call)
    return success([order_json(warehouse, order) for order in call.world.outbound_orders.values()])


def read_order(call: Call[World], order_id: str) -> Answer:
    return success(order_json(warehouse_for(call), _find(call, order_id)))


def _handler_of(
    action: Action[OutboundOrder], event: OrderEvent | None, *, stock_moved: bool
) -> Callable[..., Answer]:
    """A handler that does it, publishes it and answers the order as it is now."""

    def handle(call: Call[World], order_id: str) -> Answer:
        before, work = _find(call, order_id), work_for(call)
        after = action(work, before, JsonFields(call.body or {}))
        call.tenant.publish(OrderChanged(before=before, after=after, event=event, stock_moved=stock_moved))
        return success(order_json(work.warehouse, after))

    return handle


def _find(call: Call[World], order_id: str) -> OutboundOrder:
    return get_or_404(call.world.outbound_orders, OrderId(order_id), "outbound order")


def register(router: ApiRouter[World]) -> None:
    path = "/outbound-orders/{order_id}"
    router.route("GET", "/outbound-orders")(list_all_orders)
    router.route("GET", path)(read_order)
    for (method, below), (action, event) in ACTIONS.items():
        handler = _handler_of(action, event, stock_moved=below not in LEAVE_STOCK_ALONE)
        router.route(method, f"{path}{below}")(handler)
