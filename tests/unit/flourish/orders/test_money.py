"""What an order costs, and how far it is paid."""

from typing import Any

import pytest

from tests.unit.flourish.company import Company, data, message

LINE = {"sku": "F-1", "order_qty": 1, "unit_price": 40}
HUGE_SHARE = [{"amount": 999999999.99, "method": "percentage"}] * 3000
CHARGE, DISCOUNT = [{"amount": 10, "method": "dollar"}], [{"amount": 6, "method": "dollar"}]


def test_a_line_is_quantity_times_price_less_its_discount(company: Company) -> None:
    """The discount is for the whole line, however many there are (contract section 6)."""
    company.item()
    order = company.order({"sku": "F-1", "order_qty": 2.5, "unit_price": 3.33, "discount_price": 0.5})
    assert order["order_lines"][0]["line_total_price"] == 7.83
    assert (order["sub_total_price"], order["total_price"], order["total_discounts"]) == (7.83, 7.83, 0)


def test_price_and_discount_default_to_the_items_and_zero(company: Company) -> None:
    """A line that says nothing of money costs what the item costs."""
    company.item(price=12.5)
    (line,) = company.order({"sku": "F-1", "order_qty": 3})["order_lines"]
    assert (line["unit_price"], line["discount_price"], line["line_total_price"]) == (12.5, 0, 37.5)


def test_the_total_takes_tax_charges_and_discounts(company: Company) -> None:
    """The documented example: 40 with 24.5 % excise, 10 more, 6 less."""
    company.item()
    company.office("PATCH", f"/facilities/{company.facility_id}", {"excise_tax_rate": 24.5})
    order = company.order(LINE, charges=CHARGE, discounts=DISCOUNT)
    shown = (order["sub_total_price"], order["taxes"], order["excise_tax_rate"], order["total_price"])
    assert shown == (40, 9.8, 24.5, 53.8)
    assert (order["total_charges"], order["total_discounts"]) == (10, 6)


def test_pretax_discounts_come_off_before_the_tax(company: Company) -> None:
    """With the flag the tax is on what is left."""
    company.item()
    company.office("PATCH", f"/facilities/{company.facility_id}", {"excise_tax_rate": 10})
    order = company.order(LINE, discounts=DISCOUNT, pretax_discounts=True)
    assert (order["taxes"], order["total_price"]) == (3.4, 37.4)


def test_percentages_are_of_the_sub_total(company: Company) -> None:
    """A charge or discount can be a share of the lines."""
    company.item()
    order = company.order(LINE, discounts=[{"amount": 12.5, "method": "percentage"}])
    assert (order["total_discounts"], order["total_price"]) == (5, 35)
    assert order["discounts"][0]["discount_value"] == 12.5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"order_lines": [{**LINE, "discount_price": 41}]}, "more than the line costs"),
        ({"order_lines": [LINE], "discounts": [{"amount": 41, "method": "dollar"}]}, "more than the order"),
    ],
)
def test_nothing_costs_less_than_nothing(company: Company, change: dict[str, Any], words: str) -> None:
    """Discounts above the price are refused."""
    company.item()
    assert words in message(company.api("POST", "/outbound-orders", {**company.order_body(), **change}))


@pytest.mark.parametrize(
    "change",
    [
        {"order_lines": [{**LINE, "order_qty": 999999999, "unit_price": 999999999.99}] * 20},
        {"order_lines": [LINE], "charges": [{"amount": 999999999, "method": "dollar"}] * 1001},
        {"order_lines": [LINE], "charges": HUGE_SHARE, "discounts": HUGE_SHARE},
        {"order_lines": [{**LINE, "order_qty": 9999999}], "charges": HUGE_SHARE * 20},
    ],
)
def test_money_beyond_what_can_be_counted_is_refused(company: Company, change: dict[str, Any]) -> None:
    """An order larger than numbers can show is not taken, and the list of orders can still be read."""
    company.item()
    assert "999999999999.99" in message(
        company.api("POST", "/outbound-orders", {**company.order_body(), **change})
    )
    order = company.order(LINE)
    refused = company.office("PATCH", f"/outbound-orders/{order['id']}", change)
    assert "999999999999.99" in message(refused)
    assert [one["total_price"] for one in data(company.api("GET", "/outbound-orders"))] == [40]


def test_payments_lead_to_paid(company: Company) -> None:
    """Partially Paid until the balance is gone, then Paid, before shipping too (O9, O12)."""
    company.item()
    order = company.order(LINE)
    assert order["payment_status"] == "Awaiting Payment"
    partly = company.do(order, "payments", {"amount": 39.99})
    assert (partly["payment_status"], partly["total_paid"]) == ("Partially Paid", 39.99)
    assert company.do(order, "payments", {"amount": 0.01})["payment_status"] == "Paid"
    assert company.refusal(order, "payments", {"amount": 1}) == "order has already been fully paid"


def test_a_payment_above_the_balance_is_refused(company: Company) -> None:
    """Nobody pays more than is owed."""
    company.item()
    assert "more than the open balance of 40.00" in company.refusal(
        company.order(LINE), "payments", {"amount": 41}
    )


def test_mark_as_fully_paid_settles_the_balance(company: Company) -> None:
    """One click pays what is open; an order that costs nothing counts as paid then as well."""
    company.item(price=0)
    free = company.order()
    assert free["payment_status"] == "Awaiting Payment"
    assert company.do(free, "mark-as-fully-paid")["payment_status"] == "Paid"
    paid = company.do(company.order(LINE), "mark-as-fully-paid")
    assert (paid["payment_status"], paid["total_paid"]) == ("Paid", 40)


def test_refunds_show_in_the_payment_status(company: Company) -> None:
    """Partially Refunded, then Refunded; never more than was paid."""
    company.item()
    order = company.order(LINE)
    company.do(order, "mark-as-fully-paid")
    assert company.do(order, "refunds", {"amount": 10})["payment_status"] == "Partially Refunded"
    assert "more than the 30.00" in company.refusal(order, "refunds", {"amount": 31})
    refunded = company.do(order, "refunds", {"amount": 30})
    assert (refunded["payment_status"], refunded["total_refund"]) == ("Refunded", 40)


def test_a_dearer_order_is_no_longer_paid(company: Company) -> None:
    """An edit that raises the total opens the balance again."""
    company.item()
    order = company.order(LINE)
    company.do(order, "mark-as-fully-paid")
    line = {**LINE, "order_qty": 2}
    edited = data(company.office("PATCH", f"/outbound-orders/{order['id']}", {"order_lines": [line]}))
    assert (edited["payment_status"], edited["total_price"]) == ("Partially Paid", 80)


def test_a_destination_shows_what_it_owes(company: Company) -> None:
    """The open balance is text with two decimals; cancelled orders count nothing."""
    company.item()
    first, second = company.order(LINE), company.order(LINE)
    company.do(first, "payments", {"amount": 15.5})
    (owing,) = data(company.api("GET", "/destinations"))
    assert (owing["total_open_balance"], owing["number_open_invoices"]) == ("64.50", "2")
    company.do(second, "cancel")
    shown = company.do(first, "mark-as-fully-paid")["destination"]
    assert (shown["total_open_balance"], shown["number_open_invoices"]) == ("0.00", "0")
