"""An engine whose database fails says what to do, acknowledges nothing, and goes on when it is well again.

The engine is a process of its own in a lab, as in the scenarios that restart it.
"""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import requests

from harness.clients.flourish_shapes import ApiKey
from harness.clients.wire import open_session
from harness.engine_program import BUILTIN_COMMAND, EngineCommand, EngineProgram
from harness.lab import Lab, start_lab
from harness.steps import ordering
from harness.steps.arrivals import CONFIRMATION
from harness.steps.made_up import MadeUp
from harness.steps.passing_time import AN_HOUR
from harness.steps.story import Story
from harness.tenant import make_tenant
from tests.waiting import wait_until

Trouble = Callable[[EngineProgram, Path], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab whose engine is a process of its own."""
    with start_lab(engine=EngineCommand.parse(BUILTIN_COMMAND)) as started:
        yield started


@pytest.fixture
def story(lab: Lab, request: pytest.FixtureRequest) -> Iterator[Story]:
    """A seller with an order that is ready to be confirmed."""
    made_up = MadeUp(seed=request.node.name)
    with open_session() as session:
        tenant = make_tenant(lab, session, made_up.number())
        made = tenant.flourish.made
        key = ApiKey(username=made.username, api_key=made.api_key)
        ready = Story(tenant=tenant, made_up=made_up, key=key, facilities=[made.facility])
        ordering.make(ready)
        ready.settle()
        yield ready
        tenant.drop()


@contextmanager
def full_disk(engine: EngineProgram, database: Path) -> Iterator[None]:
    """The process can make its files no larger than its log may still become; the database cannot grow."""
    assert engine._process is not None
    wal = database.with_name(f"{database.name}-wal").stat().st_size
    room = engine.log.stat().st_size + 32 * 1024
    assert room < wal, "the database would have room too"
    before = resource.prlimit(engine._process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(engine._process.pid, resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.prlimit(engine._process.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def locked_database(_engine: EngineProgram, database: Path) -> Iterator[None]:
    """Another process is writing and does not come to an end."""
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.close()


@contextmanager
def lost_database(_engine: EngineProgram, database: Path) -> Iterator[None]:
    """Somebody has moved the file away."""
    elsewhere = database.with_suffix(".elsewhere")
    database.rename(elsewhere)
    try:
        yield
    finally:
        elsewhere.rename(database)


@pytest.mark.parametrize(
    ("trouble", "to_do"),
    [
        (full_disk, "make room on the disk of the database"),
        (locked_database, "end the other process that holds the database"),
        (lost_database, "put the file back where it was"),
    ],
)
def test_an_engine_that_cannot_store_says_so_and_recovers(
    lab: Lab, story: Story, trouble: Trouble, to_do: str
) -> None:
    """Nothing is acknowledged, readiness goes, the log says what to do; afterwards the order arrives once."""
    engine = lab.other_engine
    assert isinstance(engine, EngineProgram)
    with trouble(engine, lab.database):
        _ = ordering.confirm(story).value
        wait_until("the engine to refuse the confirmation", lambda: 503 in answers(story), seconds=30)
        assert set(answers(story)) <= {None, 503}
        wait_until("readiness to be gone", lambda: health(lab) == 503)
        assert to_do in engine.log.read_text()
        order = story.ordo.rep.order(story.order.order_id)
        assert (order.status, order.sending) == ("Pending", True)
        assert story.flourish.desk.orders() == []
    wait_until("the engine to be ready again", lambda: health(lab) == 200, seconds=15)
    story.pass_time(AN_HOUR)
    assert story.in_ordo().status == "Awaiting Delivery"
    assert len(story.all_in_flourish()) == 1


def answers(story: Story) -> list[object]:
    """What the engine answered to the confirmation, each time; None for no answer yet."""
    entries = story.ordo.control.journal(kind="delivery").entries
    return [entry.status for entry in entries if entry.topic == CONFIRMATION]


def health(lab: Lab) -> int:
    """What the engine answers to a look at its health."""
    return requests.get(f"{lab.engine_url}/healthz", timeout=10).status_code
