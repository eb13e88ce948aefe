"""The engine's doors: who may knock, what the others are told, and that nothing is lost or leaked."""

import hashlib
import logging
import sqlite3
from contextlib import closing
from datetime import timedelta

import orjson
import pytest
import requests

from groundwork.contract import Contract
from integration_engine.app import EngineConfig
from integration_engine.config import from_environment
from integration_engine.errors import ConfigurationError
from tests.unit.engine.running_engine import ORGANIZATION, SECRET, Bench, confirmed_order, sign
from tests.unit.engine.stand_ins import API_KEY, Trouble

EVENTS = "/v1/ordo-events"
SYNC = orjson.dumps(
    {
        "type": "inventory.sync_requested",
        "timestamp": "2026-03-02T09:00:00Z",
        "data": {"organization_id": ORGANIZATION, "sync_id": "sync_1"},
    }
)
FACILITIES = "/external/api/v1/facilities"


def post(bench: Bench, path: str, body: bytes, headers: dict[str, str]) -> requests.Response:
    """Posts bytes to the engine and checks that any error has the documented form."""
    response = requests.post(bench.server.url + path, data=body, headers=headers, timeout=5)
    if response.status_code >= 400:
        assert set(response.json()) == {"error"}
        assert {"code", "message"} <= set(response.json()["error"])
        assert "Traceback" not in response.text
    return response


def test_connecting_answers_what_to_enter_in_flourish(bench: Bench) -> None:
    """The answer has endpoint URL, signing key, two headers, two events and the paired facility (S5, S6)."""
    body = bench.connect().json()
    assert body["facility"] == {
        "id": "fac1",
        "facility_name": "Warehouse",
        "license_number": "C11-0000001-LIC",
    }
    assert body["webhook"]["endpoint_url"].endswith(f"/v1/flourish-webhooks/{body['connection_id']}")
    assert len(body["webhook"]["headers"]) == 2
    assert body["webhook"]["events"] == ["Outbound Order", "Inventory"]
    operation = Contract.load("engine/openapi.json").operation("POST", "/v1/connection")
    assert operation.response_problem(200, body) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"api_key": "wrong"}, "flourish_credentials_rejected"),
        ({"license_number": "C11-0000001-lic"}, "license_not_found"),
    ],
)
def test_a_wrong_setup_fails_by_name(bench: Bench, changes: dict[str, str], code: str) -> None:
    """Wrong credentials and an unknown license are told apart, and nothing is stored (S8)."""
    response = bench.connect(**changes)
    assert (response.status_code, response.json()["error"]["code"]) == (422, code)
    assert bench.confirm().status_code == 404


def test_an_unreachable_flourish_is_not_the_callers_fault(bench: Bench) -> None:
    """When Flourish cannot be asked the setup fails with 502 and can be tried again."""
    bench.flourish.trouble(Trouble(method="GET", path=FACILITIES, status=503))
    response = bench.connect()
    assert (response.status_code, response.json()["error"]["code"]) == (502, "flourish_unreachable")
    assert bench.connect().status_code == 200


def test_saving_again_keeps_what_stands_in_flourish(connected: Bench) -> None:
    """Signing key, URL and headers stay when the connection changes, and after a restart (S5)."""
    before = connected.webhook
    connected.connect("connection.changed")
    assert connected.webhook == before
    connected.stop()
    connected.start()
    connected.connect("connection.set")
    assert connected.webhook == before


def test_a_removed_connection_takes_nothing_any_more(connected: Bench) -> None:
    """Removed, its webhooks and events are unknown; set again, it gets new secrets."""
    before = connected.webhook
    removed = connected.send_event("/v1/connection", "connection.removed", {"organization_id": ORGANIZATION})
    assert removed.json() == {"removed": True}
    assert connected.webhook_from_flourish("item", {}).status_code == 404
    assert connected.confirm().status_code == 404
    connected.connect()
    assert connected.webhook["signing_key"] != before["signing_key"]
    assert connected.webhook["connection_id"] != before["connection_id"]


def test_removing_what_is_not_connected_is_fine(bench: Bench) -> None:
    """Removing twice, or for the first time, is answered alike."""
    data = {"organization_id": "org_nobody"}
    assert bench.send_event("/v1/connection", "connection.removed", data).status_code == 200


def test_secrets_lie_encrypted_in_the_database(connected: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the database nor the log contains a key, a token or a webhook secret in clear."""
    caplog.set_level(logging.DEBUG)
    connected.confirm()
    connected.settle()
    secrets = [API_KEY, "token-1", connected.webhook["signing_key"], connected.webhook["headers"][0]["value"]]
    with closing(sqlite3.connect(connected.database)) as database:
        stored = "\n".join(database.iterdump())
    assert not [secret for secret in secrets if secret in stored or secret in caplog.text]


@pytest.mark.parametrize("path", [EVENTS, "/v1/connection"])
@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": ""},
        {"webhook-id": ""},
        {"webhook-id": "another"},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "9" * 30},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "v2,AAAA v1"},
    ],
)
def test_events_that_are_not_from_ordo_are_refused(
    connected: Bench, path: str, change: dict[str, str]
) -> None:
    """A missing, malformed or wrong signature is refused, and nothing happens."""
    headers = {**sign(SYNC, "msg_x", connected.now()), **change}
    assert post(connected, path, SYNC, headers).status_code == 401
    connected.settle()
    assert connected.ordo.syncs == {}


@pytest.mark.parametrize(("minutes", "status"), [(-6, 401), (-4, 202), (4, 202), (6, 401)])
def test_the_age_of_a_signature_is_judged_on_the_organizations_clock(
    connected: Bench, minutes: int, status: int
) -> None:
    """Five minutes either way count on the organization's clock, not the machine's."""
    connected._advance(timedelta(days=3))
    headers = sign(SYNC, "msg_x", connected.now() + timedelta(minutes=minutes))
    assert post(connected, EVENTS, SYNC, headers).status_code == status


def test_one_of_several_signatures_is_enough(connected: Bench) -> None:
    """While a secret is being replaced a message carries several signatures."""
    headers = sign(SYNC, "msg_x", connected.now())
    headers["webhook-signature"] = f"v1,AAAA v2,BBBB {headers['webhook-signature']}"
    assert post(connected, EVENTS, SYNC, headers).status_code == 202


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_malformed_bodies_are_refused(connected: Bench, body: bytes) -> None:
    """What is not a JSON object is 400, on every door."""
    headers = {**sign(b"{}", "msg_x", connected.now())}
    assert post(connected, EVENTS, body, headers).status_code == 400
    assert post(connected, "/v1/connection", body, headers).status_code == 400
    assert connected.raw_webhook(body).status_code == 400


def test_a_deeply_nested_body_is_refused(connected: Bench) -> None:
    """Nesting beyond reason is 400."""
    body = b'{"a":' * 60 + b"1" + b"}" * 60
    assert connected.raw_webhook(body).status_code == 400


def test_a_huge_body_is_refused(connected: Bench) -> None:
    """More than a mebibyte is 413."""
    body = b'{"a":"' + b"x" * (1024 * 1024) + b'"}'
    assert post(connected, EVENTS, body, {}).status_code == 413


def test_an_event_that_breaks_its_schema_names_the_field(connected: Bench) -> None:
    """A wrong field is 422 with its place; an unknown type is named."""
    wrong = connected.confirm(terms="Barter")
    assert wrong.status_code == 422
    assert "terms" in wrong.json()["error"]["field"]
    unknown = connected.send_event(EVENTS, "order.teleported", {"organization_id": ORGANIZATION})
    assert unknown.status_code == 422
    assert "order.teleported" in unknown.json()["error"]["message"]


def test_an_unknown_organization_is_404(connected: Bench) -> None:
    """Events of an organization that never connected are not taken."""
    data = {"organization_id": "org_nobody", "order": confirmed_order("ord_1")}
    assert connected.send_event(EVENTS, "order.confirmed", data).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Auth-Signature": None}, 400),
        ({"Auth-Signature": "0" * 64}, 403),
        ({"Auth-Signature": "é"}, 403),
        ({"X-Ordo-Token": None}, 403),
        ({"X-Ordo-Token": "wrong"}, 403),
        ({"X-Ordo-Integration": None}, 403),
        ({"X-Ordo-Integration": "wrong"}, 403),
    ],
)
def test_a_doubtful_webhook_changes_nothing(
    connected: Bench, headers: dict[str, str | None], status: int
) -> None:
    """A missing or wrong signature and missing or wrong headers are refused and have no effect (S7)."""
    connected.confirm()
    connected.settle()
    connected.flourish.change_order(order_status="Shipped")
    order = connected.flourish.data.orders["00000001"]
    sent: dict[str, str | bytes | None] = {
        name: value.encode() if value else None for name, value in headers.items()
    }
    assert connected.webhook_from_flourish("order", order, headers=sent).status_code == status
    connected.settle()
    assert connected.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"


def test_a_signature_in_capitals_is_wrong(connected: Bench) -> None:
    """The documented signature is lower-case hex and compared exactly (S7)."""
    digest = hashlib.sha256(b"x").hexdigest().upper()
    assert connected.webhook_from_flourish("item", {}, headers={"Auth-Signature": digest}).status_code == 403


def test_an_unknown_resource_type_is_named(connected: Bench) -> None:
    """Something new from Flourish is an error that says what it was."""
    response = connected.webhook_from_flourish("parcel", {})
    assert response.status_code == 422
    assert "parcel" in response.json()["error"]["message"]


def test_an_order_webhook_without_its_fields_is_422(connected: Bench) -> None:
    """An order delivery needs its id, our reference and a status."""
    assert connected.webhook_from_flourish("order", {"id": "1"}).status_code == 422


def test_an_unknown_connection_is_404(bench: Bench) -> None:
    """A URL that names no connection takes nothing."""
    assert post(bench, "/v1/flourish-webhooks/nobody", b"{}", {}).status_code == 404


def test_unknown_paths_and_methods_answer_in_the_same_form(bench: Bench) -> None:
    """404 and 405 come in the engine's own envelope."""
    assert post(bench, "/v1/nothing", b"", {}).status_code == 404
    assert post(bench, "/healthz", b"", {}).status_code == 405


def test_nothing_is_acknowledged_that_is_not_stored(connected: Bench) -> None:
    """When the database cannot take an event the answer is 503, and Ordo will send it again."""
    with closing(sqlite3.connect(connected.database)) as database:
        database.execute("ALTER TABLE inbox RENAME TO lost")
        database.commit()
    assert connected.confirm(message_id="msg_1000").status_code == 503
    with closing(sqlite3.connect(connected.database)) as database:
        database.execute("ALTER TABLE lost RENAME TO inbox")
        database.commit()
    assert connected.confirm(message_id="msg_1000").json() == {"accepted": True, "duplicate": False}
    connected.settle()
    assert connected.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"


def test_health_tells_what_waits(connected: Bench) -> None:
    """Pending work is counted with its time, per organization and in all, in the documented form."""
    connected.flourish.trouble(Trouble(method="GET", path="/external/api/v1/destinations", status=503))
    connected.confirm()
    connected.settle()
    pending = connected.health()["pending"]
    assert (pending["due"], pending["later"]) == (0, 1)
    assert pending["next_due_at"] > connected.now().strftime("%Y-%m-%dT%H:%M:%S")
    everywhere = requests.get(f"{connected.server.url}/healthz", timeout=5).json()
    assert everywhere["pending"]["later"] == 1
    assert "controllable_clock" in everywhere["capabilities"]
    operation = Contract.load("engine/openapi.json").operation("GET", "/healthz")
    assert operation.response_problem(200, everywhere) is None
    other = requests.get(f"{connected.server.url}/healthz?organization_id=other", timeout=5).json()
    assert other["pending"]["later"] == 0


def test_a_laboratory_moves_one_organizations_clock(bench: Bench) -> None:
    """The clock route moves time for one organization, forward only, and from this machine only."""
    url, body = f"{bench.server.url}/_lab/clock", {"organization_id": ORGANIZATION, "advance_seconds": 3600}
    before = bench.now()
    assert requests.post(url, json=body, timeout=5).status_code == 200
    assert bench.now() - before >= timedelta(hours=1)
    assert requests.post(url, json={**body, "advance_seconds": -1}, timeout=5).status_code == 422
    foreign = requests.post(url, json=body, headers={"Origin": "http://evil.example"}, timeout=5)
    assert foreign.status_code == 403


def test_production_has_no_clock_route(bench: Bench) -> None:
    """Without the setting there is no way to move a clock, and no such capability."""
    bench.stop()
    bench.start(controllable_clock=False)
    assert requests.post(f"{bench.server.url}/_lab/clock", json={}, timeout=5).status_code == 404
    capabilities = requests.get(f"{bench.server.url}/healthz", timeout=5).json()["capabilities"]
    assert capabilities == ["restart", "durable_store"]


def test_the_engine_describes_itself(bench: Bench) -> None:
    """The description of its API is one document without outside references."""
    described = requests.get(f"{bench.server.url}/openapi.json", timeout=5)
    assert described.status_code == 200
    assert ".json" not in described.text.replace("openapi.json", "")


def test_another_encryption_key_is_said_clearly(connected: Bench) -> None:
    """Started with another key the engine does not pretend: what needs secrets fails as ours to mend."""
    connected.stop()
    connected.start(encryption_key="MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
    assert connected.webhook_from_flourish("item", {}).status_code == 500


ENVIRONMENT = {
    "FLOURISH_URL": "https://flourish.example",
    "ORDO_URL": "https://ordo.example",
    "ENGINE_PUBLIC_URL": "https://engine.example",
    "ORDO_EVENTS_SECRET": SECRET,
    "ENGINE_ENCRYPTION_KEY": "key",
}


def test_settings_come_from_the_environment() -> None:
    """Every setting has its variable; secrets do not show when settings are printed."""
    config = from_environment({**ENVIRONMENT, "ENGINE_HTTP_TIMEOUT": "2.5", "DATABASE_URL": "sqlite:///x"})
    assert isinstance(config, EngineConfig)
    assert (config.http_timeout, config.database_url) == (2.5, "sqlite:///x")
    assert config.settle > timedelta(seconds=config.http_timeout)
    assert SECRET not in repr(config)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"FLOURISH_URL": ""}, "FLOURISH_URL"),
        ({"ORDO_URL": "ordo.example"}, "ORDO_URL"),
        ({"ORDO_EVENTS_SECRET": " "}, "ORDO_EVENTS_SECRET"),
        ({"ENGINE_HTTP_TIMEOUT": "soon"}, "ENGINE_HTTP_TIMEOUT"),
        ({"ENGINE_HTTP_TIMEOUT": "0"}, "ENGINE_HTTP_TIMEOUT"),
    ],
)
def test_a_wrong_setting_is_named(change: dict[str, str], named: str) -> None:
    """A missing or impossible setting stops the start by its name."""
    with pytest.raises(ConfigurationError, match=named):
        from_environment({**ENVIRONMENT, **change})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"encryption_key": "short"}, "ENGINE_ENCRYPTION_KEY"),
        ({"events_secret": ""}, "ORDO_EVENTS_SECRET"),
        ({"database_url": "nonsense"}, "DATABASE_URL"),
    ],
)
def test_an_unusable_secret_or_database_is_named(bench: Bench, change: dict[str, str], named: str) -> None:
    """What cannot be used stops the start by its name."""
    with pytest.raises(ConfigurationError, match=named):
        Bench(
            folder=bench.folder,
            flourish=bench.flourish,
            ordo=bench.ordo,
            flourish_server=bench.flourish_server,
            ordo_server=bench.ordo_server,
        ).start(**change)
