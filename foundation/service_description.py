"""A service's OpenAPI description as it is served: its own address, and an example in every operation."""

from collections.abc import Iterator, Mapping
from functools import cache
from os.path import normpath
from pathlib import Path
from typing import Any

import jsonschema_rs

from foundation.contract import Contract, at_pointer, load_document

Json = Any
_OPTIONS = ("anyOf", "oneOf")
_BY_TYPE: Mapping[str, Json] = {
    "null": None,
    "boolean": False,
    "integer": 1,
    "number": 1,
    "string": "text",
    "object": {},
    "array": [],
}
_BY_FORMAT: Mapping[str, str] = {"date-time": "2026-03-02T09:30:05Z", "date": "2026-03-02"}


class ExampleMaker:
    """Makes examples for the schemas of one description that stands alone."""

    def __init__(self, document: Mapping[str, Json], values: Mapping[str, Json]) -> None:
        self._document = document
        self._values = values
        self._made: dict[tuple[str, str], Json] = {}

    def of(self, schema: Mapping[str, Json], name: str = "") -> Json:
        """An example for a schema; `name` is that of the field, header or parameter that it is for."""
        if schema.keys() != {"$ref"}:
            return self._new(schema, name)
        known = (schema["$ref"], name)
        if known not in self._made:
            self._made[known] = self._new(schema, name)
        return self._made[known]

    def _new(self, schema: Mapping[str, Json], name: str) -> Json:
        if "examples" in schema:
            return schema["examples"][0]
        plain = self._plain(schema)
        if "const" in plain:
            return plain["const"]
        for value in self._values.get(name, {}).get("examples", ()):
            if self._takes(schema, value):
                return value
        if "examples" in plain:
            return plain["examples"][0]
        if "properties" in plain:
            return {key: self.of(inner, key) for key, inner in plain["properties"].items()}
        if "items" in plain and plain.get("maxItems") != 0:
            return [self.of(plain["items"], name)]
        return self._simple(plain)

    def _simple(self, plain: Mapping[str, Json]) -> Json:
        if "default" in plain:
            return plain["default"]
        if "enum" in plain:
            return plain["enum"][0]
        kinds = plain.get("type", "string")
        kind = kinds if isinstance(kinds, str) else "null" if "null" in kinds else kinds[0]
        if kind == "string" and "format" in plain:
            return _BY_FORMAT.get(plain["format"], "text")
        return plain.get("minimum", _BY_TYPE[kind]) if kind in {"integer", "number"} else _BY_TYPE[kind]

    def _takes(self, schema: Mapping[str, Json], value: Json) -> bool:
        judge = jsonschema_rs.Draft202012Validator(
            {"$ref": "#/wanted", "wanted": dict(schema), "components": self._document["components"]},
            validate_formats=True,
        )
        return bool(judge.is_valid(value))

    def _plain(self, schema: Mapping[str, Json]) -> dict[str, Json]:
        """The schema with its references followed, its parts put together, and the first of its options."""
        parts = [self._at(schema["$ref"])] if "$ref" in schema else []
        parts += schema.get("allOf", ())
        if not {"type", "properties", "enum"} & schema.keys():
            parts += [schema[key][0] for key in _OPTIONS if key in schema]
        plain: dict[str, Json] = {}
        for part in [*map(self._plain, parts), schema]:
            both = {**plain.get("properties", {}), **part.get("properties", {})}
            plain |= {**part, "properties": both} if both else part
        return plain

    def _at(self, reference: str) -> Mapping[str, Json]:
        found: Mapping[str, Json] = at_pointer(self._document, reference)
        return found


METHODS = ("get", "put", "post", "patch", "delete")
EXAMPLE_VALUES = "example_values.json"


@cache
def description(document: str) -> Mapping[str, Json]:
    """The description `schemas/<document>` in one piece: what it refers to stands under `components`.

    Each body, path parameter and header has an example: its own, or one put together from its schema.
    """
    components: dict[str, Json] = {}
    whole: dict[str, Json] = _inline(document, load_document(document), document, components)
    whole.setdefault("components", {}).setdefault("schemas", {}).update(components)
    _add_examples(whole)
    return whole


def description_of_service(title: str, documents: Mapping[str, str]) -> Mapping[str, Json]:
    """Several descriptions, each with a short name, as one: whole paths, and components that tell apart.

    Raises:
        ValueError: two operations share an id, so that a link could not say which it means.
    """
    whole: dict[str, Json] = {"paths": {}, "components": {}}
    ids: set[str] = set()
    for name, document in documents.items():
        one = _with_named_components(description(document), name)
        base = Contract.load(document).base_path
        for path, item in one["paths"].items():
            for operation in _operations(item):
                operation.setdefault("security", one.get("security", []))
                if operation["operationId"] in ids:
                    raise ValueError(f"two operations of {title} are called {operation['operationId']}")
                ids.add(operation["operationId"])
            whole["paths"][(base + path).rstrip("/") or "/"] = item
        for kind, named in one["components"].items():
            whole["components"].setdefault(kind, {}).update(named)
    parts = ", ".join(Contract.load(document).description["info"]["title"] for document in documents.values())
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1.0.0", "description": f"All of it: {parts}."},
        "servers": [{"url": "/"}],
        **whole,
    }


def _operations(item: Mapping[str, Json]) -> Iterator[dict[str, Json]]:
    return (item[method] for method in METHODS if method in item)


def _with_named_components(whole: Mapping[str, Json], name: str) -> dict[str, Json]:
    """A copy whose components carry the API's name, in every place that refers to them."""
    copied: dict[str, Json] = _renamed(whole, name)
    copied["components"] = {
        kind: {f"{name}.{key}": value for key, value in named.items()}
        for kind, named in copied["components"].items()
    }
    return copied


def _renamed(node: Json, name: str) -> Json:
    if isinstance(node, list):
        return [_renamed(inner, name) for inner in node]
    if not isinstance(node, dict):
        return node
    copied = {key: _renamed(inner, name) for key, inner in node.items()}
    if isinstance(reference := node.get("$ref"), str):
        _, _, kind, key = reference.split("/", 3)
        copied["$ref"] = f"#/components/{kind}/{name}.{key}"
    if isinstance(security := node.get("security"), list):
        copied["security"] = [{f"{name}.{key}": wanted for key, wanted in one.items()} for one in security]
    return copied


def _inline(home: str, node: Json, root: str, components: dict[str, Json]) -> Json:
    if isinstance(node, list):
        return [_inline(home, inner, root, components) for inner in node]
    if not isinstance(node, dict):
        return node
    copied = {
        key: _inline(home, inner, root, components)
        for key, inner in node.items()
        if key not in {"$schema", "$id"}
    }
    if isinstance(reference := node.get("$ref"), str):
        copied["$ref"] = _local_reference(home, reference, root, components)
    return copied


def _local_reference(home: str, reference: str, root: str, components: dict[str, Json]) -> str:
    name, _, pointer = reference.partition("#")
    target = normpath(Path(home).parent / name) if name else home
    if target == root:
        return f"#{pointer}"
    key = target.removesuffix(".json").strip("/").replace("/", ".")
    if key not in components:
        components[key] = {}
        components[key] = _inline(target, load_document(target), root, components)
    return f"#/components/schemas/{key}{pointer}"


def _add_examples(whole: dict[str, Json]) -> None:
    """Gives every JSON body, path parameter and required header an example, where it has none."""
    maker = ExampleMaker(whole, load_document(EXAMPLE_VALUES)["properties"])
    for node in _objects(whole):
        media = (
            node.get("content", {}).get("application/json") if isinstance(node.get("content"), dict) else None
        )
        if media is not None and "schema" in media and not {"example", "examples"} & media.keys():
            media["example"] = maker.of(media["schema"])
        wanted = node.get("in") == "path" or (node.get("in") == "header" and node.get("required"))
        if wanted and "schema" in node and "example" not in node:
            node["example"] = maker.of(node["schema"], node["name"])


def _objects(node: Json) -> Iterator[dict[str, Json]]:
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _objects(inner)
