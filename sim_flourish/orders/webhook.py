"""What the journal and webhooks carry of a changed order (contract section 6).

The journey goes on in whoever receives the webhook.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from foundation.journal_entries import Change, Transition
from sim_flourish.events import OrderChanged
from sim_flourish.model.order_status import OrderEvent
from sim_flourish.model.orders import OutboundOrder
from sim_flourish.model.payment_status import payment_status
from sim_flourish.model.webhook_endpoints import WebhookAction
from sim_flourish.model.world import World
from sim_flourish.orders.allocation import allocation_event
from sim_flourish.orders.shapes import order_json
from sim_flourish.warehouse.warehouse import warehouse_of
from sim_flourish.webhooks.delivery import Message
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
    happened: dict[str, Any] = {"subject": subject, "subject_id": subject_id, "events": tuple(events)}
    if before == after:
        action = " and ".join(events) or "changed"
        tenant.journal.write(Change(action=action, before=before.status, **happened))
        return
    tenant.journal.write(
        Transition(
            before=before.status,
            after=after.status or "",
            payment_before=before.payment_status,
            payment_after=after.payment_status,
            **happened,
        )
    )


SUBJECT = "outbound_order"


def record_order_changed(tenant: Tenant[World], changed: OrderChanged) -> None:
    """Writes the transition, or the change within a status, into the journal."""
    before, after = changed.before, changed.after
    write_order_change(
        tenant,
        SUBJECT,
        after.order_id,
        before=Standing() if before is None else _standing(before),
        after=_standing(after),
        events=[event.value for event in _events(before, after, changed.event)],
    )


def order_messages(world: World, changed: OrderChanged) -> Iterator[Message]:
    """The order in the shape that GET answers at this moment."""
    action = WebhookAction.CREATE if changed.before is None else WebhookAction.UPDATE
    yield action, order_json(warehouse_of(world), changed.after)


def _standing(order: OutboundOrder) -> Standing:
    return Standing(status=order.order_status.value, payment_status=payment_status(order).value)


def _events(before: OutboundOrder | None, after: OutboundOrder, event: OrderEvent | None) -> list[OrderEvent]:
    """What the order's table was asked about: the event, then what new lines mean for the allocation."""
    events = [] if event is None else [event]
    over = event in {OrderEvent.SHIPPED, OrderEvent.COMPLETED, OrderEvent.CANCELLED}
    relined = before is not None and before.order_lines != after.order_lines
    return [*events, allocation_event(after)] if relined and not over else events
