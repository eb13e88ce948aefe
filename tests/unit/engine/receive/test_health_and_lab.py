"""What operations and laboratories ask of the engine, and what it answers when it cannot."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
import requests

from foundation.contract import Contract
from integration_engine.receive import health
from tests.unit.engine.receive.knocking import post
from tests.unit.engine.running_engine import ORGANIZATION, Bench
from tests.unit.engine.stand_ins import Trouble
from tests.waiting import PATIENCE


def test_unknown_paths_and_methods_answer_in_the_same_form(bench: Bench) -> None:
    """404 and 405 come in the engine's own envelope."""
    assert post(bench, "/v1/nothing", b"", {}).status_code == 404
    assert post(bench, "/healthz", b"", {}).status_code == 405


def test_nothing_is_acknowledged_that_is_not_stored(connected: Bench) -> None:
    """When the database cannot take an event the answer is 503, and Ordo will send it again."""
    connected.sql("ALTER TABLE inbox RENAME TO lost")
    assert connected.confirm(message_id="msg_1000").status_code == 503
    connected.sql("ALTER TABLE lost RENAME TO inbox")
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
    everywhere = requests.get(f"{connected.server.url}/healthz", timeout=PATIENCE).json()
    assert everywhere["pending"]["later"] == 1
    assert "controllable_clock" in everywhere["capabilities"]
    operation = Contract.load("engine/openapi.json").operation("GET", "/healthz")
    assert operation.response_problem(200, everywhere) is None
    other = requests.get(f"{connected.server.url}/healthz?organization_id=other", timeout=PATIENCE).json()
    assert other["pending"]["later"] == 0


@pytest.mark.parametrize("impossible", ["%00", "org_1%00", "x" * 101, "a:b", ""])
def test_an_id_that_no_organization_can_have_is_refused(connected: Bench, impossible: str) -> None:
    """It is 400 whatever the database makes of such a text, and the engine stays ready."""
    answer = requests.get(f"{connected.server.url}/healthz?organization_id={impossible}", timeout=PATIENCE)
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, "organization_id")
    assert connected.health()["status"] == "ok"


def test_a_laboratory_can_wait_for_the_end_of_the_work(
    connected: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `wait_seconds` the answer comes when nothing is due: one look is enough."""
    monkeypatch.setattr(health, "LONGEST_WAIT_SECONDS", PATIENCE)
    working, go_on = _held_at_flourish(connected)
    with ThreadPoolExecutor(1) as aside:
        waiting = aside.submit(_health, connected, wait_seconds=PATIENCE)
        assert working.wait(PATIENCE)
        go_on.set()
        pending = waiting.result()["pending"]
    assert (pending["due"], pending["later"]) == (0, 1)


def test_a_wait_ends_at_its_limit(connected: Bench) -> None:
    """What is still due then is counted; what is no time to wait is none."""
    working, go_on = _held_at_flourish(connected)
    assert working.wait(PATIENCE)
    for wait in (0.05, -1, "nan", "soon"):
        assert _health(connected, wait_seconds=wait)["pending"]["due"] == 1
    go_on.set()


def _held_at_flourish(bench: Bench) -> tuple[Event, Event]:
    """A confirmed order on whose placing Flourish works until it may go on, and hangs up."""
    working, go_on = Event(), Event()

    def hold() -> None:
        working.set()
        go_on.wait(PATIENCE)

    bench.flourish.trouble(Trouble(method="POST", path="/external/api/v1/outbound-orders", during=hold))
    bench.confirm()
    return working, go_on


def _health(bench: Bench, *, wait_seconds: float | str) -> dict[str, Any]:
    query = {"organization_id": ORGANIZATION, "wait_seconds": wait_seconds}
    answer: dict[str, Any] = requests.get(
        f"{bench.server.url}/healthz", params=query, timeout=PATIENCE
    ).json()
    return answer


def test_a_laboratory_moves_one_organizations_clock(bench: Bench) -> None:
    """The clock route moves time for one organization, forward only, and from this machine only."""
    url, body = f"{bench.server.url}/_lab/clock", {"organization_id": ORGANIZATION, "advance_seconds": 3600}
    before = bench.now()
    assert requests.post(url, json=body, timeout=PATIENCE).status_code == 200
    assert bench.now() - before >= timedelta(hours=1)
    assert requests.post(url, json={**body, "advance_seconds": -1}, timeout=PATIENCE).status_code == 422
    for origin in ("http://evil.example", "http://["):
        foreign = requests.post(url, json=body, headers={"Origin": origin}, timeout=PATIENCE)
        assert foreign.status_code == 403


def test_a_laboratory_does_not_move_time_beyond_the_calendar(bench: Bench) -> None:
    """Ten years at a time come to an end before the calendar does, and the clock goes on."""
    url = f"{bench.server.url}/_lab/clock"
    body = {"organization_id": ORGANIZATION, "advance_seconds": 315_360_000}
    statuses = [requests.post(url, json=body, timeout=PATIENCE).status_code for _ in range(700)]
    assert (statuses[0], statuses[-1]) == (200, 422)
    assert bench.now().year > 8900


def test_production_has_no_clock_route(bench: Bench) -> None:
    """Without the setting there is no way to move a clock, and no such capability."""
    bench.stop()
    bench.start(controllable_clock=False)
    assert requests.post(f"{bench.server.url}/_lab/clock", json={}, timeout=PATIENCE).status_code == 404
    capabilities = requests.get(f"{bench.server.url}/healthz", timeout=PATIENCE).json()["capabilities"]
    assert capabilities == ["restart", "durable_store", "x_api_key", "reconciliation"]


def test_the_engine_describes_itself(bench: Bench) -> None:
    """The description of its API is one document without outside references."""
    described = requests.get(f"{bench.server.url}/openapi.json", timeout=PATIENCE)
    assert described.status_code == 200
    assert ".json" not in described.text.replace("openapi.json", "")


def test_another_encryption_key_is_said_clearly(connected: Bench) -> None:
    """Started with another key the engine does not pretend: what needs secrets fails as ours to mend."""
    connected.stop()
    connected.start(encryption_key="MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
    assert connected.webhook_from_flourish("item", {}).status_code == 503
    before = connected.webhook
    assert connected.connect("connection.changed").status_code == 200  # the way out: saving it again
    assert connected.webhook != before
    assert connected.webhook_from_flourish("item", {}).status_code == 200
