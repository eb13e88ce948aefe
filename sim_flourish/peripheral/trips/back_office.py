"""What people do to shipments, deliveries, vehicles and drivers on screens."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import get_or_404
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import warehouse_for, work_for
from sim_flourish.events import TripChanged
from sim_flourish.model.places import FacilityId
from sim_flourish.model.trips import Driver, DriverId, Trip, TripId, TripKind, Vehicle, VehicleId
from sim_flourish.model.world import World
from sim_flourish.peripheral.trips.api import by_id, parse_trip
from sim_flourish.peripheral.trips.planning import (
    cancel_trip,
    change_trip,
    generate_metrc_template,
    make_trip,
    print_manifest,
    ship_trip,
)
from sim_flourish.peripheral.trips.shapes import (
    DRIVER_TEXTS,
    VEHICLE_TEXTS,
    driver_json,
    trip_json,
    vehicle_json,
)
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

Action = Callable[[Work, Trip], TripChanged]

ACTIONS: Mapping[str, Action] = {
    "/print-manifest": print_manifest,
    "/metrc-transfer-template": generate_metrc_template,
    "/ship": ship_trip,
    "/cancel": cancel_trip,
}
"""What is done to a trip, by what follows its path."""


class TripsScreen:
    def __init__(self, kind: TripKind) -> None:
        self._kind = kind

    def list_all_trips(self, call: Call[World]) -> Answer:
        """The trips of every facility, in one answer."""
        warehouse = warehouse_for(call)
        return success([trip_json(warehouse, trip) for trip in call.world.trips(self._kind).values()])

    def plan_trip(self, call: Call[World]) -> Answer:
        """A new trip of a facility, the company's first when none is named."""
        fields, work = JsonFields(call.body or {}), work_for(call)
        said = FacilityId(fields.text("facility_id") or next(iter(call.world.facilities)))
        facility = get_or_404(call.world.facilities, said, "facility")
        return self._published(call, make_trip(work, self._kind, facility, parse_trip(fields, self._kind)))

    def read_trip(self, call: Call[World], trip_id: str) -> Answer:
        return success(trip_json(warehouse_for(call), self._find(call, trip_id)))

    def edit_trip(self, call: Call[World], trip_id: str) -> Answer:
        """Changes what is said and leaves the rest."""
        asked = parse_trip(JsonFields(call.body), self._kind)
        return self._published(call, change_trip(work_for(call), self._find(call, trip_id), asked))

    def _published(self, call: Call[World], change: TripChanged) -> Answer:
        call.tenant.publish(change)
        return success(trip_json(warehouse_for(call), change.after))

    def _find(self, call: Call[World], trip_id: str) -> Trip:
        return get_or_404(call.world.trips(self._kind), TripId(trip_id), self._kind.value)

    def register(self, router: ApiRouter[World], path: str) -> None:
        record = f"{path}/{{{self._kind.value}_id}}"
        router.route("GET", path)(self.list_all_trips)
        router.route("POST", path)(self.plan_trip)
        router.route("GET", record)(by_id(self.read_trip))
        router.route("PATCH", record)(by_id(self.edit_trip))
        for below, action in ACTIONS.items():
            router.route("POST", f"{record}{below}")(by_id(self._doing(action)))

    def _doing(self, action: Action) -> Callable[[Call[World], str], Answer]:
        return lambda call, trip_id: self._published(call, action(work_for(call), self._find(call, trip_id)))


def list_all_vehicles(call: Call[World]) -> Answer:
    return success([vehicle_json(vehicle) for vehicle in call.world.vehicles.values()])


def add_vehicle(call: Call[World]) -> Answer:
    """A new vehicle of a facility, the company's first when none is named."""
    fields, work = JsonFields(call.body), work_for(call)
    return _save_vehicle(work, make_vehicle(work, _facility_id(work, fields), fields))


def edit_vehicle(call: Call[World], vehicle_id: str) -> Answer:
    before, work = get_or_404(call.world.vehicles, VehicleId(vehicle_id), "vehicle"), work_for(call)
    return _save_vehicle(work, _edited_vehicle(work, before, JsonFields(call.body)))


def list_all_drivers(call: Call[World]) -> Answer:
    return success([driver_json(driver) for driver in call.world.drivers.values()])


def add_driver(call: Call[World]) -> Answer:
    """A new driver of a facility, the company's first when none is named."""
    fields, work = JsonFields(call.body), work_for(call)
    return _save_driver(work, make_driver(work, _facility_id(work, fields), fields))


def edit_driver(call: Call[World], driver_id: str) -> Answer:
    before, work = get_or_404(call.world.drivers, DriverId(driver_id), "driver"), work_for(call)
    return _save_driver(work, _edited_driver(work, before, JsonFields(call.body)))


def make_vehicle(work: Work, facility_id: FacilityId, fields: JsonFields) -> Vehicle:
    """A vehicle with empty texts where nothing is said, not yet saved."""
    plain = Vehicle(
        vehicle_id=VehicleId(work.ids.hex("vehicle", 20)),
        facility_id=facility_id,
        vehicle_nickname=fields.required_text("vehicle_nickname"),
        audit=work.signed.new(),
    )
    return _edited_vehicle(work, plain, fields)


def _edited_vehicle(work: Work, before: Vehicle, fields: JsonFields) -> Vehicle:
    return replace(
        before,
        audit=work.signed.on(before.audit),
        **fields.texts_given("vehicle_nickname"),
        **fields.texts_said(*VEHICLE_TEXTS.split(), null=""),
        **fields.flags_given("active"),
    )


def make_driver(work: Work, facility_id: FacilityId, fields: JsonFields) -> Driver:
    """A driver about whom nothing but what is said is known, not yet saved."""
    plain = Driver(
        driver_id=DriverId(work.ids.hex("driver", 20)),
        facility_id=facility_id,
        driver_first_name=fields.required_text("driver_first_name"),
        driver_last_name=fields.required_text("driver_last_name"),
        audit=work.signed.new(),
    )
    return _edited_driver(work, plain, fields)


def _edited_driver(work: Work, before: Driver, fields: JsonFields) -> Driver:
    expiration = fields.day("driver_license_expiration")
    return replace(
        before,
        driver_license_expiration=before.driver_license_expiration if expiration is None else expiration,
        audit=work.signed.on(before.audit),
        **fields.texts_given("driver_first_name", "driver_last_name"),
        **fields.texts_said(*DRIVER_TEXTS.split()),
        **fields.flags_given("active"),
    )


def _facility_id(work: Work, fields: JsonFields) -> FacilityId:
    said = fields.text("facility_id")
    if said is None:
        return next(iter(work.world.facilities))
    return get_or_404(work.world.facilities, FacilityId(said), "facility").facility_id


def _save_vehicle(work: Work, vehicle: Vehicle) -> Answer:
    work.world.vehicles[vehicle.vehicle_id] = vehicle
    return success(vehicle_json(vehicle))


def _save_driver(work: Work, driver: Driver) -> Answer:
    work.world.drivers[driver.driver_id] = driver
    return success(driver_json(driver))


def register(router: ApiRouter[World]) -> None:
    TripsScreen(TripKind.SHIPMENT).register(router, "/shipments")
    TripsScreen(TripKind.DELIVERY).register(router, "/deliveries")
    router.route("GET", "/vehicles")(list_all_vehicles)
    router.route("POST", "/vehicles")(add_vehicle)
    router.route("PATCH", "/vehicles/{vehicle_id}")(edit_vehicle)
    router.route("GET", "/drivers")(list_all_drivers)
    router.route("POST", "/drivers")(add_driver)
    router.route("PATCH", "/drivers/{driver_id}")(edit_driver)
