"""The money of retail orders over HTTP: payments, refunds, and completion by a payment in full."""

import pytest

from tests.unit.flourish.company import Company, message, record
from tests.unit.flourish.retail.retail_shop import do, open_shop, place, read, stock


@pytest.fixture
def shop(company: Company) -> Company:
    """A shop with ten of F-1."""
    return open_shop(company)


def test_payments_add_up(shop: Company) -> None:
    """What came with the order and what came later make the payment status; more than is owed is refused."""
    order = place(shop, total_paid=5)
    assert order["payment_status"] == "Partially Paid"
    path = f"/retail-orders/{order['id']}/payment"
    key = {"x-api-key": shop.api_key}
    paid = record(shop.api("POST", path, {"payment_type": "Cash", "amount": 10}, headers=key))
    assert (paid["total_paid"], paid["payment_status"]) == (15, "Partially Paid")
    too_much = shop.api("POST", path, {"payment_type": "Cash", "amount": 5.01})
    assert message(too_much) == "the payment of 5.01 is more than the open balance of 5.00"
    manual = {"payment_type": "Manual", "amount": 5}
    assert "reference_id" in message(shop.api("POST", path, manual))
    rest = {**manual, "manual_payment_type": "CanPay", "reference_id": "till-18"}
    done = record(shop.api("POST", path, rest))
    assert (done["payment_status"], done["order_status"]) == ("Paid", "Created")
    assert [(one["amount"], one["reference_token"]) for one in done["transactions"]] == [
        (10, None),
        (5, "CANPAY"),
    ]
    assert do(shop, order, "refunds", {"amount": 20})["payment_status"] == "Refunded"


def test_a_payment_in_full_can_complete_the_order(shop: Company) -> None:
    """With automatic_complete the goods leave as soon as all is paid, and not before."""
    order = place(shop)
    path = f"/retail-orders/{order['id']}/payment"
    half = {"payment_type": "Cash", "amount": 10, "automatic_complete": True}
    assert record(shop.api("POST", path, half))["order_status"] == "Created"
    done = record(shop.api("POST", path, half))
    assert (done["order_status"], done["payment_status"]) == ("Completed", "Paid")
    assert stock(shop) == (8, 8, 0, 8)


def test_a_payment_that_cannot_complete_is_refused_whole(shop: Company) -> None:
    """When the stock is too small for automatic_complete, no payment is taken either."""
    order = place(shop, order_lines=[{"sku": "F-1", "order_qty": 11}])
    payment = {"payment_type": "Cash", "amount": 110, "automatic_complete": True}
    shop_says = message(shop.api("POST", f"/retail-orders/{order['id']}/payment", payment))
    assert "is available to allocate" in shop_says
    assert read(shop, order)["transactions"] == []
