"""Everything that happens to a tenant, in order, each with its cause.

Secrets are masked when an entry is written, not when it is shown. The journal is capped: the oldest
entries go first and are counted.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from foundation.clock import utc_text
from foundation.guard import MalformedJsonError, parse_json
from foundation.redaction import redact

LARGEST_BODY_KEPT = 8 * 1024
_cause: ContextVar[int | None] = ContextVar("cause", default=None)


class Kind(StrEnum):
    """What an entry tells of."""

    REQUEST = "request"
    CONTRACT_VIOLATION = "contract_violation"
    FAULT = "fault"
    TRANSITION = "transition"
    CHANGE = "change"
    DELIVERY = "delivery"
    CLOCK = "clock"
    SIMULATOR_BUG = "simulator_bug"


class Journal:
    """A tenant's journal. Entries are JSON objects: id, at, kind, cause, and what the kind needs."""

    def __init__(self, now: Callable[[], datetime], *, capacity: int = 5000) -> None:
        self._now = now
        self._entries: deque[dict[str, Any]] = deque(maxlen=capacity)
        self._written = 0
        self._lock = threading.Lock()

    def write(self, kind: Kind, *, cause: int | None = None, **facts: Any) -> int:  # noqa: ANN401 - any JSON
        """Adds an entry and returns its id; without `cause` it belongs to what is being handled just now."""
        entry = {
            "id": 0,
            "at": utc_text(self._now()),
            "kind": kind.value,
            "cause": cause if cause is not None else _cause.get(),
            **redact(facts),
        }
        with self._lock:
            self._written += 1
            entry["id"] = self._written
            self._entries.append(entry)
            return self._written

    def amend(self, entry_id: int, **facts: Any) -> None:  # noqa: ANN401 - any JSON
        """Adds facts to an entry that is still kept, for example the answer to a request."""
        masked = redact(facts)
        with self._lock:
            if self._entries and (index := entry_id - self._entries[0]["id"]) >= 0:
                self._entries[index].update(masked)

    @contextmanager
    def causing(self, entry_id: int) -> Iterator[None]:
        """What is written inside is caused by `entry_id`."""
        token = _cause.set(entry_id)
        try:
            yield
        finally:
            _cause.reset(token)

    def read(
        self,
        *,
        since: int = 0,
        limit: int = 1000,
        matches: Callable[[Mapping[str, Any]], bool] = lambda _: True,
    ) -> tuple[list[dict[str, Any]], int, int]:
        """Entries with an id above `since`, oldest first; the last id; how many the cap dropped."""
        with self._lock:
            kept = [dict(entry) for entry in self._entries if entry["id"] > since]
            last, dropped = self._written, self._written - len(self._entries)
        return list(islice(filter(matches, kept), limit)), last, dropped


def body_for_journal(raw: bytes) -> Any:  # noqa: ANN401 - any JSON
    """A body as the journal keeps it: parsed, so that secrets can be masked, or else only its size."""
    if not raw:
        return None
    if len(raw) > LARGEST_BODY_KEPT:
        return f"({len(raw)} bytes)"
    try:
        return parse_json(raw)
    except MalformedJsonError as error:
        return f"({len(raw)} bytes: {error})"


def current_cause() -> int | None:
    """The id of the entry that is being handled just now."""
    return _cause.get()
