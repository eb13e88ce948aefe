"""Deliveries leave in the background, in order, and again when they were not taken."""

import threading
from datetime import timedelta

import pytest

from foundation.clock import Deadline
from sim_kernel import outbox
from tests.waiting import PATIENCE, wait_until

from .conftest import Listener, Toy


def test_deliveries_arrive_in_order(toy: Toy, listener: Listener) -> None:
    """What was announced first arrives first."""
    for _ in range(5):
        toy.raise_by(1)
    toy.settle()
    assert listener.numbers() == [1, 2, 3, 4, 5]


def test_a_slow_receiver_delays_no_answer(toy: Toy, listener: Listener) -> None:
    """The API answers while its first delivery still waits for the receiver."""
    listener.may_answer.clear()
    for number in range(1, 4):
        assert toy.raise_by(1) == (200, {"number": number})
    assert listener.numbers() in ([], [1])
    listener.may_answer.set()
    toy.settle()
    assert listener.numbers() == [1, 2, 3]


def test_a_refused_delivery_is_tried_again_when_its_time_has_come(toy: Toy, listener: Listener) -> None:
    """Retries follow the tenant's clock, byte for byte and under the same message id."""
    listener.answers = [500, 503]
    toy.raise_by(1)
    assert toy.settle()["later"] == 1
    toy.control("POST", "/clock", {"advance_seconds": 10})
    toy.settle()
    toy.control("POST", "/clock", {"advance_seconds": 20})
    assert toy.settle()["later"] == 0
    assert listener.numbers() == [1, 1, 1]
    assert len({(body, headers["X-Message"]) for body, headers in listener.received}) == 1


def test_a_failed_delivery_holds_nobody_up(toy: Toy, listener: Listener) -> None:
    """The next delivery goes at once; the failed one follows when its time has come."""
    listener.answers = [500]
    toy.raise_by(1)
    toy.raise_by(1)
    toy.settle()
    toy.control("POST", "/clock", {"advance_seconds": 10})
    toy.settle()
    assert listener.numbers() == [1, 2, 1]


def test_after_the_last_retry_a_delivery_is_exhausted(toy: Toy, listener: Listener) -> None:
    """Two retries are planned here; after them the delivery stays on record as exhausted."""
    listener.answers = [500] * 5
    toy.raise_by(1)
    for _ in range(4):
        toy.settle()
        toy.control("POST", "/clock", {"advance_seconds": 60})
    toy.settle()
    (delivery,) = toy.control("GET", "/deliveries")[1]["deliveries"]
    assert delivery["state"] == "exhausted"
    assert [one["status"] for one in delivery["attempts"]] == [500, 500, 500]


def test_a_dead_receiver_is_an_attempt_with_an_error(toy: Toy, listener: Listener) -> None:
    """Nobody listening is recorded as what went wrong, and tried again later."""
    listener.close()
    toy.raise_by(1)
    assert toy.settle()["later"] == 1
    (delivery,) = toy.control("GET", "/deliveries")[1]["deliveries"]
    assert "refused" in delivery["attempts"][0]["error"].lower()


def test_webhooks_do_not_leave_this_machine(toy: Toy) -> None:
    """A target elsewhere is never called; the attempt says why."""
    toy.tenant.world.listener = "http://192.0.2.1/hook"
    toy.raise_by(1)
    toy.settle()
    (delivery,) = toy.control("GET", "/deliveries")[1]["deliveries"]
    assert "not on this machine" in delivery["attempts"][0]["error"]


def test_without_a_listener_a_delivery_is_dropped(toy: Toy) -> None:
    """Where nobody listens, nothing waits."""
    toy.raise_by(1)
    toy.settle()
    assert toy.control("GET", "/deliveries?state=dropped")[1]["deliveries"][0]["attempts"] == []


def test_deliveries_hang_under_their_cause(toy: Toy, listener: Listener) -> None:
    """The journal shows which request a webhook came from, and how it was answered."""
    toy.raise_by(1)
    toy.settle()
    (sent,) = toy.journal("delivery")
    (request,) = toy.journal("request")
    assert (sent["cause"], sent["status"], sent["url"]) == (request["id"], 200, listener.url)


def test_held_deliveries_wait_for_their_release(toy: Toy, listener: Listener) -> None:
    """Nothing held arrives before it is released, here in reverse."""
    toy.arm("hold", match={"topic": "number"}, count=None)
    for _ in range(3):
        toy.raise_by(1)
    assert toy.settle()["held"] == 3
    assert listener.numbers() == []
    assert toy.control("POST", "/deliveries/release", {"order": "reversed"}) == (200, {"released": 3})
    toy.settle()
    assert listener.numbers() == [3, 2, 1]


def test_held_deliveries_can_be_released_by_name(toy: Toy, listener: Listener) -> None:
    """A list of ids releases those and no others; an unknown id releases none."""
    toy.arm("hold", count=None)
    toy.raise_by(1)
    toy.raise_by(1)
    held = [one["delivery_id"] for one in toy.control("GET", "/deliveries?state=held")[1]["deliveries"]]
    assert toy.control("POST", "/deliveries/release", {"order": [held[1], "nothing"]})[0] == 404
    toy.control("POST", "/deliveries/release", {"order": [held[1]]})
    assert toy.settle()["held"] == 1
    assert listener.numbers() == [2]


def test_a_dropped_delivery_never_arrives(toy: Toy, listener: Listener) -> None:
    """The one the fault hits is lost, the next is not."""
    toy.arm("drop")
    toy.raise_by(1)
    toy.raise_by(1)
    toy.settle()
    assert listener.numbers() == [2]


def test_a_duplicated_delivery_arrives_more_often(toy: Toy, listener: Listener) -> None:
    """Two copies follow the original, all the same."""
    toy.arm("duplicate", copies=2)
    toy.raise_by(1)
    toy.settle()
    assert listener.numbers() == [1, 1, 1]
    assert len({headers["X-Message"] for _, headers in listener.received}) == 1


def test_a_reordered_delivery_is_overtaken(toy: Toy, listener: Listener) -> None:
    """The next one goes first."""
    toy.arm("reorder")
    toy.raise_by(1)
    toy.raise_by(1)
    toy.raise_by(1)
    toy.settle()
    assert listener.numbers() == [2, 1, 3]


def test_an_altered_delivery_carries_the_other_value(toy: Toy, listener: Listener) -> None:
    """The body is changed before it is signed."""
    toy.arm("alter", match={"topic": "number"}, pointer="/number", value=99)
    toy.raise_by(1)
    toy.settle()
    assert listener.numbers() == [99]


def test_a_past_delivery_can_be_sent_again(toy: Toy, listener: Listener) -> None:
    """The same bytes arrive a second time; an unknown one is refused."""
    toy.raise_by(1)
    toy.settle()
    (past,) = toy.control("GET", "/deliveries")[1]["deliveries"]
    assert toy.control("POST", "/deliveries", {"delivery_id": past["delivery_id"]})[0] == 201
    toy.settle()
    assert listener.received[0][0] == listener.received[1][0]
    assert toy.control("POST", "/deliveries", {"delivery_id": "nothing"})[0] == 404


def test_activity_tells_that_something_moved(toy: Toy, listener: Listener) -> None:
    """The counter stands still while nothing happens and rises with a delivery."""
    before = toy.settle()["activity"]
    assert toy.settle()["activity"] == before
    toy.raise_by(1)
    assert toy.settle()["activity"] > before
    assert listener.numbers() == [1]


@pytest.mark.parametrize("seconds", [9, 9.9])
def test_a_retry_does_not_come_early(toy: Toy, listener: Listener, seconds: float) -> None:
    """Before its time a retry waits."""
    listener.answers = [500]
    toy.raise_by(1)
    toy.settle()
    now = toy.tenant.clock.now()
    toy.tenant.clock.advance(
        timedelta(seconds=seconds) - (toy.tenant.clock.now() - now) - timedelta(seconds=2)
    )
    assert toy.settle()["later"] == 1
    assert listener.numbers() == [1]


def test_whoever_makes_deliveries_faster_than_they_go_is_slowed_down(
    toy: Toy, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer comes when the deliveries before it have gone, and not before."""
    monkeypatch.setattr(outbox, "_FAR_BEHIND", 2)
    monkeypatch.setattr(outbox, "_LONGEST_PAUSE_SECONDS", PATIENCE)
    listener.may_answer.clear()
    toy.raise_by(1)
    wait_until("the first is in flight", listener.numbers)
    toy.raise_by(1)
    toy.raise_by(1)
    answers: list[tuple[int, object]] = []
    caller = threading.Thread(target=lambda: answers.append(toy.raise_by(1)))
    caller.start()
    wait_until("all are queued", lambda: toy.control("GET", "/pending")[1]["due"] == 3)
    assert toy.read() == (200, {"number": 4})
    assert answers == []
    listener.may_answer.set()
    caller.join(PATIENCE)
    assert answers == [(200, {"number": 4})]
    toy.settle()
    assert listener.numbers() == [1, 2, 3, 4]


def test_a_receiver_that_hangs_slows_nobody_down_for_long(
    toy: Toy, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer comes though nothing goes."""
    monkeypatch.setattr(outbox, "_FAR_BEHIND", 2)
    listener.may_answer.clear()
    assert [toy.raise_by(1)[0] for _ in range(6)] == [200] * 6
    assert listener.numbers() in ([], [1])
    listener.may_answer.set()


def test_retries_that_wait_for_their_time_slow_nobody_down(
    toy: Toy, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is due counts."""
    monkeypatch.setattr(outbox, "_FAR_BEHIND", 2)
    monkeypatch.setattr(outbox, "_LONGEST_PAUSE_SECONDS", 10 * PATIENCE)
    listener.answers = [500] * 6
    for _ in range(6):
        toy.raise_by(1)
        toy.settle()
    limit = Deadline(PATIENCE)
    assert toy.raise_by(1) == (200, {"number": 7})
    assert not limit.passed()
