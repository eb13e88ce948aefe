"""Users, facilities, items and brands, as people enter them."""

from typing import Any

import pytest

from tests.unit.flourish.company import Company, data, message


def test_users_are_added_once(company: Company) -> None:
    """An e-mail address belongs to one user."""
    kim = {"name": "Kim", "email": "kim@farm.example"}
    assert data(company.office("POST", "/users", kim))["name"] == "Kim"
    assert "already exists" in message(company.office("POST", "/users", kim))
    assert len(data(company.office("GET", "/users"))) == 2


def test_an_item_is_edited_field_by_field(company: Company) -> None:
    """What is said changes, the rest stays, null takes away what can be missing."""
    item = company.item(brand="North", item_description="Good", unit_weight=3.5, weight_uom="g")
    body = {"sku": "F-2", "brand": None, "active": False, "ref_field_2": "x", "weight_uom": None}
    after = data(company.office("PATCH", f"/items/{item['id']}", body))
    changed = {name for name in after if after[name] != item[name]} - {"last_updated_timestamp"}
    assert changed == {*body, "weight_uom_id", "weight_uom_description"}
    assert data(company.api("GET", f"/items/{item['id']}")) == after


def test_a_new_brand_comes_with_its_first_item(company: Company) -> None:
    """The item's screen offers to add a brand; names are exact."""
    company.item(brand="North")
    company.item(brand="north")
    company.item(brand="North")
    assert [one["brand_name"] for one in data(company.office("GET", "/brands"))] == ["North", "north"]


def test_renaming_a_brand_renames_it_on_its_items(company: Company) -> None:
    """A brand's name is what its items carry."""
    item = company.item(brand="North")
    (brand,) = data(company.office("GET", "/brands"))
    data(company.office("PATCH", f"/brands/{brand['brand_id']}", {"brand_name": "South"}))
    assert data(company.api("GET", f"/items/{item['id']}"))["brand"] == "South"
    assert "already exists" in message(company.office("POST", "/brands", {"brand_name": "South"}))
    assert message(company.office("PATCH", "/brands/99", {"active": False}), 404)


def test_a_facility_keeps_what_is_not_said(company: Company) -> None:
    """License numbers change, and can be missing (S2, S8)."""
    before = data(company.api("GET", f"/facilities/{company.facility_id}"))
    path = f"/facilities/{company.facility_id}"
    after = data(company.office("PATCH", path, {"license_number": "LIC-1", "city": "Elko"}))
    assert {name for name in after if after[name] != before[name]} <= {
        "license_number",
        "city",
        "last_updated_timestamp",
    }
    assert data(company.office("PATCH", path, {"license_number": None}))["license_number"] is None
    assert message(company.office("PATCH", "/facilities/f00", {"city": "Elko"}), 404)
    made = data(company.office("POST", "/facilities", {"facility_name": "B", "facility_type": "Grower"}))
    assert [one["id"] for one in data(company.office("GET", "/facilities"))] == [
        company.facility_id,
        made["id"],
    ]


def test_a_destination_is_replaced_by_put(company: Company) -> None:
    """Its id stays; its time zone follows its state."""
    made = company.destination(state="NY", external_id=7)
    assert (made["timezone"], made["external_id"], made["contacts"]) == ("America/New_York", 7, None)
    body = {"type": "Grower", "name": "Elsewhere", "state": "CO", "country": "United States"}
    after = data(company.api("PUT", f"/destinations/{made['id']}", body))
    assert (after["name"], after["timezone"], after["license_number"]) == (
        "Elsewhere",
        "America/Denver",
        None,
    )
    read = data(company.api("GET", f"/destinations/{made['id']}"))
    assert read == {**after, "total_open_balance": "0.00", "number_open_invoices": "0"}
    assert message(company.api("PUT", "/destinations/f00", body), 404)


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/items", {"sku": "x", "price": 1}, "item_name"),
        ("/items", {"item_name": "x", "sku": "x", "price": -1}, "price"),
        ("/items", {"item_name": "x", "sku": "x", "price": "1"}, "price"),
        ("/items", {"item_name": "x", "sku": "x", "price": 1, "uom": "stone"}, "uom"),
        ("/facilities", {"facility_name": "x", "facility_type": "Castle"}, "facility_type"),
        ("/inventory-adjustments", {"item_id": "1", "adjustment_qty": 0}, "adjustment_qty"),
        ("/inventory-adjustments", {"item_id": "1", "adjustment_qty": 1e12}, "adjustment_qty"),
        ("/sales-reps", {"first_name": "Kim"}, "last_name"),
        ("/destinations", {"type": "Other", "name": ""}, "name"),
        ("/users", {"name": "Kim", "email": "kim"}, "email"),
    ],
)
def test_wrong_input_is_refused_by_field(
    company: Company, path: str, body: dict[str, Any], words: str
) -> None:
    """The first thing that is wrong, in 400; nothing is made."""
    company.item()
    before = _everything(company)
    assert words in message(company.office("POST", path, body))
    assert _everything(company) == before


def test_adjusting_what_is_not_there_is_404(company: Company) -> None:
    """An unknown item or facility."""
    item = company.item()
    unknown = {"item_id": "99", "adjustment_qty": 1}
    assert message(company.office("POST", "/inventory-adjustments", unknown), 404)
    elsewhere = {"item_id": item["id"], "adjustment_qty": 1, "facility_id": "f00"}
    assert message(company.office("POST", "/inventory-adjustments", elsewhere), 404)


def _everything(company: Company) -> list[Any]:
    lists = [data(company.office("GET", path)) for path in ("/users", "/items", "/brands", "/facilities")]
    return [*lists, *(data(company.api("GET", path)) for path in ("/destinations", "/sales-reps"))]
