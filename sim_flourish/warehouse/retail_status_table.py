"""The life of a retail order, as data.

An order is Created, or Submitted by whoever bought; the shop packs it, which sets the stock aside, and hands
it over, which completes it; what is brought home is out for delivery in between and can come back
undeliverable. `UPDATED_BY_API` is the External API's PUT, which takes Created and Submitted only. Completing
an order that was not packed takes the stock at that moment, as a payment with `automatic_complete` does.
Pairs that are not in the table are refused. Statuses are documented (contract 2, Retail Orders); which
follows which is assumed.
"""

from collections.abc import Mapping
from enum import StrEnum


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
    """What can happen to a retail order."""

    UPDATED_BY_API = "updated by api"
    SUBMITTED = "submitted"
    PACKED = "packed"
    SENT_OUT = "sent out"
    FAILED = "failed to deliver"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


_CREATED, _SUBMITTED, _PACKED = RetailStatus.CREATED, RetailStatus.SUBMITTED, RetailStatus.PACKED
_OUT, _BACK = RetailStatus.OUT_FOR_DELIVERY, RetailStatus.UNDELIVERABLE

RETAIL_STATUS_TABLE: Mapping[tuple[RetailStatus, RetailEvent], RetailStatus] = {
    (_CREATED, RetailEvent.UPDATED_BY_API): _CREATED,
    (_SUBMITTED, RetailEvent.UPDATED_BY_API): _SUBMITTED,
    (_CREATED, RetailEvent.SUBMITTED): _SUBMITTED,
    (_CREATED, RetailEvent.PACKED): _PACKED,
    (_SUBMITTED, RetailEvent.PACKED): _PACKED,
    (_PACKED, RetailEvent.SENT_OUT): _OUT,
    (_BACK, RetailEvent.SENT_OUT): _OUT,
    (_OUT, RetailEvent.FAILED): _BACK,
    (_CREATED, RetailEvent.COMPLETED): RetailStatus.COMPLETED,
    (_SUBMITTED, RetailEvent.COMPLETED): RetailStatus.COMPLETED,
    (_PACKED, RetailEvent.COMPLETED): RetailStatus.COMPLETED,
    (_OUT, RetailEvent.COMPLETED): RetailStatus.COMPLETED,
    (_CREATED, RetailEvent.CANCELLED): RetailStatus.CANCELLED,
    (_SUBMITTED, RetailEvent.CANCELLED): RetailStatus.CANCELLED,
    (_PACKED, RetailEvent.CANCELLED): RetailStatus.CANCELLED,
    (_BACK, RetailEvent.CANCELLED): RetailStatus.CANCELLED,
}

UNPACKED_STATUSES = frozenset({RetailStatus.CREATED, RetailStatus.SUBMITTED})
"""While in one of these nothing is set aside, and what was ordered is on order."""
