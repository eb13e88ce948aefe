"""Knows what runs in this process, for those who wait until something has ended.

What other processes do is not seen here; whoever waits looks into the tables again before long.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Activity:
    """Counts per organization: what ever began or ended, and what is running."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._ever: Counter[str] = Counter()
        self._running: Counter[str] = Counter()

    @contextmanager
    def running(self, organization_id: str) -> Iterator[None]:
        """Something runs for the length of the block."""
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
            return self._counts(organization_id)

    def wait_for_an_end(self, organization_id: str | None, since: int, seconds: float) -> None:
        """Waits until nothing runs and something happened after the count `since`, at most so long."""

        def ended() -> bool:
            ever, running = self._counts(organization_id)
            return ever != since and not running

        with self._changed:
            self._changed.wait_for(ended, seconds)

    def _counts(self, organization_id: str | None) -> tuple[int, int]:
        if organization_id is None:
            return self._ever.total(), self._running.total()
        return self._ever[organization_id], self._running[organization_id]
