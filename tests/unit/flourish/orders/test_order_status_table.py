"""The life of an order: every pair of the table."""

from itertools import product

import pytest

from sim_flourish.conventions.errors import RefusedError
from sim_flourish.model.order_status import (
    OPEN_STATUSES,
    ORDER_STATUS_TABLE,
    OrderEvent,
    OrderStatus,
)
from sim_flourish.orders.rules import next_status

CREATED, PARTLY, ALLOCATED = OrderStatus.CREATED, OrderStatus.PARTIALLY_ALLOCATED, OrderStatus.ALLOCATED
SHIPPED, COMPLETED, CANCELLED = OrderStatus.SHIPPED, OrderStatus.COMPLETED, OrderStatus.CANCELLED

EXPECTED = {
    OrderEvent.EDITED: {CREATED: CREATED, PARTLY: PARTLY, ALLOCATED: ALLOCATED},
    OrderEvent.UPDATED_BY_API: {CREATED: CREATED},
    OrderEvent.ALLOCATED_IN_PART: dict.fromkeys((CREATED, PARTLY, ALLOCATED), PARTLY),
    OrderEvent.ALLOCATED_IN_FULL: dict.fromkeys((CREATED, PARTLY, ALLOCATED), ALLOCATED),
    OrderEvent.DEALLOCATED: dict.fromkeys((CREATED, PARTLY, ALLOCATED), CREATED),
    OrderEvent.SHIPPED: {ALLOCATED: SHIPPED},
    OrderEvent.COMPLETED: {SHIPPED: COMPLETED},
    OrderEvent.CANCELLED: dict.fromkeys((CREATED, PARTLY, ALLOCATED), CANCELLED),
}


@pytest.mark.parametrize(("status", "event"), list(product(OrderStatus, OrderEvent)))
def test_every_pair_leads_where_it_should(status: OrderStatus, event: OrderEvent) -> None:
    """Each status and event gives the expected status, or is refused in words."""
    expected = EXPECTED[event].get(status)
    if expected is None:
        with pytest.raises(RefusedError) as refused:
            next_status(ORDER_STATUS_TABLE, status, event)
        assert refused.value.status == 400
        assert refused.value.message
    else:
        assert next_status(ORDER_STATUS_TABLE, status, event) is expected


def test_nothing_leaves_a_status_that_is_over() -> None:
    """Completed and Cancelled are the ends; a shipped order can only be completed."""
    assert {status for status, _ in ORDER_STATUS_TABLE} == OPEN_STATUSES | {SHIPPED}


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (SHIPPED, "Order has already been shipped"),
        (COMPLETED, "Order has already been completed"),
        (CANCELLED, "Order has already been cancelled"),
    ],
)
def test_cancelling_too_late_is_refused_in_the_documented_words(status: OrderStatus, text: str) -> None:
    """The cancel errors are the vendor's own."""
    with pytest.raises(RefusedError) as refused:
        next_status(ORDER_STATUS_TABLE, status, OrderEvent.CANCELLED)
    assert refused.value.message == text
