"""Orders as the sales rep sees them: new, edit, Confirm (O1 to O4)."""

from dataclasses import replace
from typing import Any

from sim_kernel.answers import Answer
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.events import ENGINE
from sim_ordo.model.order_status import OrderEvent, OrderStatus
from sim_ordo.model.orders import Terms
from sim_ordo.orders.rules import OrderDraft, confirm_order, edit_order, store_order, write_order
from sim_ordo.orders.shapes import ORDER_CONFIRMED, order_confirmed_event, order_json
from sim_ordo.paging import listed, read_filter, read_page
from sim_ordo.routing import OrdoCall, Route, parse_body, record, user_of

DEFAULT_NET_DAYS = 30


def parse_order_request(body: Any) -> OrderDraft:  # noqa: ANN401 - JSON that has passed its schema
    """The editable part of an order, with what may be left out filled in."""
    draft = parse_body(body, OrderDraft)
    on_credit = draft.terms is Terms.NET_TERMS
    return replace(draft, net_days=(draft.net_days or DEFAULT_NET_DAYS) if on_credit else None)


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
    record(call, "order", order.order_id, action="written")
    return Answer(status=201, body=order_json(order))


def get_order(call: OrdoCall, order_id: str) -> Answer:
    return Answer(body=order_json(call.world.order(order_id)))


def save_order(call: OrdoCall, order_id: str) -> Answer:
    """The order edited, unless it is locked (O4, O17) or was saved by somebody else meanwhile (O23)."""
    tenant, world = call.tenant, call.world
    known = world.order(order_id)
    draft = parse_order_request(call.body)
    edited = edit_order(known, draft, items=world.inventory, by=user_of(call).with_role, ids=tenant.ids)
    store_order(tenant, edited, event=OrderEvent.EDITED, before=known.status)
    return Answer(body=order_json(edited))


def confirm(call: OrdoCall, order_id: str) -> Answer:
    """The order on its way to Flourish; the event is queued in the same step (O2).

    A second click while it is on its way changes nothing and sends nothing (O17).
    """
    tenant, world = call.tenant, call.world
    known = world.order(order_id)
    confirmed = confirm_order(known, items=world.inventory, now=tenant.clock.now())
    if confirmed is not known:
        world.connected()
        event = order_confirmed_event(world.organization.organization_id, confirmed)
        store_order(tenant, confirmed, event=OrderEvent.CONFIRMED, before=known.status)
        tenant.outbox.announce(ENGINE, ORDER_CONFIRMED, event)
    return Answer(status=202, body=order_json(confirmed))


ROUTES = (
    Route(method="GET", path="/orders", handler=list_orders),
    Route(method="POST", path="/orders", handler=write_new_order),
    Route(method="GET", path="/orders/{order_id}", handler=get_order),
    Route(method="PUT", path="/orders/{order_id}", handler=save_order),
    Route(method="POST", path="/orders/{order_id}/confirm", handler=confirm),
)
