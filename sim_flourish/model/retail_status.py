"""The life of a retail order, as data.

An order is Created, or Submitted by whoever bought; the shop packs it, which sets the stock aside, and hands
it over, which completes it; what is brought home is out for delivery in between and can come back
undeliverable. `UPDATED_BY_API` is the External API's PUT, which takes Created and Submitted only. Completing
an order that was not packed takes the stock at that moment, as a payment with `automatic_complete` does.
Pairs that are not in the table are refused. The statuses are documented, and so are an
update and `automatic_complete` (the collection, Retail Orders); which else follows which is assumed.
"""

from collections.abc import Mapping
from enum import StrEnum

from foundation.provenance import assumed, documented
from sim_kernel.transitions import Row, statuses


class RetailStatus(StrEnum):
    """The documented values of `order_status` of a retail order."""

    CREATED = "Created"
    SUBMITTED = "Submitted"
    PACKED = "Packed"
    OUT_FOR_DELIVERY = "Out for Delivery"
    COMPLETED = "Completed"
    CANCELLED = "Cancelled"
    UNDELIVERABLE = "Undeliverable"


class RetailEvent(StrEnum):
    UPDATED_BY_API = "updated by api"
    SUBMITTED = "submitted"
    PACKED = "packed"
    SENT_OUT = "sent out"
    FAILED = "failed to deliver"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


_CREATED, _SUBMITTED, _PACKED = RetailStatus.CREATED, RetailStatus.SUBMITTED, RetailStatus.PACKED
_OUT, _BACK = RetailStatus.OUT_FOR_DELIVERY, RetailStatus.UNDELIVERABLE

_DOCUMENTED = documented("the collection, Retail Orders")
_OURS = assumed("PROVENANCE.md, which status of a retail order follows which")

RETAIL_TRANSITIONS: Mapping[tuple[RetailStatus, RetailEvent], Row[RetailStatus]] = {
    (_CREATED, RetailEvent.UPDATED_BY_API): Row(_CREATED, _DOCUMENTED),
    (_SUBMITTED, RetailEvent.UPDATED_BY_API): Row(_SUBMITTED, _DOCUMENTED),
    (_CREATED, RetailEvent.SUBMITTED): Row(_SUBMITTED, _OURS),
    (_CREATED, RetailEvent.PACKED): Row(_PACKED, _OURS),
    (_SUBMITTED, RetailEvent.PACKED): Row(_PACKED, _OURS),
    (_PACKED, RetailEvent.SENT_OUT): Row(_OUT, _OURS),
    (_BACK, RetailEvent.SENT_OUT): Row(_OUT, _OURS),
    (_OUT, RetailEvent.FAILED): Row(_BACK, _OURS),
    (_CREATED, RetailEvent.COMPLETED): Row(RetailStatus.COMPLETED, _DOCUMENTED),
    (_SUBMITTED, RetailEvent.COMPLETED): Row(RetailStatus.COMPLETED, _DOCUMENTED),
    (_PACKED, RetailEvent.COMPLETED): Row(RetailStatus.COMPLETED, _DOCUMENTED),
    (_OUT, RetailEvent.COMPLETED): Row(RetailStatus.COMPLETED, _OURS),
    (_CREATED, RetailEvent.CANCELLED): Row(RetailStatus.CANCELLED, _OURS),
    (_SUBMITTED, RetailEvent.CANCELLED): Row(RetailStatus.CANCELLED, _OURS),
    (_PACKED, RetailEvent.CANCELLED): Row(RetailStatus.CANCELLED, _OURS),
    (_BACK, RetailEvent.CANCELLED): Row(RetailStatus.CANCELLED, _OURS),
}
RETAIL_STATUS_TABLE: Mapping[tuple[RetailStatus, RetailEvent], RetailStatus] = statuses(RETAIL_TRANSITIONS)

UNPACKED_STATUSES = frozenset({RetailStatus.CREATED, RetailStatus.SUBMITTED})
"""While in one of these nothing is set aside, and what was ordered is on order."""
