"""Trips: shipments, with which outbound orders go, and deliveries, with which retail orders go.

Save for the word the two are documented alike (contract section 2 Shipments), so one type serves both.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from sim_flourish.warehouse.audit import Audit
from sim_flourish.warehouse.fleet import DriverId, VehicleId
from sim_flourish.warehouse.outbound_orders import OrderId
from sim_flourish.warehouse.places import FacilityId
from sim_flourish.warehouse.trip_status_table import OPEN_TRIPS, TripStatus

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
    vehicle_id: VehicleId | None
    driver_ids: tuple[DriverId, ...]
    planned_at: datetime | None
    left_at: datetime | None
    planned_route: str | None
    stops: tuple[tuple[OrderId, ...], ...]
    notes: tuple[TripNote, ...]
    metrc_template_generated: bool
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
class TripNoteRequest:
    """A note to add."""

    subject: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TripRequest:
    """What is asked of a trip, already parsed. None: not said. An empty text takes a value away."""

    vehicle_id: str | None = None
    driver_ids: tuple[str, ...] | None = None
    planned_at: datetime | None = None
    planned_route: str | None = None
    stops: tuple[tuple[str, ...], ...] | None = None
    notes: tuple[TripNoteRequest, ...] | None = None
