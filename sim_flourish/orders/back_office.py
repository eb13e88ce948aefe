"""What people do to an order: edit, allocate, ship, take money, cancel (O5 to O15). Each is published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Action:
    """What is done to an order, and what the order's table calls it."""

    run: Callable[[Work, OutboundOrder, JsonFields], OutboundOrder]
    event: OrderEvent | None = None
    stock_moved: bool = True


def _lines(fields: JsonFields) -> tuple[AllocateLine, ...] | None:
    lines = fields.list_of("lines")
    if lines is None:
        return None
    return tuple(
        AllocateLine(sku=line.required_text("sku"), qty=line.positive("qty", decimals=4)) for line in lines
    )


ACTIONS: Mapping[tuple[str, str], _Action] = {
    ("PATCH", ""): _Action(
        run=lambda work, order, fields: edit_order(work, order, parse_edit(work, fields)),
        event=OrderEvent.EDITED,
    ),
    ("POST", "/allocate"): _Action(
        run=lambda work, order, fields: allocate_order(work, order, _lines(fields))
    ),
    ("POST", "/deallocate"): _Action(
        run=lambda work, order, fields: deallocate_order(work, order, _lines(fields))
    ),
    ("POST", "/ship"): _Action(
        run=lambda work, order, _: ship_by_itself(work, order), event=OrderEvent.SHIPPED
    ),
    ("POST", "/cancel"): _Action(
        run=lambda work, order, _: cancel_order(work, order), event=OrderEvent.CANCELLED
    ),
    ("POST", "/complete"): _Action(
        run=lambda work, order, _: complete_order(work, order), event=OrderEvent.COMPLETED, stock_moved=False
    ),
    ("POST", "/payments"): _Action(
        run=lambda work, order, fields: record_payment(work, order, fields.positive("amount")),
        stock_moved=False,
    ),
    ("POST", "/refunds"): _Action(
        run=lambda work, order, fields: record_refund(work, order, fields.positive("amount")),
        stock_moved=False,
    ),
    ("POST", "/mark-as-fully-paid"): _Action(
        run=lambda work, order, _: mark_as_fully_paid(work, order), stock_moved=False
    ),
}
"""By method and what follows the order's path."""


def list_all_orders(call: Call[World]) -> Answer:
    """The orders of every facility, in one answer."""
    warehouse = warehouse_for(call)
    return success([order_json(warehouse, order) for order in call.world.outbound_orders.values()])


def read_order(call: Call[World], order_id: str) -> Answer:
    """One order."""
    return success(order_json(warehouse_for(call), _find(call, order_id)))


def _handler_of(action: _Action) -> Callable[..., Answer]:
    """A handler that does it, publishes it and answers the order as it is now."""

    def handle(call: Call[World], order_id: str) -> Answer:
        before, work = _find(call, order_id), work_for(call)
        after = action.run(work, before, JsonFields(call.body or {}))
        call.tenant.publish(
            OrderChanged(before=before, after=after, event=action.event, stock_moved=action.stock_moved)
        )
        return success(order_json(work.warehouse, after))

    return handle


def _find(call: Call[World], order_id: str) -> OutboundOrder:
    return get_or_404(call.world.outbound_orders, OrderId(order_id), "outbound order")


def register(router: ApiRouter[World]) -> None:
    """The routes of the back office."""
    path = "/outbound-orders/{order_id}"
    router.route("GET", "/outbound-orders")(list_all_orders)
    router.route("GET", path)(read_order)
    for (method, below), action in ACTIONS.items():
        router.route(method, f"{path}{below}")(_handler_of(action))
