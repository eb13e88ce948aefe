"""Tells of a changed order: the order itself, and the stock of every item on it (contract section 6).

The journey goes on in whoever receives the webhook. What is sent is the shape of GET at this moment.
"""

from sim_flourish.inventory_webhook import tell_inventory_changed
from sim_flourish.order_journal import Standing, write_order_change
from sim_flourish.shapes.order_json import order_json
from sim_flourish.warehouse.allocate_order import allocation_event
from sim_flourish.warehouse.order_status_table import OrderEvent
from sim_flourish.warehouse.outbound_orders import OutboundOrder
from sim_flourish.warehouse.payment_status import payment_status
from sim_flourish.warehouse.warehouse import warehouse_of
from sim_flourish.warehouse.webhook_endpoints import ResourceType, WebhookAction
from sim_flourish.warehouse.world import World
from sim_flourish.webhook_delivery import announce
from sim_kernel.tenants import Tenant

SUBJECT = "outbound_order"


def tell_order_changed(
    tenant: Tenant[World],
    before: OutboundOrder | None,
    after: OutboundOrder,
    *,
    event: OrderEvent | None = None,
    stock_moved: bool,
) -> None:
    """Writes the transition into the journal and announces the order, new when there is no `before`.

    `event` is what was done to it, where its table has a name for that.
    """
    write_order_change(
        tenant,
        SUBJECT,
        after.order_id,
        before=Standing() if before is None else _standing(before),
        after=_standing(after),
        events=[one.value for one in _events(before, after, event)],
    )
    action = WebhookAction.CREATE if before is None else WebhookAction.UPDATE
    announce(tenant, action, ResourceType.ORDER, order_json(warehouse_of(tenant.world), after))
    if stock_moved:
        touched = dict.fromkeys([*(before.touched_items if before else ()), *after.touched_items])
        tell_inventory_changed(tenant, after.facility_id, touched)


def _standing(order: OutboundOrder) -> Standing:
    return Standing(status=order.order_status.value, payment_status=payment_status(order).value)


def _events(before: OutboundOrder | None, after: OutboundOrder, event: OrderEvent | None) -> list[OrderEvent]:
    """What the order's table was asked about: the event, then what new lines mean for the allocation."""
    events = [] if event is None else [event]
    over = event in {OrderEvent.SHIPPED, OrderEvent.COMPLETED, OrderEvent.CANCELLED}
    relined = before is not None and before.order_lines != after.order_lines
    return [*events, allocation_event(after)] if relined and not over else events
