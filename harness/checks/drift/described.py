"""Looks an answer over field by field: which schema each field belongs to, and whether its value obeys it.

Nothing that is noted is a value of the answer, but for short ones where the schema lists what there may be:
answers of a real installation are about real people.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from foundation.contract import at_pointer

Json = Any
_COMPONENTS = "#/components/schemas/"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A schema with its references followed: all parts that hold, and where they stand."""

    field: Field
    parts: tuple[Mapping[str, Json], ...]

    def every(self, keyword: str) -> Iterator[Json]:
        """What the parts say under a keyword."""
        return (part[keyword] for part in self.parts if keyword in part)

    @property
    def properties(self) -> dict[str, Mapping[str, Json]]:
        """The fields that are described."""
        return {name: schema for own in self.every("properties") for name, schema in own.items()}

    @property
    def options(self) -> Sequence[Mapping[str, Json]]:
        """The forms of which one has to fit."""
        return next((options for keyword in _OPTIONS for options in self.every(keyword)), ())

    @property
    def is_closed(self) -> bool:
        """Whether other fields are not allowed."""
        return any(
            allowed is False
            for keyword in ("additionalProperties", "unevaluatedProperties")
            for allowed in self.every(keyword)
        )


class Described:
    """An OpenAPI description that stands alone, as a measure of answers."""

    def __init__(self, document: Mapping[str, Json]) -> None:
        self._document = document
        self._judges: dict[int, tuple[Mapping[str, Json], Callable[[Json], bool]]] = {}

    def fields(self, schema: Mapping[str, Json]) -> frozenset[Field]:
        """Every field that a schema describes, those of all its forms too."""
        found: set[Field] = set()
        self._collect(schema, Field(schema="", path=""), found, frozenset())
        return frozenset(found)

    def look(self, schema: Mapping[str, Json], value: Json) -> Iterator[Seen]:
        """Every field that the value has or should have, and whether it is as described."""
        whole = Field(schema="", path="")
        found = list(self._look(schema, whole, value))
        yield from found
        if not any(look.differs for look in found) and not self._obeys(schema, value):
            opened = self._open(schema, whole)
            yield Seen(
                field=opened.field, kind=kind_of(value), differs="breaks a rule that is no field's own"
            )

    def _look(self, schema: Mapping[str, Json], field: Field, value: Json) -> Iterator[Seen]:
        opened = self._open(schema, field)
        if opened.options and (fitting := self._fitting(opened.options, value)) is not None:
            yield from self._look(fitting, opened.field, value)
        elif isinstance(value, dict) and opened.properties:
            yield from self._look_into(opened, value)
        elif isinstance(value, list) and (items := next(opened.every("items"), None)):
            for entry in value:
                yield from self._look(items, opened.field.inner("[]"), entry)
        elif not self._obeys(schema, value):
            yield Seen(field=opened.field, kind=kind_of(value), differs=self._difference(schema, value))

    def _look_into(self, opened: _Opened, value: Mapping[str, Json]) -> Iterator[Seen]:
        required = {name for names in opened.every("required") for name in names}
        for name, schema in opened.properties.items():
            field = opened.field.inner(name)
            if name in value:
                inner = list(self._look(schema, field, value[name]))
                if not any(look.field == field for look in inner):
                    yield Seen(field=field, kind=kind_of(value[name]))
                yield from inner
            elif name in required:
                yield Seen(field=field, kind="", differs="missing")
        for name in value.keys() - opened.properties.keys() if opened.is_closed else ():
            shown = name if _NAME_SHOWN.fullmatch(name) else "(a name that is not shown)"
            kind = kind_of(value[name])
            yield Seen(field=opened.field.inner(shown), kind=kind, differs=kind, is_addition=True)

    def _collect(
        self, schema: Mapping[str, Json], field: Field, found: set[Field], above: frozenset[str]
    ) -> None:
        opened = self._open(schema, field)
        if opened.field.schema in above and opened.field.schema != field.schema:
            return
        inner = [(opened.field.inner(name), schema) for name, schema in opened.properties.items()]
        found.update(field for field, _ in inner)
        inner += [(opened.field.inner("[]"), items) for items in opened.every("items")]
        inner += [(opened.field, option) for option in opened.options]
        for field, schema in inner:
            self._collect(schema, field, found, above | {opened.field.schema})

    def _open(self, schema: Mapping[str, Json], field: Field) -> _Opened:
        """Follows references; one to an object of its own makes the fields that object's."""
        parts: list[Mapping[str, Json]] = [schema]
        inner = [{"$ref": schema["$ref"]}] if "$ref" in schema else list(schema.get("allOf", ()))
        for part in inner:
            if "$ref" not in part:
                opened = self._open(part, field)
            else:
                target = self._at(part["$ref"])
                owner = Field(schema=_name(part["$ref"]), path="") if _has_fields(target) else field
                opened = self._open(target, owner)
            parts += opened.parts
            field = opened.field
        return _Opened(field=field, parts=tuple(parts))

    def _fitting(self, options: Sequence[Mapping[str, Json]], value: Json) -> Mapping[str, Json] | None:
        """The form that the value obeys, or else the one that it is meant to have."""
        wanted = "properties" if isinstance(value, dict) else "items" if isinstance(value, list) else None
        for option in options:
            if self._obeys(option, value):
                return option
        for option in options if wanted else ():
            if any(wanted in part for part in self._open(option, Field(schema="", path="")).parts):
                return option
        return None

    def _obeys(self, schema: Mapping[str, Json], value: Json) -> bool:
        key = id(schema)
        if key not in self._judges:
            whole = {"$ref": "#/wanted", "wanted": schema, "components": {"schemas": self._needed(schema)}}
            judge = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
            self._judges[key] = (schema, judge.is_valid)  # kept, so that its id stays its own
        return bool(self._judges[key][1](value))

    def _needed(self, schema: Mapping[str, Json]) -> dict[str, Json]:
        """The schemas that this one leads to; with all of them, the judges of all fields take gigabytes."""
        found: dict[str, Json] = {}
        ahead = [*_references(schema)]
        while ahead:
            name = ahead.pop().removeprefix(_COMPONENTS).partition("/")[0]
            if name not in found:
                found[name] = self._at(_COMPONENTS + name)
                ahead += _references(found[name])
        return found

    def _difference(self, schema: Mapping[str, Json], value: Json) -> str:
        parts = self._open(schema, Field(schema="", path="")).parts
        return f"{_seen(parts, value)}, described as {self._words(schema)}"

    def _words(self, schema: Mapping[str, Json]) -> str:
        opened = self._open(schema, Field(schema="", path=""))
        if opened.options:
            return " or ".join(dict.fromkeys(self._words(option) for option in opened.options))
        for choices in opened.every("enum"):
            return f"one of {', '.join(map(str, choices))}"
        for constant in opened.every("const"):
            return str(constant)
        kinds = next(opened.every("type"), "anything")
        words = (
            " or ".join([kinds] if isinstance(kinds, str) else kinds)
            .replace("string", "text")
            .replace("array", "list")
        )
        described = next((text.rstrip(".") for text in opened.every("description")), "")
        rule = next(opened.every("format"), None) or next(opened.every("pattern"), None)
        return f"{words} ({described or rule})" if rule else words

    def _at(self, reference: str) -> Mapping[str, Json]:
        found: Mapping[str, Json] = at_pointer(self._document, reference)
        return found


def _references(schema: Json) -> Iterator[str]:
    if isinstance(schema, Mapping):
        if isinstance(reference := schema.get("$ref"), str):
            yield reference
        schema = list(schema.values())
    if isinstance(schema, list):
        for inner in schema:
            yield from _references(inner)


def kind_of(value: Json) -> str:
    return _KINDS[type(value)]


def _seen(parts: Sequence[Mapping[str, Json]], value: Json) -> str:
    """What may be told of a value: a choice that is not listed, a form where there is one, else its kind."""
    kind = kind_of(value)
    if not isinstance(value, str):
        return str(value) if kind == "integer" and any("enum" in part for part in parts) else kind
    if any("enum" in part for part in parts) and _CHOICE_SHOWN.fullmatch(value):
        return f"“{value}”"
    if not value:
        return "empty text"
    if any({"pattern", "format"} & part.keys() for part in parts):
        form = re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", value))
        return f"text of the form {form[:_LONGEST_FORM]}"
    return kind


def _has_fields(schema: Mapping[str, Json]) -> bool:
    return "properties" in schema or any(
        _has_fields(part) for part in schema.get("allOf", ()) if "$ref" not in part
    )


def _name(reference: str) -> str:
    """`#/components/schemas/flourish.item` as the file's name; a part of a file with its name behind."""
    key, _, inside = reference.removeprefix(_COMPONENTS).partition("/")
    file = key.partition(".")[2].replace(".", "/") + ".json"
    return f"{file} {inside.removeprefix('$defs/')}" if inside else file
