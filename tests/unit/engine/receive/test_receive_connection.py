"""Setting, changing and removing a connection (S2, S3, S5, S8); its secrets stay secret."""

import logging
from datetime import timedelta

import orjson
import pytest
import requests
from sqlalchemy import select

from foundation.contract import Contract
from integration_engine.store.tables import metadata
from tests.unit.engine.running_engine import ORGANIZATION, REMOVAL, Bench, sign
from tests.unit.engine.stand_ins import API_KEY, LICENSE, USERNAME, Trouble
from tests.waiting import PATIENCE

REMOVED = "connection.removed"
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
    removed = connected.send_event("/v1/connection", "connection.removed", REMOVAL)
    assert removed.json() == {"removed": True}
    assert connected.webhook_from_flourish("item", {}).status_code == 404
    assert connected.confirm().status_code == 404
    connected.connect()
    assert connected.webhook["signing_key"] != before["signing_key"]
    assert connected.webhook["connection_id"] != before["connection_id"]


def test_removing_what_is_not_connected_is_fine(bench: Bench) -> None:
    """Removing twice, or for the first time, is answered alike."""
    data = {"organization_id": "org_nobody", "integration_token": "token-9"}
    assert bench.send_event("/v1/connection", "connection.removed", data).status_code == 200


def test_secrets_lie_encrypted_in_the_database(connected: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the database nor the log contains a key, a token or a webhook secret in clear."""
    caplog.set_level(logging.DEBUG)
    connected.confirm()
    connected.settle()
    secrets = [API_KEY, "token-1", connected.webhook["signing_key"], connected.webhook["headers"][0]["value"]]
    stored = "\n".join(row for table in metadata.sorted_tables for row in connected.sql(str(select(table))))
    assert not [secret for secret in secrets if secret in stored or secret in caplog.text]


def _settings(**changes: object) -> dict[str, object]:
    return {
        "organization_id": ORGANIZATION,
        "organization_name": "Seller",
        "integration_token": "token-1",
        "license_number": LICENSE,
        "flourish": {"api_username": USERNAME, "api_key": API_KEY},
        **changes,
    }


def test_a_repeated_save_is_answered_alike_and_changes_nothing(bench: Bench) -> None:
    """Whoever lost the answer gets it again, without Flourish being asked (S9)."""
    first, again = (
        bench.send_event("/v1/connection", "connection.set", _settings(), message_id="msg_a")
        for _ in range(2)
    )
    assert (again.status_code, again.json()) == (200, first.json())
    assert len(bench.flourish.calls_of("GET", FACILITIES)) == 2


@pytest.mark.parametrize(("event_type", "data"), [("connection.set", _settings()), (REMOVED, REMOVAL)])
def test_a_message_from_before_the_last_one_is_refused(
    connected: Bench, event_type: str, data: dict[str, object]
) -> None:
    """A replay within five minutes is recognized by its id, and undoes nothing (S9)."""
    assert connected.send_event("/v1/connection", event_type, data, message_id="msg_a").ok
    assert connected.send_event("/v1/connection", REMOVED, REMOVAL).ok
    connected.connect()
    replayed = connected.send_event("/v1/connection", event_type, data, message_id="msg_a")
    assert (replayed.status_code, replayed.json()["error"]["code"]) == (409, "stale_message")
    assert connected.confirm().status_code == 202


def test_a_message_that_was_overtaken_is_refused(connected: Bench) -> None:
    """What Ordo said before it said something newer is not obeyed, though it never came before (S9)."""
    early = (connected.now() - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = orjson.dumps({"type": REMOVED, "timestamp": early, "data": REMOVAL})
    late = requests.post(
        f"{connected.server.url}/v1/connection",
        data=body,
        headers=sign(body, "msg_late", connected.now()),
        timeout=PATIENCE,
    )
    assert (late.status_code, late.json()["error"]["code"]) == (409, "stale_message")
    assert connected.confirm().status_code == 202


def test_a_repeated_removal_is_fine(connected: Bench) -> None:
    """The last message may come as often as it likes."""
    for _ in range(2):
        removed = connected.send_event("/v1/connection", REMOVED, REMOVAL, message_id="msg_a")
        assert (removed.status_code, removed.json()) == (200, {"removed": True})


@pytest.mark.parametrize("removed_before", [False, True])
def test_another_integration_token_gets_and_changes_nothing(
    connected: Bench, *, removed_before: bool
) -> None:
    """Whatever id it names, it neither learns nor replaces nor removes a connection's secrets (S9)."""
    if removed_before:
        connected.send_event("/v1/connection", REMOVED, REMOVAL)
    stored = connected.sql("SELECT * FROM connections")
    tries = [
        connected.connect("connection.changed", integration_token="token-2"),
        connected.send_event("/v1/connection", REMOVED, {**REMOVAL, "integration_token": "token-2"}),
    ]
    assert {(answer.status_code, answer.json()["error"]["code"]) for answer in tries} == {
        (422, "integration_token_rejected")
    }
    assert "signing_key" not in tries[0].text
    assert connected.sql("SELECT * FROM connections") == stored


def test_a_replay_under_another_integration_token_gets_nothing(connected: Bench) -> None:
    """The id of the last message opens nothing either (S9)."""
    assert connected.send_event("/v1/connection", "connection.set", _settings(), message_id="msg_a").ok
    other = _settings(integration_token="token-2")
    replayed = connected.send_event("/v1/connection", "connection.set", other, message_id="msg_a")
    assert replayed.status_code == 422
    assert connected.webhook["signing_key"] not in replayed.text


def test_an_operator_lets_another_integration_token_take_over_once(connected: Bench) -> None:
    """The connection is taken over with what stands in Flourish, and closed again (S9)."""
    before = connected.webhook
    connected.accept_another_token()
    assert connected.connect("connection.set", integration_token="token-2").status_code == 200
    assert connected.webhook == before
    assert connected.connect("connection.set", integration_token="token-1").status_code == 422


def test_the_username_is_tried_once_and_the_key_goes_alone_from_then_on(connected: Bench) -> None:
    """A setup asks once by Basic; every other call carries the key in `x-api-key` (S10)."""
    connected.confirm()
    connected.settle()
    assert connected.connect().json()["username_checked"] is True
    ways = [{"Authorization", "X-Api-Key"} & set(call.headers) for call in connected.flourish.calls]
    assert ways.count({"Authorization"}) == 2
    assert all(way == {"X-Api-Key"} for way in ways if way != {"Authorization"})


@pytest.mark.parametrize("said", ["Basic authorization is no longer taken", "Send x-api-key"])
def test_where_basic_is_refused_the_key_alone_counts(bench: Bench, said: str) -> None:
    """The answer says that nobody checked the username; a wrong key is found all the same (S8, S10)."""
    bench.flourish.data.basic_refused = said
    assert bench.connect().json()["username_checked"] is False
    wrong = bench.connect("connection.changed", api_key="wrong")
    assert wrong.json()["error"]["code"] == "flourish_credentials_rejected"


def test_basic_that_is_refused_by_another_status_is_no_wrong_username(bench: Bench) -> None:
    """A 4xx that is not about credentials says nothing of them (S10)."""
    bench.flourish.trouble(Trouble(method="GET", path=FACILITIES, status=400))
    assert bench.connect().json()["username_checked"] is False


def test_a_wrong_username_is_found_although_the_key_is_right(bench: Bench) -> None:
    """That the key alone would do is no reason to take a wrong pair (S8)."""
    response = bench.connect(flourish={"api_username": "somebody", "api_key": API_KEY})
    assert response.json()["error"]["code"] == "flourish_credentials_rejected"
