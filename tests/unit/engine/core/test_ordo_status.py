"""What a Flourish order's state means in Ordo: every combination, and every step forward or back."""

from itertools import product

import pytest

from integration_engine.core.ordo_status import (
    ADVANCE,
    ORDO_STATUS,
    ROWS,
    OrderStatus,
    OrdoStatus,
    PaymentStatus,
    Terms,
    UnknownFlourishStatusError,
    advance,
    ordo_status_of,
    parse_order_status,
    parse_payment_status,
)

COMBINATIONS = list(product(Terms, OrderStatus, PaymentStatus))


def documented(terms: Terms, order_status: OrderStatus, payment_status: PaymentStatus) -> str:
    """The rules of the article in words of their own, not the table under test."""
    if order_status == "Cancelled":
        return "Cancelled"
    if terms == "Cash":
        return "Paid" if order_status in {"Shipped", "Completed"} else "Awaiting Delivery"
    if payment_status == "Paid":
        return "Paid"
    return "Delivered" if order_status in {"Shipped", "Completed"} else "Awaiting Delivery"


@pytest.mark.parametrize(("terms", "order_status", "payment_status"), COMBINATIONS)
def test_every_combination_means_what_is_documented(
    terms: Terms, order_status: OrderStatus, payment_status: PaymentStatus
) -> None:
    """Each pair of statuses under each terms shows in Ordo as the article and the decisions say."""
    assert ordo_status_of(terms, order_status, payment_status) == documented(
        terms, order_status, payment_status
    )


def test_the_table_is_total_and_without_overlap() -> None:
    """The rows cover every combination exactly once, so none can win by its place in the list."""
    spread = [
        (terms, order, payment)
        for terms, orders, payments, _status, _rules in ROWS
        for order in orders
        for payment in payments
    ]
    assert sorted(spread) == sorted(COMBINATIONS) == sorted(ORDO_STATUS)


RANK = {"Pending": 0, "Awaiting Delivery": 1, "Delivered": 2, "Paid": 3}


@pytest.mark.parametrize(("shown", "meant"), list(product(OrdoStatus, OrdoStatus)))
def test_a_status_only_goes_forward(shown: OrdoStatus, meant: OrdoStatus) -> None:
    """A lower status never replaces a higher one, and Cancelled replaces only what is not delivered."""
    after = advance(shown, meant)
    assert after == ADVANCE[(shown, meant)]
    if shown == "Cancelled":
        assert after == "Cancelled"
    elif meant == "Cancelled":
        assert after == ("Cancelled" if RANK[shown] < RANK["Delivered"] else shown)
    else:
        assert after == max(shown, meant, key=RANK.__getitem__)


def test_unknown_statuses_are_named() -> None:
    """A status outside the vendor's lists is an error that carries its field and its value."""
    with pytest.raises(UnknownFlourishStatusError, match="order_status 'Teleported'") as order:
        parse_order_status("Teleported")
    with pytest.raises(UnknownFlourishStatusError, match="payment_status 'Bartered'") as payment:
        parse_payment_status("Bartered")
    assert (order.value.field, order.value.value) == ("order_status", "Teleported")
    assert (payment.value.field, payment.value.value) == ("payment_status", "Bartered")


@pytest.mark.parametrize("status", OrderStatus)
def test_known_order_statuses_are_read(status: OrderStatus) -> None:
    """Each documented order status is read as itself."""
    assert parse_order_status(status.value) is status


@pytest.mark.parametrize("status", PaymentStatus)
def test_known_payment_statuses_are_read(status: PaymentStatus) -> None:
    """Each documented payment status is read as itself."""
    assert parse_payment_status(status.value) is status
