"""What people do to shipments, deliveries, vehicles and drivers on screens."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import not_found
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import warehouse_for, work_for
from sim_flourish.events import TripChanged
from sim_flourish.model.places import FacilityId
from sim_flourish.model.trips import Driver, DriverId, Trip, TripId, TripKind, Vehicle, VehicleId
from sim_flourish.model.world import World
from sim_flourish.peripheral.trips.api import by_id
from sim_flourish.peripheral.trips.planning import (
    cancel_trip,
    change_trip,
    generate_metrc_template,
    make_trip,
    print_manifest,
    ship_trip,
)
from sim_flourish.peripheral.trips.request import parse_trip
from sim_flourish.peripheral.trips.shapes import driver_json, trip_json, vehicle_json
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

Deed = Callable[[Work, Trip], TripChanged]

DEEDS: Mapping[str, Deed] = {
    "/print-manifest": print_manifest,
    "/metrc-transfer-template": generate_metrc_template,
    "/ship": ship_trip,
    "/cancel": cancel_trip,
}
"""What is done to a trip, by what follows its path."""


class TripsScreen:
    """The screens of one kind of trip."""

    def __init__(self, kind: TripKind) -> None:
        self._kind = kind

    def list_all_trips(self, call: Call[World]) -> Answer:
        """The trips of every facility, in one answer."""
        warehouse = warehouse_for(call)
        return success([trip_json(warehouse, trip) for trip in call.world.trips(self._kind).values()])

    def plan_trip(self, call: Call[World]) -> Answer:
        """A new trip of a facility, the company's first when none is named."""
        fields, work = JsonFields(call.body or {}), work_for(call)
        said = fields.text("facility_id") or next(iter(call.world.facilities))
        facility = call.world.facilities.get(FacilityId(said))
        if facility is None:
            raise not_found("facility", said)
        return self._told(call, make_trip(work, self._kind, facility, parse_trip(fields, self._kind)))

    def read_trip(self, call: Call[World], trip_id: str) -> Answer:
        """One trip."""
        return success(trip_json(warehouse_for(call), self._find(call, trip_id)))

    def edit_trip(self, call: Call[World], trip_id: str) -> Answer:
        """Changes what is said and leaves the rest."""
        asked = parse_trip(JsonFields(call.body), self._kind)
        return self._told(call, change_trip(work_for(call), self._find(call, trip_id), asked))

    def do(self, call: Call[World], deed: Deed, trip_id: str) -> Answer:
        """Does something to a trip."""
        return self._told(call, deed(work_for(call), self._find(call, trip_id)))

    def _told(self, call: Call[World], change: TripChanged) -> Answer:
        call.tenant.publish(change)
        return success(trip_json(warehouse_for(call), change.after))

    def _find(self, call: Call[World], trip_id: str) -> Trip:
        trip = call.world.trips(self._kind).get(TripId(trip_id))
        if trip is None:
            raise not_found(self._kind.value, trip_id)
        return trip

    def register(self, router: ApiRouter[World], path: str) -> None:
        """Hangs the routes on the edge."""
        one = f"{path}/{{{self._kind.value}_id}}"
        router.route("GET", path)(self.list_all_trips)
        router.route("POST", path)(self.plan_trip)
        router.route("GET", one)(by_id(self.read_trip))
        router.route("PATCH", one)(by_id(self.edit_trip))
        for below, deed in DEEDS.items():
            router.route("POST", f"{one}{below}")(by_id(self._doing(deed)))

    def _doing(self, deed: Deed) -> Callable[[Call[World], str], Answer]:
        return lambda call, trip_id: self.do(call, deed, trip_id)


def register_trips_screen(router: ApiRouter[World]) -> None:
    """Hangs both kinds on the edge."""
    TripsScreen(TripKind.SHIPMENT).register(router, "/shipments")
    TripsScreen(TripKind.DELIVERY).register(router, "/deliveries")


def list_all_vehicles(call: Call[World]) -> Answer:
    """All of them, inactive ones too."""
    return success([vehicle_json(one) for one in call.world.vehicles.values()])


def add_vehicle(call: Call[World]) -> Answer:
    """A new vehicle of a facility, the company's first when none is named."""
    fields, work = JsonFields(call.body), work_for(call)
    return _save_vehicle(work, make_vehicle(work, _facility_id(work, fields), fields))


def edit_vehicle(call: Call[World], vehicle_id: str) -> Answer:
    """Changes what is said and leaves the rest."""
    before = call.world.vehicles.get(VehicleId(vehicle_id))
    if before is None:
        raise not_found("vehicle", vehicle_id)
    work = work_for(call)
    return _save_vehicle(work, _edited_vehicle(work, before, JsonFields(call.body)))


def list_all_drivers(call: Call[World]) -> Answer:
    """All of them, inactive ones too."""
    return success([driver_json(one) for one in call.world.drivers.values()])


def add_driver(call: Call[World]) -> Answer:
    """A new driver of a facility, the company's first when none is named."""
    fields, work = JsonFields(call.body), work_for(call)
    return _save_driver(work, make_driver(work, _facility_id(work, fields), fields))


def edit_driver(call: Call[World], driver_id: str) -> Answer:
    """Changes what is said and leaves the rest."""
    before = call.world.drivers.get(DriverId(driver_id))
    if before is None:
        raise not_found("driver", driver_id)
    work = work_for(call)
    return _save_driver(work, _edited_driver(work, before, JsonFields(call.body)))


def make_vehicle(work: Work, facility_id: FacilityId, fields: JsonFields) -> Vehicle:
    """A vehicle with empty texts where nothing is said, not yet kept."""
    plain = Vehicle(
        vehicle_id=VehicleId(work.ids.hex("vehicle", 20)),
        facility_id=facility_id,
        vehicle_nickname=fields.required_text("vehicle_nickname"),
        vehicle_make="",
        vehicle_model="",
        vehicle_year="",
        vehicle_license_plate="",
        vehicle_license_state="",
        vehicle_license_country="",
        vehicle_permit_number="",
        vehicle_color="",
        active=True,
        audit=work.signed.new(),
    )
    return _edited_vehicle(work, plain, fields)


def _edited_vehicle(work: Work, before: Vehicle, fields: JsonFields) -> Vehicle:
    active = fields.flag("active")

    def said(name: str, was: str) -> str:
        return fields.text(name) or "" if fields.has(name) else was

    return replace(
        before,
        vehicle_nickname=fields.text("vehicle_nickname") or before.vehicle_nickname,
        vehicle_make=said("vehicle_make", before.vehicle_make),
        vehicle_model=said("vehicle_model", before.vehicle_model),
        vehicle_year=said("vehicle_year", before.vehicle_year),
        vehicle_license_plate=said("vehicle_license_plate", before.vehicle_license_plate),
        vehicle_license_state=said("vehicle_license_state", before.vehicle_license_state),
        vehicle_license_country=said("vehicle_license_country", before.vehicle_license_country),
        vehicle_permit_number=said("vehicle_permit_number", before.vehicle_permit_number),
        vehicle_color=said("vehicle_color", before.vehicle_color),
        active=before.active if active is None else active,
        audit=work.signed.on(before.audit),
    )


def make_driver(work: Work, facility_id: FacilityId, fields: JsonFields) -> Driver:
    """A driver about whom nothing but what is said is known, not yet kept."""
    plain = Driver(
        driver_id=DriverId(work.ids.hex("driver", 20)),
        facility_id=facility_id,
        driver_first_name=fields.required_text("driver_first_name"),
        driver_middle_name=None,
        driver_last_name=fields.required_text("driver_last_name"),
        driver_license_state=None,
        driver_license_country=None,
        driver_license_number=None,
        driver_permit_number=None,
        driver_license_expiration="",
        driver_phone_number=None,
        driver_email=None,
        driver_employee_id=None,
        active=True,
        audit=work.signed.new(),
    )
    return _edited_driver(work, plain, fields)


def _edited_driver(work: Work, before: Driver, fields: JsonFields) -> Driver:
    active, expiration = fields.flag("active"), fields.day("driver_license_expiration")

    def said(name: str, was: str | None) -> str | None:
        return fields.text(name) if fields.has(name) else was

    return replace(
        before,
        driver_first_name=fields.text("driver_first_name") or before.driver_first_name,
        driver_middle_name=said("driver_middle_name", before.driver_middle_name),
        driver_last_name=fields.text("driver_last_name") or before.driver_last_name,
        driver_license_state=said("driver_license_state", before.driver_license_state),
        driver_license_country=said("driver_license_country", before.driver_license_country),
        driver_license_number=said("driver_license_number", before.driver_license_number),
        driver_permit_number=said("driver_permit_number", before.driver_permit_number),
        driver_license_expiration=before.driver_license_expiration if expiration is None else expiration,
        driver_phone_number=said("driver_phone_number", before.driver_phone_number),
        driver_email=said("driver_email", before.driver_email),
        driver_employee_id=said("driver_employee_id", before.driver_employee_id),
        active=before.active if active is None else active,
        audit=work.signed.on(before.audit),
    )


def _facility_id(work: Work, fields: JsonFields) -> FacilityId:
    said = fields.text("facility_id")
    if said is None:
        return next(iter(work.world.facilities))
    if FacilityId(said) not in work.world.facilities:
        raise not_found("facility", said)
    return FacilityId(said)


def _save_vehicle(work: Work, vehicle: Vehicle) -> Answer:
    work.world.vehicles[vehicle.vehicle_id] = vehicle
    return success(vehicle_json(vehicle))


def _save_driver(work: Work, driver: Driver) -> Answer:
    work.world.drivers[driver.driver_id] = driver
    return success(driver_json(driver))


def register_fleet_screen(router: ApiRouter[World]) -> None:
    """Hangs the routes on the edge."""
    router.route("GET", "/vehicles")(list_all_vehicles)
    router.route("POST", "/vehicles")(add_vehicle)
    router.route("PATCH", "/vehicles/{vehicle_id}")(edit_vehicle)
    router.route("GET", "/drivers")(list_all_drivers)
    router.route("POST", "/drivers")(add_driver)
    router.route("PATCH", "/drivers/{driver_id}")(edit_driver)
