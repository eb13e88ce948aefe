"""Bills of materials: made, changed, narrowed and taken apart."""

from typing import Any

import pytest

from tests.unit.flourish.company import Company, Json, data, message


def _bom(company: Company, item: dict[str, Any], **fields: Json) -> dict[str, Any]:
    made: dict[str, Any] = data(company.api("POST", "/boms", _body(item, **fields)))
    return made


def _body(item: dict[str, Any], **fields: Json) -> dict[str, Any]:
    return {
        "item_id": int(item["id"]),
        "nickname": "By hand",
        "qty_to_create": 100,
        "effective_date": "2026-03-02T00:00:00.000Z",
        **fields,
    }


def _ids(company: Company, **query: Json) -> list[int]:
    return [one["bom_id"] for one in data(company.api("GET", "/boms", query=query))]


def test_a_bill_of_materials_reads_as_it_was_made(company: Company) -> None:
    """Active and not primary unless said otherwise; flags and ids are numbers."""
    item = company.item()
    made = _bom(company, item, work_instructions="Weigh each")
    assert (made["active"], made["is_primary"], made["details"]) == (1, 0, [])
    assert (made["item_id"], made["item_name"]) == (int(item["id"]), "Flower")
    assert made["effective_date"] == "2026-03-02T00:00:00.000Z"
    assert data(company.api("GET", f"/boms/{made['bom_id']}")) == made
    assert data(company.api("GET", "/boms")) == [made]


def test_an_update_keeps_the_details(company: Company) -> None:
    """What is not said stays too."""
    item = company.item()
    made = _bom(company, item, work_instructions="Weigh each", active=0)
    path = f"/boms/{made['bom_id']}"
    data(company.api("POST", f"{path}/details", {"qty": 1, "qty_uom_id": 2, "item_id": item["id"]}))
    after = data(company.api("PUT", path, _body(item, nickname="By machine", is_primary=True)))
    assert (after["nickname"], after["is_primary"], after["active"]) == ("By machine", 1, 0)
    assert (after["work_instructions"], len(after["details"])) == ("Weigh each", 1)


def test_one_bill_of_an_item_is_the_primary_one(company: Company) -> None:
    """The one that was made so last."""
    item, other = company.item(), company.item(sku="F-2")
    first = _bom(company, item, is_primary=1)["bom_id"]
    elsewhere = _bom(company, other, is_primary=1)["bom_id"]
    second = _bom(company, item, is_primary=1)["bom_id"]
    assert _ids(company, is_primary="true") == [elsewhere, second]
    data(company.api("PUT", f"/boms/{first}", _body(item, is_primary=1)))
    assert _ids(company, is_primary="true") == [first, elsewhere]


def test_details_name_an_item_or_a_category(company: Company) -> None:
    """One can become the other; what is removed is gone."""
    item = company.item(item_category="Bulk")
    (category,) = data(company.office("GET", "/item-categories"))
    path = f"/boms/{_bom(company, item)['bom_id']}/details"
    by_item = data(company.api("POST", path, {"qty": 1.5, "qty_uom_id": 2, "item_id": int(item["id"])}))
    assert (by_item["item_name"], by_item["uom"], by_item["item_category"]) == ("Flower", "g", None)
    wanted = {"qty": 9, "qty_uom_id": 1, "notes": "any", "item_category_id": category["item_category_id"]}
    by_category = data(company.api("PUT", f"{path}/{by_item['bom_detail_id']}", wanted))
    assert (by_category["item_category"], by_category["item_id"]) == ("Bulk", None)
    assert {name: by_category[name] for name in wanted} == wanted
    second = data(company.api("POST", path, wanted))
    left = data(company.api("DELETE", f"{path}/{by_category['bom_detail_id']}"))
    assert left["details"] == [second]
    assert message(company.api("DELETE", f"{path}/{by_category['bom_detail_id']}"), 404)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [1, 2, 3]),
        ({"item_id": "1"}, [1, 2]),
        ({"item_name": "Rolled"}, [3]),
        ({"nickname": ["One", "Three"]}, [1, 3]),
        ({"is_active": "false"}, [2]),
        ({"is_active": "true", "is_primary": "true"}, [3]),
        ({"effective_date_start": "2026-02-01T00:00:00Z"}, [2, 3]),
        ({"effective_date_end": "2026-02-01T00:00:00Z"}, [1, 2]),
        ({"limit": 1, "offset": 1}, [2]),
    ],
)
def test_bills_are_narrowed(company: Company, query: dict[str, Any], expected: list[int]) -> None:
    """By item, nickname, flags and the day from which they hold."""
    item, other = company.item(), company.item(item_name="Rolled", sku="R")
    _bom(company, item, nickname="One", effective_date="2026-01-01T00:00:00Z")
    _bom(company, item, nickname="Two", effective_date="2026-02-01T00:00:00Z", active=False)
    _bom(company, other, nickname="Three", is_primary=1)
    assert _ids(company, **query) == expected


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"item_id": 99}, "item with ID 99 does not exist"),
        ({"qty_to_create": 0}, "qty_to_create"),
        ({"nickname": ""}, "nickname"),
        ({"effective_date": "soon"}, "effective_date"),
        ({"effective_date": "2999-12-31T23:59:59-01:00"}, "effective_date must be in the years"),
        ({"active": 2}, "active"),
        ({"color": "red"}, "color"),
    ],
)
def test_a_wrong_bill_is_refused(company: Company, fields: dict[str, Any], words: str) -> None:
    """The first thing that is wrong; nothing is made."""
    assert words in message(company.api("POST", "/boms", _body(company.item(), **fields)))
    assert _ids(company) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"item_id": "99"}, "item with ID 99 does not exist"),
        ({"item_category_id": 99}, "item category with ID 99 does not exist"),
        ({"item_id": "1", "item_category_id": 1}, "valid under each of"),
        ({}, "under any of"),
        ({"item_id": "1", "qty_uom_id": 18}, "qty_uom_id is the id of no unit"),
        ({"item_id": "1", "qty": -1}, "qty"),
    ],
)
def test_a_wrong_detail_is_refused(company: Company, fields: dict[str, Any], words: str) -> None:
    """An item and a category at once, neither, or one that is not there."""
    bom = _bom(company, company.item())
    path = f"/boms/{bom['bom_id']}/details"
    assert words in message(company.api("POST", path, {"qty": 1, "qty_uom_id": 1, **fields}))
    assert data(company.api("GET", f"/boms/{bom['bom_id']}")) == bom


def test_what_is_not_there_is_404(company: Company) -> None:
    """A bill or a detail that nobody made."""
    item = company.item()
    bom = _bom(company, item)["bom_id"]
    detail = {"qty": 1, "qty_uom_id": 1, "item_id": item["id"]}
    for method, path, body in (
        ("GET", "/boms/99", None),
        ("PUT", "/boms/99", _body(item)),
        ("POST", "/boms/99/details", detail),
        ("PUT", f"/boms/{bom}/details/99", detail),
        ("DELETE", f"/boms/{bom}/details/99", None),
    ):
        assert "does not exist" in message(company.api(method, path, body), 404)
