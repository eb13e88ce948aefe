"""PUT /outbound-orders and the screens' edit: what may still change, and when."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.unit.flourish.company import Company, data, message

LINES = [{"sku": "F-2", "order_qty": 3, "unit_price": 2}]


@pytest.fixture
def order(company: Company) -> dict[str, Any]:
    """An order of one F-1, with a charge and a note."""
    company.item(stock=10)
    company.item(sku="F-2", stock=10)
    return company.order(
        charges=[{"amount": 1, "method": "dollar"}], notes=[{"note": "first"}], original_order_id="ord_1"
    )


def _put(company: Company, order: dict[str, Any], body: dict[str, Any]) -> TestResponse:
    return company.api("PUT", f"/outbound-orders/{order['id']}", body)


@pytest.mark.parametrize("note", [{"subject": "Gate"}, {"note": ""}, {"note": None}])
def test_a_note_without_text_is_refused_in_the_documented_words(
    company: Company, order: dict[str, Any], note: dict[str, Any]
) -> None:
    """Placing an order, changing it by API and in the screens alike; the order stays as it was."""
    path = f"/outbound-orders/{order['id']}"
    body = company.order_body(notes=[note])
    answers = [
        company.api("POST", "/outbound-orders", body),
        _put(company, order, {"notes": [{"note": "second"}, note]}),
        company.office("PATCH", path, {"notes": [note]}),
    ]
    assert {message(answer) for answer in answers} == {"all notes are required to have a body"}
    assert data(company.api("GET", path))["notes"] == order["notes"]


def test_put_replaces_lines_and_charges_and_appends_notes(company: Company, order: dict[str, Any]) -> None:
    """What is not sent stays (contract section 6)."""
    body = {"order_lines": LINES, "charges": [], "notes": [{"note": "second"}]}
    after = data(_put(company, order, body))
    assert [(line["sku"], line["order_qty"]) for line in after["order_lines"]] == [("F-2", 3)]
    assert (after["charges"], after["total_price"], after["original_order_id"]) == ([], 6, "ord_1")
    assert [note["note"] for note in after["notes"]] == ["first", "second"]
    assert company.summary("F-1")["on_order_qty"] == 0
    assert company.summary("F-2")["on_order_qty"] == 3


def test_put_takes_what_clients_repeat_from_a_read(company: Company, order: dict[str, Any]) -> None:
    """Totals and statuses that are sent back unchanged are left alone."""
    body = {"order_status": "Created", "payment_status": "Paid", "total_price": 1, "order_lines": LINES}
    after = data(_put(company, order, body))
    assert (after["payment_status"], after["total_price"]) == ("Awaiting Payment", 7)


def test_put_is_refused_while_anything_is_allocated(company: Company, order: dict[str, Any]) -> None:
    """Nothing changes, and the message says why."""
    before = company.do(order, "allocate")
    assert message(_put(company, order, {"order_lines": LINES})) == (
        "order cannot be updated while items are allocated"
    )
    assert data(company.api("GET", f"/outbound-orders/{order['id']}")) == before


@pytest.mark.parametrize("status", ["Shipped", "Allocated", "Partially Allocated"])
def test_put_changes_no_status_but_to_cancelled(company: Company, order: dict[str, Any], status: str) -> None:
    """The only status change is cancelling."""
    assert "only be changed to Cancelled" in message(_put(company, order, {"order_status": status}))


def test_cancel_by_put_looks_at_nothing_else(company: Company, order: dict[str, Any]) -> None:
    """No lines and no sales rep are needed, even where a rep is required; allocated stock is released."""
    company.office("PATCH", f"/facilities/{company.facility_id}", {"sales_rep_required_for_outbound": True})
    company.do(order, "allocate")
    body = {
        "original_order_id": "ord_1",
        "destination": {"id": order["destination"]["id"]},
        "order_timestamp": order["order_timestamp"],
        "order_status": "Cancelled",
    }
    assert data(_put(company, order, body))["order_status"] == "Cancelled"
    assert company.summary("F-1")["available_qty"] == 10
    assert message(_put(company, order, body)) == "Order has already been cancelled"


def test_cancel_by_put_comes_too_late_after_shipping(company: Company, order: dict[str, Any]) -> None:
    """The documented message."""
    company.do(order, "allocate")
    company.do(order, "ship")
    assert message(_put(company, order, {"order_status": "Cancelled"})) == "Order has already been shipped"


def test_put_insists_on_a_sales_rep_where_the_facility_does(company: Company, order: dict[str, Any]) -> None:
    """An order that has none needs one with the change."""
    company.office("PATCH", f"/facilities/{company.facility_id}", {"sales_rep_required_for_outbound": True})
    assert "sales_rep is required" in message(_put(company, order, {"order_lines": LINES}))
    assert "sales_rep is required" in message(_put(company, order, {"sales_rep": {"id": 0}}))
    rep = {"first_name": "Kim", "last_name": "Lee", "email": "kim@farm.example"}
    assert data(_put(company, order, {"sales_rep": rep}))["sales_rep"]["last_name"] == "Lee"


def test_put_may_send_the_order_elsewhere(company: Company, order: dict[str, Any]) -> None:
    """Another destination, known or new; an unknown id is refused."""
    assert "does not exist" in message(_put(company, order, {"destination": {"id": "nope"}}))
    after = data(_put(company, order, {"destination": {"type": "Other", "name": "Elsewhere"}}))
    assert after["destination"]["name"] == "Elsewhere"


def test_put_needs_the_orders_own_facility(company: Company, order: dict[str, Any]) -> None:
    """Without FacilityID 400; from another facility the order does not exist."""
    path = f"/outbound-orders/{order['id']}"
    key = {"x-api-key": company.api_key}
    body = {"order_status": "Cancelled"}
    assert "FacilityID header is required" in message(company.api("PUT", path, body, headers=key))
    other = data(company.office("POST", "/facilities", {"facility_name": "Other", "facility_type": "Grower"}))
    headers = {**key, "FacilityID": other["id"]}
    assert "does not exist" in message(company.api("PUT", path, body, headers=headers), 404)


def test_the_screens_edit_what_the_api_may_not(company: Company, order: dict[str, Any]) -> None:
    """Terms, dates and lines change while allocated too; null takes a value away."""
    company.do(order, "allocate")
    path = f"/outbound-orders/{order['id']}"
    body = {"payment_term": "Net 30", "invoice_date": "2026-03-02", "requested_delivery_date": "2026-03-09"}
    after = data(company.office("PATCH", path, body))
    assert {name: after[name] for name in body} == body
    assert after["order_status"] == "Allocated"
    cleared = data(company.office("PATCH", path, {"payment_term": None, "invoice_date": None}))
    assert (cleared["payment_term"], cleared["invoice_date"]) == (None, "")
    assert "payment_term Soon does not exist" in message(
        company.office("PATCH", path, {"payment_term": "Soon"})
    )


@pytest.mark.parametrize("last", ["ship", "cancel"])
def test_an_order_that_is_over_is_not_edited(company: Company, order: dict[str, Any], last: str) -> None:
    """Shipped and cancelled orders refuse edits, allocation and shipping."""
    company.do(order, "allocate")
    company.do(order, last)
    path = f"/outbound-orders/{order['id']}"
    assert "Order has already been" in message(company.office("PATCH", path, {"order_lines": LINES}))
    for action in ("allocate", "deallocate", "ship", "cancel"):
        assert "Order has already been" in company.refusal(order, action)


def test_shipping_needs_everything_allocated(company: Company, order: dict[str, Any]) -> None:
    """Nothing, or only a part, is not enough."""
    assert company.refusal(order, "ship") == "order cannot be shipped while nothing is allocated"
    two = company.order({"sku": "F-1", "order_qty": 2})
    company.do(two, "allocate", {"lines": [{"sku": "F-1", "qty": 1}]})
    assert company.refusal(two, "ship") == "order cannot be shipped until everything on it is allocated"
    company.do(two, "allocate")
    shipped = company.do(two, "ship")
    assert (shipped["order_status"], shipped["order_lines"][0]["order_line_status"]) == ("Shipped",) * 2
    assert shipped["shipped_timestamp"].endswith("Z")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([{"sku": "F-9", "qty": 1}], "sku F-9 is not on the order"),
        ([{"sku": "F-1", "qty": 2}], "room for only 1 of sku F-1"),
        ([{"sku": "F-1", "qty": 0}], "qty"),
    ],
)
def test_allocation_must_fit_the_order(
    company: Company, order: dict[str, Any], lines: list[dict[str, Any]], words: str
) -> None:
    """No other SKU, no more than ordered, nothing at all."""
    assert words in company.refusal(order, "allocate", {"lines": lines})


def test_allocating_twice_finds_nothing_left(company: Company, order: dict[str, Any]) -> None:
    """An allocated order lacks nothing."""
    company.do(order, "allocate")
    assert company.refusal(order, "allocate") == "nothing on the order is left to allocate"


def test_money_of_a_cancelled_order_goes_back_only(company: Company, order: dict[str, Any]) -> None:
    """No payments any more, refunds still (O15)."""
    company.do(order, "payments", {"amount": 5})
    company.do(order, "cancel")
    assert company.refusal(order, "payments", {"amount": 1}) == "Order has already been cancelled"
    assert company.refusal(order, "mark-as-fully-paid") == "Order has already been cancelled"
    assert company.do(order, "refunds", {"amount": 5})["payment_status"] == "Refunded"
