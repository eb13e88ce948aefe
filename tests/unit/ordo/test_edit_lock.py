"""The edit lock: what the catalogue says of it is what the code makes of an order (O1, O4, O16, O17)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from sim_ordo.model.order_status import OrderStatus
from sim_ordo.model.orders import Buyer, Order, OrderId, OrderRefusal, OrderTotals, SalesRep, Terms
from sim_ordo.orders.edit_lock import LOCK_VERDICTS, lock_reason

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ZERO = Decimal(0)
NEW = Order(
    order_id=OrderId("ord_1"),
    order_number="1001",
    status=OrderStatus.PENDING,
    terms=Terms.CASH,
    net_days=None,
    buyer=Buyer(name="Juniper Corner", license_number="LAB-0042"),
    sales_rep=SalesRep(first_name="Ada", last_name="Poole", email="ada@example.com"),
    lines=(),
    totals=OrderTotals(subtotal=ZERO, discounts=ZERO, charges=ZERO, taxes=ZERO, total=ZERO),
    notes=None,
    created_at=NOW,
    history=(),
)
REFUSED = replace(NEW, revision=1, refusal=OrderRefusal(code="unknown_sku", reason="no such SKU", at=NOW))
EXAMPLES: Mapping[str, Sequence[Order]] = {
    "the order is Pending and was not confirmed": (NEW,),
    "the order is confirmed and being sent to Flourish": (
        replace(NEW, sending=True, revision=1),
        replace(REFUSED, sending=True, revision=2),
    ),
    "the order is Pending after Flourish refused it": (REFUSED,),
    "the order is Awaiting Delivery, or later in its life": tuple(
        replace(NEW, status=status) for status in OrderStatus if status is not OrderStatus.PENDING
    ),
}


def test_every_verdict_of_the_lock_has_its_example() -> None:
    """What is said and what is tried are the same, and an order in every status is among it."""
    assert {one.status for one in LOCK_VERDICTS.verdicts} == {"open", "locked"}
    assert [one.when for one in LOCK_VERDICTS.verdicts] == list(EXAMPLES)
    assert {order.status for orders in EXAMPLES.values() for order in orders} == set(OrderStatus)


@pytest.mark.parametrize(
    ("status", "order"),
    [(one.status, order) for one in LOCK_VERDICTS.verdicts for order in EXAMPLES.get(one.when, ())],
)
def test_a_verdict_is_what_the_lock_says(status: str, order: Order) -> None:
    """An order that a verdict speaks of can be edited, or there is a reason why not."""
    assert (lock_reason(order) is None) == (status == "open")
