"""Loads `schemas/`, the single source of truth of shapes, and validates values against it.

Yes or no comes from jsonschema-rs, which is about a hundred times faster; only when the answer is no
does jsonschema explain it. Schemas refer to each other by relative file names.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.request import url2pathname

import jsonschema
import jsonschema_rs
import orjson
import referencing
from jsonschema.exceptions import best_match
from referencing.jsonschema import DRAFT202012

from foundation.redaction import MASK, is_secret_name

_LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The first thing wrong with a value: where (a JSON pointer, `""` is the whole) and what."""

    pointer: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.pointer else self.message

    @property
    def field(self) -> str:
        """The pointer as people write it: `order_lines.0.order_qty`."""
        return self.pointer.lstrip("/").replace("/", ".")


def schemas_folder() -> Path:
    """`schemas/` inside the installed package, or beside it in a checkout."""
    installed = Path(__file__).parent / "schemas"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "schemas"


@cache
def load_document(name: str) -> Any:  # noqa: ANN401 - any JSON
    """A file below `schemas/` as it stands there; nobody may change what is returned."""
    return orjson.loads((schemas_folder() / name).read_bytes())


def retrieve_document(uri: str) -> Any:  # noqa: ANN401 - any JSON
    """The document at a `file` URI, as references between schemas name it."""
    return load_document(url2pathname(urlsplit(uri).path))


def _retrieve_resource(uri: str) -> referencing.Resource[Any]:
    return DRAFT202012.create_resource(retrieve_document(uri))


# referencing wraps attrs in a way that mypy cannot see through
_REGISTRY: referencing.Registry[Any] = referencing.Registry(retrieve=_retrieve_resource)  # type: ignore[call-arg]


class Schema:
    """One JSON Schema 2020-12, ready to judge."""

    def __init__(self, reference: str) -> None:
        document, _, pointer = reference.partition("#")
        # Every reference is made absolute, to be judged away from its file.
        base = (schemas_folder() / document).resolve().as_uri()
        self.definition = _absolute(at_pointer(load_document(document), pointer), base)
        self._fast = jsonschema_rs.Draft202012Validator(
            self.definition, validate_formats=True, retriever=retrieve_document
        )

    def is_valid(self, value: Any) -> bool:  # noqa: ANN401 - any JSON
        """Whether `value` obeys the schema; microseconds."""
        return bool(self._fast.is_valid(value))

    def first_problem(self, value: Any) -> Problem | None:  # noqa: ANN401 - any JSON
        """What is wrong with `value` first and foremost; None when nothing is."""
        if self._fast.is_valid(value):
            return None
        slow = jsonschema.Draft202012Validator(
            self.definition, registry=_REGISTRY, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        )
        error = best_match(slow.iter_errors(value))
        if error is None:  # the two libraries disagree (a format only one of them knows)
            fast_error = next(iter(self._fast.iter_errors(value)))
            return _problem(list(fast_error.instance_path), fast_error.message)
        return _problem(list(error.absolute_path), error.message)


def at_pointer(node: Any, pointer: str) -> Any:  # noqa: ANN401 - any JSON
    """What a JSON pointer (RFC 6901), or the fragment of a reference, names inside `node`.

    Raises:
        LookupError: there is nothing.
    """
    for step in pointer.removeprefix("#").strip("/").split("/") if pointer else ():
        node = node[int(step) if isinstance(node, list) else step.replace("~1", "/").replace("~0", "~")]
    return node


def _absolute(node: Any, base: str) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(node, list):
        return [_absolute(inner, base) for inner in node]
    if not isinstance(node, dict):
        return node
    copied = {key: _absolute(inner, base) for key, inner in node.items()}
    if isinstance(reference := node.get("$ref"), str):
        copied["$ref"] = urljoin(base, reference)
    return copied


def _problem(path: Sequence[str | int], message: str) -> Problem:
    if any(is_secret_name(str(step)) for step in path):
        message = f"{MASK} is not a valid value here"
    shortened = message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]}…"
    return Problem(pointer="".join(f"/{step}" for step in path), message=shortened)


@cache
def payload(name: str) -> Schema:
    """The schema in the file `name` below `schemas/`, for example `ordo/events/order_confirmed.json`."""
    return Schema(name)


class Operation:
    """One operation of an OpenAPI description: its query, its body, its answers."""

    def __init__(self, document: str, path: str, method: str, item: Mapping[str, Any]) -> None:
        self._document = document
        self._pointer = f"#/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}"
        self._item = item
        self.operation_id: str = item["operationId"]
        self.title = f"{method.upper()} {path}"
        self._query: dict[str, tuple[str, Any]] = {}
        headers: list[str] = []
        for index, given in enumerate(item.get("parameters", ())):
            parameter, here = _resolved(document, given), f"{self._pointer}/parameters/{index}"
            if parameter["in"] == "query":
                self._query[parameter["name"]] = (given.get("$ref", here), parameter["schema"])
            elif parameter["in"] == "header":
                headers.append(parameter["name"])
        self.header_names = tuple(headers)
        self._schemas: dict[str, Schema | None] = {}

    @property
    def query_names(self) -> Collection[str]:
        return self._query.keys()

    @property
    def takes_json(self) -> bool:
        return "application/json" in self._item.get("requestBody", {}).get("content", {})

    @property
    def needs_body(self) -> bool:
        return bool(self._item.get("requestBody", {}).get("required", False))

    def body_schema(self) -> Schema | None:
        """What judges a request body; None when no body is described."""
        return self._schema("requestBody/content/application~1json/schema")

    def body_problem(self, value: Any) -> Problem | None:  # noqa: ANN401 - any JSON
        schema = self.body_schema()
        return schema.first_problem(value) if schema else None

    def query_problem(self, query: Mapping[str, Sequence[str]]) -> Problem | None:
        """What is wrong with the query's known parameters, each with its values; unknown ones are ignored."""
        for name, (pointer, schema) in self._query.items():
            if name not in query:
                continue
            judge = payload(f"{self._document}#{pointer.partition('#')[2]}/schema")
            if problem := judge.first_problem(_coerced(query[name], _flat(self._document, schema))):
                return Problem(pointer=f"/{name}{problem.pointer}", message=problem.message)
        return None

    @property
    def statuses(self) -> frozenset[int]:
        return frozenset(int(status) for status in self._item["responses"])

    def status_problem(self, status: int) -> Problem | None:
        """What is wrong with an answer of this status, whatever it says: it is not declared."""
        if str(status) in self._item["responses"]:
            return None
        return Problem(pointer="", message=f"{self.operation_id} declares no status {status}")

    def response_problem(self, status: int, value: Any) -> Problem | None:  # noqa: ANN401 - any JSON
        """What is wrong with an answer; an undeclared status is a problem too."""
        if (problem := self.status_problem(status)) is not None:
            return problem
        schema = self.response_schema(status)
        return schema.first_problem(value) if schema else None

    def response_schema(self, status: int) -> Schema | None:
        """What judges an answer of this status; None when it is not declared, or has no JSON body."""
        response = self._item["responses"].get(str(status), {})
        if "$ref" in response:
            content = _resolved(self._document, response).get("content", {})
            if "application/json" not in content:
                return None
            document, _, pointer = response["$ref"].partition("#")
            return payload(f"{document or self._document}#{pointer}/content/application~1json/schema")
        return self._schema(f"responses/{status}/content/application~1json/schema")

    def _schema(self, below: str) -> Schema | None:
        if below not in self._schemas:
            node: Any = self._item
            for step in below.split("/"):
                node = node.get(step.replace("~1", "/")) if isinstance(node, dict) else None
            self._schemas[below] = (
                payload(f"{self._document}{self._pointer}/{below}") if node is not None else None
            )
        return self._schemas[below]


def _resolved(document: str, node: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in node:
        return node
    name, _, pointer = node["$ref"].partition("#")
    return dict(at_pointer(load_document(str(Path(document).parent / name) if name else document), pointer))


def _flat(document: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        schema = _resolved(document, schema)
    return schema


def _coerced(values: Sequence[str], schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    if schema.get("type") == "array":
        inner = schema.get("items", {})
        return [_scalar(value, inner) for value in values]
    return _scalar(values[-1], schema)


def _scalar(text: str, schema: Mapping[str, Any]) -> str | int | float | bool:
    kind = schema.get("type")
    if kind == "boolean" and text in {"true", "false"}:
        return text == "true"
    try:
        if kind == "integer":
            return int(text)
        if kind == "number":
            return float(text)
    except ValueError:
        return text
    return text


class Contract:
    """An OpenAPI description and its operations, found by method and path template."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.description: dict[str, Any] = load_document(document)
        self.base_path: str = self.description.get("servers", [{"url": ""}])[0]["url"].rstrip("/")
        self._operations = {
            (method.upper(), path): Operation(document, path, method, item)
            for path, methods in self.description["paths"].items()
            for method, item in methods.items()
            if method in {"get", "put", "post", "patch", "delete"}
        }

    @classmethod
    @cache
    def load(cls, document: str) -> "Contract":
        """Reads `schemas/<document>`, for example `flourish/openapi.json`."""
        return cls(document)

    def operation(self, method: str, path: str) -> Operation:
        """The operation at a path template below the base path, for example `("GET", "/items/{item_id}")`.

        Raises:
            KeyError: the description has no such operation.
        """
        return self._operations[(method.upper(), path)]

    def operations(self) -> Mapping[tuple[str, str], Operation]:
        """Every operation by (method, path template)."""
        return self._operations
