"""What can be read of Flourish, from its OpenAPI description: operations, and what they need to be called."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foundation.contract import at_pointer

Json = Any
FACILITY = "FacilityID"
_ROW = "$response.body#/data/0/"
_ANSWER = "$response.body#/"
_OWN = "$request.path."


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An operation that can follow, and where the answer has what it needs: a pointer for each parameter.

    A pointer of a list's row starts at the row; an empty one means the same parameter of the request.
    """

    operation_id: str
    of_rows: bool
    pointers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An operation that only reads. `schemas` judge its answers by status; None where there is no body."""

    operation_id: str
    path: str
    template: str
    needed_in_path: tuple[str, ...]
    needed_in_query: tuple[str, ...]
    takes: frozenset[str]
    needs_facility: bool
    schemas: Mapping[int, Mapping[str, Json] | None]
    links: tuple[Link, ...]

    @property
    def title(self) -> str:
        """As people write it."""
        return f"GET {self.template}"


def reads(document: Mapping[str, Json]) -> list[Read]:
    """Every GET operation of a description that stands alone, those without anything in their path first."""
    found = [_read(document, path, item) for path, item in document["paths"].items() if "get" in item]
    return sorted(found, key=lambda one: (len(one.needed_in_path), one.template != "/facilities"))


def _read(document: Mapping[str, Json], template: str, item: Mapping[str, Json]) -> Read:
    operation = item["get"]
    servers = operation.get("servers") or item.get("servers") or document.get("servers", [{"url": ""}])
    both = [*item.get("parameters", ()), *operation.get("parameters", ())]
    parameters = [_resolved(document, one) for one in both]
    responses = {status: _resolved(document, one) for status, one in operation["responses"].items()}
    return Read(
        operation_id=operation["operationId"],
        path=servers[0]["url"].rstrip("/") + template,
        template=template,
        needed_in_path=tuple(one["name"] for one in parameters if one["in"] == "path"),
        needed_in_query=tuple(
            one["name"] for one in parameters if one["in"] == "query" and one.get("required")
        ),
        takes=frozenset(one["name"] for one in parameters if one["in"] == "query"),
        needs_facility=any(one["name"] == FACILITY and one.get("required") for one in parameters),
        schemas={int(status): _schema(one) for status, one in responses.items() if status.isdecimal()},
        links=tuple(_links(responses.get("200", {}))),
    )


def _schema(response: Mapping[str, Json]) -> Mapping[str, Json] | None:
    schema: Mapping[str, Json] | None = response.get("content", {}).get("application/json", {}).get("schema")
    return schema


def _links(response: Mapping[str, Json]) -> Iterator[Link]:
    for link in response.get("links", {}).values():
        expressions: Mapping[str, str] = link.get("parameters", {})
        if "operationId" in link and expressions:
            yield Link(
                operation_id=link["operationId"],
                of_rows=any(one.startswith(_ROW) for one in expressions.values()),
                pointers={name: _pointer(one) for name, one in expressions.items()},
            )


def _pointer(expression: str) -> str:
    if expression.startswith(_OWN):
        return ""
    return expression.removeprefix(_ROW).removeprefix(_ANSWER)


def _resolved(document: Mapping[str, Json], node: Mapping[str, Json]) -> Mapping[str, Json]:
    if "$ref" not in node:
        return node
    resolved: Mapping[str, Json] = at_pointer(document, node["$ref"])
    return resolved


def value_at(value: Json, pointer: str) -> str | None:
    """The text or whole number at a pointer, as a path carries it; None when there is none."""
    steps: Sequence[str] = pointer.split("/")
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    if isinstance(value, str) and value:
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
