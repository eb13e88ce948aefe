"""The life of an outbound order, as data.

An order is Created; packages are set aside for it in part or whole; it is shipped from Allocated, or
cancelled at any time before. A shipped order is completed when it has arrived: the vendor names Completed
only where it says what cannot be cancelled, so that this step is assumed.

How much is allocated is an event: after every change of allocation or of quantities the order is told which
of the three it now is. `EDITED` is an edit in the screens, allowed until shipping; `UPDATED_BY_API` is the
External API's PUT, allowed only while nothing is allocated. Pairs that are not in the table are refused
(contract sections 1 and 2).
"""

from collections.abc import Mapping
from enum import StrEnum


class OrderStatus(StrEnum):
    """The documented values of `order_status`."""

    CREATED = "Created"
    PARTIALLY_ALLOCATED = "Partially Allocated"
    ALLOCATED = "Allocated"
    SHIPPED = "Shipped"
    COMPLETED = "Completed"
    CANCELLED = "Cancelled"


class OrderEvent(StrEnum):
    """What can happen to an order."""

    EDITED = "edited"
    UPDATED_BY_API = "updated by api"
    ALLOCATED_IN_PART = "allocated in part"
    ALLOCATED_IN_FULL = "allocated in full"
    DEALLOCATED = "deallocated"
    SHIPPED = "shipped"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


def _while_open() -> dict[tuple[OrderStatus, OrderEvent], OrderStatus]:
    table: dict[tuple[OrderStatus, OrderEvent], OrderStatus] = {}
    for status in (OrderStatus.CREATED, OrderStatus.PARTIALLY_ALLOCATED, OrderStatus.ALLOCATED):
        table |= {
            (status, OrderEvent.EDITED): status,
            (status, OrderEvent.ALLOCATED_IN_PART): OrderStatus.PARTIALLY_ALLOCATED,
            (status, OrderEvent.ALLOCATED_IN_FULL): OrderStatus.ALLOCATED,
            (status, OrderEvent.DEALLOCATED): OrderStatus.CREATED,
            (status, OrderEvent.CANCELLED): OrderStatus.CANCELLED,
        }
    return table


ORDER_STATUS_TABLE: Mapping[tuple[OrderStatus, OrderEvent], OrderStatus] = {
    **_while_open(),
    (OrderStatus.CREATED, OrderEvent.UPDATED_BY_API): OrderStatus.CREATED,
    (OrderStatus.ALLOCATED, OrderEvent.SHIPPED): OrderStatus.SHIPPED,
    (OrderStatus.SHIPPED, OrderEvent.COMPLETED): OrderStatus.COMPLETED,
}

OPEN_STATUSES = frozenset({OrderStatus.CREATED, OrderStatus.PARTIALLY_ALLOCATED, OrderStatus.ALLOCATED})
"""While in one of these an order can still be changed, and what it lacks is on order."""
