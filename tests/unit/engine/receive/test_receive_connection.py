"""Setting, changing and removing a connection (S2, S3, S5, S8); its secrets stay secret."""

import logging

import pytest
from sqlalchemy import select

from foundation.contract import Contract
from integration_engine.store.tables import metadata
from tests.unit.engine.running_engine import ORGANIZATION, Bench
from tests.unit.engine.stand_ins import API_KEY, Trouble

FACILITIES = "/external/api/v1/facilities"


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
    stored = "\n".join(row for table in metadata.sorted_tables for row in connected.sql(str(select(table))))
    assert not [secret for secret in secrets if secret in stored or secret in caplog.text]
