"""Flourish's webhooks: only genuine ones have an effect (S7)."""

import hashlib
import hmac

import pytest
import requests

from tests.unit.engine.receive.knocking import post
from tests.unit.engine.running_engine import Bench
from tests.waiting import PATIENCE


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


@pytest.mark.parametrize(
    ("headers", "genuine"),
    [({}, [True, True, True]), ({"Auth-Signature": b"0" * 64}, [False, True, True])],
)
def test_everything_is_compared_in_constant_time(
    connected: Bench,
    monkeypatch: pytest.MonkeyPatch,
    headers: dict[str, str | bytes | None],
    genuine: list[bool],
) -> None:
    """A wrong signature does not spare the headers: how long an answer takes tells nothing (S7)."""
    compared: list[bool] = []
    truly = hmac.compare_digest

    def noticed(one: bytes, other: bytes) -> bool:
        compared.append(truly(one, other))
        return compared[-1]

    monkeypatch.setattr(hmac, "compare_digest", noticed)
    connected.webhook_from_flourish("item", {}, headers=headers)
    assert compared == genuine


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


def test_names_that_no_database_can_keep_are_not_ours(connected: Bench) -> None:
    """A NUL in a SKU or an id is acknowledged and forgotten; the engine stays ready on any database."""
    assert connected.webhook_from_flourish("inventory_summary", {"sku": "SKU-1\0"}).status_code == 200
    connected.confirm()
    connected.settle()
    order = connected.flourish.data.orders["00000001"]
    for changed in ({"id": "1\0"}, {"original_order_id": "ord_1\0"}):
        assert connected.webhook_from_flourish("order", {**order, **changed}).status_code == 200
    connected.settle()
    assert requests.get(f"{connected.server.url}/healthz", timeout=PATIENCE).status_code == 200


def test_a_name_with_a_nul_does_not_keep_a_seller_from_connecting(bench: Bench) -> None:
    """What people called their organization is nothing to fail for."""
    assert bench.connect(organization_name="Seller\0").status_code == 200


@pytest.mark.parametrize("impossible", ["%00", "{id}%00", "x" * 3000, "%F0%9F%A5%9D"])
def test_a_connection_that_cannot_be_is_not_found(connected: Bench, impossible: str) -> None:
    """Its id is 404 before the database is asked, which need not take every text."""
    path = impossible.format(id=connected.webhook["connection_id"])
    answer = post(connected, f"/v1/flourish-webhooks/{path}", b"{}", {"Auth-Signature": "x"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_connection")
    assert connected.health()["status"] == "ok"
