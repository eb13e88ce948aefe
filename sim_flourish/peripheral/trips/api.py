"""`/shipments`, `/deliveries`, `/vehicles`, `/drivers`: what is asked for, and the endpoints."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from sim_flourish.conventions.envelope import page, success
from sim_flourish.conventions.errors import not_found
from sim_flourish.conventions.filters import Filters
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import facility_of, warehouse_for, work_for
from sim_flourish.model.places import Facility
from sim_flourish.model.trips import (
    STATUS_IDS,
    Driver,
    Trip,
    TripId,
    TripKind,
    TripNote,
    TripRequest,
    Vehicle,
)
from sim_flourish.model.world import World
from sim_flourish.orders.request import parse_note_text
from sim_flourish.peripheral.trips.planning import change_trip_by_api, make_trip
from sim_flourish.peripheral.trips.shapes import listed_driver_json, listed_vehicle_json, trip_json
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

Fleet = TypeVar("Fleet", Vehicle, Driver)


def parse_trip(fields: JsonFields, kind: TripKind) -> TripRequest:
    """What is said; null says nothing."""
    notes = fields.list_of("notes")
    return TripRequest(
        vehicle_id=fields.text("vehicle_id"),
        driver_ids=_texts(fields, "drivers"),
        planned_at=fields.moment(f"{kind.value}_timestamp"),
        planned_route=fields.text("planned_route"),
        stops=_parse_stops(fields),
        notes=None if notes is None else tuple(_parse_note(note) for note in notes),
    )


def _parse_stops(fields: JsonFields) -> tuple[tuple[str, ...], ...] | None:
    """The orders by stop; those at the top that no stop names are a stop of their own, the last one."""
    stops, loose = fields.list_of("stops"), _texts(fields, "orders")
    if stops is None:
        return None if loose is None else (loose,)
    for stop in stops:
        stop.moment("estimated_arrival_time")
    by_stop = tuple(_texts(stop, "orders") or () for stop in stops)
    named = {order_id for stop in by_stop for order_id in stop}
    return (*by_stop, tuple(order_id for order_id in loose or () if order_id not in named))


def _texts(fields: JsonFields, name: str) -> tuple[str, ...] | None:
    return fields.texts(name) if name in fields.names() else None


def _parse_note(note: JsonFields) -> TripNote:
    return TripNote(note_id=0, note=parse_note_text(note), subject=note.text("subject") or "")


def list_vehicles(call: Call[World]) -> Answer:
    return page(call, _active_here(call, call.world.vehicles.values()), listed_vehicle_json)


def list_drivers(call: Call[World]) -> Answer:
    return page(call, _active_here(call, call.world.drivers.values()), listed_driver_json)


def _active_here(call: Call[World], records: Iterable[Fleet]) -> list[Fleet]:
    """The facility's own that can be sent somewhere."""
    here = facility_of(call).facility_id
    return [record for record in records if record.active and record.facility_id == here]


class TripsApi:
    """The four routes of one kind of trip."""

    def __init__(self, kind: TripKind) -> None:
        self._kind = kind
        self._filters: Filters[Trip] = Filters(
            texts={
                f"{kind.value}_id": lambda trip: (trip.trip_id,),
                f"{kind.value}_status_id": lambda trip: (str(STATUS_IDS[trip.status]),),
                "vehicle_id": lambda trip: (trip.vehicle_id,),
                "driver_id": lambda trip: trip.driver_ids,
            },
            choices={f"{kind.value}_status_id": frozenset(map(str, STATUS_IDS.values()))},
        )

    def list_trips(self, call: Call[World]) -> Answer:
        """The facility's trips, oldest first."""
        facility, warehouse = facility_of(call), warehouse_for(call)
        trips = call.world.trips(self._kind).values()
        rows = self._filters.parse(call.query).of(
            trip for trip in trips if trip.facility_id == facility.facility_id
        )
        return page(call, rows, lambda trip: trip_json(warehouse, trip))

    def get_trip(self, call: Call[World], trip_id: str) -> Answer:
        return success(trip_json(warehouse_for(call), self._find(call, trip_id, facility_of(call))))

    def post_trip(self, call: Call[World]) -> Answer:
        facility, asked = facility_of(call), parse_trip(JsonFields(call.body), self._kind)
        change = make_trip(work_for(call), self._kind, facility, asked)
        call.tenant.publish(change)
        return success(trip_json(warehouse_for(call), change.after))

    def put_trip(self, call: Call[World], trip_id: str) -> Answer:
        """Changes what is said, until the trip leaves or the METRC transfer template is generated."""
        trip = self._find(call, trip_id, facility_of(call))
        change = change_trip_by_api(work_for(call), trip, parse_trip(JsonFields(call.body), self._kind))
        call.tenant.publish(change)
        return success(trip_json(warehouse_for(call), change.after))

    def _find(self, call: Call[World], trip_id: str, facility: Facility) -> Trip:
        trip = call.world.trips(self._kind).get(TripId(trip_id))
        if trip is None or trip.facility_id != facility.facility_id:
            raise not_found(self._kind.value, trip_id)
        return trip

    def register(self, router: ApiRouter[World], path: str) -> None:
        record = f"{path}/{{{self._kind.value}_id}}"
        router.route("GET", path)(self.list_trips)
        router.route("POST", path)(self.post_trip)
        router.route("GET", record)(by_id(self.get_trip))
        router.route("PUT", record)(by_id(self.put_trip))


def by_id(handler: Callable[[Call[World], str], Answer]) -> Callable[..., Answer]:
    """The handler, which takes the id whatever the path calls it."""
    return lambda call, **ids: handler(call, *ids.values())


def register(router: ApiRouter[World]) -> None:
    router.route("GET", "/vehicles")(list_vehicles)
    router.route("GET", "/drivers")(list_drivers)
    TripsApi(TripKind.SHIPMENT).register(router, "/shipments")
    TripsApi(TripKind.DELIVERY).register(router, "/deliveries")
