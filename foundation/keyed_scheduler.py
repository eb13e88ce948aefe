"""Runs work by key: one key strictly in sequence, different keys in parallel, each when its clock says so.

Theory of operation. A key is idle, ready (in the queue), waiting (a timer on some clock) or running.
`wake` moves it towards ready; wakes coalesce, the earliest wins; a wake of a running key runs it once
more afterwards. Keys belong to groups, of which no more than so many run at once: a ready key of a group
that has its share is parked until one of the group ends. Nothing is stored here: whoever wakes a key keeps
the truth of what is to be done, so a lost scheduler is rebuilt by waking every key that has work left.

Timers stand in one heap, by when they come on the machine's clock, so that a look costs the same however many
clocks there are. Clocks flow with the machine's; when one was moved, the heap is made anew.
"""

import heapq
import logging
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from foundation.clock import Clock, Deadline, SystemClock

_log = logging.getLogger(__name__)
_CRASH_PAUSE = timedelta(seconds=5)
_LONGEST_WAIT_SECONDS = 3600.0
_machine_time = SystemClock().now


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """How much is under way: `due` counts ready and running keys, `later` those waiting for their time."""

    due: int
    later: int
    next_due_at: datetime | None


class KeyedScheduler:
    """A few threads that run `work(key)`; see the module's docstring for the promise."""

    def __init__(
        self,
        work: Callable[[str], None],
        *,
        threads: int,
        name: str,
        group_of: Callable[[str], str] = lambda key: key,
        most_of_a_group: int = 1,
    ) -> None:
        self._work = work
        self._group_of = group_of
        self._most_of_a_group = most_of_a_group
        self._running_of: Counter[str] = Counter()
        self._parked: dict[str, deque[str]] = {}
        self._name = name
        self._most_threads = threads
        self._threads: list[threading.Thread] = []
        self._changed = threading.Condition()
        self._ready: deque[str] = deque()
        self._ready_keys: set[str] = set()
        self._running: set[str] = set()
        self._clock_of: dict[str, Clock] = {}
        self._timer_at: dict[str, datetime] = {}
        self._heap: list[tuple[datetime, int, str, datetime]] = []  # machine's time, tiebreak, key, its time
        self._clocks_moved = False
        self._tiebreak = count()
        self._idle_threads = 0
        self._closed = False

    def wake(self, key: str, clock: Clock, at: datetime | None = None) -> None:
        """Has `work(key)` run as soon as possible, or at the time `at` of `clock`."""
        with self._changed:
            if self._closed:
                return
            self._clock_of[key] = clock
            if at is None or at <= clock.now():
                self._make_ready(key)
            elif key in self._timer_at and self._timer_at[key] <= at:
                return
            else:
                self._timer_at[key] = at
                self._push(key, at)
                if self._heap[0][2] != key:
                    return  # nobody has to wake up earlier for it
            self._ensure_a_thread()
            self._changed.notify()

    def recheck(self) -> None:
        """Looks at every timer again, because a clock was moved."""
        with self._changed:
            self._clocks_moved = True
            self._changed.notify()

    def pending(self, prefix: str = "") -> Pending:
        """What is under way for the keys that start with `prefix`."""
        with self._changed:
            self._promote_due_timers()
            due = {key for key in self._ready_keys | self._running if key.startswith(prefix)}
            later = [at for key, at in self._timer_at.items() if key.startswith(prefix) and key not in due]
        return Pending(due=len(due), later=len(later), next_due_at=min(later, default=None))

    def forget(self, prefix: str) -> None:
        """Drops every wake of the keys that start with `prefix`; work already running ends by itself."""
        with self._changed:
            for key in [key for key in self._timer_at if key.startswith(prefix)]:
                del self._timer_at[key]
            self._ready = deque(key for key in self._ready if not key.startswith(prefix))
            for group, parked in list(self._parked.items()):
                self._parked[group] = deque(key for key in parked if not key.startswith(prefix))
            self._ready_keys = {key for keys in (self._ready, *self._parked.values()) for key in keys}

    def close(self, timeout_seconds: float = 5.0) -> None:
        """Takes no more work and waits for what is running, at most `timeout_seconds` in all."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        deadline = Deadline(timeout_seconds)
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(deadline.left())

    def _make_ready(self, key: str) -> None:
        self._timer_at.pop(key, None)
        if key not in self._ready_keys:
            self._ready_keys.add(key)
            self._ready.append(key)

    def _ensure_a_thread(self) -> None:
        if self._idle_threads == 0 and len(self._threads) < self._most_threads:
            thread = threading.Thread(
                target=self._run, name=f"{self._name}-{len(self._threads)}", daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def _push(self, key: str, at: datetime) -> None:
        left = at - self._clock_of[key].now()
        heapq.heappush(self._heap, (_machine_time() + left, next(self._tiebreak), key, at))

    def _promote_due_timers(self) -> float:
        """Makes ready what is due; returns the seconds until the next timer."""
        if self._clocks_moved:
            self._clocks_moved = False
            self._heap.clear()
            for key, at in self._timer_at.items():
                self._push(key, at)
        now = _machine_time()
        while self._heap and (self._heap[0][0] <= now or self._is_stale(self._heap[0])):
            key, at = heapq.heappop(self._heap)[2:]
            if self._timer_at.get(key) == at:
                if at <= self._clock_of[key].now():
                    self._make_ready(key)
                else:
                    self._push(key, at)
        if not self._heap:
            return _LONGEST_WAIT_SECONDS
        return min(_LONGEST_WAIT_SECONDS, (self._heap[0][0] - now).total_seconds())

    def _is_stale(self, timer: tuple[datetime, int, str, datetime]) -> bool:
        """Whether it was dropped, or gave way to an earlier one of its key."""
        return self._timer_at.get(timer[2]) != timer[3]

    def _next_key(self) -> str | None:
        """The next key that may run, waiting for one; None when closed."""
        with self._changed:
            while not self._closed:
                wait = self._promote_due_timers()
                if (key := self._take_ready()) is not None:
                    if self._ready:
                        self._ensure_a_thread()
                        self._changed.notify()
                    return key
                self._idle_threads += 1
                self._changed.wait(wait)
                self._idle_threads -= 1
        return None

    def _take_ready(self) -> str | None:
        """The first ready key that may run now; None when there is none."""
        for _ in range(len(self._ready)):
            key = self._ready.popleft()
            group = self._group_of(key)
            if key in self._running:
                self._ready.append(key)
            elif self._running_of[group] >= self._most_of_a_group:
                self._parked.setdefault(group, deque()).append(key)
            else:
                self._ready_keys.discard(key)
                self._running.add(key)
                self._running_of[group] += 1
                return key
        return None

    def _ended(self, key: str) -> None:
        """The key runs no more; one that was parked because of its group is ready again."""
        group = self._group_of(key)
        self._running.discard(key)
        self._running_of[group] -= 1
        if self._running_of[group] == 0:
            del self._running_of[group]
        if parked := self._parked.get(group):
            self._ready.appendleft(parked.popleft())
            self._changed.notify()
        else:
            self._parked.pop(group, None)

    def _run(self) -> None:
        while (key := self._next_key()) is not None:
            crashed = False
            try:
                self._work(key)
            except Exception:  # noqa: BLE001 - one key's bug must not end the thread that serves all others
                _log.exception("work on %s failed unexpectedly; it is tried again", key)
                crashed = True
            with self._changed:
                self._ended(key)
                clock = self._clock_of.get(key)
                if key in self._ready_keys:
                    self._changed.notify()
                elif key not in self._timer_at and not crashed:
                    self._clock_of.pop(key, None)
            if crashed and clock is not None:
                self.wake(key, clock, clock.now() + _CRASH_PAUSE)
