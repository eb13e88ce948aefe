"""One confirmed order, one order in Flourish, whatever happens on the way (O17)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count

import orjson
import pytest

from integration_engine.work import order_work
from tests.unit.engine.running_engine import POST_ORDERS, Bench
from tests.unit.engine.stand_ins import Trouble


def placed_once(bench: Bench) -> None:
    """Flourish has one order, and Ordo shows it."""
    assert [order["original_order_id"] for order in bench.flourish.data.orders.values()] == ["ord_1"]
    assert bench.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"
    assert bench.ordo.orders["ord_1"]["flourish_order_id"] == "00000001"
    assert bench.ordo.problems.get("ord_1") is None


def test_a_confirmed_order_is_placed(connected: Bench) -> None:
    """The order goes to the paired facility with our id, and its lines and totals come back (O2, O3)."""
    assert connected.confirm(notes="Ring twice").json() == {"accepted": True, "duplicate": False}
    connected.settle()
    placed_once(connected)
    (post,) = connected.flourish.posts
    assert post.headers["Facilityid"] == "fac1"
    assert post.body["destination"] == {"id": "d1"}
    assert post.body["notes"][0]["note"] == "Ring twice"
    assert "invoice_date" not in post.body
    notified = connected.ordo.orders["ord_1"]
    assert notified["lines"][0]["unit_price"] == "10.50"
    assert notified["totals"]["total"] == "21.00"
    assert not {"terms", "invoice_date"} & notified.keys()


def test_a_lost_answer_does_not_make_a_second_order(connected: Bench) -> None:
    """Flourish took the order but its answer was lost: it is found, not sent again."""
    connected.lose_post(after_the_work=True)
    connected.confirm()
    connected.settle()
    assert connected.ordo.problems["ord_1"] is not None
    assert "ord_1" not in connected.ordo.orders
    connected.pass_time()
    placed_once(connected)
    assert len(connected.flourish.posts) == 1


def test_a_webhook_about_a_lost_answer_ends_the_doubt_at_once(connected: Bench) -> None:
    """When Flourish tells of the order before it was looked for, nobody waits."""
    connected.lose_post(after_the_work=True)
    connected.confirm()
    connected.settle()
    connected.order_webhook()
    connected.settle()
    placed_once(connected)


@pytest.mark.parametrize("status", [None, 500, 503, 408])
def test_an_order_that_got_lost_on_the_way_is_sent_again(connected: Bench, status: int | None) -> None:
    """Flourish did not take the order and nobody could know: after looking it is sent again, once."""
    connected.lose_post(after_the_work=False, status=status)
    connected.confirm()
    connected.settle()
    connected.pass_time()
    placed_once(connected)
    assert len(connected.flourish.posts) == 2


def test_it_looks_right_before_every_repeat_and_after_the_wait(connected: Bench) -> None:
    """Between two attempts the list of orders is read, last of all calls before the repeat (decision 7)."""
    connected.lose_post(after_the_work=False, times=3)
    connected.confirm()
    connected.settle()
    connected.pass_time()
    placed_once(connected)
    calls = [(call.method, call.path) for call in connected.flourish.calls]
    repeats = [index for index, call in enumerate(calls) if call == POST_ORDERS][1:]
    assert len(repeats) == 3
    assert all(calls[index - 1] == ("GET", POST_ORDERS[1]) for index in repeats)


def test_it_does_not_look_before_the_wait_is_over(connected: Bench) -> None:
    """Right after an unclear end nothing is looked for and nothing sent, however often it is woken."""
    connected.lose_post(after_the_work=False)
    connected.confirm()
    connected.settle()
    connected.engine.parts.database.on_commit(["order:org_1:ord_1"])
    connected.settle()
    assert connected.flourish.calls_of("GET", POST_ORDERS[1]) == []
    assert len(connected.flourish.posts) == 1


def test_an_attempt_that_was_held_up_before_it_was_sent_is_not_sent(
    connected: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else may have taken it over meanwhile, so the order is looked for first."""
    with monkeypatch.context() as leaping:
        leaping.setattr(order_work, "SystemClock", LeapingClock)
        connected.confirm()
        connected.settle()
    assert connected.flourish.posts == []
    assert "held up" in str(connected.ordo.problems["ord_1"])
    connected.pass_time()
    placed_once(connected)
    calls = [(call.method, call.path) for call in connected.flourish.calls]
    assert calls[calls.index(POST_ORDERS) - 1] == ("GET", POST_ORDERS[1])


class LeapingClock:
    """The clock of a machine that is paused whenever it has looked at it."""

    leaps = count(1)

    def now(self) -> datetime:
        """An hour later at each look."""
        return datetime(2026, 3, 2, tzinfo=UTC) + next(self.leaps) * timedelta(hours=1)


@pytest.mark.parametrize("order_id", ["9" * 101, "9" * 20_000])
def test_an_order_id_that_is_too_long_to_be_true_changes_nothing(connected: Bench, order_id: str) -> None:
    """A message with it is refused; an answer with it is unclear, and the order is found."""
    body = orjson.dumps({"data": {"id": order_id, "order_status": "Created"}})
    connected.lose_post(after_the_work=True, status=200, body=body)
    connected.confirm()
    connected.settle()
    hint = {"id": order_id, "original_order_id": "ord_1"}
    assert connected.webhook_from_flourish("order", hint).status_code == 422
    connected.settle()
    connected.pass_time()
    placed_once(connected)
    assert len(connected.flourish.posts) == 1


def test_a_garbled_answer_counts_as_unclear(connected: Bench) -> None:
    """An answer that cannot be read may stand for an order that was taken."""
    connected.lose_post(after_the_work=True, status=200, body=b'{"data": {"id": "000')
    connected.confirm()
    connected.settle()
    connected.pass_time()
    placed_once(connected)
    assert len(connected.flourish.posts) == 1


def test_the_documented_answer_without_an_id_is_understood(connected: Bench) -> None:
    """Flourish's examples answer a POST with neither envelope nor id: the id is looked up at once."""
    connected.flourish.data.enveloped_posts = False
    connected.confirm()
    connected.settle()
    placed_once(connected)
    assert len(connected.flourish.posts) == 1


@pytest.mark.sqlite_only
@pytest.mark.parametrize("taken", [True, False])
def test_a_kill_while_sending_makes_neither_two_nor_none(connected: Bench, *, taken: bool) -> None:
    """Killed between sending and the answer, the engine that starts again looks before it sends."""
    connected.lose_post(after_the_work=taken, during=connected.copy_database)
    connected.confirm()
    connected.settle()
    connected.stop()
    connected.ordo.problems.clear()  # a killed engine would not have told of any
    connected.ordo.orders.clear()
    connected.start()  # on the database as it was while the request was on its way
    connected.settle()
    assert len(connected.flourish.posts) == 1
    connected.pass_time()
    placed_once(connected)
    assert len(connected.flourish.posts) == (1 if taken else 2)


def test_a_restart_with_work_in_the_inbox_does_it(connected: Bench) -> None:
    """An event acknowledged and not yet worked through is worked through after the restart."""
    connected.engine._loop.stop()
    connected.confirm()
    assert connected.flourish.posts == []
    connected.stop()
    connected.start()
    connected.settle()
    placed_once(connected)


def test_a_stopped_engine_keeps_what_waits(connected: Bench) -> None:
    """Retries that wait for their time survive a stop and a start."""
    connected.flourish.trouble(Trouble(method="GET", path="/external/api/v1/destinations", status=503))
    connected.confirm()
    connected.settle()
    connected.stop()
    connected.start()
    connected.pass_time()
    placed_once(connected)


def test_duplicates_of_a_confirmation_make_one_order(connected: Bench) -> None:
    """The same event ten times at once is acknowledged ten times and worked through once."""
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: connected.confirm(message_id="msg_same").json(), range(10)))
    connected.settle()
    assert sorted(answer["duplicate"] for answer in answers) == [False] + [True] * 9
    placed_once(connected)


def test_a_second_confirmation_of_the_same_order_makes_one_order(connected: Bench) -> None:
    """A double click that gets through as two events still makes one order."""
    connected.confirm()
    connected.confirm()
    connected.settle()
    placed_once(connected)


def test_the_lookup_reads_all_pages(connected: Bench) -> None:
    """Our order is found although it is on the last of several short pages."""
    for number in range(120):
        connected.flourish.data.orders[f"{number:08d}x"] = {
            "id": f"{number:08d}x",
            "original_order_id": "other",
        }
    connected.flourish.data.page_size = 7
    connected.lose_post(after_the_work=True)
    connected.confirm()
    connected.settle()
    connected.pass_time()
    ours = [one for one in connected.flourish.data.orders.values() if one["original_order_id"] == "ord_1"]
    assert len(ours) == 1
    assert connected.ordo.orders["ord_1"]["flourish_order_id"] == ours[0]["id"]
    query = connected.flourish.calls_of("GET", POST_ORDERS[1])[0].query
    assert query["created_timestamp_start"] < connected.now().isoformat()


def test_being_asked_to_wait_is_obeyed(connected: Bench) -> None:
    """After 429 with Retry-After nothing is asked before that time has passed."""
    connected.lose_post(after_the_work=False, status=429, headers=(("Retry-After", "90"),))
    connected.confirm()
    connected.settle()
    connected.pass_time(timedelta(seconds=60))  # the clock flows as well
    assert connected.flourish.calls_of("GET", POST_ORDERS[1]) == []
    connected.pass_time()
    placed_once(connected)


def test_different_orders_do_not_wait_for_each_other(connected: Bench) -> None:
    """An order in trouble does not hold up another one."""
    connected.lose_post(after_the_work=False)
    connected.confirm()
    connected.settle()
    connected.confirm("ord_2")
    connected.settle()
    assert connected.ordo.orders.keys() == {"ord_2"}
