"""Which fields of Flourish's answers the built-in engine reads, found by watching its own parsers.

Each parser gets the example of the answer that it is meant for. What it asks for is noted, and then taken
away: what it cannot do without is relied upon, the rest may be missing.
"""

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from foundation.contract import load_document
from foundation.service_description import description
from harness.checks.drift.drift import FLOURISH
from integration_engine.flourish.answers import (
    GarbledError,
    parse_destination,
    parse_facility,
    parse_item,
    parse_order,
    parse_payment_term,
    parse_sales_rep,
    parse_summary_row,
)
from integration_engine.flourish.find_order import parse_candidate, parse_listed_order
from integration_engine.receive.receive_flourish_webhook import SCHEMA

Json = Any
Parser = Callable[[Mapping[str, Json]], object]

PARSERS: Mapping[str, tuple[Parser, ...]] = {
    "GET /destinations": (parse_destination,),
    "GET /facilities": (parse_facility,),
    "GET /facilities/{facility_id}": (parse_facility,),
    "GET /inventory/summary": (parse_summary_row,),
    "GET /items": (parse_item,),
    "GET /order-payment-terms": (parse_payment_term,),
    "GET /outbound-orders": (parse_candidate, parse_listed_order),
    "GET /outbound-orders/{order_id}": (parse_order,),
    "GET /sales-reps": (parse_sales_rep,),
    "POST /outbound-orders": (parse_order,),
}
"""What parses the answers of which operation; a test holds it against the engine's calls."""

ENVELOPE = ("status", "message", "data", "meta.total")
"""What the engine reads of an answer around its data (`integration_engine/flourish/client.py`)."""


def fields_read(operation: str) -> Mapping[str, bool]:
    """The fields of the answer's data that are read, in their order, and whether they are relied upon."""
    method, _, path = operation.partition(" ")
    answer = description(FLOURISH)["paths"][path][method.lower()]["responses"]["200"]
    data = answer["content"]["application/json"]["example"]["data"]
    example = data[0] if isinstance(data, list) else data
    read: dict[str, bool] = {}
    for parse in PARSERS[operation]:
        for field in _watched(parse, example):
            read[field] = read.get(field, False) or _is_relied_upon(parse, example, field)
    return read


def fields_of_webhooks() -> Mapping[str, tuple[str, ...]]:
    """The fields of a delivery's data that the engine demands, by resource type."""
    rules = load_document(SCHEMA)["allOf"]
    return {
        rule["if"]["properties"]["resource_type"]["const"]: tuple(
            rule["then"]["properties"]["data"]["required"]
        )
        for rule in rules
    }


class _Watched(dict[str, Json]):
    """An object that notes which of its fields are asked for, those of objects inside it too."""

    def __init__(self, value: Mapping[str, Json], path: str, asked: dict[str, None]) -> None:
        super().__init__({name: _watch(inner, f"{path}{name}", asked) for name, inner in value.items()})
        self._path, self._asked = path, asked

    def get(self, name: str, default: Json = None) -> Json:
        self._asked[f"{self._path}{name}"] = None
        return super().get(name, default)

    def __getitem__(self, name: str) -> Json:
        self._asked[f"{self._path}{name}"] = None
        return super().__getitem__(name)


def _watch(value: Json, path: str, asked: dict[str, None]) -> Json:
    if isinstance(value, dict):
        return _Watched(value, f"{path}.", asked)
    return [_watch(entry, f"{path}[]", asked) for entry in value] if isinstance(value, list) else value


def _watched(parse: Parser, example: Mapping[str, Json]) -> Iterator[str]:
    """The fields that a parser asks for; not those that only lead to further ones."""
    asked: dict[str, None] = {}
    parse(_Watched(example, "", asked))
    return (
        field for field in asked if not any(other.startswith((f"{field}.", f"{field}[]")) for other in asked)
    )


def _is_relied_upon(parse: Parser, example: Mapping[str, Json], field: str) -> bool:
    without = copy.deepcopy(dict(example))
    *path, last = field.replace("[]", "").split(".")
    places: list[Json] = [without]
    for step in path:
        inner = [place[step] for place in places]
        places = [place for some in inner for place in (some if isinstance(some, list) else [some])]
    for place in places:
        del place[last]
    try:
        parse(without)
    except GarbledError:
        return True
    return False
