"""What is altered: every field that was carried, in ways that the contract allows."""

import pytest

from harness.sensitivity.fields import Carried, Direction, Exchange, Field, Flow
from harness.sensitivity.plan import PlannedField, plan

PUT = Flow("ordo", "PUT /orders/{order_id}", Direction.REQUEST)
POST = Flow("flourish", "POST /outbound-orders", Direction.REQUEST)
LIST = Flow("flourish", "GET /items", Direction.REQUEST)
LINE = {"sku": "A-1", "order_qty": 1.375, "unit_price": 12.34}
ORDER = {
    "original_order_id": "ord_1",
    "order_timestamp": "2030-01-01T10:00:00.000Z",
    "destination": {"id": "d1"},
    "order_lines": [LINE],
}


SENT = Exchange(flow=POST, body=ORDER, headers=["FacilityID", "x-api-key"])


def planned_for(
    *exchanges: Exchange, everything: bool = False, operation: str | None = None
) -> dict[str, PlannedField]:
    carried = Carried()
    for exchange in exchanges:
        carried.add(exchange)
    found = plan(carried, everything=everything, operation=operation)
    return {one.field.place: one for one in found}


def names(planned: PlannedField) -> list[str]:
    return [one.alteration.value for one in planned.alterations]


@pytest.mark.parametrize(
    ("place", "alterations"),
    [
        ("/order_lines/[]/order_qty", ["one_decimal"]),
        ("/order_lines/[]/unit_price", ["one_decimal", "dropped"]),
        ("/order_lines/[]/sku", ["other"]),
        ("/order_timestamp", ["day_later", "dropped"]),
        ("header FacilityID", ["other"]),
    ],
)
def test_the_most_telling_alterations_are_those_of_the_type(place: str, alterations: list[str]) -> None:
    """One gives another value, one takes it away where the contract allows that."""
    found = planned_for(SENT)
    assert names(found[place])[: len(alterations)] == alterations


def test_what_breaks_the_contract_is_counted_apart() -> None:
    """A quantity cannot be missing; nothing about a key is left open."""
    found = planned_for(SENT)
    assert "dropped" in [one.value for one in found["/order_lines/[]/order_qty"].refused]
    assert names(found["header x-api-key"]) == []


def test_all_alterations_are_planned_on_demand() -> None:
    """The two that tell most are among them."""
    place = "/original_order_id"
    two, all_of_them = planned_for(SENT)[place], planned_for(SENT, everything=True)[place]
    assert len(two.alterations) == 2
    assert {*two.alterations} < {*all_of_them.alterations}


def test_a_value_from_a_list_becomes_another_of_the_list() -> None:
    """The contract of Ordo lists the statuses of an order."""
    planned = planned_for(
        Exchange(flow=PUT, body={"flourish_order_id": "1", "status": "Paid"}, path={"order_id": "ord_1"})
    )["/status"]
    assert planned.alterations[0].value
    assert "Paid" in planned.alterations[0].value


def test_query_and_path_are_fields_too() -> None:
    """A limit above what the contract allows is none of the alterations."""
    found = planned_for(Exchange(flow=LIST, query={"limit": ["50"], "sku": ["A-1"]}))
    assert {"query limit", "query sku"} <= set(found)
    assert all(one.alteration.value != "null" for one in found["query limit"].alterations)


def test_the_plan_is_narrowed_by_name() -> None:
    """A glob on anything in a field's name."""
    found = planned_for(SENT, operation="*request /order_lines*sku")
    assert list(found) == ["/order_lines/[]/sku"]


def test_an_alteration_is_asked_for_as_the_control_api_takes_it() -> None:
    """It is about the engine's calls only."""
    asked = planned_for(SENT)["/order_timestamp"].alterations[0].asked()
    assert asked == {
        "operation": "POST /outbound-orders",
        "direction": "request",
        "place": "/order_timestamp",
        "alteration": "day_later",
        "value": None,
        "caller": "api-*",
    }


def test_a_name_tells_where_the_field_is() -> None:
    """Side, operation, direction, place."""
    assert str(Field(LIST, "query sku")) == "flourish GET /items request query sku"
