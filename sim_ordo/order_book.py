"""Keeps an order as an event left it, and tells the journal of the transition."""

from typing import Any

from sim_kernel.journal import Kind
from sim_kernel.tenants import Tenant
from sim_ordo.order import Order
from sim_ordo.order_status import OrderEvent, OrderStatus
from sim_ordo.world import OrdoWorld


def keep_order(tenant: Tenant[OrdoWorld], order: Order, *, event: OrderEvent, before: OrderStatus) -> None:
    """Keeps the order. Every event is a `transition` entry, also one that leaves the status as it was."""
    tenant.world.orders[order.order_id] = order
    facts: dict[str, Any] = {
        "subject": "order",
        "order_id": order.order_id,
        "order_number": order.order_number,
        "event": event.value,
        "from": before.value,
        "to": order.status.value,
        "sending": order.sending,
        "revision": order.revision,
    }
    tenant.journal.write(Kind.TRANSITION, **facts)
