"""Every request goes the same way: contract, work, contract, journal; and bad input changes nothing."""

import pytest
from flask.testing import FlaskClient

from foundation.contract import Operation, Problem
from foundation.guard import LARGEST_BODY
from sim_kernel import control_api
from sim_kernel.answers import Answer
from sim_kernel.contract_use import body_use
from sim_kernel.simulator_app import simulator_app
from tests.service_bugs import ServiceBugs

from .conftest import Toy


@pytest.mark.parametrize(
    ("content", "content_type", "status", "says"),
    [
        (b'{"by": 1', "application/json", 400, "not valid JSON"),
        (b'{"by": "1"}', "application/json", 400, "by"),
        (b'{"by": 1, "extra": 2}', "application/json", 400, "extra"),
        (b"{}", "application/json", 400, "required"),
        (b"[]", "application/json", 400, "object"),
        (b'{"by": 1}', "text/plain", 415, "application/json"),
        (b'{"by": 1}', "", 415, "application/json"),
        (b"[" * 1000 + b"]" * 1000, "application/json", 400, "nested"),
        (b"x" * (LARGEST_BODY + 1), "application/json", 413, "larger"),
    ],
)
def test_bad_input_is_explained_and_changes_nothing(
    toy: Toy, content: bytes, content_type: str, status: int, says: str
) -> None:
    """The vendor's envelope says what was wrong, and the world stays as it was."""
    answer = toy.client.post(
        "/toy/number", data=content, content_type=content_type, headers={"X-Token": toy.token}
    )
    assert answer.status_code == status
    assert says in answer.get_json()["message"]
    assert toy.read() == (200, {"number": 0})


def test_a_breach_of_contract_stands_in_the_journal(toy: Toy) -> None:
    """The entry names the place, and hangs under its request."""
    toy.raise_by("many")
    (breach,) = toy.journal("contract_violation")
    (request,) = toy.journal("request")
    assert breach["pointer"] == "/by"
    assert breach["cause"] == request["id"]
    assert request["status"] == 400


@pytest.mark.parametrize(
    ("kind", "says"),
    [("shape", "not a number"), ("refusal", "no status 404"), ("bytes", "no status 202")],
)
def test_an_answer_that_would_break_the_contract_fails_loudly(
    toy: Toy, service_bugs: ServiceBugs, kind: str, says: str
) -> None:
    """It is our bug, whatever came of the request: 500, named, in the journal and in the log."""
    answer = toy.client.get(f"/toy/bug/{kind}", headers={"X-Token": toy.token})
    assert answer.status_code == 500
    assert "breaks the contract of bug" in answer.get_json()["message"]
    assert says in answer.get_json()["message"]
    assert len(toy.journal("simulator_bug")) == 1
    assert len(service_bugs.taken()) == 1


def test_a_refusal_of_the_caller_is_held_to_the_contract_too(
    toy: Toy, service_bugs: ServiceBugs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is not known is told so by a declared status, or it is our bug."""
    assert toy.client.get("/toy/number").status_code == 401
    monkeypatch.setattr(Operation, "status_problem", lambda *_: Problem(pointer="", message="no"))
    assert toy.client.get("/toy/number").status_code == 500
    assert len(service_bugs.taken()) == 1


def test_an_answer_of_the_control_api_is_held_to_the_contract_too(
    client: FlaskClient, service_bugs: ServiceBugs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the control API does not declare it does not answer."""
    undeclared = Answer(status=202, body={})
    monkeypatch.setitem(control_api.ROUTES, ("GET", "/"), lambda _: undeclared)
    assert client.get("/_sim/").status_code == 200
    made = simulator_app(client.application.extensions["simulator"], [])
    assert made.test_client().get("/_sim/").get_json()["error"]["code"] == "simulator_bug"
    assert len(service_bugs.taken()) == 1


def test_an_unexpected_failure_leaks_nothing(toy: Toy, service_bugs: ServiceBugs) -> None:
    """No traceback reaches the caller."""
    answer = toy.client.get("/toy/bug/crash", headers={"X-Token": toy.token})
    assert answer.status_code == 500
    assert b"ZeroDivision" not in answer.data
    assert "its own bug" in answer.get_json()["message"]
    assert len(service_bugs.taken()) == 1


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/toy/nothing", 404), ("PATCH", "/toy/number", 405)]
)
def test_wrong_addresses_answer_in_the_vendors_envelope(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    """A wrong path or method is explained in the vendor's own shape."""
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert path in answer.get_json()["message"]


def test_secrets_do_not_reach_the_journal(toy: Toy) -> None:
    """A secret in a body is masked when the entry is written."""
    toy.client.post("/toy/number", json={"by": 1, "api_key": "s3cret"}, headers={"X-Token": toy.token})
    answer = toy.client.get(f"/_sim/tenants/{toy.tenant.tenant_id}/journal")
    assert b"s3cret" not in answer.data
    assert toy.token.encode() not in answer.data


def test_the_journal_is_capped_and_says_so(toy: Toy) -> None:
    """Fifty entries are kept here; the others are counted."""
    for _ in range(60):
        toy.read()
    page = toy.control("GET", "/journal")[1]
    assert len(page["entries"]) == 50
    assert (page["last_id"], page["dropped"]) == (60, 10)
    assert page["entries"][0]["id"] == 11


def test_the_journal_is_read_from_a_point_on(toy: Toy) -> None:
    """`since`, `method` and `limit` choose entries."""
    toy.read()
    toy.raise_by(1)
    toy.read()
    assert [
        one["id"] for one in toy.control("GET", "/journal?since=1&kind=request&method=GET")[1]["entries"]
    ] == [3]
    assert len(toy.control("GET", "/journal?limit=1")[1]["entries"]) == 1
    assert toy.control("GET", "/journal?since=soon")[0] == 422


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_the_control_api_refuses_foreign_callers(toy: Toy, headers: dict[str, str]) -> None:
    """A foreign Host or Origin gets nothing from `/_sim`, and the vendor's API is not concerned."""
    answer = toy.client.get("/_sim/", headers=headers)
    assert answer.status_code == 403
    assert toy.client.get("/toy/number", headers={**headers, "X-Token": toy.token}).status_code == 200


def test_the_contract_is_served(client: FlaskClient) -> None:
    """The description stands at `/openapi.json` below the API."""
    assert client.get("/toy/openapi.json").get_json()["info"]["title"] == "Toy"


def test_the_journal_says_what_of_the_contract_was_used(toy: Toy) -> None:
    """The operation, the query and the headers of each request, and the fields of a body that was taken."""
    headers = {"X-Token": toy.token, "Authorization": "Bearer s3cret", "x-api-key": "s3cret"}
    toy.client.get("/toy/number?page=2", headers=headers)
    toy.raise_by(1)
    toy.raise_by("many")
    read, raised, refused = toy.journal("request")
    assert read["operation"] == "GET /number"
    assert read["use"] == ["undescribed page", "header Authorization: Bearer", "header x-api-key"]
    assert (raised["operation"], raised["body_use"]) == ("POST /number", ["body by"])
    assert "body_use" not in refused


def test_the_fields_of_a_body_are_its_leaves() -> None:
    """Each once, however many elements a list has; what is empty is a leaf too."""
    body = {"id": 1, "lines": [{"sku": "a"}, {"sku": "b", "qty": None}], "notes": [], "to": {"id": {}}}
    assert body_use(body) == ["body id", "body lines[].sku", "body lines[].qty", "body notes", "body to.id"]
    assert body_use([]) == []


def test_a_secret_in_a_query_does_not_reach_the_journal(toy: Toy) -> None:
    """It is masked when the request is written down; the other parameters stay as they were sent."""
    toy.client.get("/toy/number?page=2&api%5Fkey=s3cret", headers={"X-Token": toy.token})
    (request,) = toy.journal("request")
    assert request["query"] == "page=2&api%5Fkey=***"
