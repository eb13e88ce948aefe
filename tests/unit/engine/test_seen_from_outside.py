"""What operations see of a running engine: its metrics, and its log without secrets."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from foundation.clock import SystemClock
from integration_engine.logs import LogForm, about, formatter, logger, show_logs
from tests.unit.engine.running_engine import ORGANIZATION, Bench
from tests.unit.engine.stand_ins import API_KEY, Trouble
from tests.waiting import PATIENCE, wait_until

DESTINATIONS = ("GET", "/external/api/v1/destinations")


def metrics_of(bench: Bench) -> dict[str, dict[tuple[str, ...], float]]:
    """Every sample: by its name, then by the values of its labels, in the order of their names."""
    text = requests.get(f"{bench.server.url}/metrics", timeout=PATIENCE).text
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
    return found


def test_messages_are_counted_by_door_and_reason(connected: Bench) -> None:
    """What was taken, repeated and refused is told apart; a refused one is nobody's."""
    connected.confirm(message_id="msg_7")
    connected.confirm(message_id="msg_7")
    assert connected.raw_webhook(b"{}", headers={"Auth-Signature": "wrong"}).status_code == 403
    seen = metrics_of(connected)["ordo_flourish_messages_total"]
    assert seen[("connection", ORGANIZATION, "accepted", "")] == 1
    assert seen[("ordo_events", ORGANIZATION, "accepted", "")] == 1
    assert seen[("ordo_events", ORGANIZATION, "duplicate", "")] == 1
    assert seen[("flourish_webhooks", "", "refused", "forbidden")] == 1


def test_failures_and_what_waits_are_shown(connected: Bench) -> None:
    """A failed call is counted by its kind and as a retry; what waits for it is a gauge with its age."""
    method, path = DESTINATIONS
    connected.flourish.trouble(Trouble(method=method, path=path, status=503))
    connected.confirm()
    connected.settle()
    seen = metrics_of(connected)
    assert seen["ordo_flourish_failures_total"] == {("flourish_unavailable", ORGANIZATION, "order"): 1}
    assert seen["ordo_flourish_retries_total"] == {(ORGANIZATION, "order"): 1}
    assert seen["ordo_flourish_pending"][(ORGANIZATION, "later")] == 1
    assert seen["ordo_flourish_orders"] == {(ORGANIZATION, "resolving"): 1}
    connected.pass_time()
    seen = metrics_of(connected)
    assert seen["ordo_flourish_pending"][(ORGANIZATION, "later")] == 0
    assert seen["ordo_flourish_oldest_pending_seconds"] == {(ORGANIZATION,): 0}
    assert seen["ordo_flourish_orders"] == {(ORGANIZATION, "placed"): 1}


def test_the_engines_own_failures_are_counted_by_type(connected: Bench) -> None:
    """A bug is visible from outside."""
    connected.stop()
    connected.start(encryption_key="MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
    assert connected.webhook_from_flourish("item", {}).status_code == 503
    assert metrics_of(connected)["ordo_flourish_exceptions_total"] == {("ConfigurationError", ""): 1}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the process logs from here on, as JSON lines."""
    stream, root = io.StringIO(), logging.getLogger()
    before, level = root.handlers[:], root.level
    show_logs(stream, LogForm.JSON)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def test_the_log_tells_an_order_s_story_without_secrets(connected: Bench, log: io.StringIO) -> None:
    """Every line about an order carries its id, the organization's and the message that caused it."""
    method, path = DESTINATIONS
    connected.flourish.trouble(Trouble(method=method, path=path, status=401))
    connected.confirm(message_id="msg_42")
    connected.settle()
    events = [json.loads(line) for line in log.getvalue().splitlines()]
    moved = next(event for event in events if event["event"] == "the order changed stage")
    failed = next(event for event in events if event["event"] == "call failed")
    ids = {"organization_id": ORGANIZATION, "order_id": "ord_1", "cause": "msg_42"}
    assert ids.items() <= moved.items()
    assert ids.items() <= failed.items()
    assert (failed["kind"], failed["tried_again"]) == ("flourish_credentials", True)
    webhook = connected.webhook
    for secret in (API_KEY, webhook["signing_key"], webhook["connection_id"], "token-1"):
        assert secret not in log.getvalue()


def test_whatever_is_logged_is_masked(log: io.StringIO) -> None:
    """A secret field, a credential inside a text and one in a traceback are masked, also from libraries."""
    with about(order_id="ord_1", message_id=None):
        logger("test").info("told", api_key="s3cret", sent={"headers": [{"key": "a", "value": "s3cret"}]})
    error = ValueError("Authorization: Basic s3cret")
    logger("test").error("failed", error=error, exc_info=error)
    logging.getLogger("some.library").warning("connecting to %s", "postgresql://engine:s3cret@db/x")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert "s3cret" not in log.getvalue()
    assert lines[0]["order_id"] == "ord_1"
    assert "message_id" not in lines[0]
    assert "ValueError" in lines[1]["exception"]
    assert lines[2]["logger"] == "some.library"


def test_people_get_lines() -> None:
    """The form for a terminal is a readable line."""
    record = logging.LogRecord("engine", logging.INFO, "", 0, "connected", None, None)
    line = formatter(as_lines=True).format(record)
    assert "connected" in line
    assert not line.startswith("{")


def test_work_made_due_by_another_process_is_taken_up(connected: Bench) -> None:
    """The engine polls: what somebody else made due in its tables is done without a restart."""
    connected.stop()
    connected.start(poll_seconds=0.01)
    method, path = DESTINATIONS
    connected.flourish.trouble(
        Trouble(method=method, path=path, status=503, headers=(("Retry-After", "3000"),))
    )
    connected.confirm()
    connected.settle()
    with connected.engine.parts.database.transaction(ORGANIZATION) as transaction:
        transaction.commands.make_key_due(f"order:{ORGANIZATION}:ord_1", SystemClock().now())
    wait_until("the order is placed", lambda: "ord_1" in connected.ordo.orders)
