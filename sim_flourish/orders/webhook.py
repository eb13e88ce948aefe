"""Publishes a changed order: the order itself, and the stock of every item on it (contract section 6).

The journey goes on in whoever receives the webhook. What is sent is the shape of GET at this moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.journal_entries import Change, Transition
from sim_flourish.inventory.webhook import publish_inventory_changed
from sim_flourish.model.order_status import OrderEvent
from sim_flourish.model.orders import OutboundOrder
from sim_flourish.model.payment_status import payment_status
from sim_flourish.model.webhook_endpoints import ResourceType, WebhookAction
from sim_flourish.model.world import World
from sim_flourish.orders.allocation import allocation_event
from sim_flourish.orders.shapes import order_json
from sim_flourish.warehouse.warehouse import warehouse_of
from sim_flourish.webhooks.delivery import announce
from sim_kernel.tenants import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Both statuses of an order, in Flourish's words; both None while there is no order."""

    status: str | None = None
    payment_status: str | None = None


def write_order_change(
    tenant: Tenant[World],
    subject: str,
    subject_id: str,
    *,
    before: Standing,
    after: Standing,
    events: Sequence[str],
) -> None:
    """A transition when one of the statuses is another than before, else a change."""
    if before == after:
        tenant.journal.write(
            Change(
                subject=subject,
                subject_id=subject_id,
                action=" and ".join(events) or "changed",
                events=tuple(events),
                before=before.status,
            )
        )
        return
    tenant.journal.write(
        Transition(
            subject=subject,
            subject_id=subject_id,
            events=tuple(events),
            before=before.status,
            after=after.status or "",
            payment_before=before.payment_status,
            payment_after=after.payment_status,
        )
    )


SUBJECT = "outbound_order"


def publish_order_changed(
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
        publish_inventory_changed(tenant, after.facility_id, touched)


def _standing(order: OutboundOrder) -> Standing:
    return Standing(status=order.order_status.value, payment_status=payment_status(order).value)


def _events(before: OutboundOrder | None, after: OutboundOrder, event: OrderEvent | None) -> list[OrderEvent]:
    """What the order's table was asked about: the event, then what new lines mean for the allocation."""
    events = [] if event is None else [event]
    over = event in {OrderEvent.SHIPPED, OrderEvent.COMPLETED, OrderEvent.CANCELLED}
    relined = before is not None and before.order_lines != after.order_lines
    return [*events, allocation_event(after)] if relined and not over else events
