"""What can be read of Flourish by its OpenAPI description: operations, their needs, and pages of lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from harness.checks.drift.flourish_reader import Query
from harness.schema_places import JSON_BODY, SchemaPlace

Json = Any
Values = Mapping[str, str]
"""What stands in the path of an operation, by the names of its parameters."""
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
    schemas: Mapping[int, SchemaPlace | None]
    links: tuple[Link, ...]

    @property
    def title(self) -> str:
        return f"GET {self.template}"


def reads(document: SchemaPlace) -> list[Read]:
    """Every GET operation of a description, those without anything in their path first."""
    paths = document.children["paths"].children.items()
    found = [_read(document, path, item) for path, item in paths if "get" in item.node]
    return sorted(found, key=lambda read: (len(read.needed_in_path), read.template != "/facilities"))


def _read(document: SchemaPlace, template: str, item: SchemaPlace) -> Read:
    operation = item.children["get"]
    servers = next(place.node["servers"] for place in (operation, item, document) if "servers" in place.node)
    named: dict[str, dict[str, bool]] = {"path": {}, "query": {}, "header": {}}
    for parameters in (place.inner("parameters") for place in (item, operation)):
        for place in parameters.children.values() if parameters else ():
            parameter = place.target.node
            named.setdefault(parameter["in"], {})[parameter["name"]] = parameter.get("required", False)
    responses = operation.children["responses"].children
    return Read(
        operation_id=operation.node["operationId"],
        path=servers[0]["url"].rstrip("/") + template,
        template=template,
        needed_in_path=tuple(named["path"]),
        needed_in_query=tuple(name for name, required in named["query"].items() if required),
        takes=frozenset(named["query"]),
        needs_facility=bool(named["header"].get(FACILITY)),
        schemas={
            int(code): answer.inner(*JSON_BODY) for code, answer in responses.items() if code.isdecimal()
        },
        links=tuple(_links(responses["200"].target.node)) if "200" in responses else (),
    )


def _links(response: Mapping[str, Json]) -> Iterator[Link]:
    for link in response.get("links", {}).values():
        expressions: Mapping[str, str] = link.get("parameters", {})
        if "operationId" in link and expressions:
            yield Link(
                operation_id=link["operationId"],
                of_rows=any(place.startswith(_ROW) for place in expressions.values()),
                pointers={name: _pointer(place) for name, place in expressions.items()},
            )


def _pointer(expression: str) -> str:
    if expression.startswith(_OWN):
        return ""
    return expression.removeprefix(_ROW).removeprefix(_ANSWER)


def value_at(value: Json, pointer: str) -> str | None:
    """The text or whole number at a pointer, as a path carries it; None when there is none."""
    steps: Sequence[str] = pointer.split("/")
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    if isinstance(value, str) and value:
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a list that says that another follows."""

    read: Read
    values: Values
    next: str
    ended: int

    def query_of_next(self, origin: str, path: str) -> Query | None:
        """What the link asks for; None when it leads elsewhere than to the same list at the same Flourish."""
        try:
            place, own = urlsplit(self.next), urlsplit(origin)
        except ValueError:  # no URL
            return None
        if (place.hostname, place.path) != (own.hostname, own.path + path):
            return None
        return parse_qsl(place.query, keep_blank_values=True)

    def continues_with(self, answer: Json) -> bool:
        return isinstance(answer, dict) and _number(answer.get("meta"), "offset") == self.ended


def page_of(read: Read, values: Values, answer: Json) -> Page | None:
    meta = answer.get("meta") if isinstance(answer, dict) else None
    following = meta.get("next") if isinstance(meta, dict) else None
    if not isinstance(following, str) or not following:
        return None
    ended = _number(meta, "offset") + _number(meta, "count")
    return Page(read=read, values=values, next=following, ended=ended)


def _number(meta: Json, name: str) -> int:
    value = meta.get(name) if isinstance(meta, dict) else None
    return value if isinstance(value, int) else -1
