"""Puts examples together from schemas, so that every description can show what a body looks like.

What a schema says of itself wins. Then comes the value that `schemas/example_values.json` gives for the name
of the field, if its schema takes it. Otherwise an object has all its fields, a list one element, and the rest
is what the schema names first. None of it is taken from a vendor.
"""

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from groundwork.contract import at_pointer

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
