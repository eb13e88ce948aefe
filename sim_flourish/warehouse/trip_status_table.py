"""The life of a shipment or a delivery, as data; both are trips, and their documented statuses are the same.

A trip is Created and has Orders assigned as soon as it carries any. Its manifest is printed, it is shipped,
or it is cancelled before. After every change to a trip it is told whether it carries orders; a printed
manifest is out of date then and has to be printed anew. Statuses are documented (contract section 2
Shipments); which follows which is assumed. Pairs that are not in the table are refused.
"""

from collections.abc import Mapping
from enum import StrEnum

from groundwork.provenance import assumed
from sim_kernel.transitions import Row, statuses


class TripStatus(StrEnum):
    """The documented values of `shipment_status` and `delivery_status`."""

    CREATED = "Created"
    ORDERS_ASSIGNED = "Orders assigned"
    MANIFEST_PRINTED = "Manifest printed"
    SHIPPED = "Shipped"
    CANCELLED = "Cancelled"


class TripEvent(StrEnum):
    """What can happen to a trip."""

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


def _while_open() -> dict[tuple[TripStatus, TripEvent], Row[TripStatus]]:
    table: dict[tuple[TripStatus, TripEvent], Row[TripStatus]] = {}
    for status in _OPEN:
        table |= {
            (status, TripEvent.LOADED): _CARRIES_ORDERS,
            (status, TripEvent.EMPTIED): Row(TripStatus.CREATED, _LIFE),
            (status, TripEvent.CANCELLED): Row(TripStatus.CANCELLED, _LIFE),
        }
    return table


TRIP_TRANSITIONS: Mapping[tuple[TripStatus, TripEvent], Row[TripStatus]] = {
    **_while_open(),
    (TripStatus.ORDERS_ASSIGNED, TripEvent.MANIFEST_PRINTED): Row(TripStatus.MANIFEST_PRINTED, _LIFE),
    (TripStatus.MANIFEST_PRINTED, TripEvent.MANIFEST_PRINTED): Row(TripStatus.MANIFEST_PRINTED, _LIFE),
    (TripStatus.ORDERS_ASSIGNED, TripEvent.SHIPPED): Row(TripStatus.SHIPPED, _LEFT),
    (TripStatus.MANIFEST_PRINTED, TripEvent.SHIPPED): Row(TripStatus.SHIPPED, _LEFT),
}
TRIP_STATUS_TABLE: Mapping[tuple[TripStatus, TripEvent], TripStatus] = statuses(TRIP_TRANSITIONS)
