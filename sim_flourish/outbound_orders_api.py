"""`/outbound-orders`: where Ordo's orders arrive and are read back (O2, O3, O5, O16, O17)."""

from collections.abc import Sequence
from dataclasses import replace

from sim_flourish.envelope import page, success
from sim_flourish.filters import Filters
from sim_flourish.json_fields import JsonFields
from sim_flourish.order_webhook import tell_order_changed
from sim_flourish.parse_order import parse_order
from sim_flourish.shapes.order_json import order_json
from sim_flourish.shapes.written_order_json import created_order_json, updated_order_json
from sim_flourish.trip_news import release_from_trip
from sim_flourish.warehouse.cancel_order import cancel_order
from sim_flourish.warehouse.order_status_table import OrderEvent, OrderStatus
from sim_flourish.warehouse.outbound_orders import OrderId, OutboundOrder
from sim_flourish.warehouse.payment_status import PaymentStatus, payment_status
from sim_flourish.warehouse.place_order import place_order, update_order_by_api
from sim_flourish.warehouse.places import Facility
from sim_flourish.warehouse.refusals import Refusal, RefusedError, not_found
from sim_flourish.warehouse.warehouse import Work
from sim_flourish.warehouse.world import World
from sim_flourish.working import facility_for_read, facility_of, warehouse_for, work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

CREATED = "flourish/outbound_order_created.json"
UPDATED = "flourish/answers.json#/$defs/outbound_order_updated"
"""The shapes of the vendor's examples, which a tenant can be set to answer in."""

ORIGIN = "Flourish"
_ORIGINS = frozenset({ORIGIN, "Online", "Cultivate", "Leaflink", "Order Management System"})


def _origin(_: OutboundOrder) -> tuple[str, ...]:
    return (ORIGIN,)


FILTERS: Filters[OutboundOrder] = Filters(
    texts={
        "order_status": lambda one: (one.order_status.value,),
        "order_origin": _origin,
        "order_payment_status": lambda one: (payment_status(one).value,),
        "order_id": lambda one: (one.order_id,),
    },
    choices={
        "order_status": frozenset(OrderStatus) - {OrderStatus.COMPLETED},
        "order_origin": _ORIGINS,
        "order_payment_status": frozenset(PaymentStatus),
    },
    moments={
        "created_timestamp": lambda one: one.audit.created_at,
        "last_updated_timestamp": lambda one: one.audit.last_updated_at,
        "completed_timestamp": lambda one: one.completed_at,
    },
)


def list_outbound_orders(call: Call[World]) -> Answer:
    """The orders asked for, by id; of the whole company without FacilityID."""
    warehouse, facility = warehouse_for(call), facility_for_read(call)
    narrowed = FILTERS.parse(call.query)
    facility_id = None if facility is None else facility.facility_id

    def find() -> Sequence[OutboundOrder]:
        orders = call.world.outbound_orders.values()
        return narrowed.of(one for one in orders if facility_id in (None, one.facility_id))

    orders = warehouse.listings.get(("orders", facility_id, narrowed.key), warehouse.orders_version, find)
    return page(call, orders, lambda order: order_json(warehouse, order))


def get_outbound_order(call: Call[World], order_id: str) -> Answer:
    """One order; the FacilityID header may be left out."""
    return success(order_json(warehouse_for(call), _find(call, order_id, facility_for_read(call))))


def post_outbound_order(call: Call[World]) -> Answer:
    """A new order, Created."""
    facility = facility_of(call)
    asked = parse_order(JsonFields(call.body), call.world.settings)
    order = place_order(work_for(call), facility, asked)
    tell_order_changed(call.tenant, None, order, stock_moved=True)
    if call.world.settings.bare_post_response:
        return Answer(body=created_order_json(warehouse_for(call), order), schema=CREATED)
    return success(order_json(warehouse_for(call), order))


def put_outbound_order(call: Call[World], order_id: str) -> Answer:
    """Changes an order while nothing is allocated, or cancels it; nothing else is looked at then."""
    before = _find(call, order_id, facility_of(call))
    fields, work = JsonFields(call.body), work_for(call)
    if fields.text("order_status") == OrderStatus.CANCELLED.value:
        event, after = OrderEvent.CANCELLED, _cancel(work, before)
        release_from_trip(call.tenant, work, after)
    else:
        event = OrderEvent.UPDATED_BY_API
        after = update_order_by_api(work, before, parse_order(fields, call.world.settings))
    tell_order_changed(call.tenant, before, after, event=event, stock_moved=True)
    if call.world.settings.documented_put_response:
        return replace(success(updated_order_json(work.warehouse, after)), schema=UPDATED)
    return success(order_json(work.warehouse, after))


def _cancel(work: Work, order: OutboundOrder) -> OutboundOrder:
    """Cancels, while anything is set aside only where the tenant takes that."""
    if order.is_open and order.anything_allocated and not work.world.settings.cancel_while_allocated:
        raise RefusedError(Refusal.UPDATE_WHILE_ALLOCATED)
    return cancel_order(work, order)


def _find(call: Call[World], order_id: str, facility: Facility | None) -> OutboundOrder:
    order = call.world.outbound_orders.get(OrderId(order_id))
    if order is None or (facility is not None and order.facility_id != facility.facility_id):
        raise not_found("outbound order", order_id)
    return order


def hang_outbound_orders(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/outbound-orders")(list_outbound_orders)
    edge.route("GET", "/outbound-orders/{order_id}")(get_outbound_order)
    edge.route("POST", "/outbound-orders")(post_outbound_order)
    edge.route("PUT", "/outbound-orders/{order_id}")(put_outbound_order)
