"""Calls that a fault holds or drops: when they end, by whose clock, and what has become of the work."""

import threading
from datetime import datetime, timedelta

import pytest
import requests
from flask import Flask

from foundation.guard import DropConnection
from harness.serving import serve
from tests.waiting import PATIENCE, wait_until

from .conftest import Toy


@pytest.mark.parametrize(
    ("kind", "parameters", "number"),
    [("timeout", {"seconds": 30}, 0), ("delay", {"seconds": 600, "caller_waits": 30}, 1)],
)
def test_a_caller_gives_up_by_the_tenants_clock(
    toy: Toy, kind: str, parameters: dict[str, float], number: int
) -> None:
    """Whoever waits for it is told when, and moves the clock there: the call is dropped, in no real time."""
    toy.arm(kind, **parameters)
    dropped: list[bool] = []

    def raise_by_one() -> None:
        with pytest.raises(DropConnection):
            toy.raise_by(1)
        dropped.append(True)

    caller = threading.Thread(target=raise_by_one)
    caller.start()
    wait_until("the call is being held", lambda: toy.settle()["caller_gives_up_at"] is not None)
    now = datetime.fromisoformat(toy.control("GET", "/clock")[1]["now"])
    at = datetime.fromisoformat(toy.control("GET", "/pending")[1]["caller_gives_up_at"])
    assert timedelta(0) < at - now <= timedelta(seconds=30)
    toy.control("POST", "/clock", {"advance_seconds": 30})
    caller.join(PATIENCE)
    assert dropped
    assert toy.settle()["caller_gives_up_at"] is None
    assert toy.read() == (200, {"number": number})


def test_a_delay_ends_when_the_clock_is_moved(toy: Toy) -> None:
    """An hour's delay takes no real time when the tenant's clock moves by an hour."""
    toy.arm("delay", seconds=3600)
    answers: list[int] = []
    caller = threading.Thread(target=lambda: answers.append(toy.read()[0]))
    caller.start()
    wait_until("the call is being delayed", lambda: toy.journal("fault"))
    toy.control("POST", "/clock", {"advance_seconds": 3600})
    caller.join(PATIENCE)
    assert answers == [200]


def test_slow_work_is_done_when_its_caller_has_left(app: Flask, toy: Toy) -> None:
    """The caller times out; the work is done so much later on the tenant's clock, and not before."""
    toy.arm("slow_work", seconds=3600)
    server = serve(app)
    try:
        headers = {"X-Token": toy.token}
        with pytest.raises(requests.exceptions.ReadTimeout):
            requests.post(f"{server.url}/toy/number", json={"by": 1}, headers=headers, timeout=0.2)
        wait_until("the work goes on", lambda: toy.settle()["late_work_at"] is not None)
        toy.control("POST", "/clock", {"advance_seconds": 3000})
        assert toy.read() == (200, {"number": 0})
        toy.control("POST", "/clock", {"advance_seconds": 601})
        assert toy.read() == (200, {"number": 1})
    finally:
        server.stop()


@pytest.mark.parametrize("kind", ["reset", "lost_response"])
def test_a_dropped_connection_is_one_for_a_real_client(app: Flask, toy: Toy, kind: str) -> None:
    """Over real HTTP the caller sees a broken connection, and the next call is answered."""
    toy.arm(kind)
    server = serve(app)
    try:
        url = f"{server.url}/toy/number"
        headers = {"X-Token": toy.token}
        with pytest.raises(requests.exceptions.ConnectionError):
            requests.get(url, headers=headers, timeout=PATIENCE)
        assert requests.get(url, headers=headers, timeout=PATIENCE).status_code == 200
    finally:
        server.stop()
