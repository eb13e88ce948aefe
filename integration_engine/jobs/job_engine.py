"""The port that carries wake-ups, and its adapter inside the process.

A wake-up says only "look at this key", now or at a time. What is to be done is in the tables, so a lost
wake-up costs time and never work, and any job engine will do: this adapter forgets everything when the
process ends, and is started again from the tables.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from groundwork.clock import AdjustableClocks, Clocks
from groundwork.keyed_scheduler import KeyedScheduler
from integration_engine.jobs.activity import Activity
from integration_engine.keys import parse_key


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
        *,
        threads: int,
        threads_per_organization: int,
    ) -> None:
        self._clocks = clocks
        self._activity = activity
        self._scheduler = KeyedScheduler(
            work,
            threads=threads,
            name="engine",
            group_of=lambda key: parse_key(key).organization_id,
            most_of_a_group=threads_per_organization,
        )
        if isinstance(clocks, AdjustableClocks):
            clocks.on_move(self._scheduler.recheck)

    def wake(self, key: str, at: datetime | None = None) -> None:
        """See `JobEngine.wake`."""
        self._scheduler.wake(key, self._clocks.of(parse_key(key).organization_id), at)

    def running(self, organization_id: str | None) -> int:
        """See `JobEngine.running`."""
        return self._activity.counts(organization_id)[1]

    def close(self) -> None:
        """See `JobEngine.close`."""
        self._scheduler.close()
