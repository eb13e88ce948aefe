"""Attacks on the laboratory itself: foreign pages, secrets in what is kept, huge bodies, guessed secrets."""

import ast
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import foundation
from sim_flourish.app import create_app as create_flourish
from sim_kernel.journal import LARGEST_BODY_KEPT
from sim_ordo.app import OrdoConfig
from sim_ordo.app import create_app as create_ordo
from tests.contract.subjects import CASH_ORDER, EVENTS_SECRET, ITEM, LICENSE, SETTINGS, Subject, subjects
from tests.contract.tenants import done
from tests.unit.ordo.engine_stand_in import EngineStandIn, engine_stand_in
from tests.waiting import PATIENCE, wait_until

GUARDED = ("flourish back office", "flourish control", "ordo control")
ATTACKS: tuple[Mapping[str, str], ...] = (
    {"Host": "evil.example"},
    {"Host": "127.0.0.1.evil.example:8701"},
    {"Host": "localhost:8701@evil.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "null"},
)
PACKAGES = ("foundation", "sim_kernel", "sim_flourish", "sim_ordo", "integration_engine")
SECRET = re.compile(
    r"token\b|signing_key|api_key\b(?!\.username)|\bsignature|secret\b|digest\(|password", re.IGNORECASE
)
NO_SECRETS = {
    "secret in entry",
    "secret == 'value'",
    "name != signature_header",
}  # names of fields and headers, not values


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


@pytest.fixture
def receiver() -> Iterator[EngineStandIn]:
    """Takes whatever the simulators deliver, and keeps it with its headers."""
    with engine_stand_in() as listening:
        yield listening


@pytest.fixture
def flourish() -> Iterator[Flask]:
    """A simulated Flourish."""
    app = create_flourish()
    yield app
    app.extensions["simulator"].close()


@pytest.fixture
def ordo(receiver: EngineStandIn) -> Iterator[Flask]:
    """A simulated Ordo in front of the receiver."""
    app = create_ordo(OrdoConfig(engine_url=receiver.url, events_secret=EVENTS_SECRET))
    yield app
    app.extensions["simulator"].close()


def assert_nowhere_unasked(client: FlaskClient, tenant: str, secrets: list[str]) -> None:
    """Of these secrets none is in what a tenant shows, deliveries that were made included."""
    assert all(secrets)
    base = f"/_sim/tenants/{tenant}"
    assert done(client.post(f"{base}/settle", json={"timeout_seconds": PATIENCE}))["settled"]
    deliveries = done(client.get(f"{base}/deliveries"))["deliveries"]
    assert deliveries
    assert all(one["state"] == "delivered" for one in deliveries)
    assert done(client.get(f"{base}/journal?kind=delivery"))["entries"]
    for path in ("journal", "deliveries", "faults", "pending", "settings", "snapshot"):
        shown = client.get(f"{base}/{path}")
        assert shown.status_code == 200
        text = shown.get_data(as_text=True)
        assert [secret for secret in secrets if secret in text] == [], path


def test_no_secret_of_flourish_is_kept_where_it_is_not_asked_for(
    flourish: Flask, receiver: EngineStandIn
) -> None:
    """Keys, tokens, and what proves a webhook's sender stand in nothing that is shown, except when asked."""
    client = flourish.test_client()
    tenant = done(client.post("/_sim/tenants", json={"items": 1}))
    office = {"Authorization": f"Bearer {tenant['back_office_token']}"}
    hook = {
        "url": f"{receiver.url}/hook",
        "signing_key": "the signing key of the endpoint",
        "headers": [{"key": "X-One", "value": "the value of the header"}],
        "events": ["Item"],
    }
    done(client.post("/back-office/webhook-endpoints", headers=office, json=hook))
    key = done(client.post("/back-office/api-keys", headers=office, json={}))["data"]["api_key"]
    (item,) = done(client.get("/external/api/v1/items", headers={"x-api-key": key}))["data"]
    done(client.get("/external/api/v1/items", auth=(tenant["username"], tenant["api_key"])))
    done(client.patch(f"/back-office/items/{item['id']}", headers=office, json={"item_name": "Fern"}))
    kept = [key, tenant["api_key"], tenant["back_office_token"], "the signing key of the endpoint"]
    kept.append("the value of the header")
    wait_until("the webhook came", lambda: receiver.at("/hook"))
    sent = receiver.at("/hook")[0].headers
    assert sent["X-One"] == "the value of the header"
    assert_nowhere_unasked(client, tenant["tenant"], [*kept, sent["Auth-Signature"]])
    whole = client.get(f"/_sim/tenants/{tenant['tenant']}/snapshot?secrets=true").get_data(as_text=True)
    assert [secret for secret in kept if secret not in whole] == []


def test_no_secret_of_ordo_is_kept_where_it_is_not_asked_for(ordo: Flask, receiver: EngineStandIn) -> None:
    """Neither the tokens, nor what S5 generates, nor what signs the events, except when asked."""
    client = ordo.test_client()
    tenant = done(client.post("/_sim/tenants", json={}))
    admin = {"Authorization": f"Bearer {tenant['admin_token']}"}
    done(client.post("/api/v1/licenses", headers=admin, json=LICENSE))
    saved = done(client.put("/api/v1/integrations/flourish", headers=admin, json=SETTINGS))["webhook"]
    world = client.application.extensions["simulator"].tenants.get(tenant["tenant"]).world
    engine = {"Authorization": f"Bearer {world.integration_token}"}
    done(client.put("/integration/v1/items", headers=engine, json={"items": [ITEM]}))
    order = done(client.post("/api/v1/orders", headers=admin, json=CASH_ORDER))["order_id"]
    done(client.post(f"/api/v1/orders/{order}/confirm", headers=admin))
    wait_until("the event came", lambda: receiver.events)
    tokens = [tenant["admin_token"], tenant["rep_token"], world.integration_token]
    passed_on = [SETTINGS["api_key"], saved["signing_key"], *(one["value"] for one in saved["headers"])]
    assert len(passed_on) == 4
    signing = [EVENTS_SECRET.removeprefix("whsec_")]
    signing += [one.headers["webhook-signature"] for one in receiver.received]
    assert_nowhere_unasked(client, tenant["tenant"], [*tokens, *passed_on, *signing])
    whole = client.get(f"/_sim/tenants/{tenant['tenant']}/snapshot?secrets=true").get_data(as_text=True)
    assert world.integration_token in whole


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
    root = Path(foundation.__file__).parents[1]
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
