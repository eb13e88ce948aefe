"""Connecting Ordo to Flourish through the engine's connection endpoint (S3 to S6, S8)."""

import socket
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from standardwebhooks import Webhook

from foundation.contract import payload
from sim_kernel.delivery import DeliveryState
from sim_ordo.app import OrdoConfig, create_app
from sim_ordo.integration.settings import Patience
from tests.unit.ordo.engine_stand_in import CONNECTED, WEBHOOK, EngineStandIn
from tests.unit.ordo.ordo_lab import CREDENTIALS, LICENSE, OrdoLab
from tests.waiting import wait_until

SECRETS = (CREDENTIALS["api_key"], "sign-me-please", "first-value", "second-value")


def test_saving_generates_what_flourish_needs(
    ordo: OrdoLab, stand_in: EngineStandIn, events_secret: str
) -> None:
    """Signing key, endpoint URL and two headers come back; the engine got a signed event (S5)."""
    saved = ordo.connect().get_json()
    assert saved["webhook"] == WEBHOOK
    assert (saved["connected"], saved["license_number"]) == (True, "LIC-1")
    assert saved["facility"]["facility_name"] == "Main Hall"
    (received,) = stand_in.at("/v1/connection")
    Webhook(events_secret).verify(received.raw, received.headers)
    assert payload("ordo/events/connection_set.json").first_problem(received.event) is None
    assert received.event["type"] == "connection.set"
    assert received.event["data"]["flourish"] == CREDENTIALS
    assert received.event["data"]["integration_token"] == ordo.tenant.world.integration_token


def test_secrets_are_shown_once_and_kept_nowhere(connected: OrdoLab) -> None:
    """Neither a later look, nor the journal, nor a snapshot of the world has any of them."""
    shown = connected.admin("GET", "/integrations/flourish")
    assert shown.get_json()["webhook"]["headers"] == [{"key": "X-One"}, {"key": "X-Two"}]
    for secret in SECRETS:
        assert secret not in shown.text
        assert secret not in str(connected.tenant.journal.read())
        assert secret not in str(connected.tenant.world)


def test_a_repeated_event_arrives_after_the_next_one(connected: OrdoLab, stand_in: EngineStandIn) -> None:
    """The fault `duplicate`: it comes byte for byte, under the same signature (S9)."""
    connected.tenant.faults.arm({"kind": "duplicate", "match": {"topic": "connection.changed"}})
    connected.connect()
    connected.connect()
    *_, first, second, again = stand_in.at("/v1/connection")
    assert (again.raw, again.headers["webhook-signature"]) == (first.raw, first.headers["webhook-signature"])
    assert second.headers["webhook-id"] != first.headers["webhook-id"]
    assert CREDENTIALS["api_key"] not in str(connected.tenant.journal.read())


def test_saving_again_is_a_change(connected: OrdoLab, stand_in: EngineStandIn) -> None:
    """The engine is told that the organization was connected before, and an old problem is over."""
    connected.engine("PUT", "/connection/problem", json={"code": "key_rejected", "message": "reset?"})
    assert connected.rep("GET", "/integrations/flourish").get_json()["problem"]["code"] == "key_rejected"
    again = connected.connect()
    assert stand_in.at("/v1/connection")[-1].event["type"] == "connection.changed"
    assert again.get_json()["problem"] is None


def test_a_connection_problem_ends(connected: OrdoLab) -> None:
    """What the engine clears is not shown any more."""
    connected.engine("PUT", "/connection/problem", json={"code": "key_rejected", "message": "reset?"})
    assert connected.engine("DELETE", "/connection/problem").get_json()["problem"] is None
    assert connected.rep("GET", "/integrations/flourish").get_json()["problem"] is None


def test_a_problem_of_a_connection_that_is_gone_is_nobodys(ordo: OrdoLab) -> None:
    """Without a connection a problem is refused, and clearing one changes nothing."""
    path = "/connection/problem"
    answer = ordo.engine("PUT", path, json={"code": "key_rejected", "message": "reset?"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "not_connected")
    assert ordo.engine("DELETE", path).get_json()["connected"] is False


def test_there_must_be_a_license(ordo: OrdoLab, stand_in: EngineStandIn) -> None:
    """Without one there is nothing to pair, and the engine is not asked (S2)."""
    answer = ordo.admin("PUT", "/integrations/flourish", json=CREDENTIALS)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "no_license")
    assert stand_in.received == []


def test_of_several_licenses_one_is_named(ordo: OrdoLab, stand_in: EngineStandIn) -> None:
    """The choice is the Admin's; an id that is none is refused."""
    ids = [
        ordo.admin("POST", "/licenses", json={**LICENSE, "license_number": number}).get_json()["license_id"]
        for number in ("LIC-1", "LIC-2")
    ]
    path = "/integrations/flourish"
    unnamed = ordo.admin("PUT", path, json=CREDENTIALS)
    assert (unnamed.status_code, unnamed.get_json()["error"]["code"]) == (422, "license_choice_needed")
    assert ordo.admin("PUT", path, json={**CREDENTIALS, "license_id": "lic_0"}).status_code == 422
    assert ordo.admin("PUT", path, json={**CREDENTIALS, "license_id": ids[1]}).status_code == 200
    assert [one.event["data"]["license_number"] for one in stand_in.received] == ["LIC-2"]


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (422, "flourish_credentials_rejected", "Flourish does not take the key"),
        (422, "license_not_found", "no facility has the license LIC-1"),
        (502, "flourish_unreachable", "Flourish does not answer"),
    ],
)
def test_what_the_engine_refuses_is_not_saved(
    ordo: OrdoLab, stand_in: EngineStandIn, status: int, code: str, message: str
) -> None:
    """The Admin reads the engine's own code and words (S8)."""
    stand_in.answer_connection(status, {"error": {"code": code, "message": message}})
    answer = ordo.connect()
    assert (answer.status_code, answer.get_json()) == (status, {"error": {"code": code, "message": message}})
    assert ordo.rep("GET", "/integrations/flourish").get_json()["connected"] is False


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (422, {"error": {"code": "Not A Code"}}),
        (422, {"error": "wrong"}),
        (401, {"error": {"code": "bad_signature", "message": "no"}}),
        (500, b"<html>oops</html>"),
        (302, b""),
        (200, b"not json"),
        (200, {"connection_id": "1"}),
        (200, {**CONNECTED, "webhook": {**WEBHOOK, "headers": []}}),
    ],
)
def test_an_answer_of_no_use_is_called_so(
    ordo: OrdoLab, stand_in: EngineStandIn, status: int, body: object
) -> None:
    """A wrong engine is named as what it is, and nothing is saved."""
    stand_in.answer_connection(status, body)
    answer = ordo.connect()
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (502, "engine_answer_unusable")
    assert ordo.rep("GET", "/integrations/flourish").get_json()["connected"] is False


def test_a_refused_change_leaves_the_old_settings(connected: OrdoLab, stand_in: EngineStandIn) -> None:
    """What worked goes on working (S8)."""
    before = connected.rep("GET", "/integrations/flourish").get_json()
    stand_in.answer_connection(422, {"error": {"code": "flourish_credentials_rejected", "message": "no"}})
    assert connected.connect().status_code == 422
    assert connected.rep("GET", "/integrations/flourish").get_json() == before


def test_an_engine_may_refuse_to_be_disconnected(connected: OrdoLab, stand_in: EngineStandIn) -> None:
    """The Admin reads the engine's own words, and the connection stays."""
    refusal = {"error": {"code": "odd", "message": "not now"}}
    stand_in.answer_connection(422, refusal)
    answer = connected.admin("DELETE", "/integrations/flourish")
    assert (answer.status_code, answer.get_json()) == (422, refusal)
    assert connected.rep("GET", "/integrations/flourish").get_json()["connected"] is True


def test_removing_disconnects_and_ends_a_sync(connected: OrdoLab, stand_in: EngineStandIn) -> None:
    """The engine is told, the settings are empty, and the unfinished sync has failed."""
    done = connected.rep("POST", "/inventory/syncs").get_json()["sync_id"]
    error = {"code": "odd", "message": "odd"}
    failed = {"state": "failed", "processed": 0, "total": None, "error": error}
    connected.engine("PUT", f"/syncs/{done}", json=failed)
    sync = connected.rep("POST", "/inventory/syncs").get_json()
    assert connected.admin("DELETE", "/integrations/flourish").status_code == 204
    assert connected.rep("GET", f"/inventory/syncs/{done}").get_json()["error"] == error
    event = stand_in.at("/v1/connection")[-1].event
    assert payload("ordo/events/connection_removed.json").first_problem(event) is None
    assert connected.rep("GET", "/integrations/flourish").get_json()["connected"] is False
    ended = connected.rep("GET", f"/inventory/syncs/{sync['sync_id']}").get_json()
    assert (ended["state"], ended["error"]["code"]) == ("failed", "disconnected")
    assert connected.admin("DELETE", "/integrations/flourish").get_json()["error"]["code"] == "not_connected"


def test_nothing_is_sent_for_an_organization_that_left(connected: OrdoLab, stand_in: EngineStandIn) -> None:
    """An event still waiting when the integration is removed is given up."""
    stand_in.answers["/v1/ordo-events"] = (503, b"")
    connected.rep("POST", "/inventory/syncs")
    wait_until("the first attempt is over", lambda: connected.tenant.outbox.pending()["later"])
    connected.admin("DELETE", "/integrations/flourish")
    connected.tenant.clock.advance(timedelta(hours=1))
    (delivery,) = connected.tenant.outbox.deliveries()
    wait_until("it is given up", lambda: delivery.state is DeliveryState.DROPPED)
    assert len(stand_in.events) == 1


def test_orders_on_their_way_keep_the_connection(connected: OrdoLab) -> None:
    """An order that is being sent needs its engine (O17)."""
    order = connected.confirmed_order()
    answer = connected.admin("DELETE", "/integrations/flourish")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "orders_being_sent")
    assert order["order_number"] in answer.get_json()["error"]["message"]


def test_an_engine_that_forgot_the_connection_does_not_keep_it(
    connected: OrdoLab, stand_in: EngineStandIn
) -> None:
    """Removing what the engine does not know any more succeeds."""
    stand_in.answer_connection(404, {"error": {"code": "unknown_organization", "message": "who?"}})
    assert connected.admin("DELETE", "/integrations/flourish").status_code == 204


def _lab_of(engine_url: str, secret: str, run: Callable[[OrdoLab], None]) -> None:
    config = OrdoConfig(
        engine_url=engine_url, events_secret=secret, patience=Patience(connect=0.5, read=0.05)
    )
    app = create_app(config)
    try:
        tenant, said = app.extensions["simulator"].create_tenant()
        run(
            OrdoLab(
                client=app.test_client(),
                tenant=tenant,
                admin_token=said["admin_token"],
                rep_token=said["rep_token"],
            )
        )
    finally:
        app.extensions["simulator"].close()


def test_an_engine_that_is_away_or_silent_is_named(events_secret: str) -> None:
    """Nothing is saved when nobody listens, and when nobody answers in time."""

    def check(lab: OrdoLab) -> None:
        answer = lab.connect()
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "engine_unreachable")
        assert lab.tenant.world.integration is None
        assert CREDENTIALS["api_key"] not in str(lab.tenant.journal.read())

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        _lab_of(url, events_secret, check)
    _lab_of(url, events_secret, check)


def test_two_changes_at_once_are_refused_and_hold_up_nobody(events_secret: str) -> None:
    """While the engine is asked, screens answer, and a second change is told to wait."""

    def check(lab: OrdoLab) -> None:
        lab.admin("POST", "/licenses", json=LICENSE)
        first = threading.Thread(target=lab.connect)
        first.start()
        wait_until("the engine is asked", lambda: lab.journal("delivery"))
        second = lab.connect()
        assert (second.status_code, second.get_json()["error"]["code"]) == (
            409,
            "connection_change_under_way",
        )
        assert lab.rep("GET", "/me").status_code == 200
        first.join()

    with socket.create_server(("127.0.0.1", 0)) as silent:
        config_url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        _lab_of(config_url, events_secret, check)
