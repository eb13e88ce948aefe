"""An order's statuses in Ordo, as a table of transitions (O1 to O16).

By intent every status that the integration reports is followed, backwards too: Ordo shows what it is told,
so that an engine that tells it wrong is seen (O14 is the engine's duty).
"""

from collections.abc import Mapping
from enum import StrEnum

from foundation.provenance import Provenance, assumed, documented
from sim_kernel.transitions import Row, Use, statuses


class OrderStatus(StrEnum):
    """Where an order is, in Ordo's words."""

    PENDING = "Pending"
    AWAITING_DELIVERY = "Awaiting Delivery"
    DELIVERED = "Delivered"
    PAID = "Paid"
    CANCELLED = "Cancelled"


class OrderEvent(StrEnum):
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

_REPORTS: Mapping[tuple[OrderStatus, OrderStatus], tuple[Use, Provenance]] = {
    (OrderStatus.PENDING, OrderStatus.AWAITING_DELIVERY): (Use.ORDINARY, documented("O3")),
    (OrderStatus.PENDING, OrderStatus.DELIVERED): (Use.POSSIBLE, assumed("O14")),
    (OrderStatus.PENDING, OrderStatus.PAID): (Use.POSSIBLE, assumed("O12, O14")),
    (OrderStatus.PENDING, OrderStatus.CANCELLED): (Use.POSSIBLE, assumed("O14, O15")),
    (OrderStatus.AWAITING_DELIVERY, OrderStatus.AWAITING_DELIVERY): (Use.ORDINARY, documented("O5")),
    (OrderStatus.AWAITING_DELIVERY, OrderStatus.DELIVERED): (Use.ORDINARY, documented("O6")),
    (OrderStatus.AWAITING_DELIVERY, OrderStatus.PAID): (Use.ORDINARY, documented("O7")),
    (OrderStatus.AWAITING_DELIVERY, OrderStatus.CANCELLED): (Use.ORDINARY, assumed("O15")),
    (OrderStatus.DELIVERED, OrderStatus.PAID): (Use.ORDINARY, documented("O8")),
    (OrderStatus.DELIVERED, OrderStatus.DELIVERED): (Use.POSSIBLE, assumed("O14")),
    (OrderStatus.PAID, OrderStatus.PAID): (Use.POSSIBLE, assumed("O14")),
    (OrderStatus.CANCELLED, OrderStatus.CANCELLED): (Use.POSSIBLE, assumed("O14")),
}
"""Which reports a right engine makes, and why. That it repeats one, or leaves a status out because the order
has moved on before the first report arrived, is its own business; a status never goes back (O14, O15)."""

_NEVER = (Use.WRONG, assumed("O14, O15"))

ORDER_TRANSITIONS: Mapping[tuple[OrderStatus, OrderEvent], Row[OrderStatus]] = {
    (OrderStatus.PENDING, OrderEvent.EDITED): Row(OrderStatus.PENDING, documented("O1")),
    (OrderStatus.PENDING, OrderEvent.CONFIRMED): Row(OrderStatus.PENDING, documented("O2, O3")),
    (OrderStatus.PENDING, OrderEvent.REFUSED): Row(OrderStatus.PENDING, assumed("O16")),
} | {
    (status, event): Row(reported, _REPORTS.get((status, reported), _NEVER)[1])
    for status in OrderStatus
    for reported, event in REPORTED.items()
}
TRANSITIONS: Mapping[tuple[OrderStatus, OrderEvent], OrderStatus] = statuses(ORDER_TRANSITIONS)

USES: Mapping[tuple[OrderStatus, OrderEvent], Use] = {
    (status, event): _REPORTS.get((status, reported), _NEVER)[0]
    for status in OrderStatus
    for reported, event in REPORTED.items()
}

LABELS: Mapping[OrderStatus, str] = {
    **{status: status.value for status in OrderStatus},
    OrderStatus.DELIVERED: "Delivered (Collect Payment)",
}
