"""What the journals of all tenants of a process may take together.

A process may have thousands of tenants whose journals nobody reads any more. Where they are too large
together, those go first that were idle longest, and never one that was read or written within a minute.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from weakref import WeakKeyDictionary

from foundation.clock import SystemClock

MOST_BYTES_IN_ALL = 64 * 1024 * 1024
LEFT_ALONE = timedelta(minutes=1)
_SHARE_BETWEEN_LOOKS = 64
_machine_time = SystemClock().now


class BudgetedJournal(Protocol):
    """What is known here of a journal."""

    @property
    def size(self) -> int:
        """Bytes."""
        ...

    def clear(self) -> None:
        """Drops what is in it."""
        ...


class JournalBudget:
    """Remembers when each journal was used last, by the clock that it is given, and makes room."""

    def __init__(
        self, most_bytes: int = MOST_BYTES_IN_ALL, now: Callable[[], datetime] = _machine_time
    ) -> None:
        self._most_bytes = most_bytes
        self._now = now
        self._used_at: WeakKeyDictionary[BudgetedJournal, datetime] = WeakKeyDictionary()
        self._size_of: WeakKeyDictionary[BudgetedJournal, int] = WeakKeyDictionary()
        self._grown = 0
        self._lock = threading.Lock()

    def add(self, journal: BudgetedJournal) -> None:
        """Counts one more journal."""
        with self._lock:
            self._used_at[journal], self._size_of[journal] = self._now(), 0

    def use(self, journal: BudgetedJournal) -> None:
        """It is about to be read or written; makes room where all have grown by a share of what they may."""
        size = journal.size
        with self._lock:
            self._used_at[journal] = self._now()
            self._grown += max(0, size - self._size_of.get(journal, 0))
            self._size_of[journal] = size
            if self._grown * _SHARE_BETWEEN_LOOKS >= self._most_bytes:
                self._grown = 0
                self._make_room()

    def _make_room(self) -> None:
        in_all = sum(journal.size for journal in list(self._used_at))
        latest = self._now() - LEFT_ALONE
        for journal, used_at in sorted(self._used_at.items(), key=lambda pair: pair[1]):
            if in_all <= self._most_bytes or used_at > latest:
                return
            in_all -= journal.size
            journal.clear()
            self._size_of[journal] = 0
