"""Few tasks work at once; any number may wait; whoever has waited goes on."""

import threading
from collections.abc import Iterator

import pytest

from foundation.worker_pool import WorkerPool, waiting
from tests.waiting import PATIENCE, wait_until


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    """A pool with one permit."""
    made = WorkerPool("pool under test", 1)
    yield made
    made.close()


def threads() -> int:
    """How many threads the pool has."""
    return sum(thread.name == "pool under test" for thread in threading.enumerate())


def test_a_task_waits_for_a_permit(pool: WorkerPool) -> None:
    """With one permit the second task begins when the first has ended."""
    may_end, begun = threading.Event(), threading.Event()
    pool.run(lambda: may_end.wait(PATIENCE))
    pool.run(begun.set)
    assert not begun.is_set()
    may_end.set()
    assert begun.wait(PATIENCE)


def test_any_number_of_tasks_may_wait(pool: WorkerPool) -> None:
    """A hundred that wait keep no other task out, and all end when they need wait no more."""
    may_go_on, ended = threading.Event(), threading.Semaphore(0)

    def wait() -> None:
        with waiting():
            may_go_on.wait(PATIENCE)
        ended.release()

    for _ in range(100):
        pool.run(wait)
    done = threading.Event()
    pool.run(done.set)
    assert done.wait(PATIENCE)
    may_go_on.set()
    assert all(ended.acquire(timeout=PATIENCE) for _ in range(100))


def test_threads_that_are_not_needed_any_more_end(pool: WorkerPool) -> None:
    """After a wait there are as many threads as permits."""
    may_go_on = threading.Event()

    def wait() -> None:
        with waiting():
            may_go_on.wait(PATIENCE)

    for _ in range(10):
        pool.run(wait)
    wait_until("each has a thread, and one is free", lambda: threads() == 11)
    may_go_on.set()
    wait_until("one thread is left", lambda: threads() == 1)


def test_a_task_that_has_waited_takes_its_turn(pool: WorkerPool) -> None:
    """It does not go on while another has the only permit, and is the next to have it."""
    waits, may_go_on, may_end = threading.Event(), threading.Event(), threading.Event()
    order: list[str] = []

    def wait() -> None:
        with waiting():
            waits.set()
            may_go_on.wait(PATIENCE)
        order.append("has waited")

    def work() -> None:
        may_go_on.set()
        may_end.wait(PATIENCE)
        order.append("worked")

    ended = threading.Event()
    pool.run(wait)
    assert waits.wait(PATIENCE)
    pool.run(work)
    pool.run(ended.set)
    assert may_go_on.wait(PATIENCE)
    assert order == []
    may_end.set()
    assert ended.wait(PATIENCE)
    wait_until("both have ended", lambda: len(order) == 2)
    assert order == ["worked", "has waited"]


def test_waiting_within_waiting_lends_one_permit(pool: WorkerPool) -> None:
    """A wait inside of a wait is part of it."""
    done = threading.Event()

    def wait() -> None:
        with waiting(), waiting():
            pass
        done.set()

    for _ in range(3):
        pool.run(wait)
    assert done.wait(PATIENCE)
    wait_until("one thread is left", lambda: threads() == 1)


def test_a_failed_task_costs_neither_thread_nor_permit(
    pool: WorkerPool, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged, and the next is run."""
    pool.run(lambda: 1 / 0)
    done = threading.Event()
    pool.run(done.set)
    assert done.wait(PATIENCE)
    assert "ZeroDivisionError" in caplog.text


def test_threads_end_when_the_pool_is_closed() -> None:
    """A waiting one too, as soon as it has waited."""
    closed = WorkerPool("pool under test", 2)
    may_go_on, waits = threading.Event(), threading.Event()

    def wait() -> None:
        with waiting():
            waits.set()
            may_go_on.wait(PATIENCE)

    closed.run(wait)
    assert waits.wait(PATIENCE)
    closed.close()
    may_go_on.set()
    wait_until("no thread is left", lambda: threads() == 0)


def test_waiting_elsewhere_is_just_waiting() -> None:
    """A thread that is in no pool has no permit to lend."""
    with waiting():
        pass
