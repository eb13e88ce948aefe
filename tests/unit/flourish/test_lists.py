"""Lists: filters, pages, and the bytes that pages are joined from."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from foundation.contract import Contract
from tests.unit.flourish.company import Company, Json, data, message


@pytest.fixture(scope="module")
def shop(app: Flask) -> Company:
    """A company with 123 demo items."""
    return Company.of(app, items=123, seed=7)


@pytest.fixture
def few(company: Company) -> Company:
    """A company with a handful of items that differ in everything."""
    company.item(item_name="A", sku="A", brand="North", strain_type_name="Sativa", is_medical=True)
    company.item(item_name="B", sku="B", brand="North", item_strain_type_name="Sativa", uom="g")
    company.item(item_name="C", sku="C", brand="north", active=False, item_category="Vapes")
    company.item(item_name="D", sku="", brand=None, ecommerce_active=True, external=True)
    return company


def _page(company: Company, path: str, query: Json = None) -> dict[str, Any]:
    answer = company.api("GET", path, query=query)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.get_json()
    assert page["meta"]["count"] == len(page["data"])
    return page


def test_a_list_is_walked_page_by_page(shop: Company) -> None:
    """50 rows unless fewer are asked for; every row once, by id."""
    seen: list[str] = []
    for offset in (0, 50, 100):
        page = _page(shop, "/items", {"offset": offset})
        assert (page["meta"]["total"], page["meta"]["limit"], page["meta"]["offset"]) == (123, 50, offset)
        seen += [item["id"] for item in page["data"]]
    assert seen == [str(number) for number in range(1, 124)]


def test_next_is_absolute_and_keeps_the_filters(shop: Company) -> None:
    """Filters first, then offset, then limit; following it ends with an empty text."""
    query: Any = {"uom": ["ea", "g"], "limit": "40", "active": "true"}
    page = _page(shop, "/items", query)
    total = page["meta"]["total"]
    pages = 1
    while url := page["meta"]["next"]:
        assert url.startswith("http://localhost/external/api/v1/items?uom=ea&uom=g&active=true&offset=")
        asked = parse_qs(urlsplit(url).query)
        assert list(asked) == ["uom", "active", "offset", "limit"]
        page = _page(shop, "/items", asked)
        pages += 1
    assert pages == -(-total // 40)


@pytest.mark.parametrize(("limit", "used"), [("60", 50), ("50", 50), ("1", 1), ("999999999999999", 50)])
def test_a_limit_above_50_counts_as_50(shop: Company, limit: str, used: int) -> None:
    """Clamped, without an error."""
    assert _page(shop, "/items", {"limit": limit})["meta"]["limit"] == used


@pytest.mark.parametrize("name", ["limit", "offset"])
@pytest.mark.parametrize("value", ["x", "-1", "1.5", "", "\uff19", "9" * 5000])
def test_bad_paging_is_named(shop: Company, name: str, value: str) -> None:
    """Anything but a whole number is 400."""
    assert name in message(shop.api("GET", "/items", query={name: value}))


def test_a_limit_of_zero_is_refused(shop: Company) -> None:
    """A page has at least one row."""
    assert message(shop.api("GET", "/items", query={"limit": 0})) == "limit must be at least 1"


def test_an_offset_beyond_the_end_is_an_empty_page(shop: Company) -> None:
    """An empty list, never null."""
    page = _page(shop, "/items", {"offset": 1000})
    assert (page["data"], page["meta"]["next"], page["meta"]["total"]) == ([], "", 123)


def test_sales_reps_take_limit_and_offset_in_capitals(shop: Company) -> None:
    """The documented spelling there."""
    assert _page(shop, "/sales-reps", {"Limit": 1, "Offset": 1})["data"] == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "ABCD"),
        ({"sku": "B"}, "B"),
        ({"sku": ["B", "C", "nope"]}, "BC"),
        ({"sku": ""}, "D"),
        ({"item_id": ["3", "1"]}, "AC"),
        ({"item_id": ["1", "2"], "sku": "B"}, "B"),
        ({"brand_name": "North"}, "AB"),
        ({"brand_name": ["North", "north"]}, "ABC"),
        ({"brand_id": "1"}, "AB"),
        ({"brand_id": "x"}, ""),
        ({"item_name": ["A", "D"]}, "AD"),
        ({"item_category": "Vapes"}, "C"),
        ({"uom": "g"}, "B"),
        ({"uom": "Gram"}, "B"),
        ({"active": "false"}, "C"),
        ({"active": "true", "brand_name": "north"}, ""),
        ({"is_medical": "true"}, "A"),
        ({"is_external": "true"}, "D"),
        ({"ecommerce_active": "TRUE"}, "D"),
        ({"strain_type_name": "Sativa"}, "A"),
        ({"strain_type_name": "Sativa", "item_strain_type_name": "Sativa"}, "AB"),
        ({"unknown_parameter": "x"}, "ABCD"),
    ],
)
def test_items_are_narrowed(few: Company, query: Mapping[str, Any], expected: str) -> None:
    """Repeated parameters widen, different ones narrow, unknown ones are ignored."""
    assert "".join(item["item_name"] for item in _page(few, "/items", query)["data"]) == expected


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"active": "maybe"}, "active"),
        ({"strain_type_name": "Purple"}, "strain_type_name"),
        ({"last_updated_timestamp_start": "yesterday"}, "last_updated_timestamp_start"),
        ({"last_updated_timestamp_end": "2026-03-02"}, "last_updated_timestamp_end"),
        ({"last_updated_timestamp_end": "2026-03-02T00:00:00"}, "last_updated_timestamp_end"),
    ],
)
def test_a_filter_that_makes_no_sense_is_named(few: Company, query: Mapping[str, str], name: str) -> None:
    """The first wrong parameter, in 400."""
    assert name in message(few.api("GET", "/items", query=query))


def test_a_filter_follows_edits(few: Company) -> None:
    """What was worked out for a filter is not kept beyond a change."""
    assert len(_page(few, "/items", {"brand_name": "North"})["data"]) == 2
    data(few.office("PATCH", "/items/1", {"brand": None, "sku": "A2"}))
    assert len(_page(few, "/items", {"brand_name": "North"})["data"]) == 1
    assert _page(few, "/items", {"sku": "A"})["data"] == []
    assert _page(few, "/items", {"sku": "A2"})["data"][0]["brand"] is None


def test_ranges_include_both_ends(company: Company) -> None:
    """A record is in the second in which it was made."""
    company.item()
    made = company.order()["created_timestamp"]
    day = {"created_timestamp_start": made, "created_timestamp_end": made}
    assert len(_page(company, "/outbound-orders", day)["data"]) == 1
    company.client.post(f"/_sim/tenants/{company.tenant}/clock", json={"advance_seconds": 60})
    company.order()
    assert len(_page(company, "/outbound-orders", day)["data"]) == 1
    offset = {"last_updated_timestamp_start": made.replace("Z", "+00:00")}
    assert len(_page(company, "/outbound-orders", offset)["data"]) == 2
    assert _page(company, "/outbound-orders", {"completed_timestamp_start": made})["data"] == []


def test_orders_are_narrowed_by_status_and_payment(company: Company) -> None:
    """Any of the statuses, and the payment status as well."""
    company.item(stock=9)
    first, second, third = company.order(), company.order(), company.order()
    company.do(first, "allocate")
    company.do(second, "cancel")
    company.do(third, "mark-as-fully-paid")

    def found(**query: Json) -> list[str]:
        return [order["id"] for order in _page(company, "/outbound-orders", query)["data"]]

    assert found(order_status=["Allocated", "Cancelled"]) == [first["id"], second["id"]]
    assert found(order_status="Created", order_payment_status="Paid") == [third["id"]]
    assert found(order_origin="Leaflink") == []
    assert found(order_id=third["id"]) == [third["id"]]
    assert "order_status" in message(company.api("GET", "/outbound-orders", query={"order_status": "Gone"}))


def test_destinations_are_found_by_license_name_and_search(company: Company) -> None:
    """Exact by license and name, in any case by search; unknown gives an empty list."""
    company.destination(name="North Corner", alias="NC", license_number="LIC-1")
    company.destination(name="South", type="Grower", license_number="LIC-2")

    def found(**query: Json) -> list[str]:
        return [one["name"] for one in _page(company, "/destinations", query)["data"]]

    assert found(license_number="LIC-2") == ["South"]
    assert found(license_number="lic-2") == []
    assert found(facility_name=["South", "North Corner"]) == ["North Corner", "South"]
    assert found(search="nORTH") == ["North Corner"]
    assert found(search="lic-") == ["North Corner", "South"]
    assert found(destination_type="Grower") == ["South"]
    assert found(alias="NC") == ["North Corner"]


def test_small_lists_answer_too(company: Company) -> None:
    """Facilities, brands, units, inventory types, payment terms."""
    data(company.office("POST", "/brands", {"brand_name": "Old", "active": False}))
    data(company.office("POST", "/brands", {"brand_name": "New"}))
    assert [one["brand_name"] for one in _page(company, "/brands")["data"]] == ["New"]
    assert _page(company, "/brands", {"active": "false"})["data"][0]["active"] == 0
    assert len(_page(company, "/uoms")["data"]) == 15
    assert "Cannabis" in _page(company, "/inventorytypes")["data"]
    (term,) = _page(company, "/order-payment-terms", {"search": "net 3"})["data"]
    assert data(company.api("GET", f"/order-payment-terms/{term['order_payment_term_id']}")) == term
    assert message(company.api("GET", "/order-payment-terms/99"), 404)
    assert len(_page(company, "/facilities", {"facility_type": "Distributor"})["data"]) == 1
    assert _page(company, "/facilities", {"active": "false"})["data"] == []


def test_the_summary_shows_all_items_only_when_asked(company: Company) -> None:
    """Items without stock and orders are left out otherwise; a summary filter narrows either."""
    company.item(sku="A", stock=1)
    company.item(sku="B")
    company.item(sku="C")
    company.order({"sku": "C", "order_qty": 1})

    def found(**query: Json) -> list[str]:
        return [row["sku"] for row in _page(company, "/inventory/summary", query)["data"]]

    assert found() == ["A", "C"]
    assert found(include_all_items="true") == ["A", "B", "C"]
    assert found(include_all_items="true", has_available_qty="false") == ["B", "C"]
    assert found(has_available_qty="true") == ["A"]
    assert found(sku="B") == []
    assert found(item_id=["2", "3"], include_all_items="true") == ["B", "C"]
    assert "group_by" in message(company.api("GET", "/inventory/summary", query={"group_by": "color"}))


@pytest.mark.parametrize("path", ["/items", "/inventory/summary", "/inventory"])
def test_pages_joined_from_bytes_keep_the_contract(shop: Company, path: str) -> None:
    """They are not judged on every answer, so they are here."""
    page = _page(shop, path, {"include_all_items": "true"})
    assert Contract.load("flourish/openapi.json").operation("GET", path).response_problem(200, page) is None


def test_one_item_reads_as_it_is_listed(shop: Company) -> None:
    """The list's bytes and the single answer say the same."""
    listed = _page(shop, "/items", {"item_id": "5"})["data"][0]
    assert data(shop.api("GET", "/items/5")) == listed
    assert data(shop.office("GET", "/items"))[4] == listed


def test_package_filters_leave_out_what_is_not_cannabis(company: Company) -> None:
    """Without a package filter every package is listed; with one only those of cannabis."""
    for sku, kind in (("LEAF", "Cannabis"), ("BOX", "Supplies")):
        company.item(item_name=sku, sku=sku, inventory_type=kind, stock=5)
    listed = {row["sku"]: row for row in _page(company, "/inventory")["data"]}
    assert set(listed) == {"LEAF", "BOX"}
    by_status = _page(company, "/inventory", {"package_status": listed["BOX"]["package_status"]})["data"]
    assert [row["sku"] for row in by_status] == ["LEAF"]
    assert _page(company, "/inventory", {"package_id": listed["BOX"]["package_id"]})["data"] == []
