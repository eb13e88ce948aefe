"""Vehicles and drivers: made and edited here only. Flourish's External API can but name them."""

from dataclasses import replace

from sim_flourish.envelope import success
from sim_flourish.json_fields import JsonFields
from sim_flourish.shapes.fleet_json import driver_json, vehicle_json
from sim_flourish.warehouse.fleet import Driver, DriverId, Vehicle, VehicleId
from sim_flourish.warehouse.places import FacilityId
from sim_flourish.warehouse.refusals import not_found
from sim_flourish.warehouse.warehouse import Work
from sim_flourish.warehouse.world import World
from sim_flourish.working import work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge


def list_all_vehicles(call: Call[World]) -> Answer:
    """All of them, inactive ones too."""
    return success([vehicle_json(one) for one in call.world.vehicles.values()])


def add_vehicle(call: Call[World]) -> Answer:
    """A new vehicle of a facility, the company's first when none is named."""
    fields, work = JsonFields(call.body), work_for(call)
    return _keep_vehicle(work, make_vehicle(work, _facility_id(work, fields), fields))


def edit_vehicle(call: Call[World], vehicle_id: str) -> Answer:
    """Changes what is said and leaves the rest."""
    before = call.world.vehicles.get(VehicleId(vehicle_id))
    if before is None:
        raise not_found("vehicle", vehicle_id)
    work = work_for(call)
    return _keep_vehicle(work, _edited_vehicle(work, before, JsonFields(call.body)))


def list_all_drivers(call: Call[World]) -> Answer:
    """All of them, inactive ones too."""
    return success([driver_json(one) for one in call.world.drivers.values()])


def add_driver(call: Call[World]) -> Answer:
    """A new driver of a facility, the company's first when none is named."""
    fields, work = JsonFields(call.body), work_for(call)
    return _keep_driver(work, make_driver(work, _facility_id(work, fields), fields))


def edit_driver(call: Call[World], driver_id: str) -> Answer:
    """Changes what is said and leaves the rest."""
    before = call.world.drivers.get(DriverId(driver_id))
    if before is None:
        raise not_found("driver", driver_id)
    work = work_for(call)
    return _keep_driver(work, _edited_driver(work, before, JsonFields(call.body)))


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


def _keep_vehicle(work: Work, vehicle: Vehicle) -> Answer:
    work.world.vehicles[vehicle.vehicle_id] = vehicle
    return success(vehicle_json(vehicle))


def _keep_driver(work: Work, driver: Driver) -> Answer:
    work.world.drivers[driver.driver_id] = driver
    return success(driver_json(driver))


def hang_fleet_screen(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/vehicles")(list_all_vehicles)
    edge.route("POST", "/vehicles")(add_vehicle)
    edge.route("PATCH", "/vehicles/{vehicle_id}")(edit_vehicle)
    edge.route("GET", "/drivers")(list_all_drivers)
    edge.route("POST", "/drivers")(add_driver)
    edge.route("PATCH", "/drivers/{driver_id}")(edit_driver)
