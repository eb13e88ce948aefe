"""The scheduler's promise: one key in sequence, different keys in parallel, due times on a clock."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest

from foundation.clock import AdjustableClock
from foundation.keyed_scheduler import KeyedScheduler
from tests.service_bugs import ServiceBugs
from tests.waiting import PATIENCE, wait_until

LONG = timedelta(days=1)


class Recorder:
    """Work that writes down what ran and can be made to wait."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.running: set[str] = set()
        self.overlaps: list[str] = []
        self.most_at_once = 0
        self.gate = threading.Event()
        self.gate.set()
        self._changed = threading.Condition()

    def __call__(self, key: str) -> None:
        """Runs for a key."""
        with self._changed:
            if key in self.running:
                self.overlaps.append(key)
            self.running.add(key)
            self.most_at_once = max(self.most_at_once, len(self.running))
            self._changed.notify_all()
        self.gate.wait(PATIENCE)
        with self._changed:
            self.running.discard(key)
            self.ran.append(key)
            self._changed.notify_all()
        if key.startswith("bug"):
            raise ValueError(key)

    def wait_for_runs(self, number: int) -> None:
        """Waits until that many runs have ended."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.ran) >= number, PATIENCE), self.ran

    def wait_for_running(self, number: int) -> None:
        """Waits until that many keys run at once."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.running) >= number, PATIENCE), self.running


@pytest.fixture
def recorder() -> Recorder:
    """Work that remembers."""
    return Recorder()


@pytest.fixture
def clock() -> AdjustableClock:
    """A clock the test moves."""
    return AdjustableClock()


@pytest.fixture
def scheduler(recorder: Recorder, clock: AdjustableClock) -> Iterator[KeyedScheduler]:
    """A scheduler of three threads."""
    made = KeyedScheduler(recorder, threads=3, name="test")
    clock.on_move(made.recheck)
    yield made
    recorder.gate.set()
    made.close()


def test_a_woken_key_runs(scheduler: KeyedScheduler, recorder: Recorder, clock: AdjustableClock) -> None:
    """Waking a key runs its work."""
    scheduler.wake("a", clock)
    recorder.wait_for_runs(1)
    assert recorder.ran == ["a"]


def test_one_key_never_runs_twice_at_once(
    scheduler: KeyedScheduler, recorder: Recorder, clock: AdjustableClock
) -> None:
    """A key woken while it runs waits for its end and then runs once more."""
    recorder.gate.clear()
    scheduler.wake("a", clock)
    recorder.wait_for_running(1)
    for _ in range(5):
        scheduler.wake("a", clock)
    recorder.gate.set()
    recorder.wait_for_runs(2)
    assert recorder.overlaps == []
    assert recorder.ran == ["a", "a"]


def test_different_keys_run_in_parallel(
    scheduler: KeyedScheduler, recorder: Recorder, clock: AdjustableClock
) -> None:
    """Three keys run at once on three threads."""
    recorder.gate.clear()
    for key in "abc":
        scheduler.wake(key, clock)
    recorder.wait_for_running(3)
    recorder.gate.set()
    recorder.wait_for_runs(3)
    assert recorder.most_at_once == 3


def test_a_timer_waits_for_its_clock(
    scheduler: KeyedScheduler, recorder: Recorder, clock: AdjustableClock
) -> None:
    """A key woken for tomorrow runs when the clock is moved there, and only then."""
    scheduler.wake("later", clock, clock.now() + LONG)
    scheduler.wake("now", clock)
    recorder.wait_for_runs(1)
    assert scheduler.pending().later == 1
    clock.advance(LONG)
    recorder.wait_for_runs(2)
    assert recorder.ran == ["now", "later"]


def test_moving_one_clock_leaves_the_timers_of_another(
    scheduler: KeyedScheduler, recorder: Recorder, clock: AdjustableClock
) -> None:
    """Each timer follows the clock it was set on."""
    other = AdjustableClock()
    scheduler.wake("theirs", other, other.now() + LONG)
    scheduler.wake("ours", clock, clock.now() + LONG)
    clock.advance(LONG)
    recorder.wait_for_runs(1)
    assert recorder.ran == ["ours"]
    assert scheduler.pending().later == 1


def test_timers_on_many_clocks_each_come_by_their_own(scheduler: KeyedScheduler, recorder: Recorder) -> None:
    """Whatever the order they were set in, and although the clocks stand years apart."""
    clocks = [AdjustableClock(timedelta(days=400 * number)) for number in range(4)]
    for number in (2, 0, 3, 1):
        scheduler.wake(f"key-{number}", clocks[number], clocks[number].now() + LONG)
    scheduler.wake("key-2", clocks[2], clocks[2].now() + 2 * LONG)
    for number in (3, 1, 2, 0):
        clocks[number].on_move(scheduler.recheck)
        clocks[number].advance(LONG)
        wait_until(f"key-{number} ran", partial(recorder.ran.__contains__, f"key-{number}"))
    assert recorder.ran == ["key-3", "key-1", "key-2", "key-0"]


def test_the_earliest_wake_wins(
    scheduler: KeyedScheduler, recorder: Recorder, clock: AdjustableClock
) -> None:
    """A second, later wake does not put off the first, and both make one run."""
    scheduler.wake("a", clock, clock.now() + LONG)
    scheduler.wake("a", clock, clock.now() + 2 * LONG)
    assert scheduler.pending().later == 1
    clock.advance(LONG)
    recorder.wait_for_runs(1)
    wait_until("nothing is left", lambda: scheduler.pending().due == 0)
    assert scheduler.pending().later == 0
    assert recorder.ran == ["a"]


def test_pending_counts_by_prefix(
    scheduler: KeyedScheduler, recorder: Recorder, clock: AdjustableClock
) -> None:
    """What is running or ready is due, what has a timer is later, and other prefixes do not count."""
    recorder.gate.clear()
    scheduler.wake("x/1", clock)
    scheduler.wake("y/1", clock)
    at = clock.now() + LONG
    scheduler.wake("x/2", clock, at)
    pending = scheduler.pending("x/")
    assert (pending.due, pending.later, pending.next_due_at) == (1, 1, at)


def test_a_bug_in_one_key_is_tried_again_and_harms_no_other(
    scheduler: KeyedScheduler, recorder: Recorder, clock: AdjustableClock, service_bugs: ServiceBugs
) -> None:
    """Work that raises is run again after a pause on its clock; other keys go on."""
    scheduler.wake("bug", clock)
    recorder.wait_for_runs(1)
    scheduler.wake("fine", clock)
    recorder.wait_for_runs(2)
    wait_until("the bug has a time for its next try", lambda: scheduler.pending("bug").later == 1)
    clock.advance(timedelta(minutes=1))
    recorder.wait_for_runs(3)
    assert sorted(recorder.ran) == ["bug", "bug", "fine"]
    scheduler.close()
    assert len(service_bugs.taken()) == 2


def test_forgotten_keys_do_not_run(
    scheduler: KeyedScheduler, recorder: Recorder, clock: AdjustableClock
) -> None:
    """After `forget` a timer of that prefix is gone."""
    scheduler.wake("x/1", clock, clock.now() + LONG)
    scheduler.wake("y/1", clock, clock.now() + LONG)
    scheduler.forget("x/")
    clock.advance(LONG)
    recorder.wait_for_runs(1)
    assert recorder.ran == ["y/1"]


def test_a_closed_scheduler_takes_nothing(recorder: Recorder, clock: AdjustableClock) -> None:
    """After `close` a wake is ignored."""
    scheduler = KeyedScheduler(recorder, threads=1, name="test")
    scheduler.close()
    scheduler.wake("a", clock)
    assert recorder.ran == []


@pytest.fixture
def fair_scheduler(recorder: Recorder, clock: AdjustableClock) -> Iterator[KeyedScheduler]:
    """Three threads, of which the keys with one first letter get two."""
    made = KeyedScheduler(recorder, threads=3, name="test", group_of=lambda key: key[0], most_of_a_group=2)
    clock.on_move(made.recheck)
    yield made
    recorder.gate.set()
    made.close()


def test_a_group_that_hangs_leaves_threads_for_the_others(
    fair_scheduler: KeyedScheduler, recorder: Recorder, clock: AdjustableClock
) -> None:
    """However many keys of a group are ready, no more run than its share, and others run at once."""
    recorder.gate.clear()
    for number in range(6):
        fair_scheduler.wake(f"a{number}", clock)
    recorder.wait_for_running(2)
    fair_scheduler.wake("b", clock)
    recorder.wait_for_running(3)
    assert {key[0] for key in recorder.running} == {"a", "b"}
    assert fair_scheduler.pending("a").due == 6
    recorder.gate.set()
    recorder.wait_for_runs(7)
    assert sorted(recorder.ran) == ["a0", "a1", "a2", "a3", "a4", "a5", "b"]
    assert recorder.overlaps == []


def test_parked_keys_can_be_forgotten(
    fair_scheduler: KeyedScheduler, recorder: Recorder, clock: AdjustableClock
) -> None:
    """What waits for its group's share is dropped like everything else that waits."""
    recorder.gate.clear()
    for number in range(5):
        fair_scheduler.wake(f"a{number}", clock)
    recorder.wait_for_running(2)
    fair_scheduler.wake("b", clock)
    recorder.wait_for_running(3)
    fair_scheduler.forget("a")
    recorder.gate.set()
    recorder.wait_for_runs(3)
    fair_scheduler.wake("c", clock)
    recorder.wait_for_runs(4)
    assert sorted(recorder.ran) == ["a0", "a1", "b", "c"]
