"""Work that goes on when its caller has left: when it is due, by the tenant's clock, and whether it is done.

Whoever moves the clock waits until what became due by it is done, so that a test which asks afterwards is
told of it, and the same each time.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from foundation.clock import AdjustableClock, Deadline
from foundation.worker_pool import waiting

_LONGEST_WAIT_SECONDS = 10.0


class LateWork:
    """A tenant's work for callers who have left."""

    def __init__(self, clock: AdjustableClock) -> None:
        self._clock = clock
        self._due: list[datetime] = []
        self._done = threading.Condition()

    @property
    def first_due(self) -> datetime | None:
        """When the first of it is done; None where there is none."""
        return min(tuple(self._due), default=None)

    @contextmanager
    def after(self, wait: timedelta) -> Iterator[None]:
        """Waits so long on the tenant's clock, whoever has left; then the work of the block is done."""
        due = self._clock.now() + wait
        with self._done:
            self._due.append(due)
        try:
            self._clock.wait(wait)
            yield
        finally:
            with self._done:
                self._due.remove(due)
                self._done.notify_all()

    def finish_due(self) -> None:
        """Waits until everything that is due by now is done."""
        limit, now = Deadline(_LONGEST_WAIT_SECONDS), self._clock.now()
        with waiting(), self._done:
            self._done.wait_for(lambda: all(due > now for due in self._due), limit.left())
