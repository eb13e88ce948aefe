"""Packages as the External API shows them, and the adjustments that moved stock."""

from typing import Any

import pytest
from flask import Flask

from tests.unit.flourish.company import Company, Json, data, message


def _listed(company: Company, **query: Json) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = data(company.api("GET", "/inventory/adjustments", query=query))
    return rows


def test_adjustments_are_listed_newest_first(company: Company) -> None:
    """Every correction, signed, with its reason."""
    item = company.item(strain_name="Amber Meadow")
    company.adjust(item, 10, adjustment_reason_code="Received", comment="by truck")
    company.adjust(item, -2.5)
    rows = _listed(company)
    assert [(row["adjustment_qty"], row["adjustment_reason_code"]) for row in rows] == [
        (-2.5, "Count"),
        (10, "Received"),
    ]
    assert (rows[1]["comment"], rows[1]["strain_name"]) == ("by truck", "Amber Meadow")
    assert rows[0]["facility_id"] == company.facility_id


def test_each_package_that_was_touched_has_an_entry(company: Company) -> None:
    """What is taken off two packages is entered twice, so that every package's entries add up to it."""
    item = company.item()
    company.adjust(item, 3, lot_number="L-1")
    company.adjust(item, 4, lot_number="L-2")
    taken = company.adjust(item, -5)
    assert [(one["lot_number"], one["adjustment_qty"]) for one in taken] == [("L-1", -3), ("L-2", -2)]
    (left,) = data(company.api("GET", "/packages"))
    entries = _listed(company, package_id=left["package_id"])
    assert sum(one["adjustment_qty"] for one in entries) == left["qty"] == 2


@pytest.mark.parametrize(
    ("query", "skus"),
    [
        ({}, "BA"),
        ({"sku": "A"}, "A"),
        ({"item_name": "Item B"}, "B"),
        ({"inventory_type": "Supplies"}, "B"),
        ({"item_class": "Buds", "item_category": "Flower"}, "BA"),
        ({"item_category": "Vapes"}, ""),
        ({"strain_name": "Amber"}, "A"),
        ({"retail_display_name": "Shown"}, "B"),
        ({"lot_number": ["L-A", "L-X"]}, "A"),
        ({"uom": "Gram"}, "B"),
        ({"adjustment_reason_code": "Waste"}, "A"),
        ({"item_variation_id": "7"}, ""),
        ({"created_timestamp_start": "2020-01-02T15:04:05.000Z"}, "BA"),
        ({"created_timestamp_end": "2020-01-02T15:04:05.000Z"}, ""),
    ],
)
def test_adjustments_are_narrowed(company: Company, query: dict[str, Any], skus: str) -> None:
    """By what the goods are, by package, by reason and by time."""
    first = company.item(item_name="Item A", sku="A", strain_name="Amber")
    second = company.item(
        item_name="Item B",
        sku="B",
        inventory_type="Supplies",
        uom="g",
        retail_display_name="Shown",
        strain_name="Amber",
    )
    company.adjust(first, 1, lot_number="L-A", adjustment_reason_code="Waste")
    company.adjust(second, 1)
    assert "".join(row["sku"] for row in _listed(company, **query)) == skus


def test_packages_are_of_cannabis_only(company: Company) -> None:
    """Supplies lie in stock too, and are no packages."""
    company.item(sku="LEAF", stock=5)
    company.item(sku="BOX", inventory_type="Supplies", stock=5)
    (package,) = data(company.api("GET", "/packages"))
    assert package["sku"] == "LEAF"
    assert not {"inventory_id", "inventory_type"} & package.keys()
    box = next(row for row in data(company.api("GET", "/inventory")) if row["sku"] == "BOX")
    for path in (f"/packages/{box['package_id']}", f"/packages/{box['package_id']}/details"):
        assert "does not exist" in message(company.api("GET", path), 404)


def test_a_package_is_read_in_a_list_of_one(company: Company) -> None:
    """As the vendor's example has it, gone or not, and only in its own facility."""
    company.item(stock=5)
    (listed,) = data(company.api("GET", "/packages"))
    path = f"/packages/{listed['package_id']}"
    company.do(company.order({"sku": "F-1", "order_qty": 5}), "allocate")
    company.office("POST", "/outbound-orders/00000001/ship")
    assert data(company.api("GET", "/packages")) == []
    (read,) = data(company.api("GET", path))
    assert (read["package_status"], read["qty"]) == ("Shipped", 0)
    assert listed.keys() - read.keys() == {"original_package_id"}
    (shipped,) = data(company.api("GET", "/packages", query={"package_status": "Shipped"}))
    assert shipped["package_id"] == listed["package_id"]
    other = data(company.office("POST", "/facilities", {"facility_name": "B", "facility_type": "Grower"}))
    elsewhere = {"x-api-key": company.api_key, "FacilityID": other["id"]}
    assert message(company.api("GET", path, headers=elsewhere), 404)
    assert "FacilityID" in message(company.api("GET", path, headers={"x-api-key": company.api_key}))


def test_the_harvest_shows_only_when_asked_for(app: Flask) -> None:
    """Whatever is asked, the field is there; filled it is on request."""
    shop = Company.of(app, items=3, seed=7)
    for path in ("/packages", "/inventory"):
        plain = data(shop.api("GET", path))
        asked = data(shop.api("GET", path, query={"include_origin_harvest": "true"}))
        assert [row["origin_harvest"] for row in plain] == [[]] * len(plain)
        for row in asked:
            assert row["origin_harvest"][0]["package_id"] == row["package_id"]
    assert "include_origin_harvest" in message(
        shop.api("GET", f"/packages/{asked[0]['package_id']}", query={"include_origin_harvest": "perhaps"})
    )


def test_the_origin_of_what_nobody_harvested_is_not_known(company: Company) -> None:
    """Goods that were only counted have no origin."""
    company.item(stock=5)
    (package,) = data(company.api("GET", "/packages"))
    assert data(company.api("GET", f"/packages/{package['package_id']}/details")) == []


def test_a_received_package_is_in_stock_and_no_adjustment(company: Company) -> None:
    """With its lot, its harvest and what it is for; whoever listens is told."""
    item = company.item()
    company.listen("Inventory")
    harvest = {"origin_harvest_id": "H-3", "harvest_date": "2026-01-05T08:00:00Z"}
    body = {
        "item_id": item["id"],
        "qty": 7,
        "lot_number": "L-1",
        "is_sample": True,
        "origin_harvest": harvest,
    }
    made = data(company.office("POST", "/packages", body))
    assert (made["original_qty"], made["qty"], made["lot_number"], made["is_sample"]) == (7, 7, "L-1", True)
    assert made["origin_harvest"][0]["harvest_nickname"] == "H-3"
    assert _listed(company) == []
    assert company.summary()["sellable_qty"] == 7
    assert [one["data"]["qty"] for one in company.messages()] == [7]
    assert len(data(company.api("GET", "/inventory", query={"is_sample": "true"}))) == 1
    assert data(company.api("GET", "/inventory", query={"is_sample": "false"})) == []
    (origin,) = data(company.api("GET", f"/packages/{made['package_id']}/details"))
    assert (origin["origin_harvest_id"], origin["size"]) == ("H-3", 7)


def test_a_cancelled_package_is_taken_off_the_books(company: Company) -> None:
    """By an adjustment, unless something of it is set aside."""
    item = company.item(stock=5)
    (package,) = data(company.api("GET", "/packages"))
    path = f"/packages/{package['package_id']}"
    order = company.order({"sku": "F-1", "order_qty": 2})
    company.do(order, "allocate")
    assert "2 of it is set aside" in message(company.office("PATCH", path, {"package_status": "Cancelled"}))
    assert "cannot be archived" in message(company.office("PATCH", path, {"package_status": "Archived"}))
    company.do(order, "deallocate")
    closed = data(company.office("PATCH", path, {"package_status": "Cancelled"}))
    assert (closed["package_status"], closed["qty"]) == ("Cancelled", 0)
    assert (_listed(company)[0]["adjustment_qty"], company.summary()["qty"]) == (-5, 0)
    again = message(company.office("PATCH", path, {"package_status": "Cancelled"}))
    assert again.endswith("because it is cancelled")
    company.adjust(item, 1)
    assert data(company.api("GET", "/packages"))[0]["package_id"] != package["package_id"]


def test_an_archived_package_shows_only_among_packages(company: Company) -> None:
    """Inventory has no such status to ask for."""
    item = company.item(stock=5)
    company.adjust(item, -5)
    (package,) = data(company.api("GET", "/packages", query={"package_status": "Consumed"}))
    path = f"/packages/{package['package_id']}"
    assert data(company.office("PATCH", path, {"package_status": "Archived"}))["package_status"] == "Archived"
    (archived,) = data(company.api("GET", "/packages", query={"package_status": "Archived"}))
    assert archived["package_id"] == package["package_id"]
    asked = {"include_consumed": "true", "include_shipped": "true"}
    assert data(company.api("GET", "/inventory", query=asked)) == []
    assert "package_status" in message(company.api("GET", "/inventory", query={"package_status": "Archived"}))
    assert message(company.office("PATCH", "/packages/none", {"package_status": "Archived"}), 404)
