"""Shipments and deliveries, their vehicles and drivers, and the statuses a trip goes through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from foundation.provenance import assumed
from sim_flourish.model.orders import OrderId
from sim_flourish.model.places import FacilityId
from sim_flourish.model.values import Audit
from sim_kernel.transitions import Row, statuses

VehicleId = NewType("VehicleId", str)
DriverId = NewType("DriverId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """What goods are driven in; one that is not active cannot be sent anywhere."""

    vehicle_id: VehicleId
    facility_id: FacilityId
    vehicle_nickname: str
    vehicle_make: str = ""
    vehicle_model: str = ""
    vehicle_year: str = ""
    vehicle_license_plate: str = ""
    vehicle_license_state: str = ""
    vehicle_license_country: str = ""
    vehicle_permit_number: str = ""
    vehicle_color: str = ""
    active: bool = True
    audit: Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """Who drives; one who is not active cannot be sent anywhere. Empty: no date of expiration is known."""

    driver_id: DriverId
    facility_id: FacilityId
    driver_first_name: str
    driver_middle_name: str | None = None
    driver_last_name: str
    driver_license_state: str | None = None
    driver_license_country: str | None = None
    driver_license_number: str | None = None
    driver_permit_number: str | None = None
    driver_license_expiration: str = ""
    driver_phone_number: str | None = None
    driver_email: str | None = None
    driver_employee_id: str | None = None
    active: bool = True
    audit: Audit


class TripStatus(StrEnum):
    """The documented values of `shipment_status` and `delivery_status`."""

    CREATED = "Created"
    ORDERS_ASSIGNED = "Orders assigned"
    MANIFEST_PRINTED = "Manifest printed"
    SHIPPED = "Shipped"
    CANCELLED = "Cancelled"


class TripEvent(StrEnum):
    LOADED = "loaded"
    EMPTIED = "emptied"
    MANIFEST_PRINTED = "manifest printed"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


STATUS_IDS: Mapping[TripStatus, int] = {
    TripStatus.CREATED: 10,
    TripStatus.ORDERS_ASSIGNED: 20,
    TripStatus.MANIFEST_PRINTED: 30,
    TripStatus.SHIPPED: 40,
    TripStatus.CANCELLED: 99,
}
"""The numbers by which lists are filtered."""

_OPEN = (TripStatus.CREATED, TripStatus.ORDERS_ASSIGNED, TripStatus.MANIFEST_PRINTED)
OPEN_TRIPS = frozenset(_OPEN)
"""While in one of these a trip holds its orders: no other trip can take them."""


_CARRIES_ORDERS = Row(
    TripStatus.ORDERS_ASSIGNED,
    assumed("contract section 2 Shipments; PROVENANCE.md, status of a shipment with orders"),
)
_LIFE = assumed("PROVENANCE.md, the life of a shipment")
_LEFT = assumed("PROVENANCE.md, the life of a shipment; PROVENANCE.md, what leaves with a shipment")
_WHILE_OPEN = {
    TripEvent.LOADED: _CARRIES_ORDERS,
    TripEvent.EMPTIED: Row(TripStatus.CREATED, _LIFE),
    TripEvent.CANCELLED: Row(TripStatus.CANCELLED, _LIFE),
}

TRIP_TRANSITIONS: Mapping[tuple[TripStatus, TripEvent], Row[TripStatus]] = {
    **{(status, event): row for status in _OPEN for event, row in _WHILE_OPEN.items()},
    (TripStatus.ORDERS_ASSIGNED, TripEvent.MANIFEST_PRINTED): Row(TripStatus.MANIFEST_PRINTED, _LIFE),
    (TripStatus.MANIFEST_PRINTED, TripEvent.MANIFEST_PRINTED): Row(TripStatus.MANIFEST_PRINTED, _LIFE),
    (TripStatus.ORDERS_ASSIGNED, TripEvent.SHIPPED): Row(TripStatus.SHIPPED, _LEFT),
    (TripStatus.MANIFEST_PRINTED, TripEvent.SHIPPED): Row(TripStatus.SHIPPED, _LEFT),
}
TRIP_STATUS_TABLE: Mapping[tuple[TripStatus, TripEvent], TripStatus] = statuses(TRIP_TRANSITIONS)


TripId = NewType("TripId", str)


class TripKind(StrEnum):
    """The vendor's word for a trip, which its field names and messages are made of."""

    SHIPMENT = "shipment"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True, kw_only=True)
class TripNote:
    """A remark for whoever drives; notes are only ever added."""

    note_id: int
    subject: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """A vehicle with drivers, on its way with orders, which are handed over stop by stop.

    `planned_at` is when it is to leave, `left_at` when it did. Once the METRC transfer template has been
    generated the External API can no longer change it.
    """

    trip_id: TripId
    kind: TripKind
    day_seq: int
    facility_id: FacilityId
    status: TripStatus
    vehicle_id: VehicleId | None = None
    driver_ids: tuple[DriverId, ...] = ()
    planned_at: datetime | None = None
    left_at: datetime | None = None
    planned_route: str | None = None
    stops: tuple[tuple[OrderId, ...], ...] = ()
    notes: tuple[TripNote, ...] = ()
    metrc_template_generated: bool = False
    audit: Audit

    @property
    def order_ids(self) -> tuple[OrderId, ...]:
        """The orders on it, by stop."""
        return tuple(order_id for stop in self.stops for order_id in stop)

    @property
    def is_open(self) -> bool:
        """Whether it is still to leave, so that its orders are bound to it."""
        return self.status in OPEN_TRIPS


@dataclass(frozen=True, slots=True, kw_only=True)
class TripRequest:
    """What is asked of a trip. None: not said. An empty text takes a value away. Notes have no ids yet."""

    vehicle_id: str | None = None
    driver_ids: tuple[str, ...] | None = None
    planned_at: datetime | None = None
    planned_route: str | None = None
    stops: tuple[tuple[str, ...], ...] | None = None
    notes: tuple[TripNote, ...] | None = None
