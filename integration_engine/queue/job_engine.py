"""What runs the engine's durable work, whichever database it is on, and how busy it is."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from foundation.clock import AdjustableClocks, Clocks
from foundation.keyed_scheduler import KeyedScheduler
from integration_engine.keys import parse_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """How much a process does at once, and when others take it for dead (PostgreSQL only)."""

    threads: int
    threads_per_organization: int
    stalled_after: timedelta


class Activity:
    """Counts per organization: what ever began or ended, and what is running."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._ever: Counter[str] = Counter()
        self._running: Counter[str] = Counter()

    @contextmanager
    def running(self, organization_id: str) -> Iterator[None]:
        with self._changed:
            self._ever[organization_id] += 1
            self._running[organization_id] += 1
        try:
            yield
        finally:
            with self._changed:
                self._ever[organization_id] += 1
                self._running[organization_id] -= 1
                self._changed.notify_all()

    def counts(self, organization_id: str | None) -> tuple[int, int]:
        """How much ever happened and how much runs now, of one organization or of all."""
        with self._changed:
            if organization_id is None:
                return self._ever.total(), self._running.total()
            return self._ever[organization_id], self._running[organization_id]

    def wait_for_an_end(self, organization_id: str | None, since: int, seconds: float) -> None:
        """Waits until nothing runs and something happened after the count `since`, at most so long."""

        def ended() -> bool:
            ever, running = self.counts(organization_id)
            return ever != since and not running

        with self._changed:
            self._changed.wait_for(ended, seconds)


class JobEngine(Protocol):
    """Runs the work of a key strictly in sequence, of different keys in parallel."""

    def wake(self, key: str, at: datetime | None = None) -> None:
        """Has the key's work run soon, or at the time `at` of its organization's clock. The earliest wins."""
        ...

    def running(self, organization_id: str | None) -> int:
        """On how many keys somebody works at this moment, of one organization or of all."""
        ...

    def close(self) -> None:
        """Takes no more wake-ups and lets running work end."""
        ...


class ScheduledJobs:
    """`JobEngine` on a few threads of this process."""

    def __init__(
        self,
        work: Callable[[str], None],
        clocks: Clocks,
        activity: Activity,
        capacity: Capacity,
    ) -> None:
        self._clocks = clocks
        self._activity = activity
        self._scheduler = KeyedScheduler(
            work,
            threads=capacity.threads,
            name="engine",
            group_of=lambda key: parse_key(key).organization_id,
            most_of_a_group=capacity.threads_per_organization,
        )
        if isinstance(clocks, AdjustableClocks):
            clocks.on_move(self._scheduler.recheck)

    def wake(self, key: str, at: datetime | None = None) -> None:
        self._scheduler.wake(key, self._clocks.of(parse_key(key).organization_id), at)

    def running(self, organization_id: str | None) -> int:
        return self._activity.counts(organization_id)[1]

    def close(self) -> None:
        self._scheduler.close()
