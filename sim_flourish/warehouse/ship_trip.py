"""What people do with a planned trip: print its manifest, generate its METRC template, ship it (O6, O7)."""

from dataclasses import replace

from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_flourish.warehouse.refuse_by_trip_status import next_trip_status
from sim_flourish.warehouse.trip_orders import TripChange, send_out_orders
from sim_flourish.warehouse.trip_status_table import TripEvent
from sim_flourish.warehouse.trips import Trip
from sim_flourish.warehouse.warehouse import Work


def print_manifest(work: Work, trip: Trip) -> TripChange:
    """The trip with its manifest printed.

    Raises:
        RefusedError: it carries no orders, or is over.
    """
    status = next_trip_status(trip, TripEvent.MANIFEST_PRINTED)
    return _store(work, trip, replace(trip, status=status), TripEvent.MANIFEST_PRINTED)


def generate_metrc_template(work: Work, trip: Trip) -> TripChange:
    """The trip as the state's register knows it: from now on the External API cannot change it.

    Raises:
        RefusedError: it carries no orders, or is over.
    """
    next_trip_status(trip, TripEvent.MANIFEST_PRINTED)
    return _store(work, trip, replace(trip, metrc_template_generated=True), None)


def ship_trip(work: Work, trip: Trip) -> TripChange:
    """The trip, on its way, and every order on it.

    Raises:
        RefusedError: it carries no orders or is over, its vehicle or a driver is not active any more, or an
            order is not ready; then nothing has left.
    """
    status = next_trip_status(trip, TripEvent.SHIPPED)
    _check_crew(work, trip)
    orders = send_out_orders(work, trip)
    change = _store(work, trip, replace(trip, status=status, left_at=work.signed.at), TripEvent.SHIPPED)
    return replace(change, orders=orders)


def _check_crew(work: Work, trip: Trip) -> None:
    if trip.vehicle_id is not None and not work.world.vehicles[trip.vehicle_id].active:
        raise RefusedError(Refusal.VEHICLE_UNKNOWN, id=trip.vehicle_id)
    if not all(work.world.drivers[driver_id].active for driver_id in trip.driver_ids):
        raise RefusedError(Refusal.TRIP_DRIVER_UNKNOWN, trip=trip.kind.value)


def _store(work: Work, before: Trip, changed: Trip, event: TripEvent | None) -> TripChange:
    after = replace(changed, audit=work.signed.on(before.audit))
    work.warehouse.put_trip(after)
    return TripChange(before=before, after=after, event=event)
