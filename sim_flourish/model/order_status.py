"""The life of an outbound order, as data.

An order is Created; packages are set aside for it in part or whole; it is shipped from Allocated, or
cancelled at any time before. A shipped order is completed when it has arrived: the vendor names Completed
only where it says what cannot be cancelled, so that this step is assumed. That people edit, allocate and ship
is documented; what giving stock back leads to is assumed.

How much is allocated is an event: after every change of allocation or of quantities the order is told which
of the three it now is. `EDITED` is an edit in the screens, allowed until shipping; `UPDATED_BY_API` is the
External API's PUT, allowed only while nothing is allocated. Pairs that are not in the table are refused
(contract sections 1 and 2).
"""

from collections.abc import Mapping
from enum import StrEnum

from foundation.provenance import assumed, documented
from sim_kernel.transitions import Row, statuses


class OrderStatus(StrEnum):
    """The documented values of `order_status`."""

    CREATED = "Created"
    PARTIALLY_ALLOCATED = "Partially Allocated"
    ALLOCATED = "Allocated"
    SHIPPED = "Shipped"
    COMPLETED = "Completed"
    CANCELLED = "Cancelled"


class OrderEvent(StrEnum):
    EDITED = "edited"
    UPDATED_BY_API = "updated by api"
    ALLOCATED_IN_PART = "allocated in part"
    ALLOCATED_IN_FULL = "allocated in full"
    DEALLOCATED = "deallocated"
    SHIPPED = "shipped"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


_CREATED, _IN_PART, _ALLOCATED = OrderStatus.CREATED, OrderStatus.PARTIALLY_ALLOCATED, OrderStatus.ALLOCATED
_BY_PEOPLE = documented("O5; contract section 2 Outbound orders")
_BY_STOCK = assumed("contract section 6")
_CANCELLED_AFTER_ALLOCATION = Row(OrderStatus.CANCELLED, assumed("contract section 4; contract section 6"))

ORDER_TRANSITIONS: Mapping[tuple[OrderStatus, OrderEvent], Row[OrderStatus]] = {
    (_CREATED, OrderEvent.EDITED): Row(_CREATED, _BY_PEOPLE),
    (_IN_PART, OrderEvent.EDITED): Row(_IN_PART, _BY_PEOPLE),
    (_ALLOCATED, OrderEvent.EDITED): Row(_ALLOCATED, _BY_PEOPLE),
    (_CREATED, OrderEvent.ALLOCATED_IN_PART): Row(_IN_PART, _BY_PEOPLE),
    (_CREATED, OrderEvent.ALLOCATED_IN_FULL): Row(_ALLOCATED, _BY_PEOPLE),
    (_IN_PART, OrderEvent.ALLOCATED_IN_FULL): Row(_ALLOCATED, _BY_PEOPLE),
    (_IN_PART, OrderEvent.ALLOCATED_IN_PART): Row(_IN_PART, _BY_STOCK),
    (_ALLOCATED, OrderEvent.ALLOCATED_IN_FULL): Row(_ALLOCATED, _BY_STOCK),
    (_ALLOCATED, OrderEvent.ALLOCATED_IN_PART): Row(_IN_PART, _BY_STOCK),
    (_CREATED, OrderEvent.DEALLOCATED): Row(_CREATED, _BY_STOCK),
    (_IN_PART, OrderEvent.DEALLOCATED): Row(_CREATED, _BY_STOCK),
    (_ALLOCATED, OrderEvent.DEALLOCATED): Row(_CREATED, _BY_STOCK),
    (_CREATED, OrderEvent.CANCELLED): Row(
        OrderStatus.CANCELLED, documented("contract section 2 Outbound orders")
    ),
    (_IN_PART, OrderEvent.CANCELLED): _CANCELLED_AFTER_ALLOCATION,
    (_ALLOCATED, OrderEvent.CANCELLED): _CANCELLED_AFTER_ALLOCATION,
    (_CREATED, OrderEvent.UPDATED_BY_API): Row(_CREATED, documented("contract section 2 Outbound orders")),
    (_ALLOCATED, OrderEvent.SHIPPED): Row(OrderStatus.SHIPPED, documented("O6")),
    (OrderStatus.SHIPPED, OrderEvent.COMPLETED): Row(
        OrderStatus.COMPLETED, assumed("contract section 4; contract section 6")
    ),
}
ORDER_STATUS_TABLE: Mapping[tuple[OrderStatus, OrderEvent], OrderStatus] = statuses(ORDER_TRANSITIONS)

OPEN_STATUSES = frozenset({_CREATED, _IN_PART, _ALLOCATED})
"""While in one of these an order can still be changed, and what it lacks is on order."""
