"""An order that is confirmed while the engine's database fails: what must be seen then, and afterwards."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import requests

from harness.clients.flourish_shapes import ApiKey
from harness.clients.wire import open_session
from harness.engine_program import EngineProgram
from harness.lab import Lab
from harness.steps import ordering
from harness.steps.arrivals import CONFIRMATION
from harness.steps.made_up import MadeUp
from harness.steps.passing_time import AN_HOUR
from harness.steps.story import Story
from harness.tenant import make_tenant
from tests.waiting import PATIENCE, wait_until


@contextmanager
def order_ready_to_be_confirmed(lab: Lab, seed: str) -> Iterator[Story]:
    """A seller with an order; other data for every seed."""
    made_up = MadeUp(seed=seed)
    with open_session() as session:
        tenant = make_tenant(lab, session, made_up.number())
        made = tenant.flourish.made
        key = ApiKey(username=made.username, api_key=made.api_key)
        story = Story(tenant=tenant, made_up=made_up, key=key, facilities=[made.facility])
        ordering.make(story)
        story.settle()
        yield story
        tenant.drop()


def expect_trouble_and_recovery(
    lab: Lab, story: Story, trouble: AbstractContextManager[None], to_do: str
) -> None:
    """Nothing is acknowledged, readiness goes, the log says what to do; afterwards the order arrives once."""
    with trouble:
        _ = ordering.confirm(story).value
        wait_until("the engine to refuse the confirmation", lambda: 503 in _answers(story))
        assert set(_answers(story)) <= {None, 503}
        wait_until("readiness to be gone", lambda: _health(lab) == 503)
        assert isinstance(lab.other_engine, EngineProgram)
        assert to_do in lab.other_engine.log.read_text()
        order = story.ordo.rep.order(story.order.order_id)
        assert (order.status, order.sending) == ("Pending", True)
        assert story.flourish.desk.orders() == []
    wait_until("the engine to be ready again", lambda: _health(lab) == 200)
    story.pass_time(AN_HOUR)
    assert story.in_ordo().status == "Awaiting Delivery"
    assert len(story.all_in_flourish()) == 1


def _answers(story: Story) -> list[object]:
    """What the engine answered to the confirmation, each time; None for no answer yet."""
    entries = story.ordo.control.journal(kind="delivery").entries
    return [entry.status for entry in entries if entry.topic == CONFIRMATION]


def _health(lab: Lab) -> int:
    """What the engine answers to a look at its health."""
    return requests.get(f"{lab.engine_url}/healthz", timeout=PATIENCE).status_code
