"""`schemas/` itself: valid, complete in its references, honest about its sources."""

import json
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
from jsonschema import Draft202012Validator

from foundation.contract import payload, schemas_folder

Json: TypeAlias = Any
FOLDER = schemas_folder()
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.json"))
OPENAPI_NAMES = [name for name in NAMES if name.endswith("openapi.json")]
PAYLOAD_NAMES = [name for name in NAMES if name not in OPENAPI_NAMES]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
SOURCES = {"documented", "observed", "assumed"}
RULES = {
    *(f"S{n}" for n in range(1, 12)),
    *(f"I{n}" for n in range(1, 16)),
    *(f"O{n}" for n in range(1, 24)),
}
METHODS = {"get", "put", "post", "patch", "delete"}


def load(name: str) -> Json:
    """A file below `schemas/`."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def nodes(node: Json, pointer: str = "") -> Iterator[tuple[str, dict[str, Json]]]:
    """Every object in a document, with its JSON pointer."""
    if isinstance(node, dict):
        yield pointer, node
        for key, inner in node.items():
            yield from nodes(inner, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from nodes(inner, f"{pointer}/{index}")


def at(document: Json, pointer: str) -> Json:
    """What stands at a JSON pointer."""
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document


def operations(document: Json) -> Iterator[tuple[str, str, Json, Json]]:
    """Every operation of a description: path, method, path item, operation."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield path, method, item, operation


@pytest.mark.parametrize("name", PAYLOAD_NAMES)
def test_payload_is_a_2020_12_schema(name: str) -> None:
    """Each payload file says that it is JSON Schema 2020-12, and is."""
    document = load(name)
    assert document["$schema"] == DIALECT
    Draft202012Validator.check_schema(document)
    payload(name)


@pytest.mark.parametrize("name", PAYLOAD_NAMES)
def test_payload_names_its_source(name: str) -> None:
    """Each payload file says whether its shape is documented, observed or assumed, and what it is."""
    document = load(name)
    assert document["x-source"] in SOURCES
    assert "title" in document or "description" in document


@pytest.mark.parametrize("name", NAMES)
def test_sources_are_legal(name: str) -> None:
    """Wherever a source is given it is one of the three words."""
    given = {node["x-source"] for _, node in nodes(load(name)) if "x-source" in node}
    assert given <= SOURCES


@pytest.mark.parametrize("name", NAMES)
def test_references_resolve(name: str) -> None:
    """Each reference leads to something inside `schemas/`."""
    for pointer, node in nodes(load(name)):
        reference = node.get("$ref")
        if not isinstance(reference, str):
            continue
        file, _, target = reference.partition("#")
        path = (FOLDER / name).parent / file if file else FOLDER / name
        assert path.resolve().is_relative_to(FOLDER.resolve()), f"{name}#{pointer} leaves the folder"
        try:
            at(json.loads(path.read_text(encoding="utf-8")), target)
        except (OSError, KeyError, IndexError) as error:
            pytest.fail(f"{name}#{pointer} refers to {reference}, which is not there: {error!r}")


@pytest.mark.parametrize("name", PAYLOAD_NAMES)
def test_own_examples_conform(name: str) -> None:
    """Each example that a schema gives obeys that schema."""
    for pointer, node in nodes(load(name)):
        if isinstance(node.get("examples"), list):
            schema = payload(f"{name}#{pointer}" if pointer else name)
            problems = [schema.first_problem(example) for example in node["examples"]]
            assert problems == [None] * len(problems), f"{name}#{pointer}"


@pytest.mark.parametrize("name", OPENAPI_NAMES)
def test_description_is_openapi_3_1(name: str) -> None:
    """Each description has what OpenAPI 3.1 demands: a version, an info, responses with a description."""
    document = load(name)
    assert re.fullmatch(r"3\.1\.\d+", document["openapi"])
    assert document["info"]["title"]
    assert document["info"]["version"]
    assert document["servers"][0]["url"].startswith("/")
    for path, method, _, operation in operations(document):
        assert path.startswith("/")
        assert operation["responses"], f"{method} {path}"
        for status, response in operation["responses"].items():
            assert re.fullmatch(r"[1-5]\d\d|[1-5]XX|default", status), f"{method} {path} {status}"
            found = at(document, response["$ref"][1:]) if "$ref" in response else response
            assert found["description"], f"{method} {path} {status}"


@pytest.mark.parametrize("name", OPENAPI_NAMES)
def test_schemas_inside_a_description_are_valid(name: str) -> None:
    """Each schema that stands in a description is JSON Schema 2020-12."""
    document = load(name)
    inline = [node["schema"] for _, node in nodes(document) if isinstance(node.get("schema"), dict)]
    named = list(document.get("components", {}).get("schemas", {}).values())
    for schema in inline + named:
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", OPENAPI_NAMES)
def test_operation_ids_are_unique(name: str) -> None:
    """No two operations of a description share their id, and none is without."""
    ids = [operation["operationId"] for _, _, _, operation in operations(load(name))]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", OPENAPI_NAMES)
def test_path_parameters_are_declared(name: str) -> None:
    """The names in a path template are exactly the declared path parameters."""
    document = load(name)
    for path, method, item, operation in operations(document):
        declared = set()
        for one in (*item.get("parameters", ()), *operation.get("parameters", ())):
            parameter = at(document, one["$ref"][1:]) if "$ref" in one else one
            if parameter["in"] == "path":
                assert parameter["required"] is True
                declared.add(parameter["name"])
        assert declared == set(re.findall(r"\{(\w+)\}", path)), f"{method} {path}"


@pytest.mark.parametrize("name", OPENAPI_NAMES)
def test_security_schemes_exist(name: str) -> None:
    """Each demanded security scheme is described, and every operation has a say about security."""
    document = load(name)
    schemes = set(document.get("components", {}).get("securitySchemes", {}))
    for path, method, _, operation in operations(document):
        demanded = operation.get("security", document.get("security"))
        assert demanded is not None, f"{method} {path}"
        assert {scheme for option in demanded for scheme in option} <= schemes


@pytest.mark.parametrize("name", OPENAPI_NAMES)
def test_links_lead_to_operations(name: str) -> None:
    """Each link between operations names one that exists."""
    document = load(name)
    ids = {operation["operationId"] for _, _, _, operation in operations(document)}
    linked = {
        link["operationId"]
        for _, node in nodes(document)
        if isinstance(node.get("links"), dict)
        for link in node["links"].values()
        if "operationRef" not in link  # which names one in the description of another API
    }
    assert linked <= ids


@pytest.mark.parametrize("name", OPENAPI_NAMES)
def test_rules_exist(name: str) -> None:
    """Each rule that an operation claims to serve is one of the documented rules."""
    for path, method, _, operation in operations(load(name)):
        assert set(operation.get("x-rules", ())) <= RULES, f"{method} {path}"
