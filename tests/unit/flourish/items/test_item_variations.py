"""Items in other packs: stocked, summed up and ordered apart from the item itself."""

from typing import Any

from flask import Flask

from sim_flourish.app import create_app
from tests.unit.flourish.company import Company, Json, data, message


def _rows(company: Company, **query: Json) -> dict[str, dict[str, Any]]:
    rows = data(company.api("GET", "/inventory/summary", query=query))
    return {row["sku"]: row for row in rows}


def test_only_active_variations_of_an_item_are_listed(company: Company) -> None:
    """One that is switched off is still read by its id."""
    item = company.item()
    five = company.variation(item, sku="F-5P")
    ten = company.variation(item, variation_name="Pack of 10", unit_qty=10)
    path = f"/items/{item['id']}/itemvariations"
    assert data(company.api("GET", path)) == [five, ten]
    off = data(company.office("PATCH", f"/itemvariations/{five['id']}", {"active": False, "sku": None}))
    assert data(company.api("GET", path)) == [ten]
    assert data(company.office("GET", path)) == [off, ten]
    assert data(company.api("GET", f"/itemvariations/{five['id']}")) == off
    changed = {name for name in off if off[name] != five[name]} - {"last_updated_timestamp"}
    assert changed == {"active", "sku"}
    for missing in ("/items/99/itemvariations", "/itemvariations/99"):
        assert message(company.api("GET", missing), 404)
    assert message(company.office("PATCH", "/itemvariations/99", {"active": False}), 404)


def test_packs_are_counted_apart(company: Company) -> None:
    """The summary has a row of its own for a variation in stock; the item's row does not count it."""
    item = company.item(stock=3)
    pack = company.variation(item, sku="F-5P", unit_cost=20)
    company.adjust(item, 4, item_variation_id=pack["id"])
    rows = _rows(company)
    assert (rows["F-1"]["qty"], rows["F-5P"]["qty"]) == (3, 4)
    shown = rows["F-5P"]
    assert (shown["item_variation_id"], shown["variation_name"]) == (pack["id"], "Pack of 5")
    assert (shown["price"], shown["cost"], shown["item_id"]) == (45, 20, item["id"])
    assert shown["variation_retail_display_name"] == "Pack of 5"
    (only,) = data(company.api("GET", "/inventory", query={"variation_name": "Pack of 5"}))
    assert (only["qty"], only["sku"]) == (4, "F-5P")
    (entry,) = data(company.api("GET", "/inventory/adjustments", query={"item_variation_id": pack["id"]}))
    assert (entry["sku"], entry["item_variation_id"]) == ("F-5P", pack["id"])
    assert message(
        company.office(
            "POST",
            "/inventory-adjustments",
            {"item_id": item["id"], "adjustment_qty": 1, "item_variation_id": 99},
        ),
        404,
    )


def test_the_summary_is_narrowed_by_variation(company: Company) -> None:
    """By its id, names and SKU; the item's own row is another."""
    item = company.item(stock=3)
    pack = company.variation(item, sku="F-5P", retail_display_name="Five")
    company.adjust(item, 4, item_variation_id=pack["id"])
    for query in (
        {"item_variation_id": pack["id"]},
        {"variation_name": "Pack of 5"},
        {"variation_retail_display_name": "Five"},
        {"sku": "F-5P"},
    ):
        assert set(_rows(company, **query)) == {"F-5P"}
    assert set(_rows(company, sku="F-1")) == {"F-1"}
    assert set(_rows(company, sku=["F-1", "F-5P"], group_by="lot_number")) == {"F-1", "F-5P"}
    assert _rows(company, variation_name="Pack") == {}


def test_an_edit_of_a_variation_shows_in_the_summary(company: Company) -> None:
    """What was rendered before is not kept beyond it."""
    item = company.item(stock=3)
    pack = company.variation(item, sku="F-5P")
    company.adjust(item, 4, item_variation_id=pack["id"])
    assert set(_rows(company)) == {"F-1", "F-5P"}
    data(company.office("PATCH", f"/itemvariations/{pack['id']}", {"sku": "F-FIVE", "unit_price": 50}))
    rows = _rows(company)
    assert (set(rows), rows["F-FIVE"]["price"]) == ({"F-1", "F-FIVE"}, 50)
    assert set(_rows(company, sku="F-FIVE")) == {"F-FIVE"}
    assert _rows(company, sku="F-5P") == {}


def test_a_variation_is_ordered_by_its_sku_or_its_id(company: Company) -> None:
    """At its own price; the order tells its name and how much is in it."""
    item = company.item(stock=3)
    pack = company.variation(item, sku="F-5P")
    by_sku = company.order({"sku": "F-5P", "order_qty": 2})["order_lines"][0]
    by_id = company.order({"item_id": item["id"], "item_variation_pk": pack["id"], "order_qty": 2})[
        "order_lines"
    ][0]
    both = company.order(
        {"item_id": item["id"], "item_variation_pk": int(pack["id"]), "sku": "F-5P", "order_qty": 2}
    )["order_lines"][0]
    for line in (by_sku, by_id, both):
        assert (line["item_id"], line["item_variation_pk"]) == (item["id"], int(pack["id"]))
        assert (line["sku"], line["variation_name"], line["unit_qty"]) == ("F-5P", "Pack of 5", 5)
        assert (line["unit_price"], line["line_total_price"]) == (45, 90)
    rows = _rows(company)
    assert (rows["F-1"]["on_order_qty"], rows["F-5P"]["on_order_qty"], rows["F-5P"]["qty"]) == (0, 6, 0)


def test_packs_are_allocated_from_packs(company: Company) -> None:
    """Neither from single items nor the other way round."""
    item = company.item(stock=10)
    pack = company.variation(item, sku="F-5P")
    company.adjust(item, 2, item_variation_id=pack["id"])
    too_many = company.order({"sku": "F-5P", "order_qty": 3})
    assert "only 2 of sku F-5P" in company.refusal(too_many, "allocate")
    order = company.order({"sku": "F-5P", "order_qty": 2}, {"sku": "F-1", "order_qty": 4})
    company.do(order, "allocate")
    rows = _rows(company)
    assert (rows["F-5P"]["available_qty"], rows["F-1"]["available_qty"]) == (0, 6)
    company.do(order, "ship")
    rows = _rows(company)
    assert (rows["F-5P"]["qty"], rows["F-1"]["qty"]) == (0, 6)


def test_an_edited_order_keeps_what_is_allocated_for_the_same_pack(company: Company) -> None:
    """A line that changes from packs to single items lets go of the packs."""
    item = company.item(stock=10)
    pack = company.variation(item, sku="F-5P")
    company.adjust(item, 4, item_variation_id=pack["id"])
    order = company.order({"sku": "F-5P", "order_qty": 3})
    company.do(order, "allocate")
    path = f"/outbound-orders/{order['id']}"
    kept = data(company.office("PATCH", path, {"order_lines": [{"sku": "F-5P", "order_qty": 2}]}))
    assert kept["order_lines"][0]["allocated_qty"] == 2
    other = data(company.office("PATCH", path, {"order_lines": [{"sku": "F-1", "order_qty": 2}]}))
    assert (other["order_lines"][0]["allocated_qty"], other["order_status"]) == (0, "Created")
    assert _rows(company)["F-5P"]["available_qty"] == 4


def test_what_cannot_be_ordered_is_refused(company: Company) -> None:
    """An unknown, inactive or foreign variation, an ambiguous SKU, a strain that nobody knows."""
    item, other = company.item(), company.item(sku="F-2", strain_name="Amber")
    pack = company.variation(item, sku="F-5P")
    off = company.variation(item, sku="F-OFF", active=False)
    company.variation(other, sku="F-2")
    wrong = [
        ({"item_id": item["id"], "item_variation_pk": 99}, "item variation 99 does not exist"),
        ({"item_id": item["id"], "item_variation_pk": off["id"]}, "does not exist"),
        ({"sku": "F-OFF"}, "no item has the sku"),
        ({"item_id": other["id"], "item_variation_pk": pack["id"]}, "does not exist"),
        ({"item_variation_pk": pack["id"], "sku": "F-1"}, "does not have the sku F-1"),
        ({"item_id": item["id"], "sku": "F-5P"}, "does not have the sku F-5P"),
        ({"sku": "F-2"}, "more than one item has the sku"),
        ({"sku": "F-1", "strain_id": "f00"}, "strain with ID f00"),
    ]
    for line, words in wrong:
        body = company.order_body({"order_qty": 1, **line})
        assert words in message(company.api("POST", "/outbound-orders", body)), line
    asked = company.order({"sku": "F-1", "strain_id": other["strain_id"], "order_qty": 1})
    assert asked["order_lines"][0]["strain_name"] == "Amber"


def test_a_webhook_tells_of_every_pack_of_an_item(company: Company) -> None:
    """One message a row, the item's own first among equals."""
    item = company.item(stock=3)
    pack = company.variation(item, sku="F-5P")
    company.listen("Inventory")
    company.adjust(item, 4, item_variation_id=pack["id"])
    assert {one["data"]["sku"]: one["data"]["sellable_qty"] for one in company.messages()} == {
        "F-1": 3,
        "F-5P": 4,
    }


def test_a_variation_without_a_sku_counts_for_nothing_else(company: Company) -> None:
    """Its row has an empty SKU, and not that of its item."""
    item = company.item(stock=3)
    pack = company.variation(item)
    company.adjust(item, 4, item_variation_id=pack["id"])
    assert {sku: row["qty"] for sku, row in _rows(company).items()} == {"F-1": 3, "": 4}


def test_the_catalogue_survives_a_snapshot(app: Flask) -> None:
    """Strains, categories, variations, packages and adjustments read the same in another lab."""
    shop = Company.of(app, items=45, seed=7)
    (pack, *_) = [row for row in data(shop.api("GET", "/inventory/summary")) if row["item_variation_id"]]
    paths = [
        "/strains",
        "/itemcategories",
        "/packages",
        "/inventory/adjustments",
        "/inventory/summary",
        f"/items/{pack['item_id']}/itemvariations",
    ]
    before = [data(shop.api("GET", path)) for path in paths]
    snapshot = shop.client.get(f"/_sim/tenants/{shop.tenant}/snapshot?secrets=true").get_data()
    elsewhere = create_app()
    try:
        client = elsewhere.test_client()
        body = b'{"snapshot":%b}' % snapshot  # lists are in the order of the snapshot's fields
        made = client.post("/_sim/tenants", data=body, content_type="application/json")
        assert made.status_code == 201
        headers = {"x-api-key": shop.api_key, "FacilityID": shop.facility_id}
        after = [client.get(f"/external/api/v1{path}", headers=headers).get_json()["data"] for path in paths]
    finally:
        elsewhere.extensions["simulator"].close()
    assert after == before
