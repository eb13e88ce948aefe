"""What people do to a retail order: submit, pack, send out, hand over, take back, cancel, refund, review."""

from collections.abc import Callable
from dataclasses import replace

from sim_flourish.envelope import success
from sim_flourish.json_fields import JsonFields
from sim_flourish.retail_order_webhook import tell_retail_order_changed
from sim_flourish.shapes.retail_order_json import retail_order_json
from sim_flourish.trip_news import release_from_trip
from sim_flourish.warehouse.bound_to_trip import check_not_bound
from sim_flourish.warehouse.fulfil_retail_order import (
    cancel_retail_order,
    complete_retail_order,
    pack_retail_order,
    return_retail_order,
    send_out_retail_order,
    submit_retail_order,
)
from sim_flourish.warehouse.outbound_orders import OrderId
from sim_flourish.warehouse.pay_retail_order import refund_retail_order
from sim_flourish.warehouse.places import FacilityId
from sim_flourish.warehouse.refusals import not_found
from sim_flourish.warehouse.retail_orders import RetailOrder
from sim_flourish.warehouse.retail_status_table import RetailEvent
from sim_flourish.warehouse.trips import TripKind
from sim_flourish.warehouse.warehouse import Work
from sim_flourish.warehouse.world import World
from sim_flourish.working import warehouse_for, work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

Deed = Callable[[Work, RetailOrder, JsonFields], RetailOrder]


def _submit(work: Work, order: RetailOrder, _: JsonFields) -> RetailOrder:
    return submit_retail_order(work, order)


def _pack(work: Work, order: RetailOrder, fields: JsonFields) -> RetailOrder:
    said = fields.text("facility_id")
    if said is None:
        return pack_retail_order(work, order)
    facility = work.world.facilities.get(FacilityId(said))
    if facility is None:
        raise not_found("facility", said)
    return pack_retail_order(work, order, facility)


def _send_out(work: Work, order: RetailOrder, _: JsonFields) -> RetailOrder:
    check_not_bound(work, TripKind.DELIVERY, order.order_id)
    return send_out_retail_order(work, order)


def _take_back(work: Work, order: RetailOrder, _: JsonFields) -> RetailOrder:
    return return_retail_order(work, order)


def _complete(work: Work, order: RetailOrder, _: JsonFields) -> RetailOrder:
    return complete_retail_order(work, order)


def _cancel(work: Work, order: RetailOrder, _: JsonFields) -> RetailOrder:
    return cancel_retail_order(work, order)


def _refund(work: Work, order: RetailOrder, fields: JsonFields) -> RetailOrder:
    return refund_retail_order(work, order, fields.positive("amount"))


def _review(work: Work, order: RetailOrder, fields: JsonFields) -> RetailOrder:
    marked = replace(order, needs_review=bool(fields.flag("needs_review")), audit=work.signed.on(order.audit))
    work.warehouse.put_retail_order(marked)
    return marked


DEEDS: dict[tuple[str, str], tuple[Deed, RetailEvent | None]] = {
    ("PATCH", ""): (_review, None),
    ("POST", "/submit"): (_submit, RetailEvent.SUBMITTED),
    ("POST", "/pack"): (_pack, RetailEvent.PACKED),
    ("POST", "/send-out"): (_send_out, RetailEvent.SENT_OUT),
    ("POST", "/mark-as-undeliverable"): (_take_back, RetailEvent.FAILED),
    ("POST", "/complete"): (_complete, RetailEvent.COMPLETED),
    ("POST", "/cancel"): (_cancel, RetailEvent.CANCELLED),
    ("POST", "/refunds"): (_refund, None),
}
"""What is done, by method and what follows the order's path, and what the order's table calls it."""


def list_all_retail_orders(call: Call[World]) -> Answer:
    """The retail orders of every facility and of none, in one answer."""
    warehouse = warehouse_for(call)
    return success([retail_order_json(warehouse, order) for order in call.world.retail_orders.values()])


def read_retail_order(call: Call[World], order_id: str) -> Answer:
    """One retail order."""
    return success(retail_order_json(warehouse_for(call), _find(call, order_id)))


def handler_of(deed: Deed, event: RetailEvent | None) -> Callable[..., Answer]:
    """A handler that does the deed, tells of it and answers the order as it is now."""

    def handle(call: Call[World], order_id: str) -> Answer:
        before, work = _find(call, order_id), work_for(call)
        after = deed(work, before, JsonFields(call.body or {}))
        release_from_trip(call.tenant, work, after)
        tell_retail_order_changed(call.tenant, before, after, event=event)
        return success(retail_order_json(work.warehouse, after))

    return handle


def _find(call: Call[World], order_id: str) -> RetailOrder:
    order = call.world.retail_orders.get(OrderId(order_id))
    if order is None:
        raise not_found("retail order", order_id)
    return order


def hang_retail_orders_screen(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    path = "/retail-orders/{order_id}"
    edge.route("GET", "/retail-orders")(list_all_retail_orders)
    edge.route("GET", path)(read_retail_order)
    for (method, below), (deed, event) in DEEDS.items():
        edge.route(method, f"{path}{below}")(handler_of(deed, event))
