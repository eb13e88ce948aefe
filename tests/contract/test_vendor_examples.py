"""The schemas against the vendor's own examples, wherever the vendor's collection is at hand."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from groundwork.contract import payload, schemas_folder

Json: TypeAlias = Any
COLLECTION = Path(__file__).parents[3] / "shared" / "reference" / "flourish-external-api.postman.json"
ANSWERS = "flourish/answers.json#/$defs/"
ANSWER_SCHEMAS = {
    "GetFacility": f"{ANSWERS}facility",
    "GetFacilities": f"{ANSWERS}facilities",
    "GetItem": f"{ANSWERS}item",
    "GetItems": f"{ANSWERS}items",
    "GetBrands": f"{ANSWERS}brands",
    "GetUOMs": f"{ANSWERS}uoms",
    "GetInventoryTypes": f"{ANSWERS}inventory_types",
    "GetInventory": f"{ANSWERS}inventory",
    "GetInventorySummary": f"{ANSWERS}inventory_summary",
    "GetDestination": f"{ANSWERS}destination_read",
    "GetDestinations": f"{ANSWERS}destinations",
    "PostDestination": f"{ANSWERS}destination_written",
    "PutDestination": f"{ANSWERS}destination_written",
    "GetOutboundOrder": f"{ANSWERS}outbound_order",
    "GetOutboundOrders": f"{ANSWERS}outbound_orders",
    "PostOutboundOrder": "flourish/outbound_order_created.json",
    "PutOutboundOrder": f"{ANSWERS}outbound_order_updated",
    "GetOrderPaymentTerm": f"{ANSWERS}payment_term",
    "GetOrderPaymentTerms": f"{ANSWERS}payment_terms",
    "GetSalesReps": f"{ANSWERS}sales_reps",
}
REQUEST_SCHEMAS = {
    "PostDestination": "flourish/destination_request.json",
    "PutDestination": "flourish/destination_request.json",
    "PostOutboundOrder": "flourish/outbound_order_request.json",
    "PutOutboundOrder": "flourish/outbound_order_update_request.json",
}
FEWEST_EXAMPLES = 34
FEWEST_RETYPED = 1000
WRITTEN_ORDERS = {"flourish/outbound_order_created.json", f"{ANSWERS}outbound_order_updated"}
NOT_ALWAYS_SHOWN = {
    "created_timestamp",  # of a facility
    "last_updated_timestamp",  # of a facility
    "synced_from_compliance",
    "finance_account_revenue",
    "finance_account_asset",
    "finance_account_expense",
    "middle_name",  # of a destination's contact
    "origin_harvest",  # only when asked for
}

pytestmark = pytest.mark.skipif(
    not COLLECTION.exists(),
    reason=f"the vendor's collection is not at hand; it would be {COLLECTION.name} in ../shared/reference",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One value that the vendor shows, and the schema it is measured by."""

    name: str
    schema: str
    value: Json


def _requests(items: list[Json]) -> Iterator[Json]:
    for item in items:
        if "item" in item:
            yield from _requests(item["item"])
        else:
            yield item


def _examples_of(item: Json) -> Iterator[Example]:
    name = item["name"]
    if name in REQUEST_SCHEMAS:
        yield Example(
            name=f"{name}, request sample",
            schema=REQUEST_SCHEMAS[name],
            value=json.loads(item["request"]["body"]["raw"]),
        )
    for shown in item["response"]:
        if name in REQUEST_SCHEMAS:
            yield Example(
                name=f"{shown['name']}, request",
                schema=REQUEST_SCHEMAS[name],
                value=json.loads(shown["originalRequest"]["body"]["raw"]),
            )
        if name in ANSWER_SCHEMAS:
            yield Example(
                name=f"{shown['name']}, answer", schema=ANSWER_SCHEMAS[name], value=json.loads(shown["body"])
            )


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """Every example of the operations that are described here."""
    collection = json.loads(COLLECTION.read_text(encoding="utf-8"))
    return [example for item in _requests(collection["item"]) for example in _examples_of(item)]


def listed_exceptions() -> set[str]:
    """The examples that PROVENANCE.md lists as not conforming."""
    text = (schemas_folder() / "PROVENANCE.md").read_text(encoding="utf-8")
    table = re.search(r"\| example \| reason \|\n\|---\|---\|\n((?:\|.*\n)*)", text)
    assert table, "PROVENANCE.md has no table of examples that do not conform"
    return {row.split("|")[1].strip() for row in table[1].splitlines()}


def test_vendor_examples_conform(examples: list[Example], tell: Callable[[str], None]) -> None:
    """Each example obeys its schema, save those that PROVENANCE.md lists with a reason, and those do not."""
    assert len(examples) >= FEWEST_EXAMPLES
    problems = {one.name: payload(one.schema).first_problem(one.value) for one in examples}
    failing = {name: str(problem) for name, problem in problems.items() if problem is not None}
    tell(f"vendor examples: {len(examples)}, of which {len(examples) - len(failing)} conform")
    assert set(failing) == listed_exceptions(), failing


def test_every_described_operation_is_measured(examples: list[Example]) -> None:
    """No schema in the two tables is left without an example."""
    measured = {one.schema for one in examples}
    assert measured == set(ANSWER_SCHEMAS.values()) | set(REQUEST_SCHEMAS.values())


def test_a_retyped_or_added_field_is_caught(examples: list[Example]) -> None:
    """Where the vendor shows a field in an answer another type is refused, and so is a further field."""
    tried, escaped = 0, []
    for example in _conforming_answers(examples):
        schema = payload(example.schema)
        for path, container, key in _places(example.value):
            true_value = container[key]
            container[key] = {"retyped": True}
            if schema.is_valid(example.value):
                escaped.append(f"{example.name}: {path}")
            container[key] = true_value
            tried += 1
        for path, inner in _objects(example.value):
            inner["a field that nobody sends"] = 1
            if schema.is_valid(example.value):
                escaped.append(f"{example.name}: {path} is open")
            del inner["a field that nobody sends"]
    assert tried >= FEWEST_RETYPED
    assert escaped == []


def test_a_dropped_field_is_caught(examples: list[Example]) -> None:
    """A field that the vendor shows in every read cannot be missing from an answer; the others are known."""
    escaped = set()
    for example in _conforming_answers(examples):
        if example.schema in WRITTEN_ORDERS:  # their examples differ among themselves
            continue
        schema = payload(example.schema)
        for _, inner in _objects(example.value):
            for key in list(inner):
                shown = dict(inner)
                del inner[key]
                if schema.is_valid(example.value):
                    escaped.add(key)
                inner.clear()
                inner.update(shown)
    assert escaped == NOT_ALWAYS_SHOWN


def _conforming_answers(examples: list[Example]) -> list[Example]:
    exceptions = listed_exceptions()
    return [one for one in examples if one.name.endswith("answer") and one.name not in exceptions]


def _objects(value: Json, path: str = "") -> Iterator[tuple[str, dict[str, Json]]]:
    if isinstance(value, dict):
        yield path, value
    for key, inner in _inside(value):
        yield from _objects(inner, f"{path}/{key}")


def _places(value: Json, path: str = "") -> Iterator[tuple[str, Any, str | int]]:
    for key, inner in _inside(value):
        yield f"{path}/{key}", value, key
        yield from _places(inner, f"{path}/{key}")


def _inside(value: Json) -> list[tuple[str | int, Json]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []
