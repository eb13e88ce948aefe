"""Ordo's events: who may send them, what is refused and how, and that none is lost."""

from datetime import timedelta

import orjson
import pytest

from tests.unit.engine.receive.knocking import post
from tests.unit.engine.running_engine import ORGANIZATION, Bench, confirmed_order, sign

EVENTS = "/v1/ordo-events"
SYNC = orjson.dumps(
    {
        "type": "inventory.sync_requested",
        "timestamp": "2026-03-02T09:00:00Z",
        "data": {"organization_id": ORGANIZATION, "sync_id": "sync_1"},
    }
)


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
