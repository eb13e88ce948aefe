"""What people do to an order: edit, allocate, ship, take money, cancel (O5 to O15). Each tells of it."""

from collections.abc import Callable
from decimal import Decimal

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import not_found
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import warehouse_for, work_for
from sim_flourish.events import OrderChanged
from sim_flourish.model.order_status import OrderEvent
from sim_flourish.model.orders import OrderId, OutboundOrder
from sim_flourish.model.world import World
from sim_flourish.orders.allocation import AllocateLine, allocate_order, deallocate_order
from sim_flourish.orders.payments import mark_as_fully_paid, record_payment, record_refund
from sim_flourish.orders.placing import cancel_order, edit_order
from sim_flourish.orders.request import parse_edit
from sim_flourish.orders.shapes import order_json
from sim_flourish.orders.shipping import complete_order, ship_by_itself
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

Deed = Callable[[Work, OutboundOrder, JsonFields], OutboundOrder]


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
    return record_payment(work, order, _amount(fields))


def _refund(work: Work, order: OutboundOrder, fields: JsonFields) -> OutboundOrder:
    return record_refund(work, order, _amount(fields))


def _mark_paid(work: Work, order: OutboundOrder, _: JsonFields) -> OutboundOrder:
    return mark_as_fully_paid(work, order)


def _amount(fields: JsonFields) -> Decimal:
    return fields.positive("amount")


def _lines(fields: JsonFields) -> tuple[AllocateLine, ...] | None:
    lines = fields.list_of("lines")
    if lines is None:
        return None
    return tuple(
        AllocateLine(sku=line.required_text("sku"), qty=line.positive("qty", decimals=4)) for line in lines
    )


STOCK_DEEDS: dict[tuple[str, str], Deed] = {
    ("PATCH", ""): _edit,
    ("POST", "/allocate"): _allocate,
    ("POST", "/deallocate"): _deallocate,
    ("POST", "/ship"): _ship,
    ("POST", "/cancel"): _cancel,
}
"""What is done to an order and its stock, by method and what follows the order's path."""

EVENTS: dict[str, OrderEvent] = {
    "": OrderEvent.EDITED,
    "/ship": OrderEvent.SHIPPED,
    "/complete": OrderEvent.COMPLETED,
    "/cancel": OrderEvent.CANCELLED,
}
"""What the order's table calls a deed, by what follows the order's path."""

OTHER_DEEDS: dict[tuple[str, str], Deed] = {
    ("POST", "/complete"): _complete,
    ("POST", "/payments"): _pay,
    ("POST", "/refunds"): _refund,
    ("POST", "/mark-as-fully-paid"): _mark_paid,
}
"""What leaves the stock alone."""


def list_all_orders(call: Call[World]) -> Answer:
    """The orders of every facility, in one answer."""
    warehouse = warehouse_for(call)
    return success([order_json(warehouse, order) for order in call.world.outbound_orders.values()])


def read_order(call: Call[World], order_id: str) -> Answer:
    """One order."""
    return success(order_json(warehouse_for(call), _find(call, order_id)))


def handler_of(deed: Deed, *, event: OrderEvent | None = None, stock_moved: bool) -> Callable[..., Answer]:
    """A handler that does the deed, tells of it and answers the order as it is now."""

    def handle(call: Call[World], order_id: str) -> Answer:
        before, work = _find(call, order_id), work_for(call)
        after = deed(work, before, JsonFields(call.body or {}))
        changed = OrderChanged(before=before, after=after, event=event, stock_moved=stock_moved)
        call.tenant.publish(changed)
        return success(order_json(work.warehouse, after))

    return handle


def _find(call: Call[World], order_id: str) -> OutboundOrder:
    order = call.world.outbound_orders.get(OrderId(order_id))
    if order is None:
        raise not_found("outbound order", order_id)
    return order


def register_outbound_orders_screen(router: ApiRouter[World]) -> None:
    """Hangs the routes on the edge."""
    path = "/outbound-orders/{order_id}"
    router.route("GET", "/outbound-orders")(list_all_orders)
    router.route("GET", path)(read_order)
    for (method, below), deed in STOCK_DEEDS.items():
        router.route(method, f"{path}{below}")(handler_of(deed, event=EVENTS.get(below), stock_moved=True))
    for (method, below), deed in OTHER_DEEDS.items():
        router.route(method, f"{path}{below}")(handler_of(deed, event=EVENTS.get(below), stock_moved=False))
