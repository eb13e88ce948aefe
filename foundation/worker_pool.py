"""Threads for tasks of which only a few work at once, while any number of others wait for something.

Theory of operation. A pool has a few work permits. A task starts with one. Code that is about to wait (for a
clock, for another service) does so within `waiting()`: the permit goes to the next task, which has a thread,
a new one if need be, and a permit is taken again before the task goes on. So there are as many threads as
permits and waiting tasks together, and no number of waiting tasks keeps others from being worked on.

Permits are handed over first come, first served, so that a task that has waited is not overtaken for ever.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue

_log = logging.getLogger(__name__)
_current = threading.local()


@contextmanager
def waiting() -> Iterator[None]:
    """Lend this thread's work permit out until the end of the block; nothing where it has none.

    Never to be entered with a lock held that other tasks need: getting the permit back may take a while.
    """
    pool: WorkerPool | None = getattr(_current, "pool", None)
    if pool is None:
        yield
        return
    _current.pool = None
    pool.lend_permit()
    try:
        yield
    finally:
        pool.take_permit_back()
        _current.pool = pool


class WorkerPool:
    """Runs tasks; see the module's docstring for the promise."""

    def __init__(self, name: str, permits: int) -> None:
        self._name = name
        self._tasks: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._free_permits = permits
        self._in_line: deque[threading.Event] = deque()
        self._threads = 0
        self._wanted_threads = permits
        for _ in range(permits):
            self._start_thread()

    def run(self, task: Callable[[], object]) -> None:
        """Run the task soon; returns at once."""
        self._tasks.put(task)

    def close(self) -> None:
        """Let the threads end, each after its task; nothing is waited for."""
        with self._lock:
            self._wanted_threads = 0
            for _ in range(self._threads):
                self._tasks.put(None)

    def lend_permit(self) -> None:
        """Let another task work in the place of the caller's."""
        with self._lock:
            self._wanted_threads += 1
            missing = self._threads < self._wanted_threads
        if missing:
            self._start_thread()
        self._give_permit()

    def take_permit_back(self) -> None:
        self._take_permit()
        with self._lock:
            self._wanted_threads -= 1

    def _start_thread(self) -> None:
        with self._lock:
            self._threads += 1
        threading.Thread(target=self._work, name=self._name, daemon=True).start()

    def _work(self) -> None:
        _current.pool = self
        while (task := self._tasks.get()) is not None:
            self._take_permit()
            try:
                task()
            except Exception:  # noqa: BLE001 - a task's bug must not end the thread that serves others
                _log.exception("a task failed unexpectedly")
            finally:
                self._give_permit()
            if self._is_surplus():
                return

    def _is_surplus(self) -> bool:
        """Whether the calling thread is one too many; it is no longer counted then."""
        with self._lock:
            surplus = self._threads > self._wanted_threads > 0
            self._threads -= surplus
        return surplus

    def _take_permit(self) -> None:
        with self._lock:
            if self._free_permits:
                self._free_permits -= 1
                return
            turn = threading.Event()
            self._in_line.append(turn)
        turn.wait()

    def _give_permit(self) -> None:
        with self._lock:
            if self._in_line:
                self._in_line.popleft().set()
            else:
                self._free_permits += 1
