"""What people do to an order: edit, allocate, ship, take money, cancel (O5 to O15). Each is published."""

from collections.abc import Callable, Mapping

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import get_or_404
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import warehouse_for, work_for
from sim_flourish.events import OrderChanged
from sim_flourish.model.order_status import OrderEvent
from sim_flourish.model.orders import OrderId, OutboundOrder
from sim_flourish.model.world import World
from sim_flourish.orders.allocation import AllocateLine, allocate_order, deallocate_order
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
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

Action = Callable[[Work, OutboundOrder, JsonFields], OutboundOrder]


def _edit(work: Work, order: OutboundOrder, fields: JsonFields) -> OutboundOrder:
    return edit_order(work, order, parse_edit(work, fields))


def _allocate(work: Work, order: OutboundOrder, fields: JsonFields) -> OutboundOrder:
    return allocate_order(work, order, _lines(fields))


def _deallocate(work: Work, order: OutboundOrder, fields: JsonFields) -> OutboundOrder:
    return deallocate_order(work, order, _lines(fields))


def _ship(work: Work, order: OutboundOrder, _: JsonFields) -> OutboundOrder:
    return ship_by_itself(work, order)


def _complete(work: Work, order: OutboundOrder, _: JsonFields) -> OutboundOrder:
    return complete_order(work, order)


def _cancel(work: Work, order: OutboundOrder, _: JsonFields) -> OutboundOrder:
    return cancel_order(work, order)


def _pay(work: Work, order: OutboundOrder, fields: JsonFields) -> OutboundOrder:
    return record_payment(work, order, fields.positive("amount"))


def _refund(work: Work, order: OutboundOrder, fields: JsonFields) -> OutboundOrder:
    return record_refund(work, order, fields.positive("amount"))


def _mark_paid(work: Work, order: OutboundOrder, _: JsonFields) -> OutboundOrder:
    return mark_as_fully_paid(work, order)


def _lines(fields: JsonFields) -> tuple[AllocateLine, ...] | None:
    lines = fields.list_of("lines")
    if lines is None:
        return None
    return tuple(
        AllocateLine(sku=line.required_text("sku"), qty=line.positive("qty", decimals=4)) for line in lines
    )


ACTIONS: Mapping[tuple[str, str], tuple[Action, OrderEvent | None]] = {
    ("PATCH", ""): (_edit, OrderEvent.EDITED),
    ("POST", "/allocate"): (_allocate, None),
    ("POST", "/deallocate"): (_deallocate, None),
    ("POST", "/ship"): (_ship, OrderEvent.SHIPPED),
    ("POST", "/cancel"): (_cancel, OrderEvent.CANCELLED),
    ("POST", "/complete"): (_complete, OrderEvent.COMPLETED),
    ("POST", "/payments"): (_pay, None),
    ("POST", "/refunds"): (_refund, None),
    ("POST", "/mark-as-fully-paid"): (_mark_paid, None),
}
"""What is done, by method and what follows the order's path, and what the order's table calls it."""

LEAVE_STOCK_ALONE = frozenset({"/complete", "/payments", "/refunds", "/mark-as-fully-paid"})


def list_all_orders(call: Call[World]) -> Answer:
    """The orders of every facility, in one answer."""
    warehouse = warehouse_for(call)
    return success([order_json(warehouse, order) for order in call.world.outbound_orders.values()])


def read_order(call: Call[World], order_id: str) -> Answer:
    return success(order_json(warehouse_for(call), _find(call, order_id)))


def _handler_of(action: Action, event: OrderEvent | None, *, stock_moved: bool) -> Callable[..., Answer]:
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
    """The routes of the back office."""
    path = "/outbound-orders/{order_id}"
    router.route("GET", "/outbound-orders")(list_all_orders)
    router.route("GET", path)(read_order)
    for (method, below), (action, event) in ACTIONS.items():
        handler = _handler_of(action, event, stock_moved=below not in LEAVE_STOCK_ALONE)
        router.route(method, f"{path}{below}")(handler)
