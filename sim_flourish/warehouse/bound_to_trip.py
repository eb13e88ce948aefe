"""An order that is assigned to a trip leaves with it, and not by itself."""

from sim_flourish.warehouse.outbound_orders import OrderId
from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_flourish.warehouse.trips import TripKind
from sim_flourish.warehouse.warehouse import Work


def check_not_bound(work: Work, kind: TripKind, order_id: OrderId) -> None:
    """Lets an order pass that no trip is to carry.

    Raises:
        RefusedError: one is to.
    """
    trip = work.warehouse.open_trip_of(kind, order_id)
    if trip is not None:
        raise RefusedError(Refusal.ORDER_ON_TRIP, trip=kind.value, id=trip.trip_id)
