"""Misfortune on demand: each fault does what its name says, where and as often as it was told."""

import threading

import pytest
import requests
from flask import Flask

from groundwork.clock import AdjustableClock
from groundwork.drop_connection import DropConnection
from harness.serving import serve
from sim_kernel.answers import Answer
from sim_kernel.faults.alter import AlterFault
from sim_kernel.faults.catalogue import DELIVERY_FAULTS, REQUEST_FAULTS
from sim_kernel.faults.fault import FaultedCall
from tests.waiting import wait_until

from .conftest import Toy


def test_a_status_fault_refuses_once_and_does_no_work(toy: Toy) -> None:
    """One call gets the status and the message in the vendor's envelope; the next is answered."""
    toy.arm("status", status=429, message="slow down", retry_after=7)
    answer = toy.client.post("/toy/number", json={"by": 1}, headers={"X-Token": toy.token})
    assert (answer.status_code, answer.json, answer.headers["Retry-After"]) == (
        429,
        {"message": "slow down"},
        "7",
    )
    assert toy.read() == (200, {"number": 0})


def test_a_fault_hits_the_calls_it_matches(toy: Toy) -> None:
    """Method, path and the n-th call choose; without a count it stays until it is removed."""
    fault = toy.arm("status", status=503, match={"method": "POST", "path": "*/number"}, nth=2, count=None)
    assert [toy.raise_by(1)[0] for _ in range(4)] == [200, 503, 503, 503]
    assert toy.read()[0] == 200
    assert toy.control("DELETE", f"/faults/{fault}")[0] == 200
    assert toy.raise_by(1)[0] == 200


def test_a_fault_hits_one_tenant_only(toy: Toy, make_toy: object) -> None:
    """Another tenant's calls are answered."""
    other: Toy = make_toy()  # type: ignore[operator]
    toy.arm("status", status=500)
    assert other.read()[0] == 200
    assert toy.read()[0] == 500


def test_what_is_armed_is_shown_with_its_hits(toy: Toy) -> None:
    """The list tells how often each fault hit."""
    toy.arm("status", status=500, count=2)
    toy.read()
    (shown,) = toy.control("GET", "/faults")[1]["faults"]
    assert (shown["kind"], shown["hits"], shown["count"], shown["status"]) == ("status", 1, 2, 500)
    assert toy.control("DELETE", "/faults") == (200, {"faults": []})
    assert toy.read()[0] == 200


def test_a_fault_stands_in_the_journal_under_its_call(toy: Toy) -> None:
    """The journal shows which fault hit which request."""
    fault = toy.arm("status", status=500)
    toy.read()
    (entry,) = toy.journal("fault")
    (request,) = toy.journal("request")
    assert (entry["fault_id"], entry["fault"], entry["cause"]) == (fault, "status", request["id"])


def test_an_altered_answer_carries_the_other_value(toy: Toy) -> None:
    """One value is not the true one; the world keeps the truth."""
    toy.arm("alter", pointer="/number", value="On Hold")
    assert toy.read() == (200, {"number": "On Hold"})
    assert toy.read() == (200, {"number": 0})


@pytest.mark.parametrize("pointer", ["/number/0", "/names/²", "/names/7", "/", "/~"])
def test_a_place_that_is_not_there_is_left_alone(toy: Toy, pointer: str) -> None:
    """An alteration that finds nothing to alter spoils no answer."""
    toy.arm("alter", pointer=pointer, value=1)
    assert toy.read() == (200, {"number": 0})


@pytest.mark.parametrize(
    ("content", "pointer", "altered"),
    [
        (b"", "/a", b""),
        (b"\x89PNG", "/a", b"\x89PNG"),
        (b"[1,2]", "/\u00b2", b"[1,2]"),
        (b"[1,[2]]", "/1/0", b"[1,[9]]"),
    ],
)
def test_what_is_no_json_is_not_altered(content: bytes, pointer: str, altered: bytes) -> None:
    """An empty answer and a picture pass as they are; an index is written with plain digits."""
    call = FaultedCall(clock=AdjustableClock(), caller_gone=lambda: False)
    answer = AlterFault(pointer=pointer, value=9).around(call, lambda: Answer(raw=content))
    assert answer.content() == altered


def test_a_lost_response_is_lost_after_the_work(toy: Toy) -> None:
    """The connection drops, and the number was raised."""
    toy.arm("lost_response")
    with pytest.raises(DropConnection):
        toy.raise_by(1)
    assert toy.read() == (200, {"number": 1})


@pytest.mark.parametrize("kind", ["reset", "timeout"])
def test_a_call_dropped_before_the_work_changes_nothing(toy: Toy, kind: str) -> None:
    """The connection drops, and the number is what it was."""
    parameters = {"seconds": 0.01} if kind == "timeout" else {}
    toy.arm(kind, **parameters)
    with pytest.raises(DropConnection):
        toy.raise_by(1)
    assert toy.read() == (200, {"number": 0})


def test_a_delay_ends_when_the_clock_is_moved(toy: Toy) -> None:
    """An hour's delay takes no real time when the tenant's clock moves by an hour."""
    toy.arm("delay", seconds=3600)
    answers: list[int] = []
    caller = threading.Thread(target=lambda: answers.append(toy.read()[0]))
    caller.start()
    wait_until("the call is being delayed", lambda: toy.journal("fault"))
    toy.control("POST", "/clock", {"advance_seconds": 3600})
    caller.join(5)
    assert answers == [200]


@pytest.mark.parametrize("kind", ["reset", "lost_response"])
def test_a_dropped_connection_is_one_for_a_real_client(app: Flask, toy: Toy, kind: str) -> None:
    """Over real HTTP the caller sees a broken connection, and the next call is answered."""
    toy.arm(kind)
    server = serve(app)
    try:
        url = f"{server.url}/toy/number"
        headers = {"X-Token": toy.token}
        with pytest.raises(requests.exceptions.ConnectionError):
            requests.get(url, headers=headers, timeout=5)
        assert requests.get(url, headers=headers, timeout=5).status_code == 200
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({}, "kind"),
        ({"kind": "earthquake"}, "earthquake"),
        ({"kind": "status"}, "status"),
        ({"kind": "status", "status": 200}, "400"),
        ({"kind": "status", "status": 500, "copies": 2}, "copies"),
        ({"kind": "status", "status": 500, "nth": 0}, "nth"),
        ({"kind": "status", "status": 500, "match": {"colour": "red"}}, "colour"),
        ({"kind": "reset", "match": {"topic": "number"}}, "reset"),
    ],
)
def test_a_wrong_fault_is_refused_and_not_armed(toy: Toy, wrong: dict[str, object], says: str) -> None:
    """The error says what is wrong, and nothing is armed."""
    status, body = toy.control("POST", "/faults", wrong)
    assert status == 422
    assert says in str(body["error"])
    assert toy.control("GET", "/faults") == (200, {"faults": []})


def test_removing_what_is_not_armed_is_refused(toy: Toy) -> None:
    """An unknown fault is a 404."""
    assert toy.control("DELETE", "/faults/fault-9")[0] == 404


def test_every_fault_can_be_armed(toy: Toy) -> None:
    """Each row of the catalogue is known to the control API."""
    parameters: dict[str, dict[str, object]] = {
        "status": {"status": 500},
        "delay": {"seconds": 1},
        "alter": {"pointer": "/x", "value": 1},
    }
    for kind in REQUEST_FAULTS:
        toy.arm(kind, **parameters.get(kind, {}))
    for kind in DELIVERY_FAULTS:
        toy.arm(kind, match={"topic": "*"}, **parameters.get(kind, {}))
