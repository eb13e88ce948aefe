"""Misfortune on demand: each fault does what its name says, where and as often as it was told."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import requests
from flask import Flask

from foundation.clock import AdjustableClock, utc_text
from foundation.guard import DropConnection
from harness.serving import serve
from sim_kernel.answers import Answer
from sim_kernel.faults.alter import AlterFault
from sim_kernel.faults.catalogue import DELIVERY_FAULTS, REQUEST_FAULTS
from sim_kernel.faults.facts import Facts
from sim_kernel.faults.fault import FaultedCall
from sim_kernel.faults.late_work import LateWork
from tests.waiting import PATIENCE

from .conftest import Listener, Toy


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
    clock = AdjustableClock()
    call = FaultedCall(
        clock=clock, late_work=LateWork(clock), caller_gone=lambda: False, resend=lambda _: Answer()
    )
    answer = AlterFault(pointer=pointer, value=9).around(call, lambda: Answer(raw=content))
    assert answer.content() == altered


def test_a_lost_response_is_lost_after_the_work(toy: Toy) -> None:
    """The connection drops, and the number was raised."""
    toy.arm("lost_response")
    with pytest.raises(DropConnection):
        toy.raise_by(1)
    assert toy.read() == (200, {"number": 1})


def test_a_refusal_can_be_lost_too(toy: Toy) -> None:
    """Whatever the work came to, the caller never hears of it."""
    toy.arm("lost_response")
    with pytest.raises(DropConnection):
        toy.raise_by(13)
    assert toy.journal("request")[-1]["dropped"] is True


@pytest.mark.parametrize("kind", ["reset", "timeout"])
def test_a_call_dropped_before_the_work_changes_nothing(toy: Toy, kind: str) -> None:
    """The connection drops, and the number is what it was."""
    parameters = {"seconds": 0.01} if kind == "timeout" else {}
    toy.arm(kind, **parameters)
    with pytest.raises(DropConnection):
        toy.raise_by(1)
    assert toy.read() == (200, {"number": 0})


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


def test_a_garbled_body_is_no_json_under_a_good_status(toy: Toy) -> None:
    """The work is done, the answer is nonsense of the same length."""
    toy.arm("garbled_body")
    answer = toy.client.post("/toy/number", json={"by": 1}, headers={"X-Token": toy.token})
    assert answer.status_code == 200
    with pytest.raises(ValueError, match="utf-8"):
        json.loads(answer.data)
    assert len(answer.data) == len(b'{"number":1}')
    assert toy.read() == (200, {"number": 1})


def test_a_truncated_body_breaks_off_in_the_middle(app: Flask, toy: Toy) -> None:
    """Over real HTTP the caller gets half of the body; the work is done, and the journal tells."""
    toy.arm("truncated_body")
    server = serve(app)
    try:
        url, headers = f"{server.url}/toy/number", {"X-Token": toy.token}
        with pytest.raises(requests.exceptions.RequestException):
            requests.post(url, json={"by": 1}, headers=headers, timeout=PATIENCE)
        assert requests.get(url, headers=headers, timeout=PATIENCE).json() == {"number": 1}
    finally:
        server.stop()
    assert toy.journal("request")[0]["cut_after"] == len(b'{"number":1}') // 2


def test_a_delayed_delivery_is_overtaken(toy: Toy, listener: Listener) -> None:
    """It becomes due later on the tenant's clock; the next one does not wait for it."""
    toy.arm("delay", match={"topic": "number"}, seconds=3600)
    toy.raise_by(1)
    toy.raise_by(1)
    assert toy.settle()["later"] == 1
    toy.control("POST", "/clock", {"advance_seconds": 3600})
    toy.settle()
    assert listener.numbers() == [2, 1]


@pytest.mark.parametrize(
    ("kind", "parameters", "wrong", "right"),
    [
        ("wrong_signature", {}, "X-Signature", "X-Message"),
        ("wrong_header", {}, "X-Message", "X-Signature"),
        ("wrong_header", {"name": "X-Message"}, "X-Message", "X-Signature"),
    ],
)
def test_a_spoilt_header_is_wrong_and_the_others_are_right(
    toy: Toy, listener: Listener, kind: str, parameters: dict[str, object], wrong: str, right: str
) -> None:
    """Of two attempts the first is spoilt, the repeat is as it should be."""
    toy.arm(kind, attempts=1, **parameters)
    listener.answers = [403]
    toy.raise_by(1)
    toy.settle()
    toy.control("POST", "/clock", {"advance_seconds": 10})
    toy.settle()
    (first_body, first), (second_body, second) = listener.received
    assert first_body == second_body
    assert (first[wrong] == second[wrong], len(first[wrong])) == (False, len(second[wrong]))
    assert first[right] == second[right]


def test_a_spoilt_delivery_stays_spoilt_when_nothing_else_is_said(toy: Toy, listener: Listener) -> None:
    """Every attempt carries the wrong signature."""
    toy.arm("wrong_signature")
    listener.answers = [403] * 3
    toy.raise_by(1)
    for _ in range(3):
        toy.settle()
        toy.control("POST", "/clock", {"advance_seconds": 60})
    toy.settle()
    right = hashlib.sha256(b'{"number": 1}').hexdigest()
    assert [headers["X-Signature"] == right for _, headers in listener.received] == [False] * 3


def test_an_order_is_matched_by_its_id_wherever_it_stands() -> None:
    """A part of the path, or a field that names an id at any depth; other values do not count."""
    body = b'{"note": "o-3", "data": {"id": 7, "lines": [{"item_id": "i-1", "sku": "o-9"}]}}'
    facts = Facts(plain={"path": "/orders/o-1"}, body=lambda: body)
    assert [facts.fit("order", wanted) for wanted in ("o-1", "7", "i-*", "o-3", "o-9")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert not Facts(plain={}, body=lambda: b"no JSON").fit("order", "o-1")


def test_a_fault_about_an_order_leaves_the_others_alone(toy: Toy) -> None:
    """Only the call that speaks of it is hit."""
    toy.arm("status", status=500, match={"order": "number"}, count=None)
    toy.arm("status", status=503, match={"order": "another"}, count=None)
    assert toy.read()[0] == 500


def test_a_fault_ends_when_its_time_has_come(toy: Toy) -> None:
    """Until then every call is hit, from then on none; the time is the tenant's."""
    until = utc_text(toy.tenant.clock.now() + timedelta(minutes=30))
    toy.arm("status", status=500, count=None, until=until)
    assert toy.read()[0] == 500
    toy.control("POST", "/clock", {"advance_seconds": 1800})
    assert toy.read()[0] == 200
    (shown,) = toy.control("GET", "/faults")[1]["faults"]
    assert datetime.fromisoformat(shown["until"]) == datetime.fromisoformat(until)


def test_a_storm_is_the_same_under_the_same_seed(toy: Toy, make_toy: Callable[..., Toy]) -> None:
    """About half of the calls are hit, the same ones in another tenant with the same seed."""
    patterns = []
    for one in (toy, make_toy(), make_toy()):
        seed = 8 if one is toy else 7
        one.arm("status", status=500, count=None, probability=0.5, seed=seed)
        patterns.append([one.read()[0] for _ in range(40)])
    assert patterns[1] == patterns[2] != patterns[0]
    assert 8 < patterns[1].count(500) < 32


@pytest.mark.parametrize(
    "wrong", [{"probability": 0}, {"probability": 2}, {"until": "tomorrow"}, {"until": "2026-01-01T00:00:00"}]
)
def test_impossible_conditions_are_refused(toy: Toy, wrong: dict[str, object]) -> None:
    """No chance at all, more than certainty, and times that are none or without a zone."""
    status, _ = toy.control("POST", "/faults", {"kind": "reset", **wrong})
    assert status == 422
