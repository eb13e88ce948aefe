"""Bad input on every route: a documented error, nothing changed, never a 500 (both APIs)."""

import re
from collections.abc import Callable

import pytest

from foundation.contract import Contract, payload
from tests.unit.ordo.ordo_lab import OrdoLab

SCREENS = sorted(Contract.load("ordo/openapi.json").operations())
INTEGRATION = sorted(Contract.load("ordo/integration_openapi.json").operations())
EVERY_ROUTE = [("/api/v1", *route) for route in SCREENS] + [
    ("/integration/v1", *route) for route in INTEGRATION
]
WITH_JSON = [
    (prefix, method, path)
    for prefix, document in (
        ("/api/v1", "ordo/openapi.json"),
        ("/integration/v1", "ordo/integration_openapi.json"),
    )
    for (method, path), operation in Contract.load(document).operations().items()
    if operation.takes_json
]


def _filled(path: str, value: str = "nothing") -> str:
    return re.sub(r"\{\w+\}", value, path)


def _token(lab: OrdoLab, prefix: str) -> str:
    return lab.admin_token if prefix == "/api/v1" else lab.tenant.world.integration_token


@pytest.mark.parametrize(("prefix", "method", "path"), EVERY_ROUTE)
def test_nobody_gets_in_without_the_right_token(
    connected: OrdoLab, prefix: str, method: str, path: str
) -> None:
    """No token, an unknown one, another scheme, or the other API's token: 401 in the envelope."""
    url = prefix + _filled(path)
    wrong = [
        {},
        {"Authorization": "Bearer unknown"},
        {"Authorization": "Bearer "},
        {"Authorization": f"Basic {_token(connected, prefix)}"},
        {"Authorization": f"Bearer {_token(connected, '/other' if prefix == '/api/v1' else '/api/v1')}"},
    ]
    for headers in wrong:
        answer = connected.client.open(url, method=method, headers=headers)
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize(("prefix", "method", "path"), WITH_JSON)
@pytest.mark.parametrize(
    ("raw", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed_json"),
        (b"\xff\xfe", "application/json", 400, "malformed_json"),
        (b"[" * 200 + b"]" * 200, "application/json", 400, "malformed_json"),
        (b"NaN", "application/json", 400, "malformed_json"),
        (b"{}", "text/plain", 415, "unsupported_media_type"),
        (b"{}", "", 415, "unsupported_media_type"),
        (b"[]", "application/json", 422, "invalid"),
        (b"null", "application/json", 422, "invalid"),
        (b'"text"', "application/json", 422, "invalid"),
        (b'{"unknown": 1}', "application/json", 422, "invalid"),
        (b" " * (4 * 1024 * 1024 + 1), "application/json", 413, "too_large"),
    ],
)
def test_a_body_that_is_none_is_refused(
    connected: OrdoLab,
    prefix: str,
    method: str,
    path: str,
    raw: bytes,
    content_type: str,
    status: int,
    code: str,
) -> None:
    """Malformed, of the wrong type, too deep or too big: the envelope says which."""
    before = str(connected.tenant.world)
    sent = {"data": raw, "content_type": content_type}
    answer = connected.ask(method, prefix + _filled(path), _token(connected, prefix), **sent)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (status, code)
    assert payload("ordo/error.json").first_problem(answer.get_json()) is None
    assert str(connected.tenant.world) == before


@pytest.mark.parametrize(
    ("method", "path"), [(m, p) for m, p in SCREENS if "{" in p and m in {"GET", "DELETE"}]
)
def test_what_is_not_there_is_named(ordo: OrdoLab, method: str, path: str) -> None:
    """An unknown id is 404 and the message has it."""
    for value in ("nothing", "..%2F..", "%00", "x" * 300):
        answer = ordo.admin(method, _filled(path, value))
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not_found")


def test_another_organizations_order_is_not_there(new_organization: Callable[[], OrdoLab]) -> None:
    """Ids of one tenant mean nothing in another, for people and for the engine."""
    mine, theirs = new_organization(), new_organization()
    mine.connect()
    mine.stock()
    path = f"/orders/{mine.confirmed_order()['order_id']}"
    for answer in (theirs.admin("GET", path), theirs.engine("GET", path), theirs.report(path[8:], "Paid")):
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not_found")
    assert mine.rep("GET", path).get_json()["status"] == "Pending"


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/integration/v1/nothing", "/api/v1"])
def test_a_route_that_is_not_there_answers_in_the_envelope(ordo: OrdoLab, path: str) -> None:
    """404 for the path, 405 for the method."""
    answer = ordo.ask("GET", path, ordo.admin_token)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not_found")
    wrong = ordo.admin("PATCH", "/orders")
    assert (wrong.status_code, wrong.get_json()["error"]["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize("prefix", ["/api/v1", "/integration/v1"])
def test_each_api_serves_its_description(ordo: OrdoLab, prefix: str) -> None:
    """The OpenAPI document is there for tools, in one piece."""
    document = ordo.client.get(f"{prefix}/openapi.json").get_json()
    assert document["servers"] == [{"url": prefix}]
    assert '"$ref": "order.json"' not in str(document)
