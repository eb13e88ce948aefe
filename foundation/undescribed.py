"""What a value carries beyond its schema: fields that no part of the schema describes.

A lenient service leaves them out and goes on; a strict one names them when it refuses the value.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from foundation.contract import Schema, at_pointer, retrieve_document

_APPLIED = ("allOf", "anyOf", "oneOf")
_CONDITIONAL = ("if", "then", "else")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A value without what its schema does not describe, and the JSON pointers of what was left out."""

    value: Any
    undescribed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A part of a schema that applies to a value; `base` is what its references are relative to."""

    node: Any
    base: str

    def inside(self, node: Any) -> "_Part":  # noqa: ANN401 - any JSON
        return _Part(node=node, base=self.base)


def only_described(schema: Schema, value: Any) -> Described:  # noqa: ANN401 - any JSON
    """The value with the fields that some part of the schema describes; `value` itself stays as it is.

    A field is undescribed where a part of the schema allows no further fields and no other part that applies
    to the same object names it, an alternative that the value does not match included.
    """
    undescribed: list[str] = []
    kept = _described([_Part(node=schema.definition, base="")], value, "", undescribed)
    return Described(value=kept, undescribed=tuple(undescribed))


def _described(parts: Iterable[_Part], value: Any, pointer: str, undescribed: list[str]) -> Any:  # noqa: ANN401 - any JSON
    if not isinstance(value, dict | list):
        return value
    applied = [one for part in parts for one in _applied(part)]
    if isinstance(value, list):
        rows = [part.inside(part.node["items"]) for part in applied if "items" in part.node]
        return [_described(rows, row, f"{pointer}/{number}", undescribed) for number, row in enumerate(value)]
    closed = any(part.node.get("additionalProperties") is False for part in applied)
    kept: dict[str, Any] = {}
    for name, inner in value.items():
        place = f"{pointer}/{_escaped(name)}"
        fields = [field for part in applied for field in _field(part, name)]
        if closed and not fields:
            undescribed.append(place)
        else:
            kept[name] = _described(fields, inner, place, undescribed)
    return kept


def _applied(part: _Part) -> Iterator[_Part]:
    """The part with what it refers to and what it is put together from."""
    if not isinstance(part.node, dict):
        return
    yield part
    if isinstance(reference := part.node.get("$ref"), str):
        document, _, pointer = urljoin(part.base, reference).partition("#")
        yield from _applied(_Part(node=at_pointer(retrieve_document(document), pointer), base=document))
    for key in _APPLIED:
        for inner in part.node.get(key, ()):
            yield from _applied(part.inside(inner))
    for key in _CONDITIONAL:
        if key in part.node:
            yield from _applied(part.inside(part.node[key]))


def _field(part: _Part, name: str) -> Iterator[_Part]:
    """What the part says of a field, if it describes it."""
    if name in part.node.get("properties", {}):
        yield part.inside(part.node["properties"][name])
    elif part.node.get("additionalProperties", False) is not False:
        yield part.inside(part.node["additionalProperties"])


def _escaped(name: str) -> str:
    """A name as it stands in a JSON pointer, cut where it is longer than anybody would name a field."""
    return name[:_LONGEST_NAME].replace("~", "~0").replace("/", "~1")
