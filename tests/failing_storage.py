"""An order that is confirmed while the engine's database fails: what must be seen then, and afterwards."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import requests

from foundation.journal_entries import DeliveryAttempt
from harness.clients.tenant import make_tenant
from harness.clients.wire import open_session
from harness.engines.engine_program import EngineProgram
from harness.lab.lab import Lab
from harness.steps.context import ordering
from harness.steps.context.fake_data import FakeData
from harness.steps.context.scenario_context import AN_HOUR, ScenarioContext
from harness.steps.context.traffic import CONFIRMATION
from tests.waiting import PATIENCE, wait_until


@contextmanager
def order_ready_to_be_confirmed(lab: Lab, seed: str) -> Iterator[ScenarioContext]:
    """A seller with an order; other data for every seed."""
    fake_data = FakeData(seed=seed)
    with open_session() as session:
        tenant = make_tenant(lab, session, fake_data.number())
        context = ScenarioContext.begin(tenant, fake_data)
        ordering.make(context)
        context.settle()
        yield context
        tenant.drop()


def expect_trouble_and_recovery(
    lab: Lab, context: ScenarioContext, trouble: AbstractContextManager[None], to_do: str
) -> None:
    """Nothing is acknowledged, readiness goes, the log says what to do; afterwards the order arrives once."""
    with trouble:
        _ = ordering.confirm(context).value
        wait_until("the engine to refuse the confirmation", lambda: 503 in _answers(context))
        assert set(_answers(context)) <= {None, 503}
        wait_until("readiness to be gone", lambda: _health(lab) == 503)
        assert isinstance(lab.other_engine, EngineProgram)
        assert to_do in lab.other_engine.log.read_text()
        order = context.ordo.rep.order(context.order.order_id)
        assert (order.status, order.sending) == ("Pending", True)
        assert context.flourish.desk.orders() == []
    wait_until("the engine to be ready again", lambda: _health(lab) == 200)
    context.pass_time(AN_HOUR)
    assert context.in_ordo().status == "Awaiting Delivery"
    assert len(context.all_in_flourish()) == 1


def _answers(context: ScenarioContext) -> list[object]:
    """What the engine answered to the confirmation, each time; None for no answer yet."""
    entries = context.ordo.control.entries(DeliveryAttempt)
    return [entry.status for entry in entries if entry.topic == CONFIRMATION]


def _health(lab: Lab) -> int:
    """What the engine answers to a look at its health."""
    return requests.get(f"{lab.engine_url}/healthz", timeout=PATIENCE).status_code
