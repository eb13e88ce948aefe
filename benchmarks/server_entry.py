"""The entry test for a server: whom a crowd of callers keeps out, and what its hang-ups become."""

# ruff: noqa: S101 - a test asserts

import signal
import subprocess
from collections.abc import Callable, Mapping

from tests.crowd import (
    HALF_HEAD,
    HELD,
    HELD_SECONDS,
    IDLE,
    SLOW,
    SLOW_BODY,
    SmallTenant,
    crowd,
    received,
    still_open,
)
from tests.waiting import wait_until

SECOND = 1.0
PATIENCE = 10.0
Point = Callable[[str, "subprocess.Popen[str]"], None]


def _beside(number: int, sent: bytes) -> Point:
    """A tenant is answered within a second beside so many connections."""

    def point(origin: str, _process: "subprocess.Popen[str]") -> None:
        tenant = SmallTenant.of(origin)
        with crowd(origin) as callers:
            callers.connect(number, sent)
            for _ in range(20):
                assert tenant.call(SECOND) == 200

    return point


def _beside_held(origin: str, _process: "subprocess.Popen[str]", *, whole_crowd: bool = False) -> None:
    tenant, neighbour = SmallTenant.of(origin), SmallTenant.of(origin)
    tenant.arm("timeout", within=SECOND, seconds=HELD_SECONDS)
    with crowd(origin) as callers:
        if whole_crowd:
            callers.connect_all()
        held = tenant.hold(callers, HELD, within=SECOND)
        for _ in range(20):
            assert neighbour.call(SECOND) == 200
        tenant.control("DELETE", "/faults", within=SECOND)
        assert tenant.call(SECOND) == 200
        tenant.control("POST", "/clock", {"advance_seconds": HELD_SECONDS}, within=SECOND)
        wait_until("the held calls end", lambda: not still_open(held), seconds=PATIENCE)


def _everything(origin: str, process: "subprocess.Popen[str]") -> None:
    _beside_held(origin, process, whole_crowd=True)


def _gone(origin: str, _process: "subprocess.Popen[str]") -> None:
    tenant = SmallTenant.of(origin)
    tenant.arm("timeout", within=SECOND, seconds=HELD_SECONDS)
    with crowd(origin) as callers:
        tenant.hold(callers, 4, within=SECOND)
    wait_until(
        "the held calls end with their callers",
        lambda: all(entry.get("dropped") for entry in tenant.entries("request", within=SECOND)),
        seconds=PATIENCE,
    )


def _dropped_connection(kind: str, as_it_should: Callable[[bytes | None], bool]) -> Point:
    """The fault reaches its caller as what it is."""

    def point(origin: str, _process: "subprocess.Popen[str]") -> None:
        tenant = SmallTenant.of(origin)
        tenant.arm(kind, within=SECOND)
        with crowd(origin) as callers:
            [seen] = received(tenant.hold(callers, 1, within=SECOND))
        assert as_it_should(seen), f"the caller got {seen if seen is None else seen[:40]!r}"

    return point


def _is_cut(seen: bytes | None) -> bool:
    head, _, body = (seen or b"").partition(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].split()
    return bool(length) and 0 < len(body) < int(length[0])


def _stop(*, held: bool) -> Point:
    """The process ends within a second of SIGTERM, though callers are connected."""

    def point(origin: str, process: "subprocess.Popen[str]") -> None:
        tenant = SmallTenant.of(origin)
        with crowd(origin) as callers:
            callers.connect_all()
            if held:
                tenant.arm("timeout", within=PATIENCE, seconds=HELD_SECONDS)
                tenant.hold(callers, 4, within=PATIENCE)
            process.send_signal(signal.SIGTERM)
            assert process.wait(SECOND) == 0

    return point


POINTS: Mapping[str, Point] = {
    f"beside {IDLE} idle connections": _beside(IDLE, b""),
    f"beside {SLOW} half-sent heads": _beside(SLOW, HALF_HEAD),
    f"beside {SLOW} slow bodies": _beside(SLOW, SLOW_BODY),
    f"beside {HELD} held calls": _beside_held,
    "beside all of these": _everything,
    "held calls end with their callers": _gone,
    "a reset": _dropped_connection("reset", lambda seen: seen is None),
    "a lost response": _dropped_connection("lost_response", lambda seen: seen == b""),
    "a body that breaks off": _dropped_connection("truncated_body", _is_cut),
    "a prompt stop beside idle and slow callers": _stop(held=False),
    "a prompt stop beside held calls": _stop(held=True),
}


def verdict(point: Point, origin: str, process: "subprocess.Popen[str]") -> str:
    """Whether the server passes."""
    try:
        point(origin, process)
    except Exception as failure:  # noqa: BLE001 - whatever it is, it is the verdict
        return f"failed: {type(failure).__name__} {str(failure).splitlines()[0][:70] if str(failure) else ''}"
    return "passed"
