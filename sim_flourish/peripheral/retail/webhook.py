"""Tells of a changed retail order: the order, and the stock of every item on it (contract section 6)."""

from sim_flourish.inventory.webhook import publish_inventory_changed
from sim_flourish.model.retail import RetailOrder
from sim_flourish.model.retail_status import RetailEvent
from sim_flourish.model.webhook_endpoints import ResourceType, WebhookAction
from sim_flourish.model.world import World
from sim_flourish.orders.webhook import Standing, write_order_change
from sim_flourish.peripheral.retail.shapes import retail_order_json
from sim_flourish.peripheral.retail.totals import retail_payment_status
from sim_flourish.warehouse.warehouse import warehouse_of
from sim_flourish.webhooks.delivery import announce
from sim_kernel.tenants import Tenant

RETAIL_SUBJECT = "retail_order"


def publish_retail_order_changed(
    tenant: Tenant[World],
    before: RetailOrder | None,
    after: RetailOrder,
    *,
    event: RetailEvent | None = None,
) -> None:
    """Writes what happened into the journal and announces the order, new when there is no `before`.

    `event` is what was done to it, where its table has a name for that.
    """
    write_order_change(
        tenant,
        RETAIL_SUBJECT,
        after.order_id,
        before=Standing() if before is None else _standing(before),
        after=_standing(after),
        events=[] if event is None else [event.value],
    )
    action = WebhookAction.CREATE if before is None else WebhookAction.UPDATE
    announce(tenant, action, ResourceType.RETAIL_ORDER, retail_order_json(warehouse_of(tenant.world), after))
    _tell_stock(tenant, before, after)


def _standing(order: RetailOrder) -> Standing:
    return Standing(status=order.order_status.value, payment_status=retail_payment_status(order).value)


def _tell_stock(tenant: Tenant[World], before: RetailOrder | None, after: RetailOrder) -> None:
    """Announces the items whose stock moved: those of either version, in the facility that has the order."""
    was = None if before is None else (before.order_status, before.facility_id, before.order_lines)
    if after.facility_id is None or was == (after.order_status, after.facility_id, after.order_lines):
        return
    touched = dict.fromkeys([*(before.touched_items if before else ()), *after.touched_items])
    publish_inventory_changed(tenant, after.facility_id, touched)
