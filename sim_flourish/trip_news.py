"""Tells of a changed shipment or delivery, and of the orders that came onto it, went off, or left with it.

No webhook carries a trip: the vendor documents none. Its orders' webhooks tell of it.
"""

from sim_flourish.order_webhook import tell_order_changed
from sim_flourish.retail_order_webhook import tell_retail_order_changed
from sim_flourish.warehouse.order_status_table import OrderEvent
from sim_flourish.warehouse.outbound_orders import OutboundOrder
from sim_flourish.warehouse.plan_trip import take_off
from sim_flourish.warehouse.retail_orders import RetailOrder
from sim_flourish.warehouse.retail_status_table import RetailEvent
from sim_flourish.warehouse.trip_orders import TripChange, TripOrder
from sim_flourish.warehouse.trip_status_table import TripEvent
from sim_flourish.warehouse.trips import TripKind
from sim_flourish.warehouse.warehouse import Work
from sim_flourish.warehouse.world import World
from sim_kernel.journal import Kind
from sim_kernel.tenants import Tenant


def tell_trip_changed(tenant: Tenant[World], change: TripChange) -> None:
    """Writes the transition into the journal, then tells of the orders."""
    was = None if change.before is None else change.before.status.value
    now = change.after.status.value
    tenant.journal.write(
        Kind.CHANGE if was == now else Kind.TRANSITION,
        subject=change.after.kind.value,
        subject_id=change.after.trip_id,
        events=[] if change.event is None else [change.event.value],
        from_status=was,
        to_status=now,
    )
    has_left = change.event is TripEvent.SHIPPED
    for before, after in change.orders:
        if isinstance(before, OutboundOrder) and isinstance(after, OutboundOrder):
            event = OrderEvent.SHIPPED if has_left else None
            tell_order_changed(tenant, before, after, event=event, stock_moved=has_left)
        elif isinstance(before, RetailOrder) and isinstance(after, RetailOrder):
            sent_out = RetailEvent.SENT_OUT if has_left else None
            tell_retail_order_changed(tenant, before, after, event=sent_out)


def release_from_trip(tenant: Tenant[World], work: Work, order: TripOrder) -> None:
    """An order that cannot go any more, because it was cancelled for example, is off its trip from now on."""
    kind = TripKind.SHIPMENT if isinstance(order, OutboundOrder) else TripKind.DELIVERY
    if (change := take_off(work, kind, order)) is not None:
        tell_trip_changed(tenant, change)
