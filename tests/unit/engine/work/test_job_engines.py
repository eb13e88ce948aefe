"""What every job engine promises, be the wake-ups carried by threads of a process or by a queue of many."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import Unpack

import pytest
from procrastinate import App
from procrastinate.app import WorkerOptions
from procrastinate.testing import InMemoryConnector

from foundation.clock import SystemClock, SystemClocks
from harness.engines.engine_program import SERVER
from harness.lab.lab import own_schema
from integration_engine.keys import parse_key
from integration_engine.queue import queue_worker
from integration_engine.queue.job_engine import Activity, Capacity, JobEngine, ScheduledJobs
from integration_engine.queue.queue_worker import QueueWorker
from integration_engine.queue.queued_jobs import QueuedJobs
from integration_engine.store.database import Database, parse_url
from tests.service_bugs import ServiceBugs
from tests.waiting import PATIENCE, wait_until

ONE, OTHER = "order:org_1:ord_1", "order:org_1:ord_2"
THREADS, SHARE = 6, 2
HANGING = timedelta(seconds=PATIENCE)
CAPACITY = Capacity(threads=THREADS, threads_per_organization=SHARE, stalled_after=HANGING)
SOON = timedelta(seconds=0.4)
LONGEST_GAP = 0.3  # Seconds between the end of a key's work and its next.


@dataclass
class Recorded:
    """Work that only notes when it began and ended, and lasts as long as its key is held."""

    began: list[tuple[str, datetime]] = field(default_factory=list)
    ended: list[tuple[str, datetime]] = field(default_factory=list)
    held: dict[str, Event] = field(default_factory=dict)
    overlaps: int = 0
    lock: Lock = field(default_factory=Lock)
    running: list[str] = field(default_factory=list)
    most_running: int = 0

    def __call__(self, key: str) -> None:
        """What a job engine calls."""
        with self.lock:
            self.overlaps += key in self.running
            self.running.append(key)
            self.most_running = max(self.most_running, len(self.running))
            self.began.append((key, SystemClock().now()))
        if key in self.held:
            self.held[key].wait(PATIENCE)
        with self.lock:
            self.running.remove(key)
            self.ended.append((key, SystemClock().now()))

    def times(self, key: str) -> int:
        """How often work on the key has ended."""
        return [name for name, _ in self.ended].count(key)

    def hold(self, *keys: str) -> None:
        """Has work on the keys last until it is let go."""
        self.held |= {key: Event() for key in keys}

    def let_go(self) -> None:
        """Ends what is held."""
        for event in self.held.values():
            event.set()


Work = Callable[[str], None]
Start = Callable[[Work], JobEngine]


def in_threads(work: Work) -> JobEngine:
    """The adapter inside the process, which counts what runs as the engine's loop does."""
    activity = Activity()

    def counted(key: str) -> None:
        with activity.running(parse_key(key).organization_id):
            work(key)

    return ScheduledJobs(counted, SystemClocks(), activity, CAPACITY)


@pytest.fixture(params=["threads", "queue"])
def start(request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts one more engine of the kind; those of the queue share a database."""
    if request.param == "threads":
        yield in_threads
        return
    server = os.environ.get(SERVER, "")
    if not server:
        pytest.skip(f"{SERVER} names no PostgreSQL server; tox -e postgres starts one")
    with own_schema(server) as text:
        url = parse_url(text)
        with closing(Database(text)) as database:
            database.upgrade()
        yield lambda work: QueuedJobs(url, SystemClocks(), lambda: QueueWorker(url, work, CAPACITY).close)


@pytest.fixture
def work() -> Iterator[Recorded]:
    """Work that ends at the latest when the test does."""
    made = Recorded()
    yield made
    made.let_go()


@pytest.fixture
def jobs(start: Start, work: Recorded) -> Iterator[JobEngine]:
    """A running job engine."""
    with closing(start(work)) as made:
        yield made
        work.let_go()


def test_a_wake_up_leads_to_work(jobs: JobEngine, work: Recorded) -> None:
    """Soon, and once."""
    jobs.wake(ONE)
    wait_until("it worked", lambda: work.times(ONE) == 1)


def test_a_key_is_worked_on_by_one_at_a_time(start: Start, jobs: JobEngine, work: Recorded) -> None:
    """A wake-up that comes during the work leads to one more afterwards, also with a second engine there."""
    with closing(start(work)) as second:
        work.hold(ONE)
        jobs.wake(ONE)
        wait_until("it began", lambda: work.began)
        for _ in range(5):
            jobs.wake(ONE)
        jobs.wake(OTHER)
        wait_until("another key is worked on meanwhile", lambda: work.times(OTHER) == 1)
        assert jobs.running("org_1") >= 1
        work.let_go()
        wait_until("it worked once more", lambda: work.times(ONE) == 2)
        wait_until("nothing runs", lambda: jobs.running(None) == 0 == second.running("org_1"))
        assert (work.overlaps, work.times(ONE)) == (0, 2)


def test_the_next_work_of_a_key_begins_by_itself_after_the_last(jobs: JobEngine, work: Recorded) -> None:
    """What waited for its key is begun though nobody wakes it again."""
    work.hold(ONE)
    jobs.wake(ONE)
    wait_until("it began", lambda: work.began)
    jobs.wake(ONE)
    work.let_go()
    wait_until("it worked once more", lambda: work.times(ONE) == 2)
    assert work.began[1][1] >= work.ended[0][1]


def test_the_queue_is_looked_at_often_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is told so; `benchmarks/queue_gap.py` measures when the next job of a key begins."""
    notified: list[Mapping[str, object]] = []
    truly = App.run_worker_async

    async def noticed(app: App, **options: Unpack[WorkerOptions]) -> None:
        notified.append(options)
        await truly(app, **options)

    monkeypatch.setattr(App, "run_worker_async", noticed)
    monkeypatch.setattr(queue_worker, "connector_for_worker", lambda _: InMemoryConnector())
    with closing(QueueWorker(parse_url("postgresql://127.0.0.1/none"), Recorded(), CAPACITY)):
        wait_until("the worker was started", lambda: notified)
    interval = notified[0]["fetch_job_polling_interval"]
    assert isinstance(interval, float)
    assert interval < LONGEST_GAP


def test_work_for_later_waits_for_its_time(jobs: JobEngine, work: Recorded) -> None:
    """Of several times the earliest counts, and what is due at once is not held up by what is not."""
    now = SystemClock().now()
    jobs.wake(ONE, now + timedelta(hours=1))
    jobs.wake(ONE, now + SOON)
    jobs.wake(ONE, now + timedelta(hours=2))
    jobs.wake(OTHER, now + timedelta(hours=1))
    jobs.wake(OTHER)
    wait_until("what is due at once is done", lambda: work.times(OTHER) == 1)
    wait_until("what is due soon is done", lambda: work.times(ONE) == 1)
    assert work.began[-1][1] >= now + SOON


def test_work_that_fails_does_not_stop_other_work(start: Start, service_bugs: ServiceBugs) -> None:
    """A bug in the work on one key leaves the other keys alone."""
    recorded = Recorded()

    def fails_for_one(key: str) -> None:
        if key == ONE:
            raise ValueError(key)
        recorded(key)

    with closing(start(fails_for_one)) as made:
        made.wake(ONE)
        made.wake(OTHER)
        wait_until("the other is done", lambda: recorded.times(OTHER) == 1)
        wait_until("the failure is told", service_bugs.taken)
    service_bugs.taken()  # it may have been tried again meanwhile


def test_one_organization_does_not_take_all_threads(jobs: JobEngine, work: Recorded) -> None:
    """Work of one whose calls hang leaves room for another's, and all of it is done in the end."""
    many = [f"order:org_1:ord_{number}" for number in range(THREADS + 2)]
    work.hold(*many)
    for key in many:
        jobs.wake(key)
    wait_until("its share is taken", lambda: len(work.running) == SHARE)
    jobs.wake("order:org_2:ord_1")
    wait_until("another organization's order is worked on", lambda: work.times("order:org_2:ord_1") == 1)
    assert work.most_running <= SHARE + 1
    work.let_go()
    wait_until("all are done", lambda: all(work.times(key) == 1 for key in many))


def test_nothing_is_begun_after_closing(start: Start, work: Recorded) -> None:
    """What was woken before may still be begun by another engine, never by the closed one."""
    made = start(work)
    made.wake(ONE, SystemClock().now() + HANGING)
    made.close()
    assert work.began == []
