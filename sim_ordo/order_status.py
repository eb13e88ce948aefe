"""An order's status story in Ordo, as a table (O1 to O16).

By intent every status that the integration reports is followed, backwards too: Ordo shows what it is told,
so that an engine that tells it wrong is seen (O14 is the engine's duty).
"""

from collections.abc import Mapping
from enum import StrEnum


class OrderStatus(StrEnum):
    """Where an order is, in Ordo's words."""

    PENDING = "Pending"
    AWAITING_DELIVERY = "Awaiting Delivery"
    DELIVERED = "Delivered"
    PAID = "Paid"
    CANCELLED = "Cancelled"


class OrderEvent(StrEnum):
    """What can happen to an order."""

    EDITED = "edited"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REPORTED_AWAITING_DELIVERY = "reported awaiting delivery"
    REPORTED_DELIVERED = "reported delivered"
    REPORTED_PAID = "reported paid"
    REPORTED_CANCELLED = "reported cancelled"


REPORTED: Mapping[OrderStatus, OrderEvent] = {
    OrderStatus.AWAITING_DELIVERY: OrderEvent.REPORTED_AWAITING_DELIVERY,
    OrderStatus.DELIVERED: OrderEvent.REPORTED_DELIVERED,
    OrderStatus.PAID: OrderEvent.REPORTED_PAID,
    OrderStatus.CANCELLED: OrderEvent.REPORTED_CANCELLED,
}

TRANSITIONS: Mapping[tuple[OrderStatus, OrderEvent], OrderStatus] = {
    (OrderStatus.PENDING, OrderEvent.EDITED): OrderStatus.PENDING,
    (OrderStatus.PENDING, OrderEvent.CONFIRMED): OrderStatus.PENDING,
    (OrderStatus.PENDING, OrderEvent.REFUSED): OrderStatus.PENDING,
} | {(status, event): reported for status in OrderStatus for reported, event in REPORTED.items()}

LABELS: Mapping[OrderStatus, str] = {
    OrderStatus.PENDING: "Pending",
    OrderStatus.AWAITING_DELIVERY: "Awaiting Delivery",
    OrderStatus.DELIVERED: "Delivered (Collect Payment)",
    OrderStatus.PAID: "Paid",
    OrderStatus.CANCELLED: "Cancelled",
}
