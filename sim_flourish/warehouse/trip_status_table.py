"""The life of a shipment or a delivery, as data; both are trips, and their documented statuses are the same.

A trip is Created and has Orders assigned as soon as it carries any. Its manifest is printed, it is shipped,
or it is cancelled before. After every change to a trip it is told whether it carries orders; a printed
manifest is out of date then and has to be printed anew. Statuses are documented (contract section 2,
Shipments); which follows which is assumed. Pairs that are not in the table are refused.
"""

from collections.abc import Mapping
from enum import StrEnum


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


def _while_open() -> dict[tuple[TripStatus, TripEvent], TripStatus]:
    table: dict[tuple[TripStatus, TripEvent], TripStatus] = {}
    for status in _OPEN:
        table |= {
            (status, TripEvent.LOADED): TripStatus.ORDERS_ASSIGNED,
            (status, TripEvent.EMPTIED): TripStatus.CREATED,
            (status, TripEvent.CANCELLED): TripStatus.CANCELLED,
        }
    return table


TRIP_STATUS_TABLE: Mapping[tuple[TripStatus, TripEvent], TripStatus] = {
    **_while_open(),
    (TripStatus.ORDERS_ASSIGNED, TripEvent.MANIFEST_PRINTED): TripStatus.MANIFEST_PRINTED,
    (TripStatus.MANIFEST_PRINTED, TripEvent.MANIFEST_PRINTED): TripStatus.MANIFEST_PRINTED,
    (TripStatus.ORDERS_ASSIGNED, TripEvent.SHIPPED): TripStatus.SHIPPED,
    (TripStatus.MANIFEST_PRINTED, TripEvent.SHIPPED): TripStatus.SHIPPED,
}
