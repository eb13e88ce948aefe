"""What a service serves as its OpenAPI description: one document, complete in itself, with examples.

The files in `schemas/` refer to each other; a client that reads a description wants one document. A service
with several APIs serves each of them, and all of them together.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from os.path import normpath
from pathlib import Path
from typing import Any

from groundwork.contract import Contract, load_document
from groundwork.examples import ExampleMaker

Json = Any
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
