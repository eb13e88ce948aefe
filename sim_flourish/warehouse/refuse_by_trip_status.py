"""Says in Flourish's words why a trip's state forbids something."""

from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_flourish.warehouse.trip_status_table import TRIP_STATUS_TABLE, TripEvent, TripStatus
from sim_flourish.warehouse.trips import Trip
from sim_kernel.transitions import IllegalTransitionError, follow

_WHY = {TripStatus.SHIPPED: Refusal.TRIP_SHIPPED, TripStatus.CANCELLED: Refusal.TRIP_CANCELLED}


def next_trip_status(trip: Trip, event: TripEvent) -> TripStatus:
    """The status after `event`.

    Raises:
        RefusedError: the table has no such row.
    """
    try:
        return follow(TRIP_STATUS_TABLE, trip.status, event)
    except IllegalTransitionError as error:
        refusal = _WHY.get(trip.status, Refusal.TRIP_EMPTY)
        raise RefusedError(refusal, trip=trip.kind.value) from error
