"""Plans a shipment or delivery, changes the plan, lets it leave; what its status forbids is refused."""

from dataclasses import replace

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.events import TripChanged
from sim_flourish.model.orders import OrderId
from sim_flourish.model.places import Facility
from sim_flourish.model.trips import (
    DriverId,
    Trip,
    TripEvent,
    TripId,
    TripKind,
    TripNote,
    TripRequest,
    TripStatus,
    VehicleId,
)
from sim_flourish.peripheral.trips.rules import (
    TripOrder,
    check_assignable,
    is_assignable,
    next_trip_status,
    restamp,
    send_out_orders,
)
from sim_flourish.warehouse.warehouse import Work


def make_trip(work: Work, kind: TripKind, facility: Facility, asked: TripRequest) -> TripChanged:
    """A new trip; it can be empty.

    Raises:
        RefusedError: a vehicle, driver or order cannot go; nothing is stored.
    """
    blank = Trip(
        trip_id=TripId(""),
        kind=kind,
        day_seq=0,
        facility_id=facility.facility_id,
        status=TripStatus.CREATED,
        audit=work.signed.new(),
    )
    planned = _changed(work, blank, asked)
    day = f"{work.signed.at:%Y%m%d}"
    number = work.ids.number(f"{kind.value}-{day}")
    trip_id = TripId(f"{day}-{number:03d}")
    return _store(work, None, replace(planned, trip_id=trip_id, day_seq=number))


def change_trip(work: Work, trip: Trip, asked: TripRequest) -> TripChanged:
    """What is said replaces what was; notes are added.

    Raises:
        RefusedError: the trip is over, or a vehicle, driver or order cannot go; nothing is changed.
    """
    return _store(work, trip, _changed(work, trip, asked))


def change_trip_by_api(work: Work, trip: Trip, asked: TripRequest) -> TripChanged:
    """The same by the External API.

    Raises:
        RefusedError: as `change_trip`, and once the METRC transfer template has been generated.
    """
    if trip.is_open and trip.metrc_template_generated:
        raise RefusedError(Refusal.TRIP_IN_METRC, trip=trip.kind.value)
    return change_trip(work, trip, asked)


def take_off(work: Work, kind: TripKind, order: TripOrder) -> TripChanged | None:
    """Takes an order that cannot go any more off the trip that was to carry it; an empty stop is left out.

    None: it can still go, or no trip was to carry it.
    """
    trip = work.warehouse.open_trip_of(kind, order.order_id)
    if trip is None or is_assignable(order):
        return None
    stops = (tuple(order_id for order_id in stop if order_id != order.order_id) for stop in trip.stops)
    changed = replace(trip, stops=tuple(stop for stop in stops if stop))
    event, after = _save_trip(work, changed)
    return TripChanged(before=trip, after=after, event=event)


def cancel_trip(work: Work, trip: Trip) -> TripChanged:
    """The trip, Cancelled and without orders, which are free for another one."""
    status = next_trip_status(trip, TripEvent.CANCELLED)
    change = _store_left(work, trip, replace(trip, status=status, stops=()), TripEvent.CANCELLED)
    return replace(change, orders=restamp(work, trip.kind, trip.order_ids))


def _store(work: Work, before: Trip | None, changed: Trip) -> TripChanged:
    """Saves the trip; the orders that came on or went off are signed anew."""
    event, after = _save_trip(work, changed)
    was = before.order_ids if before else ()
    moved = sorted(set(after.order_ids).symmetric_difference(was))
    orders = restamp(work, after.kind, moved)
    return TripChanged(before=before, after=after, event=event, orders=orders)


def _save_trip(work: Work, changed: Trip) -> tuple[TripEvent, Trip]:
    event = TripEvent.LOADED if changed.order_ids else TripEvent.EMPTIED
    status = next_trip_status(changed, event)
    after = replace(changed, status=status, audit=work.signed.on(changed.audit))
    work.warehouse.put_trip(after)
    return event, after


def _changed(work: Work, trip: Trip, asked: TripRequest) -> Trip:
    next_trip_status(trip, TripEvent.LOADED)
    return replace(
        trip,
        driver_ids=trip.driver_ids
        if asked.driver_ids is None
        else _find_drivers(work, trip, asked.driver_ids),
        vehicle_id=trip.vehicle_id
        if asked.vehicle_id is None
        else _find_vehicle(work, trip, asked.vehicle_id),
        planned_at=asked.planned_at or trip.planned_at,
        planned_route=trip.planned_route if asked.planned_route is None else asked.planned_route or None,
        stops=trip.stops if asked.stops is None else _find_stops(work, trip, asked.stops),
        notes=(*trip.notes, *_make_notes(work, trip.kind, asked.notes or ())),
    )


def _find_drivers(work: Work, trip: Trip, asked: tuple[str, ...]) -> tuple[DriverId, ...]:
    wanted = tuple(dict.fromkeys(DriverId(driver_id) for driver_id in asked))
    for driver_id in wanted:
        driver = work.world.drivers.get(driver_id)
        if driver is None or not driver.active or driver.facility_id != trip.facility_id:
            raise RefusedError(Refusal.TRIP_DRIVER_UNKNOWN, trip=trip.kind.value)
    return wanted


def _find_vehicle(work: Work, trip: Trip, asked: str) -> VehicleId | None:
    if not asked:
        return None
    vehicle = work.world.vehicles.get(VehicleId(asked))
    if vehicle is None or not vehicle.active or vehicle.facility_id != trip.facility_id:
        raise RefusedError(Refusal.VEHICLE_UNKNOWN, id=asked)
    return vehicle.vehicle_id


def _find_stops(
    work: Work, trip: Trip, asked: tuple[tuple[str, ...], ...]
) -> tuple[tuple[OrderId, ...], ...]:
    stops = tuple(tuple(OrderId(order_id) for order_id in stop) for stop in asked if stop)
    check_assignable(work.warehouse, trip, [order_id for stop in stops for order_id in stop])
    return stops


def _make_notes(work: Work, kind: TripKind, asked: tuple[TripNote, ...]) -> tuple[TripNote, ...]:
    return tuple(replace(note, note_id=work.ids.number(f"{kind.value}_note")) for note in asked)


def print_manifest(work: Work, trip: Trip) -> TripChanged:
    """The trip with its manifest printed."""
    status = next_trip_status(trip, TripEvent.MANIFEST_PRINTED)
    return _store_left(work, trip, replace(trip, status=status), TripEvent.MANIFEST_PRINTED)


def generate_metrc_template(work: Work, trip: Trip) -> TripChanged:
    """The trip as the state's register knows it: from now on the External API cannot change it."""
    next_trip_status(trip, TripEvent.MANIFEST_PRINTED)
    return _store_left(work, trip, replace(trip, metrc_template_generated=True), None)


def ship_trip(work: Work, trip: Trip) -> TripChanged:
    """The trip, on its way, and every order on it.

    Raises:
        RefusedError: it carries no orders or is over, its vehicle or a driver is not active any more, or an
            order is not ready; then nothing has left.
    """
    status = next_trip_status(trip, TripEvent.SHIPPED)
    _check_crew(work, trip)
    orders = send_out_orders(work, trip)
    change = _store_left(work, trip, replace(trip, status=status, left_at=work.signed.at), TripEvent.SHIPPED)
    return replace(change, orders=orders)


def _check_crew(work: Work, trip: Trip) -> None:
    if trip.vehicle_id is not None and not work.world.vehicles[trip.vehicle_id].active:
        raise RefusedError(Refusal.VEHICLE_UNKNOWN, id=trip.vehicle_id)
    if not all(work.world.drivers[driver_id].active for driver_id in trip.driver_ids):
        raise RefusedError(Refusal.TRIP_DRIVER_UNKNOWN, trip=trip.kind.value)


def _store_left(work: Work, before: Trip, changed: Trip, event: TripEvent | None) -> TripChanged:
    after = replace(changed, audit=work.signed.on(before.audit))
    work.warehouse.put_trip(after)
    return TripChanged(before=before, after=after, event=event)
