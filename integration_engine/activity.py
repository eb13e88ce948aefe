"""Counts what runs, so that somebody outside can tell a quiet engine from one between two steps.

Two looks that find nothing due and the same count of activity prove that nothing happened in between.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Activity:
    """Counts per organization: what ever began or ended, and what is running."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ever: Counter[str] = Counter()
        self._running: Counter[str] = Counter()

    def note(self, organization_id: str) -> None:
        """Something happened."""
        with self._lock:
            self._ever[organization_id] += 1

    @contextmanager
    def running(self, organization_id: str) -> Iterator[None]:
        """Something runs for the length of the block."""
        with self._lock:
            self._ever[organization_id] += 1
            self._running[organization_id] += 1
        try:
            yield
        finally:
            with self._lock:
                self._ever[organization_id] += 1
                self._running[organization_id] -= 1

    def counts(self, organization_id: str | None) -> tuple[int, int]:
        """How much ever happened and how much runs now, of one organization or of all."""
        with self._lock:
            if organization_id is None:
                return self._ever.total(), self._running.total()
            return self._ever[organization_id], self._running[organization_id]
