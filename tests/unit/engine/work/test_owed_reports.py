"""What Ordo refuses stays owed: it is made again, shown, and ended only by what O21 names."""

from datetime import timedelta
from typing import Any

import pytest

from foundation.clock import SystemClock
from integration_engine.operate.pending_work import PendingRow, pending_rows, retry_waiting
from tests.unit.engine.running_engine import ORGANIZATION, REMOVAL, Bench
from tests.unit.engine.stand_ins import Trouble, item
from tests.unit.engine.test_seen_from_outside import metrics_of

REPORT = "/integration/v1/orders/ord_1"
REFUSED = b'{"error":{"code":"invalid","message":"lines: too many"}}'
FIVE_MINUTES, AN_HOUR = timedelta(minutes=5), timedelta(hours=1)


def refuse(bench: Bench, path: str = REPORT, times: int = 1, **more: Any) -> None:  # noqa: ANN401 - any setting
    """Has Ordo refuse the next reports of a path."""
    settings: dict[str, Any] = {"method": "PUT", "status": 422, "body": REFUSED, **more}
    bench.ordo.trouble(Trouble(path=path, **settings), times)


def rows(bench: Bench) -> list[PendingRow]:
    """What `engine status` shows."""
    found, _ = pending_rows(bench.engine.parts.database)
    return found


def reports(bench: Bench, path: str = REPORT) -> int:
    """How often a report was made."""
    return len(bench.ordo.calls_of("PUT", path))


def test_a_refused_report_is_made_again_after_five_minutes_and_then_hourly(connected: Bench) -> None:
    """Two refusals cost five minutes and an hour, and then Ordo has it."""
    refuse(connected, times=2)
    connected.confirm()
    connected.settle()
    assert reports(connected) == 1
    connected.pass_time(FIVE_MINUTES - timedelta(seconds=30))
    assert reports(connected) == 1
    connected.pass_time(timedelta(minutes=1))
    assert reports(connected) == 2
    connected.pass_time(AN_HOUR - timedelta(minutes=2), step=timedelta(minutes=1))
    assert reports(connected) == 2
    connected.pass_time(timedelta(minutes=4), step=timedelta(minutes=1))
    assert reports(connected) == 3
    assert connected.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"
    assert rows(connected) == []


def test_a_newer_state_is_reported_at_once(connected: Bench) -> None:
    """A refused report does not hold up the next, which replaces it; the same state waits."""
    refuse(connected)
    connected.confirm()
    connected.settle()
    connected.order_webhook()
    connected.settle()
    assert reports(connected) == 1
    connected.flourish.change_order(order_status="Shipped")
    connected.order_webhook()
    connected.settle()
    assert reports(connected) == 2
    assert connected.ordo.orders["ord_1"]["status"] == "Delivered"
    assert rows(connected) == []


def test_a_refused_report_is_shown(connected: Bench) -> None:
    """Status gives Ordo's answer, and a metric counts what is owed."""
    refuse(connected)
    connected.confirm()
    connected.settle()
    (row,) = rows(connected)
    assert (row.what, row.failures, row.reason) == ("report order", 1, "Ordo answered 422: lines: too many")
    assert metrics_of(connected)["ordo_flourish_refused_reports"] == {(ORGANIZATION,): 1}
    assert metrics_of(connected)["ordo_flourish_failures_total"] == {
        ("ordo_refused", ORGANIZATION, "order"): 1
    }


@pytest.mark.parametrize("code", ["stale_refusal", "not_pending"])
def test_a_report_that_ordo_says_is_outdated_is_owed_no_more(connected: Bench, code: str) -> None:
    """Ordo knows something newer, so nothing is made again."""
    refuse(connected, status=409, body=b'{"error":{"code":"%s","message":"newer"}}' % code.encode())
    connected.confirm()
    connected.settle()
    assert rows(connected) == []
    connected.pass_time()
    assert reports(connected) == 1


def test_a_refused_report_survives_a_restart(connected: Bench) -> None:
    """It is stored that it is owed."""
    refuse(connected)
    connected.confirm()
    connected.settle()
    connected.stop()
    connected.start()
    connected.pass_time()
    assert connected.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"


def test_a_refused_report_is_kept_while_the_integration_is_removed(connected: Bench) -> None:
    """Removed, it waits and is shown as not connected; set again, it is made at once."""
    refuse(connected)
    connected.confirm()
    connected.settle()
    assert connected.send_event("/v1/connection", "connection.removed", REMOVAL).ok
    connected.pass_time(2 * AN_HOUR, step=timedelta(minutes=5))
    assert reports(connected) == 1
    (row,) = rows(connected)
    assert row.reason.startswith("not connected")
    assert connected.connect().status_code == 200
    connected.settle()
    assert reports(connected) == 2
    assert rows(connected) == []


def test_a_refused_problem_and_a_refused_refusal_are_made_again(connected: Bench) -> None:
    """Both kinds of news about an order are owed like its state."""
    refuse(connected, f"{REPORT}/refusal")
    connected.confirm(buyer={"name": "Nobody", "license_number": "C10-0000000-NIL"})
    connected.settle()
    assert connected.ordo.refusals == {}
    connected.pass_time()
    assert connected.ordo.refusals["ord_1"]["revision"] == 1
    connected.confirm("ord_2")
    connected.settle()
    refuse(connected, "/integration/v1/orders/ord_2/problem")
    connected.flourish.change_order(order_status="On Hold")
    connected.order_webhook()
    connected.settle()
    assert connected.ordo.problems.get("ord_2") is None
    connected.pass_time()
    shown = connected.ordo.problems["ord_2"]
    assert shown is not None
    assert "On Hold" in shown["message"]


def test_a_refused_connection_problem_is_made_again_by_itself_or_by_hand(connected: Bench) -> None:
    """The settings show the problem after five minutes, or when somebody asks for it."""
    refuse(connected, "/integration/v1/connection/problem")
    connected.flourish.data.api_key = "another"
    connected.confirm()
    connected.settle()
    assert connected.ordo.problems.get("connection") is None
    found = retry_waiting(connected.engine.parts.database, ORGANIZATION, SystemClock().now())
    assert found == (1, 1)
    connected.stop()
    connected.start()
    connected.settle()
    assert connected.ordo.problems["connection"] is not None


def test_a_refused_end_of_a_sync_is_made_again_by_itself_or_by_hand(connected: Bench) -> None:
    """Progress that is refused does not stop a sync, and its end is owed."""
    connected.flourish.data.items = [item(1)]
    refuse(connected, "/integration/v1/syncs/sync_1", times=3)
    connected.sync()
    connected.settle()
    assert list(connected.ordo.items) == ["SKU-1"]
    assert connected.ordo.syncs == {}
    (row,) = rows(connected)
    assert (row.work, row.name, row.reason) == ("sync", "sync_1", "Ordo answered 422: lines: too many")
    assert retry_waiting(connected.engine.parts.database, "sync_1", SystemClock().now()) == (1, 1)
    connected.stop()
    connected.start()
    connected.settle()
    assert connected.ordo.syncs["sync_1"]["state"] == "succeeded"
