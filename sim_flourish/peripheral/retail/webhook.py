"""What the journal and webhooks carry of a changed retail order (contract section 6)."""

from collections.abc import Iterator

from sim_flourish.events import RetailOrderChanged
from sim_flourish.model.retail import RetailOrder
from sim_flourish.model.webhook_endpoints import WebhookAction
from sim_flourish.model.world import World
from sim_flourish.orders.webhook import Standing, write_order_change
from sim_flourish.peripheral.retail.shapes import retail_order_json
from sim_flourish.peripheral.retail.totals import retail_payment_status
from sim_flourish.warehouse.warehouse import warehouse_of
from sim_flourish.webhooks.delivery import Message
from sim_kernel.tenants import Tenant

RETAIL_SUBJECT = "retail_order"


def record_retail_order_changed(tenant: Tenant[World], changed: RetailOrderChanged) -> None:
    """Writes the transition, or the change within a status, into the journal."""
    write_order_change(
        tenant,
        RETAIL_SUBJECT,
        changed.after.order_id,
        before=Standing() if changed.before is None else _standing(changed.before),
        after=_standing(changed.after),
        events=[] if changed.event is None else [changed.event.value],
    )


def retail_order_messages(world: World, changed: RetailOrderChanged) -> Iterator[Message]:
    """The order in the shape that GET answers at this moment."""
    action = WebhookAction.CREATE if changed.before is None else WebhookAction.UPDATE
    yield action, retail_order_json(warehouse_of(world), changed.after)


def _standing(order: RetailOrder) -> Standing:
    return Standing(status=order.order_status.value, payment_status=retail_payment_status(order).value)
