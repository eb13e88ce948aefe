"""Looks an answer over field by field: which schema each field belongs to, and whether its value obeys it.

Nothing that is noted is a value of the answer, but for short ones where the schema lists what there may be:
answers of a real installation are about real people.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foundation.contract import payload
from harness.schema_places import SchemaPlace

Json = Any
_OPTIONS = ("anyOf", "oneOf")
_NAME_SHOWN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}")
_CHOICE_SHOWN = re.compile(r"[A-Za-z][A-Za-z0-9 _/-]{0,39}")
_LONGEST_FORM = 30
_KINDS: Mapping[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "text",
    list: "list",
    dict: "object",
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Field:
    """A field of a schema: the file (with a place inside it), and the way to the field from there."""

    schema: str
    path: str

    def inner(self, step: str) -> "Field":
        """A field of this one, or with `[]` what it is a list of."""
        joint = "" if step == "[]" or not self.path else "."
        return Field(schema=self.schema, path=f"{self.path}{joint}{step}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One look at a field: the kind of value, and how it differs from what is described, if it does."""

    field: Field
    kind: str
    differs: str = ""
    is_addition: bool = False


_WHOLE = Field(schema="", path="")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A schema with its references followed: all parts that hold, and where they stand."""

    field: Field
    parts: tuple[SchemaPlace, ...]

    def every(self, keyword: str) -> Iterator[SchemaPlace]:
        return (part.children[keyword] for part in self.parts if keyword in part.node)

    @property
    def properties(self) -> dict[str, SchemaPlace]:
        return {name: place for own in self.every("properties") for name, place in own.children.items()}

    @property
    def options(self) -> Sequence[SchemaPlace]:
        """The forms of which one has to fit."""
        options = (found for keyword in _OPTIONS for found in self.every(keyword))
        return next(([*found.children.values()] for found in options), [])

    @property
    def is_closed(self) -> bool:
        """Whether other fields are not allowed."""
        return any(
            allowed.node is False
            for keyword in ("additionalProperties", "unevaluatedProperties")
            for allowed in self.every(keyword)
        )


def fields_of(schema: SchemaPlace) -> frozenset[Field]:
    """Every field that a schema describes, those of all its forms too."""
    found: set[Field] = set()
    _collect(schema, _WHOLE, found, frozenset())
    return frozenset(found)


def look(schema: SchemaPlace, value: Json) -> Iterator[Seen]:
    """Every field that the value has or should have, and whether it is as described."""
    found = list(_look(schema, _WHOLE, value))
    yield from found
    if not any(seen.differs for seen in found) and not _obeys(schema, value):
        field = _open(schema, _WHOLE).field
        yield Seen(field=field, kind=kind_of(value), differs="breaks a rule that is no field's own")


def _look(schema: SchemaPlace, field: Field, value: Json) -> Iterator[Seen]:
    opened = _open(schema, field)
    if opened.options and (fitting := _fitting(opened.options, value)) is not None:
        yield from _look(fitting, opened.field, value)
    elif isinstance(value, dict) and opened.properties:
        yield from _look_into(opened, value)
    elif isinstance(value, list) and (items := next(opened.every("items"), None)):
        for entry in value:
            yield from _look(items, opened.field.inner("[]"), entry)
    elif not _obeys(schema, value):
        differs = f"{_seen(opened.parts, value)}, described as {_words(schema)}"
        yield Seen(field=opened.field, kind=kind_of(value), differs=differs)


def _look_into(opened: _Opened, value: Mapping[str, Json]) -> Iterator[Seen]:
    required = {name for names in opened.every("required") for name in names.node}
    properties = opened.properties
    for name, schema in properties.items():
        field = opened.field.inner(name)
        if name in value:
            inner = list(_look(schema, field, value[name]))
            if not any(seen.field == field for seen in inner):
                yield Seen(field=field, kind=kind_of(value[name]))
            yield from inner
        elif name in required:
            yield Seen(field=field, kind="", differs="missing")
    for name in value.keys() - properties.keys() if opened.is_closed else ():
        shown = name if _NAME_SHOWN.fullmatch(name) else "(a name that is not shown)"
        kind = kind_of(value[name])
        yield Seen(field=opened.field.inner(shown), kind=kind, differs=kind, is_addition=True)


def _collect(schema: SchemaPlace, field: Field, found: set[Field], above: frozenset[str]) -> None:
    opened = _open(schema, field)
    if opened.field.schema in above and opened.field.schema != field.schema:
        return
    inner = [(opened.field.inner(name), place) for name, place in opened.properties.items()]
    found.update(field for field, _ in inner)
    inner += [(opened.field.inner("[]"), items) for items in opened.every("items")]
    inner += [(opened.field, option) for option in opened.options]
    for field, place in inner:
        _collect(place, field, found, above | {opened.field.schema})


def _open(schema: SchemaPlace, field: Field) -> _Opened:
    """Follows references; one to an object of its own makes the fields that object's."""
    parts = [schema]
    if "$ref" in schema.node:
        target = schema.referred
        if _has_fields(target.node):
            inside = "/".join(target.way).removeprefix("$defs/")
            field = Field(schema=f"{target.document.partition('/')[2]} {inside}".rstrip(), path="")
        inner = [target]
    else:
        inner = [*schema.children["allOf"].children.values()] if "allOf" in schema.node else []
    for part in inner:
        opened = _open(part, field)
        parts += opened.parts
        field = opened.field
    return _Opened(field=field, parts=tuple(parts))


def _fitting(options: Sequence[SchemaPlace], value: Json) -> SchemaPlace | None:
    """The form that the value obeys, or else the one that it is meant to have."""
    wanted = "properties" if isinstance(value, dict) else "items" if isinstance(value, list) else None
    for option in options:
        if _obeys(option, value):
            return option
    for option in options if wanted else ():
        if any(wanted in part.node for part in _open(option, _WHOLE).parts):
            return option
    return None


def _obeys(schema: SchemaPlace, value: Json) -> bool:
    return payload(schema.reference).is_valid(value)


def _words(schema: SchemaPlace) -> str:
    opened = _open(schema, _WHOLE)
    if opened.options:
        return " or ".join(dict.fromkeys(map(_words, opened.options)))
    said = {keyword: value for part in reversed(opened.parts) for keyword, value in part.node.items()}
    if "enum" in said:
        return f"one of {', '.join(map(str, said['enum']))}"
    if "const" in said:
        return str(said["const"])
    kinds = said.get("type", "anything")
    words = " or ".join([kinds] if isinstance(kinds, str) else kinds)
    words = words.replace("string", "text").replace("array", "list")
    rule = said.get("format") or said.get("pattern")
    return f"{words} ({said.get('description', '').rstrip('.') or rule})" if rule else words


def kind_of(value: Json) -> str:
    return _KINDS[type(value)]


def _seen(parts: Sequence[SchemaPlace], value: Json) -> str:
    """What may be told of a value: a choice that is not listed, a form where there is one, else its kind."""
    kind = kind_of(value)
    if not isinstance(value, str):
        return str(value) if kind == "integer" and any("enum" in part.node for part in parts) else kind
    if any("enum" in part.node for part in parts) and _CHOICE_SHOWN.fullmatch(value):
        return f"“{value}”"
    if not value:
        return "empty text"
    if any({"pattern", "format"} & part.node.keys() for part in parts):
        form = re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", value))
        return f"text of the form {form[:_LONGEST_FORM]}"
    return kind


def _has_fields(schema: Mapping[str, Json]) -> bool:
    return "properties" in schema or any(
        _has_fields(part) for part in schema.get("allOf", ()) if "$ref" not in part
    )
