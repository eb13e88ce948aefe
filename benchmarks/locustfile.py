"""Load: each user is a seller, and performs the lifecycles of orders one after the other, for Locust.

    ordo-flourish load --users 20 --seconds 60          a lab of its own, on this machine
    locust -f benchmarks/locustfile.py --master         and --worker elsewhere, with the three URLs below

FLOURISH_URL, ORDO_URL and ENGINE_URL say where the lab is. Each call is counted under its route, and under
LIFE how long an order took from Confirm until Flourish had it, and from its end until Ordo showed it.
"""

import itertools
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from random import Random

from locust import User, between, events, task

from harness.clients.tenant import make_tenant
from harness.clients.wire import ANSWER_SECONDS, Session, UnexpectedAnswerError
from harness.lab.scenario_labs import RunningLab
from harness.soak.order_lifecycle import Action, OrderLifecycle, draw
from harness.steps.context import setup
from harness.steps.context.fake_data import FakeData
from harness.steps.context.scenario_context import ScenarioContext

LAB = RunningLab(
    flourish_url=os.environ.get("FLOURISH_URL", ""),
    ordo_url=os.environ.get("ORDO_URL", ""),
    engine_url=os.environ.get("ENGINE_URL", ""),
)
NAMES = {LAB.flourish_url: "Flourish", LAB.ordo_url: "Ordo", LAB.engine_url: "engine"}
ENDS = frozenset({"Paid", "Cancelled"})
PATIENCE_SECONDS = 60.0
ERRORS_FROM = 500
_IDS = re.compile(r"(?<=/)(?:ord_|sync_|t-)?[0-9a-f]{6,}|(?<=/)\d+")
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The fields of an order that say how far it has come."""

    status: str
    flourish_order_id: str | None = None


class CountedSession(Session):
    """Reports every call to Locust."""

    def request(
        self, method: str, url: str, *, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        """As any session does it; what breaks off and what the server fails at are failures."""
        began = time.perf_counter()
        try:
            status, answer = super().request(method, url, body=body, headers=headers)
        except (OSError, HTTPException) as problem:
            _report(method, route_of(url), began, problem=problem)
            raise
        failure = None if status < ERRORS_FROM else UnexpectedAnswerError(f"answered {status}")
        _report(method, route_of(url), began, problem=failure, size=len(answer))
        return status, answer


def route_of(url: str) -> str:
    """Whose call it is and its path, without ids and query, so that calls of a kind are counted together."""
    origin = next((known for known in NAMES if known and url.startswith(known)), "")
    path = url.removeprefix(origin).partition("?")[0]
    return f"{NAMES.get(origin, '')} {_IDS.sub('{id}', path)}"


def _report(kind: str, name: str, began: float, *, problem: Exception | None = None, size: int = 0) -> None:
    events.request.fire(
        request_type=kind,
        name=name,
        response_time=(time.perf_counter() - began) * 1000,
        response_length=size,
        exception=problem,
        context={},
    )


class Seller(User):
    """A seller with a tenant of its own, who works on one order at a time."""

    wait_time = between(0.02, 0.1)

    def on_start(self) -> None:
        """Set the seller up on both sides."""
        number = next(_numbers)
        session = CountedSession(ANSWER_SECONDS)
        self.rng = Random(f"{os.getpid()}/{number}")  # noqa: S311 - test data, not a secret
        fake_data = FakeData(seed=f"load/{os.getpid()}/{number}")
        self.context = ScenarioContext.begin(make_tenant(LAB, session, self.rng.randrange(2**31)), fake_data)
        setup.trade(self.context, items=3)
        for item in self.context.catalogue.items:
            setup.stock_up(self.context, item, setup.PLENTY * 100)

    def on_stop(self) -> None:
        """The tenant is no longer needed."""
        self.context.tenant.drop()

    @task
    def perform_lifecycle(self) -> None:
        """From the order form to the last payment, and until both sides agree."""
        lifecycle = draw(self.context, self.rng)
        sent = time.perf_counter()
        while not lifecycle.over:
            confirms = lifecycle.actions[0] in {Action.CONFIRM, Action.CONFIRM_FOR_UNKNOWN, Action.CORRECT}
            if lifecycle.perform_next(None):
                sent = time.perf_counter() if confirms else sent
            elif not self._has_come(lifecycle, sent):
                return
            self.wait()
        ended, what = time.perf_counter(), "from its end until Ordo shows it"
        while self._placed(lifecycle).status not in ENDS:
            if time.perf_counter() - ended > PATIENCE_SECONDS:
                _report(
                    "LIFE", "from its end until Ordo shows it", ended, problem=TimeoutError("it never did")
                )
                return
            self.wait()
        _report("LIFE", what, ended)

    def _has_come(self, lifecycle: OrderLifecycle, sent: float) -> bool:
        """Look whether Flourish has the order by now; False when it takes too long."""
        what = "from Confirm until Flourish has it"
        if time.perf_counter() - sent > PATIENCE_SECONDS:
            _report("LIFE", what, sent, problem=TimeoutError("it never did"))
            return False
        if not lifecycle.flourish_id and (found := self._placed(lifecycle).flourish_order_id):
            lifecycle.flourish_id = found
            _report("LIFE", what, sent)
        return True

    def _placed(self, lifecycle: OrderLifecycle) -> Placed:
        return self.context.ordo.rep.wire.get(f"/api/v1/orders/{lifecycle.order_id}", Placed).value
