"""News that no webhook brought: found by the engine itself, for one list request when there are none."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from integration_engine.flourish.find_order import ListedOrder, newest_change
from tests.unit.engine.running_engine import ORGANIZATION, REMOVAL, Bench
from tests.unit.engine.stand_ins import Call, Trouble

LIST = ("GET", "/external/api/v1/outbound-orders")
ONE = ("GET", "/external/api/v1/outbound-orders/00000001")
SWEEP = timedelta(minutes=10)


@pytest.fixture
def placed(connected: Bench) -> Bench:
    """An engine that has placed one order; calls so far are forgotten."""
    connected.confirm()
    connected.settle()
    connected.pass_time()  # a call may have been too slow on a busy machine
    assert connected.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"
    connected.flourish.calls.clear()
    return connected


def let_pass(bench: Bench, span: timedelta = SWEEP) -> list[Call]:
    """Lets time pass in one go; gives the calls that Flourish got meanwhile."""
    before = len(bench.flourish.calls)
    bench.passed += span
    bench._advance(span)
    bench.settle()
    return bench.flourish.calls[before:]


def change(bench: Bench, **changes: Any) -> None:  # noqa: ANN401 - any JSON
    """Changes the order in Flourish without a webhook."""
    stamp = f"{bench.now():%Y-%m-%dT%H:%M:%SZ}"
    bench.flourish.change_order(**changes, last_updated_timestamp=stamp)


def test_a_change_without_a_webhook_is_found(placed: Bench) -> None:
    """The list shows that the order was shipped; it is read and Ordo is told (O6, O17)."""
    change(placed, order_status="Shipped")
    calls = let_pass(placed)
    assert [(call.method, call.path) for call in calls] == [LIST, ONE]
    assert placed.ordo.orders["ord_1"]["status"] == "Delivered"


def test_a_quiet_time_costs_one_list_request(placed: Bench) -> None:
    """Where nothing changed nothing is read, and the next window begins where the last one ended."""
    change(placed, order_status="Allocated")
    let_pass(placed)
    first, second = let_pass(placed), let_pass(placed)
    assert [(call.method, call.path) for call in (*first, *second)] == [LIST, LIST]
    start = datetime.fromisoformat(second[0].query["last_updated_timestamp_start"])
    assert timedelta(minutes=20) < placed.now() - start < timedelta(minutes=40)


def test_a_sweep_is_no_pending_work(placed: Bench) -> None:
    """Nobody waits for it: health has nothing to come, whatever comes round."""
    pending = placed.health()["pending"]
    assert pending == {"due": 0, "later": 0, "next_due_at": None, "oldest_seconds": None}


def test_final_orders_are_not_swept(placed: Bench) -> None:
    """When no order can change any more nothing is asked."""
    change(placed, order_status="Cancelled")
    let_pass(placed)
    let_pass(placed)
    assert let_pass(placed) == []


def test_an_order_unheard_of_for_a_day_is_read_by_its_id(placed: Bench) -> None:
    """Even when the list does not have it."""
    let_pass(placed)
    placed.flourish.change_order(order_status="Shipped", hidden=True)
    placed.flourish.calls.clear()
    calls = let_pass(placed, timedelta(days=1, minutes=1))
    assert (calls[-1].method, calls[-1].path) == ONE
    assert placed.ordo.orders["ord_1"]["status"] == "Delivered"


def test_a_failed_sweep_looks_again_from_the_same_moment(placed: Bench) -> None:
    """While Flourish is down nothing is forgotten; what changed meanwhile is found in the next round."""
    method, path = LIST
    placed.flourish.trouble(Trouble(method=method, path=path, status=503))
    change(placed, order_status="Shipped")
    failed = let_pass(placed)
    again = let_pass(placed)
    assert failed[0].query == again[0].query
    assert placed.ordo.orders["ord_1"]["status"] == "Delivered"


def test_rejected_credentials_are_shown_on_the_connection(placed: Bench) -> None:
    """The sweep may be the first to notice that the key was reset (S3), and that it works again."""
    placed.flourish.data.api_key = "another"
    let_pass(placed)
    shown = placed.ordo.problems["connection"]
    assert shown is not None
    assert shown["code"] == "flourish_credentials_rejected"
    placed.flourish.data.api_key = "key-1"
    let_pass(placed)
    assert placed.ordo.problems["connection"] is None


def test_the_facility_is_looked_at_while_its_problem_is_shown(placed: Bench) -> None:
    """The problem stays while orders are listed as ever, and goes when the facility is active again (S11)."""
    placed.flourish.data.facility = {"active": False}
    placed.confirm(order_id="ord_2")
    placed.settle()
    let_pass(placed)
    shown = placed.ordo.problems["connection"]
    assert shown is not None
    assert shown["code"] == "facility_inactive"
    placed.flourish.data.facility = {}
    let_pass(placed)
    assert placed.ordo.problems["connection"] is None


def test_sweeps_go_on_after_a_restart(placed: Bench) -> None:
    """The round and where it ended are in the tables."""
    placed.stop()
    placed.start()
    change(placed, order_status="Shipped")
    let_pass(placed)
    assert placed.ordo.orders["ord_1"]["status"] == "Delivered"


def test_orders_from_before_there_were_sweeps_are_swept(placed: Bench) -> None:
    """A database without the round gets it at the start."""
    with placed.engine.parts.database.transaction(ORGANIZATION) as transaction:
        transaction.commands.drop(f"sweep:{ORGANIZATION}:orders", "sweep_orders")
    placed.stop()
    placed.start()
    change(placed, order_status="Shipped")
    let_pass(placed)
    assert placed.ordo.orders["ord_1"]["status"] == "Delivered"


def test_sweeping_can_be_switched_off(connected: Bench) -> None:
    """With 0 minutes nothing comes round."""
    connected.stop()
    connected.start(sweep_every=timedelta(0))
    connected.confirm()
    connected.settle()
    assert let_pass(connected, timedelta(days=2)) == []


def test_a_removed_connection_is_not_swept(placed: Bench) -> None:
    """Without credentials nothing is asked; connected again the round goes on."""
    placed.send_event("/v1/connection", "connection.removed", REMOVAL)
    assert let_pass(placed) == []
    placed.connect()
    change(placed, order_status="Shipped")
    let_pass(placed)
    assert placed.ordo.orders["ord_1"]["status"] == "Delivered"


def test_the_newest_change_never_goes_back() -> None:
    """An empty list, or one of rows without a time, leaves the mark where it was."""
    mark = datetime(2026, 3, 2, tzinfo=UTC)
    nameless = ListedOrder(flourish_order_id="1", changed_at=None, order=None)
    assert newest_change([], mark) == mark
    assert newest_change([nameless], mark) == mark
    assert newest_change([nameless], None) is None


@pytest.mark.parametrize("stamp", ["soon", 5, None])
def test_foreign_and_unreadable_rows_do_not_stop_the_sweep(placed: Bench, stamp: object) -> None:
    """Rows that cannot be understood are passed over; ours is read."""
    placed.flourish.data.orders["9"] = {"id": "9", "last_updated_timestamp": stamp, "order_lines": None}
    placed.flourish.change_order(payment_status="Paid", last_updated_timestamp=stamp)
    let_pass(placed)
    assert placed.ordo.orders["ord_1"]["status"] == "Paid"


def test_a_failed_sweep_waits_for_its_next_round(placed: Bench) -> None:
    """Once it has failed it is pending work like any other, until it has succeeded."""
    method, path = LIST
    placed.flourish.trouble(Trouble(method=method, path=path, status=503))
    let_pass(placed)
    assert placed.health()["pending"]["later"] == 1
    let_pass(placed)
    assert placed.health()["pending"]["later"] == 0
