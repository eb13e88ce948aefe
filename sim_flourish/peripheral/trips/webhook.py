"""Tells of a changed shipment or delivery, and of the orders that came onto it, went off, or left with it.

No webhook carries a trip: the vendor documents none. Its orders' webhooks tell of it.
"""

from sim_flourish.model.order_status import OrderEvent
from sim_flourish.model.orders import OutboundOrder
from sim_flourish.model.retail import RetailOrder
from sim_flourish.model.retail_status import RetailEvent
from sim_flourish.model.trips import TripEvent, TripKind
from sim_flourish.model.world import World
from sim_flourish.orders.webhook import Standing, publish_order_changed, write_order_change
from sim_flourish.peripheral.retail.webhook import publish_retail_order_changed
from sim_flourish.peripheral.trips.planning import take_off
from sim_flourish.peripheral.trips.rules import TripChange, TripOrder
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.tenants import Tenant


def publish_trip_changed(tenant: Tenant[World], change: TripChange) -> None:
    """Writes the transition into the journal, then tells of the orders."""
    was = None if change.before is None else change.before.status.value
    now = change.after.status.value
    write_order_change(
        tenant,
        change.after.kind.value,
        change.after.trip_id,
        before=Standing(status=was),
        after=Standing(status=now),
        events=[] if change.event is None else [change.event.value],
    )
    has_left = change.event is TripEvent.SHIPPED
    for before, after in change.orders:
        if isinstance(before, OutboundOrder) and isinstance(after, OutboundOrder):
            event = OrderEvent.SHIPPED if has_left else None
            publish_order_changed(tenant, before, after, event=event, stock_moved=has_left)
        elif isinstance(before, RetailOrder) and isinstance(after, RetailOrder):
            sent_out = RetailEvent.SENT_OUT if has_left else None
            publish_retail_order_changed(tenant, before, after, event=sent_out)


def release_from_trip(tenant: Tenant[World], work: Work, order: TripOrder) -> None:
    """An order that cannot go any more, because it was cancelled for example, is off its trip from now on."""
    kind = TripKind.SHIPMENT if isinstance(order, OutboundOrder) else TripKind.DELIVERY
    if (change := take_off(work, kind, order)) is not None:
        publish_trip_changed(tenant, change)
