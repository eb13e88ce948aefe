"""An order's status story in Ordo, as a table (O1 to O16).

By intent every status that the integration reports is followed, backwards too: Ordo shows what it is told,
so that an engine that tells it wrong is seen (O14 is the engine's duty).
"""

from collections.abc import Mapping
from enum import StrEnum

from sim_kernel.transitions import Use


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

_FORWARD: Mapping[OrderStatus, Mapping[OrderStatus, Use]] = {
    OrderStatus.PENDING: {
        OrderStatus.AWAITING_DELIVERY: Use.ORDINARY,
        OrderStatus.DELIVERED: Use.POSSIBLE,
        OrderStatus.PAID: Use.POSSIBLE,
        OrderStatus.CANCELLED: Use.POSSIBLE,
    },
    OrderStatus.AWAITING_DELIVERY: {
        OrderStatus.AWAITING_DELIVERY: Use.ORDINARY,
        OrderStatus.DELIVERED: Use.ORDINARY,
        OrderStatus.PAID: Use.ORDINARY,
        OrderStatus.CANCELLED: Use.ORDINARY,
    },
    OrderStatus.DELIVERED: {OrderStatus.DELIVERED: Use.POSSIBLE, OrderStatus.PAID: Use.ORDINARY},
    OrderStatus.PAID: {OrderStatus.PAID: Use.POSSIBLE},
    OrderStatus.CANCELLED: {OrderStatus.CANCELLED: Use.POSSIBLE},
}

USES: Mapping[tuple[OrderStatus, OrderEvent], Use] = {
    (status, event): _FORWARD[status].get(reported, Use.WRONG)
    for status in OrderStatus
    for reported, event in REPORTED.items()
}
"""Which reports a right engine makes. That it repeats one, or leaves a status out because the order has moved
on before the first report arrived, is its own business; a status never goes back (O14, O15)."""

LABELS: Mapping[OrderStatus, str] = {
    OrderStatus.PENDING: "Pending",
    OrderStatus.AWAITING_DELIVERY: "Awaiting Delivery",
    OrderStatus.DELIVERED: "Delivered (Collect Payment)",
    OrderStatus.PAID: "Paid",
    OrderStatus.CANCELLED: "Cancelled",
}
