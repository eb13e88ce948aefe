"""POST /outbound-orders: what is taken, and what a caller is told to change."""

from typing import Any

import pytest
from flask import Flask

from tests.unit.flourish.company import Company, Json, data, message


@pytest.fixture
def stocked(company: Company) -> Company:
    """A company with one item."""
    company.item(stock=10)
    return company


def _refused(company: Company, **change: Json) -> str:
    before = data(company.api("GET", "/outbound-orders"))
    said = message(company.api("POST", "/outbound-orders", company.order_body(**change)))
    assert data(company.api("GET", "/outbound-orders")) == before
    return said


def test_a_new_order_is_created_and_can_be_read(stocked: Company) -> None:
    """POST answers the shape of GET, with the id, eight digits."""
    sent = stocked.order(
        {"sku": "F-1", "order_qty": 2}, original_order_id="ord_1", order_timestamp="2026-03-02T09:30:05.5Z"
    )
    assert (sent["id"], sent["order_status"], sent["original_order_id"]) == ("00000001", "Created", "ord_1")
    assert sent["order_timestamp"] == "2026-03-02T09:30:05.500Z"
    assert data(stocked.api("GET", f"/outbound-orders/{sent['id']}")) == sent


def test_lines_go_by_sku_or_item_id(stocked: Company) -> None:
    """Clients send one or the other; the order shows both."""
    lines = stocked.order({"sku": "F-1", "order_qty": 1}, {"item_id": "1", "order_qty": 2})["order_lines"]
    assert [(line["item_id"], line["sku"]) for line in lines] == [("1", "F-1"), ("1", "F-1")]


def test_a_used_original_order_id_is_taken_again(stocked: Company) -> None:
    """Flourish has no idempotency key: the same order twice makes two (contract section 6)."""
    first, second = (stocked.order(original_order_id="ord_1") for _ in range(2))
    assert first["id"] != second["id"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "order_lines"),
        ([{"sku": "nope", "order_qty": 1}], "order_lines[0].sku: no item has the sku nope"),
        ([{"item_id": "99", "order_qty": 1}], "order_lines[0].item_id: item with ID 99 does not exist"),
        ([{"item_id": "1", "sku": "other", "order_qty": 1}], "does not have the sku other"),
        ([{"order_qty": 1}], "order_lines"),
        ([{"sku": "F-1", "order_qty": 0}], "order_qty"),
        ([{"sku": "F-1", "order_qty": -1}], "order_qty"),
        ([{"sku": "F-1", "order_qty": "2"}], "order_qty"),
        ([{"sku": "F-1", "order_qty": True}], "order_qty"),
        ([{"sku": "F-1", "order_qty": 1e300}], "1000000000"),
        ([{"sku": "F-1", "order_qty": 0.00001}], "order_qty"),
        ([{"sku": "F-1", "order_qty": 1, "unit_price": -1}], "unit_price"),
        ([{"sku": "F-1", "order_qty": 1, "item_variation_pk": 7}], "item variation 7 does not exist"),
        ([{"sku": "F-1", "order_qty": 1, "colour": "red"}], "colour"),
    ],
)
def test_a_wrong_line_is_named(stocked: Company, lines: list[dict[str, Any]], words: str) -> None:
    """The message says which line and what about it; no order is made."""
    assert words in _refused(stocked, order_lines=lines)


def test_a_sku_carried_by_two_items_needs_the_item_id(stocked: Company) -> None:
    """Flourish cannot guess which item is meant (I8)."""
    second = stocked.item()
    assert "more than one item has the sku F-1" in _refused(stocked)
    assert stocked.order({"item_id": second["id"], "order_qty": 1})["order_lines"][0]["item_id"] == "2"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"destination": {"id": "f00"}}, "destination with ID f00 does not exist"),
        ({"destination": {}}, "destination"),
        ({"destination": None}, "destination"),
        ({"distributor": {"id": "f00"}}, "distributor with ID f00 does not exist"),
        ({"sales_rep": {"id": 7}}, "sales_rep with ID 7 does not exist"),
        ({"sales_rep": {"id": "seven"}}, "sales_rep with ID seven does not exist"),
        ({"sales_rep": {"id": "9" * 5000}}, "does not exist"),
        ({"order_timestamp": "yesterday"}, "order_timestamp"),
        ({"order_timestamp": "2026-02-30T00:00:00Z"}, "order_timestamp"),
        ({"invoice_date": "2026-02-30"}, "invoice_date"),
        ({"charges": [{"amount": -1, "method": "dollar"}]}, "charges"),
        ({"notes": [{"subject": "no body"}]}, "note"),
    ],
)
def test_what_is_wrong_with_an_order_is_named(stocked: Company, change: dict[str, Any], words: str) -> None:
    """Each refusal names its field."""
    assert words in _refused(stocked, **change)


def test_a_destination_in_full_is_matched_by_name_and_made_on_a_miss(stocked: Company) -> None:
    """Only the name decides, and what is known is not edited by an order."""
    known = stocked.destination(name="Corner", license_number="LIC-1")
    asked = {"type": "Dispensary", "name": "Corner", "license_number": "other", "external_id": 12}
    first = stocked.order(destination=asked)["destination"]
    assert (first["id"], first["license_number"]) == (known["id"], "LIC-1")
    contact = {"first_name": "Kim", "email": "kim@corner.example"}
    new = stocked.order(destination={**asked, "name": "Elsewhere", "contact": contact})["destination"]
    assert (new["license_number"], new["external_id"], new["contact"]["email"]) == (
        "other",
        12,
        "kim@corner.example",
    )
    assert new["id"] != known["id"]
    assert [one["name"] for one in data(stocked.api("GET", "/destinations"))] == ["Corner", "Elsewhere"]


def test_a_destination_goes_by_facility_name_too(stocked: Company) -> None:
    """As a real client sends it; it means the name, which counts where both are there."""
    known = stocked.destination(name="Corner")
    for asked in (
        {"type": "Dispensary", "facility_name": "Corner"},
        {"name": "Corner", "facility_name": "Elsewhere"},
    ):
        assert stocked.order(destination=asked)["destination"]["id"] == known["id"]
    made = stocked.order(destination={"type": "Dispensary", "facility_name": "Hill"})["destination"]
    assert made["name"] == "Hill"
    assert "destination" in _refused(stocked, destination={"type": "Dispensary"})


def test_terms_reference_and_delivery_date_are_kept(stocked: Company) -> None:
    """Real clients send them with a new order; an update leaves them alone, as its sample repeats a read."""
    said = {"payment_term": "Net 30", "ref_field_1": "PO 7", "requested_delivery_date": "2026-03-09"}
    order = stocked.order(**said)
    path = f"/outbound-orders/{order['id']}"
    for wanted in (said, {"payment_term": None, "ref_field_1": "other", "requested_delivery_date": ""}):
        read = data(stocked.api("GET", path))
        assert {name: read[name] for name in said} == said
        assert stocked.api("PUT", path, wanted).status_code == 200
    unsaid = stocked.order(payment_term=None, ref_field_1=None, requested_delivery_date=None)
    assert [unsaid[name] for name in said] == [None, None, ""]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"payment_term": 30}, "payment_term"),
        ({"payment_term": "Net 31"}, "payment_term Net 31 does not exist"),
        ({"ref_field_1": 7}, "ref_field_1"),
        ({"requested_delivery_date": "09/03/2026"}, "requested_delivery_date"),
        ({"colour": "red"}, "colour"),
        ({"destination": {"name": "Hill", "colour": "red"}}, "colour"),
    ],
)
def test_a_wrong_type_or_name_is_refused(stocked: Company, change: dict[str, Any], words: str) -> None:
    """A strict tenant names what it does not know."""
    assert words in _refused(stocked, **change)


def test_a_lenient_tenant_takes_orders_as_real_clients_send_them(app: Flask) -> None:
    """What counts for nothing is marked in the journal, and the terms of another company are kept."""
    lenient = Company.of(app, lenient=True)
    lenient.item()
    buyer = lenient.destination()
    order = lenient.order(
        destination={"id": buyer["id"], "name": "something else", "colour": "red"},
        sales_rep={"id": "0", "email": "kim@example.com"},
        payment_term="06-25",
        colour="red",
    )
    assert (order["destination"]["name"], order["payment_term"]) == ("Corner", "06-25")
    found = lenient.client.get(f"/_sim/tenants/{lenient.tenant}/journal?kind=contract_violation").get_json()
    marked = [pointer for entry in found["entries"] for pointer in entry["undescribed"]]
    assert all(entry["ignored"] for entry in found["entries"])
    assert sorted(marked) == ["/colour", "/destination/colour", "/destination/name", "/sales_rep/email"]
    assert "order_qty" in _refused(lenient, order_lines=[{"sku": "F-1", "order_qty": "2"}])
    assert "destination" in _refused(lenient, destination=None)


def test_what_a_lenient_tenant_is_set_to_can_be_said(app: Flask) -> None:
    """Its own settings go before those of lenient tenants."""
    lenient = Company.of(app, lenient=True, settings={"strict_ids": True})
    lenient.item()
    buyer = lenient.destination()
    assert "no other fields" in _refused(lenient, destination={"id": buyer["id"], "name": "Corner"})


def test_a_refused_order_makes_no_destination(stocked: Company) -> None:
    """What an order would have made goes with it."""
    stocked.destination()
    _refused(
        stocked, destination={"type": "Other", "name": "New"}, order_lines=[{"sku": "no", "order_qty": 1}]
    )
    assert len(data(stocked.api("GET", "/destinations"))) == 1


def test_an_id_stands_alone(stocked: Company) -> None:
    """An id with other fields beside it is refused, as the docs say."""
    buyer = stocked.destination()
    assert _refused(stocked, destination={"id": buyer["id"], "name": "Corner"}) == (
        "destination: no other fields may be passed with id"
    )
    assert "sales_rep: no other" in _refused(stocked, sales_rep={"id": 1, "first_name": "Kim"})


def test_a_lenient_tenant_takes_an_id_with_others(app: Flask) -> None:
    """One observed client sends both; the id counts."""
    lenient = Company.of(app, settings={"strict_ids": False})
    lenient.item()
    buyer = lenient.destination()
    order = lenient.order(destination={"id": buyer["id"], "name": "something else"})
    assert order["destination"]["name"] == "Corner"


def test_a_tenant_can_answer_as_the_vendors_example_does(app: Flask) -> None:
    """Without envelope and id (contract section 2); the order is there all the same."""
    bare = Company.of(app, settings={"bare_post_response": True})
    bare.item()
    answer = bare.api("POST", "/outbound-orders", bare.order_body(original_order_id="o"))
    assert answer.status_code == 200
    assert (answer.get_json()["original_order_id"], answer.get_json()["origin_facility_id"]) == (
        "o",
        bare.facility_id,
    )
    assert not {"id", "data", "order_status"} & answer.get_json().keys()
    assert data(bare.api("GET", "/outbound-orders/00000001"))["original_order_id"] == "o"


def test_a_facility_can_insist_on_a_sales_rep(stocked: Company) -> None:
    """Then orders need one; its id may arrive as text, and e-mail finds who is known."""
    stocked.office("PATCH", f"/facilities/{stocked.facility_id}", {"sales_rep_required_for_outbound": True})
    assert _refused(stocked) == "sales_rep is required by this facility"
    assert _refused(stocked, sales_rep={"id": "0"}) == "sales_rep is required by this facility"
    rep = {"first_name": "Kim", "last_name": "Lee", "email": "kim@farm.example"}
    made = data(stocked.office("POST", "/sales-reps", rep))
    shown = stocked.order(sales_rep={"id": str(made["sales_rep_id"])})["sales_rep"]
    assert (shown["id"], shown["email"]) == (str(made["sales_rep_id"]), "kim@farm.example")
    assert stocked.order(sales_rep={**rep, "first_name": "K."})["sales_rep"]["id"] == shown["id"]
    stocked.order(sales_rep={**rep, "email": "new@farm.example"})
    assert len(data(stocked.api("GET", "/sales-reps"))) == 2


def test_nobody_is_sales_rep_zero(stocked: Company) -> None:
    """An order without a sales rep answers the id as the text 0."""
    assert stocked.order()["sales_rep"]["id"] == "0"


def test_the_writer_stands_in_the_audit_fields(stocked: Company) -> None:
    """Writes are logged under the key's user."""
    (user,) = data(stocked.office("GET", "/users"))
    assert stocked.order()["created_by"] == user["email"]
