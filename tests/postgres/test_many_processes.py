"""Receivers and workers over one database: every order exactly once, whoever dies (O17)."""

import signal
from random import Random

import requests

from foundation.clock import Deadline
from harness.clients.idle import Pause
from harness.clients.wire import open_session
from harness.soak.seller import Seller
from harness.steps.invariants.order_audit import GRAVE, OrderAudit
from tests.postgres.processes import Workers
from tests.waiting import PATIENCE, wait_until

WORKERS, ORDERS, KILLS = 3, 24, 4
LONGEST_SECONDS = 120.0
_JSON = dict[str, object]


def test_three_workers_that_are_killed_place_every_order_once(workers: Workers) -> None:
    """While orders flow, workers are killed and others take over; none is doubled, lost or goes back."""
    for _ in range(WORKERS):
        workers.start()
    limit = Deadline(LONGEST_SECONDS)
    rng = Random(4)  # noqa: S311 - who dies, not a secret
    killed = 0
    with open_session() as session:
        seller = Seller.begin(workers.lab, session, seed="many", orders=ORDERS, acted=lambda: None)
        most = seller.actions_left
        while seller.actions_left and not limit.passed():
            seller.play_round()
            if killed < KILLS and seller.actions_left < most * (KILLS - killed) / (KILLS + 1):
                workers.kill(rng.randrange(WORKERS))
                workers.start()
                killed += 1
            Pause().take()
        pause = Pause()
        while not all(one.settled for one in seller.audited_orders()) and not limit.passed():
            pause.take()
        audit = OrderAudit.of(seller.audited_orders())
    assert killed == KILLS
    assert [finding for finding in GRAVE if audit.findings[finding]] == []
    assert (seller.actions_left, audit.confirmed, audit.unfinished) == (0, ORDERS, 0)


def test_what_a_receiver_took_in_is_worked_off_by_a_worker(workers: Workers) -> None:
    """A receiver acknowledges and works nothing off; a worker takes nothing in, and tells of the whole."""
    web = workers.lab.engine_url
    url = workers.start()
    with open_session() as session:
        seller = Seller.begin(workers.lab, session, seed="roles", orders=1, acted=lambda: None)
        workers.running[0].send_signal(signal.SIGTERM)
        assert workers.running[0].wait(PATIENCE) == 0
        workers.kill(0)
        context = seller.context
        lifecycle = seller.to_come[0]
        while lifecycle.order_id == "" or context.ordo.rep.order(lifecycle.order_id).revision == 0:
            assert lifecycle.perform_next(None)
        assert context.ordo.control.settle(5).settled
        pending = healthz(web)["pending"]
        assert pending["due"] == 1
        assert context.flourish.desk.orders() == []
        url = workers.start()
        context.settle()
        assert len(context.flourish.desk.orders()) == 1
    wait_until("both tell of the same", lambda: healthz(url)["activity"] == healthz(web)["activity"])
    assert requests.post(f"{url}/v1/ordo-events", data=b"{}", timeout=PATIENCE).status_code == 404
    assert b"ordo_flourish_orders" in requests.get(f"{url}/metrics", timeout=PATIENCE).content


def healthz(url: str) -> dict[str, _JSON]:
    """What a process says of the engine."""
    answer: dict[str, _JSON] = requests.get(f"{url}/healthz", timeout=PATIENCE).json()
    return answer
