"""Vendors, the people at vendors and destinations, and payment terms that a program adds."""

import pytest

from tests.unit.flourish.company import Company, Json, data, message, record

ADA = {"first_name": "Ada", "last_name": "Poole", "email": "ada@juniper.example", "is_primary": 1}
BEN = {"first_name": "Ben", "last_name": "Reed", "email": "ben@juniper.example", "is_primary": 0}
VENDOR = {
    "name": "Fern Supplies",
    "vendor_type_name": "Packaging",
    "license_number": "LIC-77",
    "shipping": {"address": "3 Dock Road", "city": "Sparks", "state": "NV"},
    "diverse_supplier": 1,
    "state_expiration_date": "2031-05-17",
}


@pytest.fixture
def places(company: Company) -> dict[str, str]:
    """The paths of a destination's and a vendor's contacts."""
    vendor = record(company.api("POST", "/vendors", VENDOR))
    return {
        "facility": f"/destinations/{company.destination()['id']}/contacts",
        "vendor": f"/vendors/{vendor['id']}/contacts",
    }


def test_a_vendor_is_made_read_and_replaced(company: Company) -> None:
    """A read shows what was sent; an update replaces all of it but keeps id, contacts and who made it."""
    made = record(company.api("POST", "/vendors", VENDOR))
    assert made["shipping"] == {**VENDOR["shipping"], "zip_code": None, "country": None}  # type: ignore[dict-item]
    assert (made["diverse_supplier"], made["contacts"], made["active"]) == (1, None, True)
    assert record(company.api("GET", f"/vendors/{made['id']}")) == made
    data(company.api("POST", f"/vendors/{made['id']}/contacts", [ADA]))
    changed = record(company.api("PUT", f"/vendors/{made['id']}", {"name": "Fern", "active": False}))
    assert (changed["id"], changed["name"], changed["active"]) == (made["id"], "Fern", False)
    assert (changed["license_number"], changed["state_expiration_date"]) == (None, "")
    assert [one["first_name"] for one in changed["contacts"]] == ["Ada"]


def test_vendors_are_found_by_their_filters(company: Company) -> None:
    """By name, alias and license number; the parameters of one name widen, different ones narrow."""
    for name in ("North", "South", "East"):
        data(company.api("POST", "/vendors", {**VENDOR, "name": name, "license_number": f"LIC-{name}"}))

    def found(**query: Json) -> list[str]:
        return [one["name"] for one in data(company.api("GET", "/vendors", query=query))]

    assert found(vendor_name=["North", "East"]) == ["North", "East"]
    assert found(vendor_name=["North", "East"], license_number="LIC-East") == ["East"]
    assert found(alias="South") == ["South"]
    assert found(last_updated_timestamp_end="2001-01-01T00:00:00Z") == []


@pytest.mark.parametrize("place", ["facility", "vendor"])
def test_contacts_are_added_listed_and_changed(company: Company, places: dict[str, str], place: str) -> None:
    """Ids are given out; an update leaves what it does not say; a list has them all, and a meta."""
    path, name = places[place], f"{place}_contact_id"
    added = data(company.api("POST", path, [ADA, BEN]))
    first, second = (one[name] for one in added)
    assert [one["first_name"] for one in added] == ["Ada", "Ben"]
    (changed,) = data(company.api("PUT", path, [{name: second, "department": "Sales"}]))
    assert (changed["first_name"], changed["department"], changed["notes"]) == ("Ben", "Sales", None)
    listed = company.api("GET", path).get_json()
    assert [one[name] for one in listed["data"]] == [first, second]
    assert listed["meta"]["total"] == 2
    assert "meta" not in company.api("POST", path, [BEN]).get_json()


@pytest.mark.parametrize("place", ["facility", "vendor"])
def test_one_contact_at_most_is_primary(company: Company, places: dict[str, str], place: str) -> None:
    """Who is made primary takes it from whoever was."""
    path, name = places[place], f"{place}_contact_id"
    _, second = (one[name] for one in data(company.api("POST", path, [ADA, BEN])))
    data(company.api("PUT", path, [{name: second, "is_primary": 1}]))
    assert [one["is_primary"] for one in data(company.api("GET", path))] == [0, 1]
    data(company.api("PUT", path, [{name: second, "is_primary": 0}]))
    assert [one["is_primary"] for one in data(company.api("GET", path))] == [0, 0]


@pytest.mark.parametrize("place", ["facility", "vendor"])
@pytest.mark.parametrize(
    ("method", "body", "said"),
    [
        ("POST", [], "non-empty"),
        ("POST", [{"first_name": "Ada"}], "last_name"),
        ("POST", [{**ADA, "is_primary": 2}], "is_primary"),
        ("PUT", [{"department": "Sales"}], "contact_id"),
        ("PUT", [{**ADA}], "contact_id"),
    ],
)
def test_bad_contacts_are_refused_and_nothing_changes(
    company: Company, places: dict[str, str], place: str, method: str, body: Json, said: str
) -> None:
    """The first thing wrong is named, and the list stays as it was."""
    before = data(company.api("GET", places[place]))
    assert said in message(company.api(method, places[place], body))
    assert data(company.api("GET", places[place])) == before


@pytest.mark.parametrize("place", ["facility", "vendor"])
def test_a_contact_of_another_place_cannot_be_changed(
    company: Company, places: dict[str, str], place: str
) -> None:
    """With one unknown id among those of an update none is changed."""
    path, name = places[place], f"{place}_contact_id"
    (mine,) = data(company.api("POST", path, [ADA]))
    wanted = [{name: mine[name], "department": "Sales"}, {name: 999, "department": "Sales"}]
    assert "contact with ID 999 does not exist here" in message(company.api("PUT", path, wanted))
    assert data(company.api("GET", path))[0]["department"] is None


def test_the_documented_quirks_of_contacts_hold(company: Company, places: dict[str, str]) -> None:
    """Stamps and by-fields differ by endpoint, as the vendor's examples show them."""
    (made,) = data(company.api("POST", places["facility"], [ADA]))
    assert made["created_timestamp"].endswith(".000000Z")
    assert made["created_by"]
    (listed,) = data(company.api("GET", places["facility"]))
    assert (len(listed["created_timestamp"]), listed["created_by"]) == (20, "")
    (given,) = data(company.api("POST", places["vendor"], [ADA]))
    assert (given["created_timestamp"], given["created_by"]) == (None, "")
    (kept,) = data(company.api("GET", places["vendor"]))
    assert kept["created_by"]


def test_the_primary_contact_speaks_for_the_orders(company: Company) -> None:
    """An order shows the primary contact of its destination, and updating a destination keeps its people."""
    company.item()
    buyer = company.destination()
    order = company.order()
    assert order["destination"]["contact"]["first_name"] == ""
    data(company.api("POST", f"/destinations/{buyer['id']}/contacts", [BEN, {**ADA, "phone_number": None}]))
    body = {"type": "Dispensary", "name": "Corner", "license_number": "LIC-10"}
    changed = record(company.api("PUT", f"/destinations/{buyer['id']}", body))
    assert [one["first_name"] for one in changed["contacts"]] == ["Ben", "Ada"]
    read = record(company.api("GET", f"/outbound-orders/{order['id']}"))
    assert read["destination"]["contact"]["first_name"] == "Ada"
    assert read["destination"]["contact"]["phone_number"] == ""


def test_a_contact_named_by_an_order_becomes_the_primary_one(company: Company) -> None:
    """It is found by its e-mail address, or made."""
    company.item()
    buyer = company.destination()
    data(company.api("POST", f"/destinations/{buyer['id']}/contacts", [ADA, BEN]))
    company.order(destination={"type": "Dispensary", "name": "Corner", "contact": {"email": BEN["email"]}})
    people = data(company.api("GET", f"/destinations/{buyer['id']}/contacts"))
    assert [(one["first_name"], one["is_primary"]) for one in people] == [("Ada", 0), ("Ben", 1)]


@pytest.mark.parametrize("path", ["/vendors/none", "/vendors/none/contacts", "/destinations/none/contacts"])
def test_what_nobody_has_is_not_found(company: Company, path: str) -> None:
    """An unknown id in the address is answered with 404 by every method."""
    body: Json = {"name": "Fern"} if path.endswith("none") else [{"vendor_contact_id": 1}]
    body = [{"facility_contact_id": 1}] if path.startswith("/destinations") else body
    assert "none does not exist" in message(company.api("GET", path), 404)
    assert "none does not exist" in message(company.api("PUT", path, body), 404)


def test_a_payment_term_is_added_and_used(company: Company) -> None:
    """It is listed, read by its id, and an order can carry it."""
    made = record(
        company.api("POST", "/order-payment-terms", {"order_payment_term": "Net 20", "due_num_days": 20})
    )
    assert (made["due_num_days"], made["due_day_of_month"]) == (20, 0)
    assert record(company.api("GET", f"/order-payment-terms/{made['order_payment_term_id']}")) == made
    company.item()
    order = company.order()
    edited = record(company.office("PATCH", f"/outbound-orders/{order['id']}", {"payment_term": "Net 20"}))
    assert edited["payment_term"] == "Net 20"
    by_day = {"order_payment_term": "Fifth", "due_day_of_month": 5, "due_next_month_cond_num_days": 10}
    assert record(company.api("POST", "/order-payment-terms", by_day))["due_day_of_month"] == 5


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "order_payment_term"),
        ({"order_payment_term": "Net 30"}, "order payment term Net 30 already exists"),
        (
            {
                "order_payment_term": "X",
                "due_num_days": 5,
                "due_day_of_month": 1,
                "due_next_month_cond_num_days": 1,
            },
            "due_num_days cannot be combined",
        ),
        ({"order_payment_term": "X", "due_day_of_month": 1}, "must be passed together"),
        ({"order_payment_term": "X", "due_num_days": -1}, "due_num_days"),
        ({"order_payment_term": "X", "due_num_days": 1.5}, "due_num_days"),
    ],
)
def test_bad_payment_terms_are_refused(company: Company, fields: Json, said: str) -> None:
    """Either days after the invoice or a day of the month, and a name of its own."""
    before = data(company.api("GET", "/order-payment-terms"))
    assert said in message(company.api("POST", "/order-payment-terms", fields))
    assert data(company.api("GET", "/order-payment-terms")) == before
