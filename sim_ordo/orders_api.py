"""`/api/v1/orders`: writing, editing and confirming orders, and watching them (O1, O2, O4, O16, O17)."""

from sim_kernel.answers import Answer
from sim_kernel.journal import Kind
from sim_ordo.engine_events import ENGINE
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.order_book import keep_order
from sim_ordo.order_confirmed_event import TYPE, order_confirmed_event
from sim_ordo.order_request import parse_order_request
from sim_ordo.order_shown import order_json
from sim_ordo.order_status import OrderEvent, OrderStatus
from sim_ordo.orders import confirm_order, edit_order, write_order
from sim_ordo.paging import listed, read_filter, read_page
from sim_ordo.routing import OrdoCall, Route, user_of


def list_orders(call: OrdoCall) -> Answer:
    """The orders, the newest first, all or those in one status."""
    page = read_page(call.query, filters=("status",))
    wanted = read_filter(call.query, "status")
    if wanted is not None and wanted not in tuple(OrderStatus):
        message = f"status must be one of {', '.join(OrderStatus)}, not {wanted!r}"
        raise OrdoError(ErrorCode.INVALID, message, field="status")
    newest_first = reversed(call.world.orders.values())
    found = [order for order in newest_first if wanted in (None, order.status)]
    return listed("orders", found, page, order_json)


def write_new_order(call: OrdoCall) -> Answer:
    """A new order: Pending, not in Flourish, editable (O1)."""
    tenant, world, user = call.tenant, call.world, user_of(call)
    order = write_order(
        parse_order_request(call.body),
        items=world.inventory,
        rep=user.as_sales_rep(),
        by=user.name,
        ids=tenant.ids,
        now=tenant.clock.now(),
    )
    world.orders[order.order_id] = order
    tenant.journal.write(Kind.CHANGE, subject="order", order_id=order.order_id, deed="written")
    return Answer(status=201, body=order_json(order))


def get_order(call: OrdoCall, order_id: str) -> Answer:
    """One order."""
    return Answer(body=order_json(call.world.order(order_id)))


def save_order(call: OrdoCall, order_id: str) -> Answer:
    """The order edited, unless it is locked (O4, O17)."""
    tenant, world = call.tenant, call.world
    known = world.order(order_id)
    edited = edit_order(known, parse_order_request(call.body), items=world.inventory, ids=tenant.ids)
    keep_order(tenant, edited, event=OrderEvent.EDITED, before=known.status)
    return Answer(body=order_json(edited))


def confirm(call: OrdoCall, order_id: str) -> Answer:
    """The order on its way to Flourish; the event is queued in the same step (O2).

    A second click while it is on its way changes nothing and sends nothing (O17).
    """
    tenant, world = call.tenant, call.world
    known = world.order(order_id)
    confirmed = confirm_order(known, now=tenant.clock.now())
    if confirmed is not known:
        world.connected()
        event = order_confirmed_event(world.organization.organization_id, confirmed)
        keep_order(tenant, confirmed, event=OrderEvent.CONFIRMED, before=known.status)
        tenant.outbox.announce(ENGINE, TYPE, event)
    return Answer(status=202, body=order_json(confirmed))


ROUTES = (
    Route(method="GET", path="/orders", handler=list_orders),
    Route(method="POST", path="/orders", handler=write_new_order),
    Route(method="GET", path="/orders/{order_id}", handler=get_order),
    Route(method="PUT", path="/orders/{order_id}", handler=save_order),
    Route(method="POST", path="/orders/{order_id}/confirm", handler=confirm),
)
