"""Whoever keeps connections, sends slowly or is held by a fault keeps nobody else out of a service."""

import json
import socket
from collections.abc import Iterator
from functools import partial

import pytest
import requests

from foundation.clock import Deadline
from harness.lab.lab import Lab, start_lab
from harness.serving import serve, url_of
from sim_flourish import app as sim_flourish
from sim_ordo import app as sim_ordo
from sim_ordo.app import OrdoConfig
from tests.crowd import HELD, HELD_SECONDS, SmallTenant, crowd, received, still_open
from tests.unit.ordo.conftest import EVENTS_SECRET
from tests.unit.ordo.ordo_lab import CREDENTIALS, LICENSE
from tests.waiting import wait_until

PROMPT = (
    5.0  # Seconds; a second on a machine that does nothing else, and far less than anything here is held.
)
SIMULATORS = ("flourish_url", "ordo_url")


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab for all tests here."""
    with start_lab() as started:
        yield started


@pytest.mark.parametrize(
    ("service", "path"),
    [("flourish_url", "/_sim/catalogue"), ("ordo_url", "/_sim/catalogue"), ("engine_url", "/healthz")],
)
def test_idle_and_slow_callers_keep_nobody_out(lab: Lab, service: str, path: str) -> None:
    """Idle connections, half-sent heads and slow bodies by the hundred leave others their answer."""
    origin = getattr(lab, service)
    with crowd(origin) as callers:
        callers.connect_all()
        assert requests.get(origin + path, timeout=PROMPT).status_code == 200


@pytest.mark.parametrize("kind", ["timeout", "delay"])
@pytest.mark.parametrize("service", SIMULATORS)
def test_held_calls_keep_nobody_out(lab: Lab, service: str, kind: str) -> None:
    """A neighbour is answered, and the control API too, so that the fault is taken off and the calls end."""
    origin = getattr(lab, service)
    tenant, neighbour = SmallTenant.of(origin), SmallTenant.of(origin)
    tenant.arm(kind, within=PROMPT, seconds=HELD_SECONDS)
    with crowd(origin) as callers:
        held = tenant.hold(callers, HELD, within=PROMPT)
        assert neighbour.call(PROMPT) == 200
        tenant.control("DELETE", "/faults", within=PROMPT)
        assert tenant.call(PROMPT) == 200
        assert still_open(held) == HELD
        tenant.control("POST", "/clock", {"advance_seconds": HELD_SECONDS}, within=PROMPT)
        wait_until("the held calls end", lambda: not still_open(held))
        begun = [connection.recv(12) for connection in held]
        assert set(begun) == {b"" if kind == "timeout" else b"HTTP/1.1 200"}


def test_held_calls_end_with_their_callers(lab: Lab) -> None:
    """Nothing is held for callers who have gone."""
    tenant = SmallTenant.of(lab.flourish_url)
    tenant.arm("timeout", within=PROMPT, seconds=HELD_SECONDS)
    with crowd(tenant.origin) as callers:
        tenant.hold(callers, HELD, within=PROMPT)
    wait_until(
        "all calls have ended",
        lambda: all(entry.get("dropped") for entry in tenant.entries("request", within=PROMPT)),
    )


def test_calls_that_wait_for_a_silent_engine_keep_nobody_out() -> None:
    """Ordo asks the engine when its settings are saved; while that takes, it answers everybody else."""
    with socket.create_server(("127.0.0.1", 0)) as silent, crowd(url_of(silent)) as callers:
        app = sim_ordo.create_app(OrdoConfig(engine_url=callers.origin, events_secret=EVENTS_SECRET))
        serving = serve(app)
        callers.opened.callback(app.extensions["simulator"].close)
        callers.opened.callback(serving.stop)
        callers.origin = serving.url
        for _ in range(20):
            tenant = SmallTenant.of(serving.url, within=PROMPT)
            added = requests.post(
                f"{serving.url}/api/v1/licenses", json=LICENSE, headers=tenant.headers, timeout=PROMPT
            )
            assert added.status_code == 201
            path, body = "/api/v1/integrations/flourish", json.dumps(CREDENTIALS).encode()
            callers.connect(1, tenant.request("PUT", path, body))
            wait_until("the engine is asked", partial(tenant.entries, "delivery", within=PROMPT))


def test_hang_ups_reach_their_callers_through_a_crowd(lab: Lab) -> None:
    """A reset, a lost response and a body that breaks off are seen as such."""
    tenant = SmallTenant.of(lab.flourish_url)
    with crowd(tenant.origin) as callers:
        callers.connect_all()
        for kind in ("reset", "lost_response", "truncated_body"):
            tenant.arm(kind, within=PROMPT)
            [seen] = received(tenant.hold(callers, 1, within=PROMPT))
            tenant.control("DELETE", "/faults", within=PROMPT)
            if kind == "truncated_body":
                assert seen is not None
                head, _, body = seen.partition(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].split()[0])
                assert 0 < len(body) < length
            else:
                assert seen == (None if kind == "reset" else b"")


def test_stopping_does_not_wait_for_the_crowd() -> None:
    """Idle, slow and held callers are hung up on at once."""
    app = sim_flourish.create_app()
    serving = serve(app)
    tenant = SmallTenant.of(serving.url)
    tenant.arm("timeout", within=PROMPT, seconds=HELD_SECONDS)
    with crowd(serving.url) as callers:
        callers.connect_all()
        held: list[socket.socket] = tenant.hold(callers, HELD, within=PROMPT)
        limit = Deadline(PROMPT)
        serving.stop()
        assert not limit.passed()
        assert set(received(held)) == {b""}
    app.extensions["simulator"].close()
