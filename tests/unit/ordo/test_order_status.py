"""The status table, pair by pair."""

from itertools import product

import pytest

from sim_kernel.transitions import IllegalTransitionError, follow
from sim_ordo.model.order_status import LABELS, REPORTED, TRANSITIONS, OrderEvent, OrderStatus

PEOPLE_AND_REFUSALS = (OrderEvent.EDITED, OrderEvent.CONFIRMED, OrderEvent.REFUSED)


@pytest.mark.parametrize(("status", "event"), list(product(OrderStatus, OrderEvent)))
def test_every_pair_is_either_reported_or_pending_or_impossible(
    status: OrderStatus, event: OrderEvent
) -> None:
    """A report is believed from anywhere; editing, confirming and refusing need a Pending order."""
    said = {reported: after for after, reported in REPORTED.items()}
    if event in said:
        assert follow(TRANSITIONS, status, event) is said[event]
    elif status is OrderStatus.PENDING:
        assert event in PEOPLE_AND_REFUSALS
        assert follow(TRANSITIONS, status, event) is OrderStatus.PENDING
    else:
        with pytest.raises(IllegalTransitionError):
            follow(TRANSITIONS, status, event)


def test_everything_but_pending_can_be_reported() -> None:
    """Only Ordo itself makes an order Pending."""
    assert set(REPORTED) == set(OrderStatus) - {OrderStatus.PENDING}


def test_delivered_asks_to_collect_payment() -> None:
    """Every status has a label; Delivered reads as article A's table has it (O6)."""
    assert set(LABELS) == set(OrderStatus)
    assert LABELS[OrderStatus.DELIVERED] == "Delivered (Collect Payment)"
