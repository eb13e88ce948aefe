"""Finds everything in `schemas/` that has to name its source: schemas, fields, operations, parameters.

What names none takes those of what is around it. An operation's rules (`x-rules`) are its place when it cites
no other.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.contract import schemas_folder

Json = Any
EXAMPLES = "example_values.json"
METHODS = frozenset({"get", "put", "post", "patch", "delete"})
_NO_SCHEMAS = frozenset({"examples", "example", "const", "enum", "default", "required", "x-rules"})
_BY_NAME = frozenset({"properties", "patternProperties", "$defs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of them: where it is, what it is, and what it says or takes from around it."""

    file: str
    pointer: str
    kind: str
    source: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    source: str = ""
    reference: str = ""

    def inside(self, node: dict[str, Json]) -> "_Around":
        rules = ", ".join(node.get("x-rules", ()))
        return _Around(
            source=node.get("x-source", self.source),
            reference=node.get("x-ref", rules or self.reference),
        )


def all_parts(folder: Path | None = None) -> Iterator[Part]:
    """Every part of every file below `schemas/`."""
    folder = folder or schemas_folder()
    for path in sorted(folder.rglob("*.json")):
        name = path.relative_to(folder).as_posix()
        if name != EXAMPLES:
            yield from parts_of(name, json.loads(path.read_text(encoding="utf-8")))


def parts_of(file: str, document: Json) -> Iterator[Part]:
    """Every part of one file, the whole first."""
    for pointer, kind, around in _walk(document, "", "schema", _Around()):
        yield Part(file=file, pointer=pointer, kind=kind, source=around.source, reference=around.reference)


def _walk(node: Json, pointer: str, kind: str, around: _Around) -> Iterator[tuple[str, str, _Around]]:
    if isinstance(node, list):
        for index, one in enumerate(node):
            yield from _walk(one, f"{pointer}/{index}", kind, around)
        return
    if not isinstance(node, dict):
        return
    around = around.inside(node)
    if kind and not (kind == "parameter" and "$ref" in node):
        yield pointer, kind, around
    for key, inner in node.items():
        step = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        if key in _BY_NAME and isinstance(inner, dict):
            within = "schema" if key == "$defs" else "field"
            for name, one in inner.items():
                yield from _walk(one, f"{step}/{name}", within, around)
        elif key not in _NO_SCHEMAS:
            yield from _walk(inner, step, _kind(key, pointer), around)


def _kind(key: str, pointer: str) -> str:
    """What stands under a key; nothing of its own where it only belongs to what is around it."""
    if key in METHODS and pointer.startswith(("/paths/", "/webhooks/")):
        return "operation"
    if key == "parameters" or pointer in {"/components/parameters", "/components/headers"}:
        return "parameter" if pointer != "/components" else ""
    if pointer == "/components/schemas" or key == "schema":
        return "schema"
    return ""
