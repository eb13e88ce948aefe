"""Attacks on the laboratory itself: foreign pages, secrets in what is kept, huge bodies, guessed secrets."""

import ast
import hmac
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

import groundwork
from sim_kernel.journal import LARGEST_BODY_KEPT
from tests.contract.subjects import LICENSE, SETTINGS, Subject, subjects
from tests.contract.worlds import NOWHERE, done

GUARDED = ("flourish back office", "flourish control", "ordo control")
ATTACKS: tuple[Mapping[str, str], ...] = (
    {"Host": "evil.example"},
    {"Host": "127.0.0.1.evil.example:8701"},
    {"Host": "localhost:8701@evil.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "null"},
)
PACKAGES = ("groundwork", "sim_kernel", "sim_flourish", "sim_ordo", "integration_engine")
SECRET = re.compile(
    r"token\b|signing_key|api_key\b(?!\.username)|\bsignature|secret\b|digest\(|password", re.IGNORECASE
)
NO_SECRETS = {"secret in one", "name != signature_header"}  # names of fields and headers, not values


@pytest.fixture(scope="module")
def under_test() -> Iterator[Mapping[str, Subject]]:
    """The services, made once."""
    with subjects() as made:
        yield made


@pytest.mark.parametrize("name", GUARDED)
def test_no_foreign_page_reaches_any_guarded_operation(name: str, under_test: Mapping[str, Subject]) -> None:
    """Whatever it asks for, under a name that is not this machine's or from another site, is refused."""
    subject = under_test[name]
    client, world = subject.app.test_client(), subject.fresh_world("/")
    for (method, path), operation in subject.contract.operations().items():
        url = subject.contract.base_path + re.sub(r"\{(\w+)\}", lambda found: found[1], path)
        for attack in ATTACKS:
            answer = client.open(url, method=method, json={}, headers={**world.headers, **attack})
            assert answer.status_code == 403, (operation.title, attack)
            assert operation.response_problem(403, answer.get_json()) is None


def test_a_foreign_page_drops_no_tenant(under_test: Mapping[str, Subject]) -> None:
    """The tenant that it knows the id of is there afterwards."""
    client = under_test["ordo control"].app.test_client()
    path = f"/_sim/tenants/{done(client.post('/_sim/tenants', json={}))['tenant']}"
    for attack in ATTACKS:
        assert client.delete(path, headers=attack).status_code == 403
    assert client.get(path).status_code == 200


def flourish_secrets(client: FlaskClient) -> tuple[str, list[str]]:
    """A company in which every kind of secret was made and used, and the secrets."""
    tenant = done(client.post("/_sim/tenants", json={"items": 1}))
    office = {"Authorization": f"Bearer {tenant['back_office_token']}"}
    hook = {
        "url": NOWHERE,
        "signing_key": "the signing key of the endpoint",
        "headers": [{"key": "X-One", "value": "the value of the header"}],
        "events": ["Item"],
    }
    done(client.post("/back-office/webhook-endpoints", headers=office, json=hook))
    key = done(client.post("/back-office/api-keys", headers=office, json={}))["data"]["api_key"]
    done(client.get("/external/api/v1/items", headers={"x-api-key": key}))
    done(client.get("/external/api/v1/items", auth=(tenant["username"], tenant["api_key"])))
    secrets = [key, tenant["api_key"], tenant["back_office_token"], hook["signing_key"]]
    return tenant["tenant"], [*map(str, secrets), "the value of the header"]


def ordo_secrets(client: FlaskClient) -> tuple[str, list[str]]:
    """An organization in which every kind of secret was made and used, and the secrets."""
    tenant = done(client.post("/_sim/tenants", json={}))
    admin = {"Authorization": f"Bearer {tenant['admin_token']}"}
    done(client.post("/api/v1/licenses", headers=admin, json=LICENSE))
    done(client.put("/api/v1/integrations/flourish", headers=admin, json=SETTINGS))
    world = client.application.extensions["simulator"].tenants.get(tenant["tenant"]).world
    engine = {"Authorization": f"Bearer {world.integration_token}"}
    done(client.get("/integration/v1/organization", headers=engine))
    return tenant["tenant"], [
        tenant["admin_token"],
        tenant["rep_token"],
        world.integration_token,
        SETTINGS["api_key"],
    ]


@pytest.mark.parametrize(
    ("name", "make"), [("flourish control", flourish_secrets), ("ordo control", ordo_secrets)]
)
def test_no_secret_is_kept_where_it_is_not_asked_for(
    name: str,
    make: Callable[[FlaskClient], tuple[str, list[str]]],
    under_test: Mapping[str, Subject],
) -> None:
    """Not one of them stands in the journal, in the deliveries or in a snapshot without secrets."""
    client = under_test[name].app.test_client()
    tenant, secrets = make(client)
    for path in ("journal", "deliveries", "faults", "pending", "settings", "snapshot"):
        text = client.get(f"/_sim/tenants/{tenant}/{path}").get_data(as_text=True)
        assert [secret for secret in secrets if secret in text] == [], path
    whole = client.get(f"/_sim/tenants/{tenant}/snapshot?secrets=true").get_data(as_text=True)
    assert any(secret in whole for secret in secrets)


def test_a_journal_does_not_keep_what_is_too_long(under_test: Mapping[str, Subject]) -> None:
    """Of a body beyond the limit only its size is kept, whatever came of it."""
    subject = under_test["flourish external"]
    world, client = subject.fresh_world("/"), subject.app.test_client()
    headers = {**world.headers, "FacilityID": str(world.real["FacilityID"])}
    body = json.dumps({"colour": "x" * LARGEST_BODY_KEPT}).encode()
    path = "/external/api/v1/destinations"
    assert client.post(path, data=body, content_type="application/json", headers=headers).status_code == 400
    simulator = subject.app.extensions["simulator"]
    entries = [
        entry
        for tenant in simulator.tenants.all()
        for entry in tenant.journal.read(matches=lambda one: one["kind"] == "request")[0]
    ]
    assert entries[-1]["body"] == f"({len(body)} bytes)"


def test_secrets_are_compared_in_constant_time() -> None:
    """No secret is compared as a text in the code: how long that takes tells how much of a guess is right."""
    root = Path(groundwork.__file__).parents[1]
    found = {
        f"{path.relative_to(root)}: {text}"
        for package in PACKAGES
        for path in (root / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        and any(isinstance(one, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for one in node.ops)
        and SECRET.search(text := ast.unparse(node))
        and text not in NO_SECRETS
    }
    assert found == set()


def test_a_guess_is_compared_whole(
    under_test: Mapping[str, Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine's token goes through the constant-time comparison, a right one and an Admin's."""
    client = under_test["ordo integration"].app.test_client()
    tenant = done(client.post("/_sim/tenants", json={}))
    compared: list[bool] = []
    truly = hmac.compare_digest

    def noticed(one: Any, other: Any) -> bool:  # noqa: ANN401 - as the original
        compared.append(truly(one, other))
        return compared[-1]

    monkeypatch.setattr(hmac, "compare_digest", noticed)
    world = client.application.extensions["simulator"].tenants.get(tenant["tenant"]).world
    for token, status in ((tenant["admin_token"], 401), (world.integration_token, 200)):
        headers = {"Authorization": f"Bearer {token}"}
        assert client.get("/integration/v1/organization", headers=headers).status_code == status
    assert compared == [False, True]
