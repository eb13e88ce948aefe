"""What the services serve as descriptions: complete, with examples and links, on a page that stays here."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from jsonschema_rs import Draft202012Validator

from foundation.contract import at_pointer
from foundation.service_description import METHODS, description
from tests.contract.subjects import DOCUMENTS, Subject, subjects

Json: TypeAlias = Any
DESCRIBED = sorted(set(DOCUMENTS.values()))
SERVICES = {
    "flourish external": (
        "/openapi.json",
        "/external/api/v1/openapi.json",
        "/external/api/v2/openapi.json",
        "/back-office/openapi.json",
        "/_sim/openapi.json",
    ),
    "ordo screens": (
        "/openapi.json",
        "/api/v1/openapi.json",
        "/integration/v1/openapi.json",
        "/_sim/openapi.json",
    ),
    "engine": ("/openapi.json",),
}
NOT_MADE_HERE = {
    "ordo/integration_openapi.json": {"PUT /syncs/{sync_id}"},  # syncs are started in the screens
    "flourish/openapi.json": {"GET /item-art/{link}"},  # a picture's whole URL is handed out, not its end
}
# What the page's scripts name: namespaces, specifications, licences, and links that a person may click on.
# None of them is asked: the policy forbids it, and the one that would be, the validator, is switched off.
NAMED_IN_SCRIPTS = re.compile(
    r"base|datatracker\.ietf\.org|example\.com|fb\.me|github\.com|instagram\.com|json-schema\.org|reactjs\.org"
    r"|redux\.js\.org|soundcloud\.com|spdx\.org|spec\.openapis\.org|swagger\.io|twitter\.com"
    r"|validator\.swagger\.io|vladimirgorej\.com|www\.(facebook|tiktok)\.com|www\.rfc-editor\.org|www\.w3\.org"
)


@pytest.fixture(scope="module")
def under_test() -> Iterator[Mapping[str, Subject]]:
    """The services, made once."""
    with subjects() as made:
        yield made


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest, under_test: Mapping[str, Subject]) -> tuple[str, FlaskClient]:
    """One service's name and a client of it."""
    return request.param, under_test[request.param].app.test_client()


def operations(whole: Json) -> Iterator[tuple[str, Json]]:
    """Every operation with its path and method in one text."""
    for path, item in whole["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def objects(node: Json) -> Iterator[dict[str, Json]]:
    """Every object in a document."""
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from objects(inner)


def references(whole: Json) -> set[str]:
    """Everything that a document refers to."""
    found = (node.get("$ref") for node in objects(whole))
    return {one for one in found if isinstance(one, str)}


def test_each_description_stands_alone(service: tuple[str, FlaskClient]) -> None:
    """Each API's description and the whole service's answer, and refer to nothing outside themselves."""
    name, client = service
    for path in SERVICES[name]:
        whole = client.get(path).get_json()
        assert whole["openapi"].startswith("3.1")
        assert whole["paths"]
        for reference in references(whole):
            node = whole
            for step in reference.removeprefix("#/").split("/"):
                node = node[step.replace("~1", "/").replace("~0", "~")]


def test_the_whole_description_has_every_operation(service: tuple[str, FlaskClient]) -> None:
    """`/openapi.json` has each operation of each API once, under its whole path, and what secures it."""
    name, client = service
    whole = client.get("/openapi.json").get_json()
    ids = [operation["operationId"] for _, operation in operations(whole)]
    assert len(ids) == len(set(ids))
    apart = [client.get(path).get_json() for path in SERVICES[name][1:] or ("/openapi.json",)]
    assert set(ids) == {operation["operationId"] for one in apart for _, operation in operations(one)}
    schemes = set(whole["components"].get("securitySchemes", {}))
    for where, operation in operations(whole):
        demanded = operation.get("security", whole.get("security", []))
        assert {scheme for option in demanded for scheme in option} <= schemes, where


@pytest.mark.parametrize("document", DESCRIBED)
def test_examples_conform(document: str) -> None:
    """Each JSON body, path parameter and required header has an example, and it obeys its schema."""
    whole = description(document)
    seen = 0
    for node in objects(whole):
        shown = [node.get("content", {}).get("application/json")] if "content" in node else []
        shown += [node] if node.get("in") == "path" else []
        for one in shown:
            if one is None or "schema" not in one:
                continue
            judge = Draft202012Validator(
                {"$ref": "#/wanted", "wanted": one["schema"], "components": whole["components"]},
                validate_formats=True,
            )
            judge.validate(one["example"])
            seen += 1
    assert seen > len(whole["paths"])


@pytest.mark.parametrize("document", DESCRIBED)
def test_links_lead_to_what_was_made(document: str) -> None:
    """Each operation on one thing is reached by a link from one that makes or lists such things."""
    whole = description(document)
    linked = {
        link.get("operationId")
        for node in objects(whole)
        if isinstance(node.get("links"), dict)
        for link in node["links"].values()
    }
    unreached = {
        where
        for where, operation in operations(whole)
        if "{" in where and operation["operationId"] not in linked
    }
    assert unreached == NOT_MADE_HERE.get(document, set())


@pytest.mark.parametrize("document", DESCRIBED)
def test_what_is_made_leads_to_all_that_is_done_with_it(document: str) -> None:
    """What makes a thing links to whatever reads, changes, cancels or removes it, or lists its kind."""
    whole = description(document)
    for path, item in whole["paths"].items():
        if "post" not in item or not is_about_many(path, whole):
            continue
        linked = {link.get("operationId") for link in links_of(item["post"])}
        wanted = {
            whole["paths"][one][method]["operationId"]
            for one in whole["paths"]
            if re.fullmatch(re.escape(path) + r"/\{\w+\}(/cancel)?", one)
            for method in METHODS
            if method in whole["paths"][one]
        }
        if "{" in path and not wanted:  # a list is what there is to read
            wanted = {item[method]["operationId"] for method in METHODS if method in item} - {
                item["post"]["operationId"]
            }
        assert wanted <= linked, path


@pytest.mark.parametrize("document", DESCRIBED)
def test_links_take_values_that_are_there(document: str) -> None:
    """Each value of a link stands in the answer or in the request's path, and goes into a parameter."""
    whole = description(document)
    by_id = {operation["operationId"]: path for path, operation in operations(whole)}
    for where, operation in operations(whole):
        for response in responses_of(operation, whole):
            for link in response.get("links", {}).values():
                for name, value in link["parameters"].items():
                    target = by_id[link["operationId"]] if "operationId" in link else link["operationRef"]
                    assert name in target, where
                    if value.startswith("$request.path."):
                        assert f"{{{value.rpartition('.')[2]}}}" in where
                    elif value.startswith("$response.body#"):
                        example = response["content"]["application/json"]["example"]
                        assert at_pointer(example, value.partition("#")[2]) is not None, where


def test_links_into_another_description_arrive(under_test: Mapping[str, Subject]) -> None:
    """What v2 makes is read, changed and paid in v1, under the address that the link names."""
    client = under_test["flourish external"].app.test_client()
    whole = client.get("/external/api/v2/openapi.json").get_json()
    found = [link["operationRef"] for _, operation in operations(whole) for link in links_of(operation)]
    assert len(found) == 3
    for reference in found:
        served, _, pointer = reference.partition("#")
        assert "operationId" in at_pointer(client.get(served).get_json(), unquote(pointer))


def is_about_many(path: str, whole: Json) -> bool:
    """Whether a path stands for all things of a kind, so that a POST makes one more."""
    item = whole["paths"][path]
    return "get" in item or any(one.startswith(f"{path}/{{") for one in whole["paths"])


def responses_of(operation: Json, whole: Json) -> list[Json]:
    """An operation's answers, wherever they are written."""
    return [
        at_pointer(whole, one["$ref"][1:]) if "$ref" in one else one
        for one in operation["responses"].values()
    ]


def links_of(operation: Json) -> list[Json]:
    """The links of an operation's answers."""
    return [link for one in operation["responses"].values() for link in one.get("links", {}).values()]


def test_the_page_shows_every_api(service: tuple[str, FlaskClient]) -> None:
    """`/docs` lists the descriptions, and each of them is there."""
    name, client = service
    page = client.get("/docs/").get_data(as_text=True)
    listed = set(re.findall(r'"url": "([^"]+)"', page))
    assert listed == set(SERVICES[name])
    assert all(client.get(path).status_code == 200 for path in listed)


def test_the_page_asks_no_outside_host(service: tuple[str, FlaskClient]) -> None:
    """The page and its style sheets name no other host; all it loads is here; its policy forbids the rest."""
    _, client = service
    page = client.get("/docs/")
    text = page.get_data(as_text=True)
    loaded = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert len(loaded) >= 4
    assert all(path.startswith("/docs/") for path in loaded)
    assert not re.search(r"https?:|[\"'(]//", text.replace("http://localhost/docs/oauth2-redirect.html", ""))
    assert '"validatorUrl": null' in text
    for path in loaded:
        with client.get(path) as asset:
            assert asset.status_code == 200, path
            assert "default-src 'none'" in asset.headers["Content-Security-Policy"]
            if path.endswith(".css"):
                assert not re.search(rb"url\((?!\s*[\"']?data:)|@import", asset.data), path
            if path.endswith(".js"):
                named = {host.decode() for host in re.findall(rb"https?://([\w.-]+)", asset.data)}
                assert [one for one in named if not NAMED_IN_SCRIPTS.fullmatch(one)] == [], path
    policy = dict(
        part.strip().split(" ", 1)
        for part in page.headers["Content-Security-Policy"].split(";")
        if " " in part
    )
    assert "'unsafe-inline'" not in policy["script-src"]
    assert not re.search(r"https?:|\*", " ".join(policy.values()))


def test_the_page_shows_every_api_without_a_warning(service: tuple[str, FlaskClient]) -> None:
    """Swagger UI warns in red where `jsonSchemaDialect` is not OpenAPI's own; no description names one.

    OpenAPI's own is JSON Schema 2020-12 with a few words more, so nothing is lost by leaving it out.
    """
    name, client = service
    for path in SERVICES[name]:
        assert "jsonSchemaDialect" not in client.get(path).get_json(), path


def test_a_foreign_page_is_refused(service: tuple[str, FlaskClient]) -> None:
    """`/docs` and each description answer neither a foreign name nor a foreign page."""
    name, client = service
    for path in ("/docs/", *SERVICES[name]):
        assert client.get(path).status_code == 200
        for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
            assert client.get(path, headers=headers).status_code == 403, (path, headers)
    assert client.get("/docs/../guard.py").status_code == 404
