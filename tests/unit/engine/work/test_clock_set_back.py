"""A clock that is set back freezes nothing: what waits is done at once, and the engine says so."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from integration_engine.operate.metrics import Metrics
from integration_engine.queue.job_engine import Activity
from integration_engine.queue.work_loop import WorkLoop
from integration_engine.store.commands import LONGEST_WAIT, SWEEP_ORDERS
from integration_engine.store.database import Database
from tests.unit.engine.running_engine import ORGANIZATION, Bench

KEY = f"order:{ORGANIZATION}:ord_1"
SWEEP = f"sweep:{ORGANIZATION}:orders"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)


class SetClock:
    """A clock for every scope that shows what it is set to."""

    def __init__(self) -> None:
        self.time = NOON

    def of(self, scope: str) -> "SetClock":
        """The same clock for everybody."""
        del scope
        return self

    def now(self) -> datetime:
        """What it is set to."""
        return self.time


class Wakes:
    """A job engine that only remembers which keys were woken for now."""

    def __init__(self) -> None:
        self.woken: list[str] = []

    def wake(self, key: str, at: datetime | None = None) -> None:
        """See `JobEngine.wake`."""
        if at is None:
            self.woken.append(key)

    def running(self, organization_id: str | None) -> int:
        """Nothing ever runs."""
        del organization_id
        return 0

    def close(self) -> None:
        """Nothing to end."""


class Engine:
    """A loop over an engine's tables with a clock of the test's own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = SetClock()
        self.metrics = Metrics()
        self.begin()

    def begin(self) -> None:
        """Starts the loop, as after a restart."""
        self.wakes = Wakes()
        self.loop = WorkLoop(self.database, {}, self.clock, Activity(), self.metrics)
        self.loop.attach(self.wakes)

    def wait(self, key: str, kind: str, span: timedelta) -> None:
        """Has something wait for its time."""
        with self.database.transaction(ORGANIZATION) as transaction:
            now = self.clock.time
            transaction.commands.schedule(ORGANIZATION, key, kind, at=now + span, now=now)

    def due(self) -> list[str]:
        """The keys whose time has come."""
        with self.database.reading() as transaction:
            return transaction.commands.keys_due(ORGANIZATION, self.clock.time, 9)


@pytest.fixture
def engine(tmp_path: Path, database_url: str) -> Iterator[Engine]:
    """A loop, a retry that waits for five minutes and a sweep that waits for ten."""
    with closing(Database(database_url or f"sqlite:///{tmp_path / 'engine.sqlite3'}")) as database:
        database.upgrade()
        made = Engine(database)
        made.wait(KEY, "report_order", timedelta(minutes=5))
        made.wait(SWEEP, SWEEP_ORDERS, timedelta(minutes=10))
        yield made


def test_nothing_is_done_early_while_time_goes_on(engine: Engine) -> None:
    """A clock that goes forward, or back by a moment, is left alone."""
    for step in (timedelta(0), timedelta(minutes=4), timedelta(milliseconds=-500)):
        engine.clock.time += step
        engine.loop.poll()
    assert (engine.due(), engine.wakes.woken) == ([], [])
    assert engine.metrics.clock_set_back_seconds == 0


def test_what_waits_is_done_when_the_clock_is_set_back(engine: Engine) -> None:
    """An hour back: the retry and the sweep are due at once, and the metric gives the hour."""
    engine.loop.poll()
    engine.clock.time -= AN_HOUR
    engine.loop.poll()
    assert sorted(engine.due()) == sorted(engine.wakes.woken) == sorted([KEY, SWEEP])
    assert engine.metrics.clock_set_back_seconds == AN_HOUR.total_seconds()
    assert b"ordo_flourish_clock_set_back_seconds 3600.0" in engine.metrics.text()


@pytest.mark.parametrize(("back", "keys"), [(AN_HOUR, [KEY]), (2 * timedelta(days=1), [KEY, SWEEP])])
def test_what_was_set_back_while_the_engine_stood_still_is_noticed(
    engine: Engine, back: timedelta, keys: list[str]
) -> None:
    """A restart forgets what the clock showed, but not how long a wait can be."""
    engine.clock.time -= back
    engine.begin()
    engine.loop.poll()
    assert set(keys) <= set(engine.due())


def test_nothing_is_put_off_for_longer_than_the_longest_wait(engine: Engine) -> None:
    """However late something is wanted, it is due after the longest wait; what comes round is let be."""
    engine.wait(KEY, "report_order", timedelta(days=9))
    engine.wait(SWEEP, SWEEP_ORDERS, timedelta(days=9))
    engine.clock.time += LONGEST_WAIT
    assert engine.due() == [KEY]


def test_health_tells_that_the_clock_was_set_back(connected: Bench) -> None:
    """People who look at the engine see it."""
    assert connected.health()["clock_set_back_seconds"] == 0
    connected.engine.parts.metrics.clock_set_back(3600)
    assert connected.health()["clock_set_back_seconds"] == 3600
