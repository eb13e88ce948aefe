"""The audit of orders: what is wrong with an order, by the rules alone."""

import itertools
from decimal import Decimal

import pytest

from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.ordo_shapes import Order
from harness.report.expected_status import FORWARD, State, expected_status, may_show
from harness.steps.invariants.order_audit import (
    FOR_GOOD,
    GRAVE,
    AuditedOrder,
    Finding,
    OrderAudit,
    judge,
)
from integration_engine.core import ordo_status as engine
from tests.unit.harness_soak.samples import in_flourish, in_ordo

CREATED, SHIPPED = State("Created", "Awaiting Payment"), State("Shipped", "Awaiting Payment")
PAID_EARLY, CANCELLED = State("Created", "Paid"), State("Cancelled", "Awaiting Payment")


@pytest.mark.parametrize(
    ("order", "there", "findings"),
    [
        (in_ordo(revision=0), [], set()),
        (in_ordo("Awaiting Delivery"), [in_flourish()], set()),
        (in_ordo("Awaiting Delivery", "Delivered"), [in_flourish("Shipped")], set()),
        (in_ordo("Paid", terms="Cash"), [in_flourish("Shipped")], set()),
        (in_ordo(refusal="no such license"), [], set()),
        (in_ordo(), [], {Finding.LOST}),
        (in_ordo(revision=0), [in_flourish()], {Finding.UNASKED}),
        (in_ordo("Awaiting Delivery"), [in_flourish(), in_flourish(number=2)], {Finding.DOUBLED}),
        (in_ordo("Awaiting Delivery"), [in_flourish("Shipped")], {Finding.OTHER_STATUS}),
        (in_ordo("Awaiting Delivery", "Paid"), [in_flourish()], {Finding.OTHER_STATUS}),
        (in_ordo("Awaiting Delivery", total=Decimal(11)), [in_flourish()], {Finding.OTHER_LINES}),
        (in_ordo("Delivered", "Awaiting Delivery"), [in_flourish()], {Finding.WENT_BACK}),
        (in_ordo("Delivered", "Cancelled"), [in_flourish("Cancelled")], {Finding.WENT_BACK}),
    ],
)
def test_what_is_wrong_is_found(order: Order, there: list[OutboundOrder], findings: set[Finding]) -> None:
    """Everything that can be wrong has a name, and a right order has none."""
    [audited_order] = judge([order], there)
    assert audited_order.findings == findings


@pytest.mark.parametrize(
    ("terms", "states", "shown"),
    [
        ("Net Terms", [CREATED, SHIPPED], {"Delivered"}),
        ("Cash", [CREATED, SHIPPED], {"Paid"}),
        ("Cash", [PAID_EARLY], {"Awaiting Delivery"}),
        ("Net Terms", [PAID_EARLY, SHIPPED], {"Paid", "Delivered"}),
        ("Net Terms", [PAID_EARLY, CANCELLED], {"Paid", "Cancelled"}),
        ("Net Terms", [CREATED, CANCELLED], {"Cancelled"}),
    ],
)
def test_what_was_missed_in_between_is_no_mistake(terms: str, states: list[State], shown: set[str]) -> None:
    """A state that was over before anybody read it may leave its mark or not; the last one must (O14)."""
    assert may_show(terms, states) == shown


def test_an_unknown_status_is_an_error_that_names_it() -> None:
    """The judge guesses no more than an engine may (O18)."""
    with pytest.raises(LookupError, match="On Hold"):
        expected_status("Cash", "On Hold", "Paid")


def test_judge_and_engine_agree_on_the_table() -> None:
    """Two tables written apart, from the same rules."""
    for terms, status, payment in itertools.product(engine.Terms, engine.OrderStatus, engine.PaymentStatus):
        ours = expected_status(terms, status, payment).status
        assert ours == engine.ordo_status_of(terms, status, payment)
    for shown, meant in itertools.product(engine.OrdoStatus, engine.OrdoStatus):
        ours = meant if meant in FORWARD[shown] else shown
        assert ours == engine.advance(shown, meant)


def test_the_sums_tell_who_is_still_on_the_way() -> None:
    """Confirmed orders are final, refused with a reason, or unfinished."""
    audited_orders = [
        *judge([in_ordo("Awaiting Delivery", "Paid")], [in_flourish("Shipped", "Paid")]),
        *judge([in_ordo("Awaiting Delivery")], [in_flourish()]),
        *judge([in_ordo(refusal="no")], []),
        *judge([in_ordo()], []),
        *judge([in_ordo(revision=0)], []),
    ]
    audit = OrderAudit.of(audited_orders)
    assert (audit.orders, audit.confirmed, audit.in_flourish) == (5, 4, 2)
    assert (audit.final, audit.refused, audit.unfinished) == (1, 1, 2)
    assert [one.settled for one in audited_orders] == [True, False, True, False, True]
    assert {one for one in GRAVE if audit.findings[one]} == {Finding.LOST}


@pytest.mark.parametrize("finding", FOR_GOOD)
def test_what_no_waiting_mends_is_not_waited_for(finding: Finding) -> None:
    """A doubled order stays one."""
    audited_order = AuditedOrder(in_ordo=in_ordo(), in_flourish=[], findings=frozenset({finding}))
    assert audited_order.settled
