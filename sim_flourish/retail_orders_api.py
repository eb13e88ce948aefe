"""`/retail-orders`: what web shops and tills send; v2 lets discounts apply themselves."""

from sim_flourish.envelope import page, success
from sim_flourish.filters import Filters
from sim_flourish.json_fields import JsonFields
from sim_flourish.parse_retail_order import parse_payment, parse_retail_order
from sim_flourish.retail_order_webhook import tell_retail_order_changed
from sim_flourish.shapes.retail_order_json import (
    listed_retail_order_json,
    retail_order_json,
    written_retail_order_json,
)
from sim_flourish.trip_news import release_from_trip
from sim_flourish.warehouse.outbound_orders import OrderId
from sim_flourish.warehouse.pay_retail_order import pay_retail_order
from sim_flourish.warehouse.payment_status import PaymentStatus
from sim_flourish.warehouse.place_retail_order import place_retail_order, update_retail_order
from sim_flourish.warehouse.places import Facility
from sim_flourish.warehouse.refusals import not_found
from sim_flourish.warehouse.retail_orders import FulfillmentType, RetailOrder
from sim_flourish.warehouse.retail_status_table import RetailEvent, RetailStatus
from sim_flourish.warehouse.retail_totals import retail_payment_status
from sim_flourish.warehouse.warehouse import Warehouse
from sim_flourish.warehouse.world import World
from sim_flourish.working import facility_for_read, facility_if_sent, warehouse_for, work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

_ORIGINS = frozenset({"Flourish", "Online", "Cultivate", "Leaflink", "Order Management System"})


def retail_filters(warehouse: Warehouse) -> Filters[RetailOrder]:
    """The parameters of the list; patients are looked up among the warehouse's customers."""
    customers = warehouse.world.customers
    return Filters(
        texts={
            "customer_id": lambda one: (one.customer_id,),
            "patient_id": lambda one: (customers[one.customer_id].patient_id,),
            "order_status": lambda one: (one.order_status.value,),
            "order_origin": lambda _: ("Flourish",),
            "order_fulfillment_type": lambda one: (one.fulfillment_type.value,),
            "order_payment_status": lambda one: (retail_payment_status(one).value,),
            "order_id": lambda one: (one.order_id,),
        },
        choices={
            "order_status": frozenset(RetailStatus),
            "order_origin": _ORIGINS,
            "order_fulfillment_type": frozenset(FulfillmentType),
            "order_payment_status": frozenset(PaymentStatus),
        },
        flags={
            "is_backorder": lambda one: one.is_backorder,
            "is_preorder": lambda one: one.is_preorder,
            "needs_review": lambda one: one.needs_review,
        },
        moments={
            "created_timestamp": lambda one: one.audit.created_at,
            "submitted_timestamp": lambda one: None if one.submitted is None else one.submitted.at,
            "packed_timestamp": lambda one: None if one.packed is None else one.packed.at,
            "completed_timestamp": lambda one: None if one.completed is None else one.completed.at,
        },
    )


def list_retail_orders(call: Call[World]) -> Answer:
    """The orders asked for, by id; of the whole company without FacilityID."""
    warehouse, facility = warehouse_for(call), facility_for_read(call)
    narrowed = retail_filters(warehouse).parse(call.query)
    orders = call.world.retail_orders.values()
    rows = narrowed.of(one for one in orders if facility is None or one.facility_id == facility.facility_id)
    return page(call, rows, lambda order: listed_retail_order_json(warehouse, order))


def get_retail_order(call: Call[World], order_id: str) -> Answer:
    """One order; the FacilityID header may be left out."""
    order = _find(call, order_id, facility_for_read(call))
    return success(retail_order_json(warehouse_for(call), order))


def post_retail_order(call: Call[World]) -> Answer:
    """A new order with the discounts that the caller names."""
    return _post(call, automatic_discounts=False)


def post_retail_order_v2(call: Call[World]) -> Answer:
    """A new order with these discounts and with those that apply themselves."""
    return _post(call, automatic_discounts=True)


def _post(call: Call[World], *, automatic_discounts: bool) -> Answer:
    facility, work = facility_if_sent(call), work_for(call)
    asked = parse_retail_order(JsonFields(call.body))
    order = place_retail_order(work, facility, asked, automatic_discounts=automatic_discounts)
    tell_retail_order_changed(call.tenant, None, order)
    return success(written_retail_order_json(work.warehouse, order))


def put_retail_order(call: Call[World], order_id: str) -> Answer:
    """Replaces an order while it is Created or Submitted."""
    facility, work = facility_if_sent(call), work_for(call)
    before = _find(call, order_id, facility)
    after = update_retail_order(work, before, facility, parse_retail_order(JsonFields(call.body)))
    release_from_trip(call.tenant, work, after)
    tell_retail_order_changed(call.tenant, before, after, event=RetailEvent.UPDATED_BY_API)
    return success(written_retail_order_json(work.warehouse, after))


def post_retail_payment(call: Call[World], order_id: str) -> Answer:
    """A payment; it needs no FacilityID and answers as a read does."""
    work = work_for(call)
    before = _find(call, order_id, None)
    after = pay_retail_order(work, before, parse_payment(JsonFields(call.body)))
    release_from_trip(call.tenant, work, after)
    completed = after.order_status is not before.order_status
    event = RetailEvent.COMPLETED if completed else None
    tell_retail_order_changed(call.tenant, before, after, event=event)
    return success(retail_order_json(work.warehouse, after))


def _find(call: Call[World], order_id: str, facility: Facility | None) -> RetailOrder:
    """The order, of the facility that is named or of none yet."""
    order = call.world.retail_orders.get(OrderId(order_id))
    if order is None or (facility is not None and order.facility_id not in (None, facility.facility_id)):
        raise not_found("retail order", order_id)
    return order


def hang_retail_orders(edge: HttpEdge[World]) -> None:
    """Hangs the routes of v1 on the edge."""
    edge.route("GET", "/retail-orders")(list_retail_orders)
    edge.route("GET", "/retail-orders/{order_id}")(get_retail_order)
    edge.route("POST", "/retail-orders")(post_retail_order)
    edge.route("PUT", "/retail-orders/{order_id}")(put_retail_order)
    edge.route("POST", "/retail-orders/{order_id}/payment")(post_retail_payment)


def hang_retail_orders_v2(edge: HttpEdge[World]) -> None:
    """Hangs the only route of v2 on its edge."""
    edge.route("POST", "/retail-orders")(post_retail_order_v2)
