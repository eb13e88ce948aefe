"""Vehicles and drivers of a facility: made in the back office, named by shipments and deliveries."""

from dataclasses import dataclass
from typing import NewType

from sim_flourish.warehouse.audit import Audit
from sim_flourish.warehouse.places import FacilityId

VehicleId = NewType("VehicleId", str)
DriverId = NewType("DriverId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """What goods are driven in; one that is not active cannot be sent anywhere."""

    vehicle_id: VehicleId
    facility_id: FacilityId
    vehicle_nickname: str
    vehicle_make: str
    vehicle_model: str
    vehicle_year: str
    vehicle_license_plate: str
    vehicle_license_state: str
    vehicle_license_country: str
    vehicle_permit_number: str
    vehicle_color: str
    active: bool
    audit: Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """Who drives; one who is not active cannot be sent anywhere. Empty: no date of expiration is known."""

    driver_id: DriverId
    facility_id: FacilityId
    driver_first_name: str
    driver_middle_name: str | None
    driver_last_name: str
    driver_license_state: str | None
    driver_license_country: str | None
    driver_license_number: str | None
    driver_permit_number: str | None
    driver_license_expiration: str
    driver_phone_number: str | None
    driver_email: str | None
    driver_employee_id: str | None
    active: bool
    audit: Audit
