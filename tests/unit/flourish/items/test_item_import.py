"""Many items at once: all of them or none, each with what there is of it."""

from tests.unit.flourish.company import Company, data, message

_ROWS = [
    {"item_name": "One", "sku": "I-1", "brand": "Juniper", "price": 8.25, "qty": 40.125},
    {"item_name": "Two", "sku": "I-2", "price": 15.5, "item_category": "Seeds", "active": False},
    {"item_name": "Three", "sku": "I-3", "price": 1, "qty": 0},
]


def test_imported_items_are_as_if_typed_one_by_one(company: Company) -> None:
    """In their order, with the ids in the answer; a brand and a category are made with them."""
    answer = data(company.office("POST", "/item-imports", {"items": _ROWS}))
    listed = data(company.api("GET", "/items"))
    assert [row["id"] for row in answer] == [item["id"] for item in listed]
    assert [(item["sku"], item["item_category"], item["active"]) for item in listed] == [
        ("I-1", "Flower", True),
        ("I-2", "Seeds", False),
        ("I-3", "Flower", True),
    ]
    assert [brand["brand_name"] for brand in data(company.api("GET", "/brands"))] == ["Juniper"]
    assert company.summary("I-1")["sellable_qty"] == 40.125
    assert company.summary("I-3", include_all_items="true")["sellable_qty"] == 0


def test_a_stocked_import_is_one_message_for_each_item_that_there_is(company: Company) -> None:
    """Items of which there is nothing move no stock."""
    company.listen("Inventory")
    company.office("POST", "/item-imports", {"items": _ROWS})
    assert [sent["data"]["sku"] for sent in company.messages()] == ["I-1"]


def test_one_bad_row_and_nothing_is_imported(company: Company) -> None:
    """The refusal names the row."""
    bad = [*_ROWS, {"item_name": "", "sku": "I-4", "price": 1}]
    assert "items" in message(company.office("POST", "/item-imports", {"items": bad}))
    unknown = {"facility_id": "nowhere", "items": _ROWS}
    assert "nowhere" in message(company.office("POST", "/item-imports", unknown), 404)
    assert data(company.api("GET", "/items")) == []
