"""What items are described by: categories and strains."""

from typing import Any

from flask import Flask

from tests.unit.flourish.company import Company, data, message


def _strains(company: Company) -> list[dict[str, Any]]:
    strains: list[dict[str, Any]] = data(company.api("GET", "/strains"))
    return strains


def test_classes_and_categories_come_with_items(company: Company) -> None:
    """What an item is sorted into is listed once, class by class, in the order of making."""
    company.item(item_class="Edibles", item_category="Gummies")
    company.item(item_class="Buds", item_category="Flower")
    company.item(item_class="Edibles", item_category="Mints")
    company.item(inventory_type="Supplies", item_class="Edibles", item_category="Gummies")
    classes = data(company.api("GET", "/itemclasses"))
    assert [(one["inventory_type"], one["item_class"]) for one in classes] == [
        ("Cannabis", "Edibles"),
        ("Cannabis", "Buds"),
        ("Supplies", "Edibles"),
    ]
    categories = data(company.api("GET", "/itemcategories"))
    assert [one["item_category"] for one in categories] == ["Gummies", "Flower", "Mints", "Gummies"]


def test_a_strain_comes_with_the_first_item_that_names_it(company: Company) -> None:
    """Named again it is the same strain; its type shows on its items."""
    first = company.item(strain_name="Amber Meadow", strain_type_name="Sativa")
    second = company.item(strain_name="Amber Meadow")
    (strain,) = _strains(company)
    assert (strain["strain_name"], strain["type"], strain["abbreviation"]) == ("Amber Meadow", "Sativa", "AM")
    assert first["strain_id"] == second["strain_id"] == strain["id"]
    assert second["strain_type_name"] == "Sativa"
    assert company.item(strain_id=strain["id"])["strain_name"] == "Amber Meadow"


def test_a_strain_is_read_in_a_list_of_one(company: Company) -> None:
    """As the vendor's example has it, with more than a list tells."""
    company.item(strain_name="Amber Meadow")
    (listed,) = _strains(company)
    (read,) = data(company.api("GET", f"/strains/{listed['id']}"))
    assert {name: read[name] for name in listed} == listed
    assert read.keys() - listed.keys() == {
        "feel",
        "external",
        "created_by",
        "created_timestamp",
        "last_updated_by",
        "last_updated_timestamp",
    }
    assert message(company.api("GET", "/strains/f00"), 404) == "strain with ID f00 does not exist"


def test_an_item_names_a_strain_that_is_there_and_as_it_is(company: Company) -> None:
    """An unknown id, or a name or type that is not the strain's, is refused and makes nothing."""
    company.item(strain_name="Amber Meadow", strain_type_name="Sativa")
    (strain,) = _strains(company)
    wrong = [
        ({"strain_id": "f00"}, "strain with ID f00"),
        ({"strain_id": strain["id"], "strain_name": "Other"}, "strain_name"),
        ({"strain_id": strain["id"], "strain_type_name": "Indica"}, "strain_type_name"),
        ({"strain_name": "New", "price": -1}, "price"),
    ]
    for fields, words in wrong:
        body = {"item_name": "x", "sku": "x", "price": 1, **fields}
        assert words in message(company.office("POST", "/items", body))
    assert _strains(company) == [strain]


def test_a_strain_is_taken_away_with_null(company: Company) -> None:
    """An item can be without a strain, and then have a type of its own."""
    item = company.item(strain_name="Amber Meadow")
    path = f"/items/{item['id']}"
    without = data(company.office("PATCH", path, {"strain_name": None}))
    assert (without["strain_id"], without["strain_name"], without["strain_type_name"]) == (None, None, None)
    assert data(company.office("PATCH", path, {"strain_type_name": "CBD"}))["strain_type_name"] == "CBD"


def test_the_demo_catalogue_is_connected(app: Flask) -> None:
    """Its items are of strains and categories that are listed, and its harvests stand behind its packages."""
    shop = Company.of(app, items=60, seed=7)
    strains = {one["id"]: one for one in _strains(shop)}
    categories = [
        (one["inventory_type"], one["item_class"], one["item_category"])
        for one in data(shop.api("GET", "/itemcategories"))
    ]
    for item in data(shop.api("GET", "/items")):
        assert strains[item["strain_id"]]["strain_name"] == item["strain_name"]
        assert (item["inventory_type"], item["item_class"], item["item_category"]) in categories
    (package,) = data(shop.api("GET", "/packages", query={"limit": 1}))
    (origin,) = data(shop.api("GET", f"/packages/{package['package_id']}/details"))
    assert (origin["package_id"], origin["size"]) == (package["package_id"], package["original_qty"])
    assert data(shop.api("GET", "/inventory/adjustments"))


def test_a_strain_that_is_renamed_is_renamed_on_its_items(company: Company) -> None:
    """Its type follows too; other items stay as they are."""
    item = company.item(strain_name="Amber Meadow")
    other = company.item(strain_name="Other")
    (strain, _) = data(company.office("GET", "/strains"))
    body = {"strain_name": "Amber", "type": "CBD", "thc_level": 0.5, "feel": "calm"}
    after = data(company.office("PATCH", f"/strains/{strain['id']}", body))
    assert {name: after[name] for name in body} == body
    read = data(company.api("GET", f"/items/{item['id']}"))
    assert (read["strain_name"], read["strain_type_name"]) == ("Amber", "CBD")
    assert data(company.api("GET", f"/items/{other['id']}")) == other
    assert "already exists" in message(
        company.office("PATCH", f"/strains/{strain['id']}", {"strain_name": "Other"})
    )
    assert message(company.office("PATCH", "/strains/f00", body), 404)


def test_strains_and_categories_are_added_once(company: Company) -> None:
    """Names are exact; what is added is noted in the journal."""
    strain = data(company.office("POST", "/strains", {"strain_name": "Amber", "veg_length_days": 14}))
    assert (strain["type"], strain["veg_length_days"], strain["flower_length_days"]) == ("Hybrid", 14, 21)
    assert "already exists" in message(company.office("POST", "/strains", {"strain_name": "Amber"}))
    names = {"inventory_type": "Supplies", "item_class": "Jars", "item_category": "Glass"}
    category = data(company.office("POST", "/item-categories", names))
    assert "already exists" in message(company.office("POST", "/item-categories", names))
    company.item()
    assert data(company.office("GET", "/item-categories"))[0] == category
    journal = company.client.get(f"/_sim/tenants/{company.tenant}/journal?kind=change").get_json()
    noted = [(one["subject"], one["subject_id"], one["action"]) for one in journal["entries"]]
    assert noted == [
        ("strain", strain["id"], "added"),
        ("item_category", str(category["item_category_id"]), "added"),
    ]
