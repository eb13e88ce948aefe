"""Vehicles and drivers as JSON: a list leaves out some of what their shipments show."""

from sim_flourish.shapes.formats import Json, audit_json
from sim_flourish.warehouse.fleet import Driver, Vehicle


def listed_vehicle_json(vehicle: Vehicle) -> Json:
    """A vehicle in the External API's list."""
    return {name: value for name, value in vehicle_json(vehicle).items() if name != "active"}


def vehicle_json(vehicle: Vehicle) -> Json:
    """A vehicle in whole, as a shipment and the screens show it."""
    return {
        "vehicle_id": vehicle.vehicle_id,
        "vehicle_nickname": vehicle.vehicle_nickname,
        "vehicle_make": vehicle.vehicle_make,
        "vehicle_model": vehicle.vehicle_model,
        "vehicle_year": vehicle.vehicle_year,
        "vehicle_license_plate": vehicle.vehicle_license_plate,
        "vehicle_license_state": vehicle.vehicle_license_state,
        "vehicle_license_country": vehicle.vehicle_license_country,
        "vehicle_permit_number": vehicle.vehicle_permit_number,
        "vehicle_color": vehicle.vehicle_color,
        "active": int(vehicle.active),
        **audit_json(vehicle.audit),
    }


def listed_driver_json(driver: Driver) -> Json:
    """A driver in the External API's list."""
    return {name: value for name, value in driver_json(driver).items() if name not in _NOT_LISTED}


_NOT_LISTED = frozenset({"driver_middle_name", "driver_license_country", "driver_email", "active"})


def driver_json(driver: Driver) -> Json:
    """A driver in whole, as a shipment and the screens show it."""
    return {
        "driver_id": driver.driver_id,
        "driver_first_name": driver.driver_first_name,
        "driver_middle_name": driver.driver_middle_name,
        "driver_last_name": driver.driver_last_name,
        "driver_license_state": driver.driver_license_state,
        "driver_license_country": driver.driver_license_country,
        "driver_license_number": driver.driver_license_number,
        "driver_permit_number": driver.driver_permit_number,
        "driver_license_expiration": driver.driver_license_expiration,
        "driver_phone_number": driver.driver_phone_number,
        "driver_email": driver.driver_email,
        "driver_employee_id": driver.driver_employee_id,
        "active": int(driver.active),
        **audit_json(driver.audit),
    }
