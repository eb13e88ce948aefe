"""What follows from a changed shipment or delivery, and what a changed order means for its trip.

No webhook carries a trip: the vendor documents none. Its orders' webhooks show it.
"""

from sim_flourish.events import OrderChanged, RetailOrderChanged, TripChanged
from sim_flourish.model.trips import TripKind
from sim_flourish.model.values import Signature
from sim_flourish.model.world import World
from sim_flourish.orders.webhook import Standing, write_order_change
from sim_flourish.peripheral.trips.planning import take_off
from sim_flourish.warehouse.warehouse import Work, warehouse_of
from sim_kernel.tenants import Tenant


def record_trip_changed(tenant: Tenant[World], change: TripChanged) -> None:
    """Writes the transition into the journal, then publishes what became of the orders."""
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
    for order in change.orders:
        tenant.publish(order)


def release_from_trip(tenant: Tenant[World], changed: OrderChanged | RetailOrderChanged) -> None:
    """An order that cannot go any more, because it was cancelled for example, is off its trip from now on."""
    kind = TripKind.SHIPMENT if isinstance(changed, OrderChanged) else TripKind.DELIVERY
    audit = changed.after.audit
    signed = Signature(by=audit.last_updated_by, at=audit.last_updated_at)
    work = Work(warehouse=warehouse_of(tenant.world), ids=tenant.ids, signed=signed)
    if (change := take_off(work, kind, changed.after)) is not None:
        tenant.publish(change)
