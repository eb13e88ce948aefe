"""Steps about what else people type in Flourish: items, packs, brands, places, API keys (S3, I4)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pytest_bdd import given, parsers, then, when

from harness.clients.flourish import ExternalApi
from harness.steps.context.step_types import any_of, sentence
from harness.steps.simulators.records import Shown, Simulated

_ITEM: Shown = {
    "item_name": "Blue Dream, 3.5 g",
    "sku": "0BD-35",
    "retail_display_name": "Blue Dream",
    "item_description": "Cured for 21 days & hand-trimmed",
    "brand": "Bright Meadow",
    "price": Decimal("18.75"),
    "cost": Decimal("7.10"),
    "inventory_type": "Cannabis",
    "item_class": "Buds",
    "item_category": "Indoor",
    "uom": "g",
    "active": True,
    "sellable": True,
}
_EDITS: Mapping[str, Shown] = {
    "name": {"item_name": "Blue Dream, 7 g"},
    "SKU": {"sku": "0BD-70"},
    "description": {"item_description": "Cured for 30 days"},
    "brand": {"brand": "Dark Meadow"},
    "price": {"price": Decimal("19.05")},
    "category": {"item_category": "Outdoor"},
    "unit": {"uom": "oz"},
    "activity": {"active": False},
    "sale": {"sellable": False},
}


def _typed(simulated: Simulated) -> dict[str, Any]:
    """What the form of the latest thing holds, as it was typed."""
    return simulated.typed[-1]


def _add(simulated: Simulated, path: str, typed: Shown) -> None:
    simulated.typed.append({**typed, "id": simulated.press_taken(path, typed)["id"]})


def _edit(simulated: Simulated, path: str, changes: Shown) -> None:
    simulated.change(f"{path}/{_typed(simulated)['id']}", changes)
    _ = simulated.answer.value
    _typed(simulated).update(changes)


@given("an item with every field typed")
def _item(simulated: Simulated) -> None:
    _add(simulated, "/items", _ITEM)


@given(sentence("another item of the same brand named {name:Quoted}"))
@when(sentence("the warehouse adds another item of the same brand named {name:Quoted}"))
def _other_item(simulated: Simulated, name: str) -> None:
    _add(simulated, "/items", {**_ITEM, "item_name": name, "sku": "0BD-OTHER"})


@when(parsers.re(f"the warehouse types another (?P<what>{any_of(_EDITS)}) for the item"))
def _edit_item(simulated: Simulated, what: str) -> None:
    _edit(simulated, "/items", _EDITS[what])


@when(sentence("the warehouse renames the brand {brand:Quoted} to {name:Quoted}"))
def _rename(simulated: Simulated, brand: str, name: str) -> None:
    listed = simulated.show("/brands")
    brand_id = next(known["brand_id"] for known in listed if known["brand_name"] == brand)
    simulated.change(f"/brands/{brand_id}", {"brand_name": name})
    _ = simulated.answer.value
    for typed in simulated.typed:
        typed["brand"] = name


@then("Flourish shows each item as it was typed, on its screen and by its API")
def _items_shown(simulated: Simulated) -> None:
    on_screen = {row["id"]: row for row in simulated.show("/items")}
    by_api = {row["id"]: row for row in simulated.ask("/items")["data"]}
    for typed in simulated.typed:
        simulated.expect_fields("the item on its screen", on_screen[typed["id"]], typed)
        simulated.expect_fields("the item by the API", by_api[typed["id"]], typed)


@given(sentence("a pack of {quantity:Count} of the item at {price:Money}, with the SKU {sku:Quoted}"))
@when(
    sentence(
        "the warehouse adds a pack of {quantity:Count} of the item at {price:Money}, "
        "with the SKU {sku:Quoted}"
    )
)
def _pack(simulated: Simulated, quantity: int, price: Decimal, sku: str) -> None:
    item_id = simulated.typed[0]["id"]
    typed = {
        "variation_name": f"PACK{quantity}",
        "unit_qty": Decimal(quantity),
        "unit_price": price,
        "sku": sku,
    }
    _add(simulated, f"/items/{item_id}/itemvariations", typed)
    _typed(simulated)["item_id"] = item_id


@when(sentence("the warehouse types the price {price:Money} for the pack"))
def _price_of_pack(simulated: Simulated, price: Decimal) -> None:
    _edit(simulated, "/itemvariations", {"unit_price": price})


@then("Flourish shows the pack as it was typed, and its item too")
def _pack_shown(simulated: Simulated) -> None:
    item, pack = simulated.typed
    [row] = simulated.ask(f"/items/{item['id']}/itemvariations")["data"]
    simulated.expect_fields("the pack", row, pack)
    shown = simulated.ask(f"/items/{item['id']}")["data"]
    simulated.expect_fields("its item", shown, item)


_PLACE: Shown = {
    "facility_name": "North House",
    "facility_type": "Distributor",
    "address_line_1": "12 Canal Street",
    "address_line_2": "Unit 4",
    "city": "Oakland",
    "state": "CA",
    "zip_code": "94607",
    "license_number": "C11-0000999-LIC",
    "timezone": "America/Los_Angeles",
    "active": True,
    "sales_rep_required_for_outbound": False,
}
_PLACE_EDITS: Mapping[str, Shown] = {
    "license number": {"license_number": "C11-0001000-LIC"},
    "name": {"facility_name": "South House"},
    "city": {"city": "Berkeley"},
    "activity": {"active": False},
    "need of a sales rep": {"sales_rep_required_for_outbound": True},
}


@given("a facility with every field typed")
def _facility(simulated: Simulated) -> None:
    _add(simulated, "/facilities", _PLACE)


@when(parsers.re(f"the warehouse types another (?P<what>{any_of(_PLACE_EDITS)}) for the facility"))
def _edit_facility(simulated: Simulated, what: str) -> None:
    _edit(simulated, "/facilities", _PLACE_EDITS[what])


@then("Flourish shows the facility as it was typed, on its screen and by its API")
def _facility_shown(simulated: Simulated) -> None:
    typed = _typed(simulated)
    on_screen = {row["id"]: row for row in simulated.show("/facilities")}
    simulated.expect_fields("the facility on its screen", on_screen[typed["id"]], typed)
    shown = simulated.ask(f"/facilities/{typed['id']}")["data"]
    simulated.expect_fields("the facility by the API", shown, typed)


@given(sentence("a dispensary {name:Quoted} with the license {number:Quoted}"))
def _destination(simulated: Simulated, name: str, number: str) -> None:
    typed = {"type": "Dispensary", "name": name, "license_number": number, "city": "Fresno", "state": "CA"}
    _add(simulated, "/destinations", {**typed, "active": True})


@when(sentence("the dispensary's license becomes {number:Quoted}"))
def _relicense(simulated: Simulated, number: str) -> None:
    typed = _typed(simulated)
    typed["license_number"] = number
    body = {name: value for name, value in typed.items() if name != "id"}
    wire = simulated.context.flourish.office
    _ = wire.wire.put(f"/back-office/destinations/{typed['id']}", dict[str, Any], body).value


@then(
    sentence("Flourish finds the dispensary as it was typed by {number:Quoted} and nobody by {other:Quoted}")
)
def _found(simulated: Simulated, number: str, other: str) -> None:
    rows = simulated.ask("/destinations", license_number=number)["data"]
    simulated.context.expect(len(rows) == 1, f"one destination with {number}", f"there are {len(rows)}")
    simulated.expect_fields("the destination", rows[0], _typed(simulated))
    strangers = simulated.ask("/destinations", license_number=other)["data"]
    simulated.context.expect(not strangers, f"nobody with {other}", f"there are {len(strangers)}")


@when("somebody resets the API key of the seller")
def _reset(simulated: Simulated) -> None:
    connection = simulated.context.connection
    connection.old_key = connection.key
    reset = simulated.context.flourish.office.reset_api_key(connection.key.username)
    connection.key = reset.value.data


@then("Flourish takes the new API key and refuses the old one and a wrong one")
def _keys(simulated: Simulated) -> None:
    context = simulated.context
    connection, wire = context.connection, context.flourish.wire
    assert connection.old_key is not None, "no key was reset"
    username, old = connection.key.username, connection.old_key.api_key
    tried = {"the new": connection.key.api_key, "the old": old, "a wrong": connection.key.api_key[:-1]}
    accepted = [
        name for name, key in tried.items() if ExternalApi.with_key(wire, username, key).facilities().accepted
    ]
    context.expect(accepted == ["the new"], "only the new key to be taken", f"taken are {accepted}")
    alone = {
        name: wire.with_headers({"x-api-key": key})
        .get("/external/api/v1/facilities", dict[str, Any])
        .accepted
        for name, key in tried.items()
    }
    taken = [name for name, is_taken in alone.items() if is_taken]
    context.expect(taken == ["the new"], "only the new key to be taken alone", f"taken are {taken}")
