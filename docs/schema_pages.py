"""The reference pages that come from `schemas/`: what can be called, and the contract field by field.

`generate.py` writes them.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from foundation.provenance import Provenance, provenance_of

SCHEMAS = Path(__file__).parent.parent / "schemas"


def schemas() -> Iterator[str]:
    """Every contract with its operations, and every payload."""
    yield "# Schemas\n"
    yield "`schemas/` is written by hand and is the single source of every shape: OpenAPI 3.1 for what is called,"
    yield "JSON Schema 2020-12 for every payload. `x-source` says whether a shape is documented, observed or assumed,"
    yield "`x-ref` where. Each running server answers its own under `/openapi.json`.\n"
    for path in sorted(SCHEMAS.rglob("*openapi.json")):
        contract = json.loads(path.read_text())
        yield f"## {contract['info']['title']} (`{path.relative_to(SCHEMAS.parent)}`)\n"
        yield "| operation | rules | what it does |\n|---|---|---|"
        for call, operation in _operations(contract):
            about = operation.get("summary") or operation["operationId"]
            cited = " ".join(operation.get("x-rules", ()))
            yield f"| `{call}` | {cited} | {about} |"
        yield ""


def contract() -> Iterator[str]:
    """Every operation with its answers, and every field of every payload with its type and its source."""
    yield "# The contract, field by field\n"
    yield "From `schemas/`. What names no source of its own has that of what is around it. `documented`: in the"
    yield "vendor's public documentation or the setup article; `observed`: in public code of real clients; `assumed`: our"
    yield "decision. What is cited: sections of the vendor's documentation, observations of clients, and"
    yield "[rules](rules.md). Why, where the vendor contradicts itself: [provenance](../../schemas/PROVENANCE.md).\n"
    for path in sorted(SCHEMAS.rglob("*openapi.json")):
        described = json.loads(path.read_text())
        yield f"## {described['info']['title']}\n"
        yield "| operation | id | answers | source | reference |\n|---|---|---|---|---|"
        around = provenance_of(described)
        for call, operation in _operations(described):
            answers = " ".join(operation["responses"])
            cited = sourced(provenance_of(operation, around))
            yield f"| `{call}` | {operation['operationId']} | {answers} | {cited} |"
        yield ""
        yield from _parameters_of(described, around)
        shapes = described.get("components", {}).get("schemas", {}).items()
        if rows := [row for name, shape in shapes for row in _fields(shape, f"{name}: ", around)]:
            yield "| field | type | source | reference |\n|---|---|---|---|"
            yield from rows
            yield ""
    yield "## Payloads\n"
    for path in sorted(SCHEMAS.rglob("*.json")):
        if not path.name.endswith("openapi.json") and path.name != "example_values.json":
            schema = json.loads(path.read_text())
            rows = list(_fields(schema, "", provenance_of(schema)))
            if rows:
                yield f"### `{path.relative_to(SCHEMAS)}`: {schema.get('title', '')}\n"
                yield "| field | type | source | reference |\n|---|---|---|---|"
                yield from rows
                yield ""


def _parameters_of(described: dict[str, Any], around: Provenance) -> Iterator[str]:
    """A row for each query parameter and header of an operation."""
    rows = []
    for call, operation in _operations(described):
        for one in operation.get("parameters", ()):
            shared = "$ref" in one
            parameter = described["components"]["parameters"][one["$ref"].split("/")[-1]] if shared else one
            if parameter["in"] != "path":
                lent = around if shared else provenance_of(operation, around)
                kind, cited = _kind(parameter["schema"]), sourced(provenance_of(parameter, lent))
                rows.append(f"| `{call}` | `{parameter['name']}` | {kind} | {cited} |")
    if rows:
        yield "| operation | parameter or header | type | source | reference |\n|---|---|---|---|---|"
        yield from rows
        yield ""


def _fields(schema: Any, within: str, around: Provenance) -> Iterator[str]:  # noqa: ANN401 - any schema
    """A row for each field below a schema, whose own source and reference are those of what is around it."""
    if isinstance(schema, list):
        for one in schema:
            yield from _fields(one, within, around)
    if not isinstance(schema, dict):
        return
    own = provenance_of(schema, around)
    for name, field in schema.get("properties", {}).items():
        known = provenance_of(field, own)
        yield f"| `{within}{name}` | {_kind(field)} | {sourced(known)} |"
        yield from _fields(field, f"{within}{name}.", known)
    for name, inner in schema.get("$defs", {}).items():
        yield from _fields(inner, f"{name}: ", own)
    for key in ("items", "anyOf", "oneOf", "allOf"):
        yield from _fields(schema.get(key), within, own)


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        named = schema["$ref"].removesuffix(".json").removeprefix("#/components/schemas/")
        return f"`{named.replace('.json#/$defs/', ' ').replace('#/$defs/', '')}`"
    if "const" in schema or "enum" in schema:
        values = [schema["const"]] if "const" in schema else schema["enum"]
        return ", ".join(f"`{json.dumps(value)}`" for value in values)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " or ".join(_kind(one) for one in schema[key])
    kinds = schema.get("type", "any")
    shown = kinds if isinstance(kinds, str) else " or ".join(kinds)
    return f"{shown} of {_kind(schema['items'])}" if "items" in schema else shown


def _operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation of an OpenAPI description, with its method and whole path."""
    base = described.get("servers", [{"url": ""}])[0]["url"].rstrip("/")
    for route, operations in described["paths"].items():
        for method, operation in operations.items():
            if isinstance(operation, dict) and "operationId" in operation:
                yield f"{method.upper()} {base}{route}", operation


def sourced(provenance: Provenance) -> str:
    """Two cells: the word, and the place."""
    return f"{provenance.source.value} | {provenance.reference}"
