"""Everything that happens to a tenant, in order, each with its cause.

The entries are classes of `foundation.journal_entries`. Secrets are masked when an entry is written, not
when it is shown. The journal is capped: the oldest entries go first and are counted.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import islice
from typing import Any

from msgspec.structs import replace

from foundation.clock import utc_text
from foundation.guard import MalformedJsonError, parse_json
from foundation.journal_entries import JournalEntry, to_json
from foundation.redaction import redact, redact_query

LARGEST_BODY_KEPT = 8 * 1024
_cause: ContextVar[int | None] = ContextVar("cause", default=None)


class Journal:
    """A tenant's journal: the newest entries, `capacity` at most."""

    def __init__(self, now: Callable[[], datetime], *, capacity: int = 5000) -> None:
        self._now = now
        self._entries: deque[JournalEntry] = deque(maxlen=capacity)
        self._written = 0
        self._lock = threading.Lock()

    def write(self, entry: JournalEntry) -> int:
        """Adds an entry and returns its id; without a cause it belongs to what is being handled just now."""
        cause = entry.cause if entry.cause is not None else _cause.get()
        masked = _masked({name: getattr(entry, name) for name in entry.__struct_fields__})
        at = utc_text(self._now())
        with self._lock:
            self._written += 1
            self._entries.append(replace(entry, **{**masked, "id": self._written, "at": at, "cause": cause}))
            return self._written

    def amend(self, entry_id: int, **facts: object) -> None:
        """Sets fields of an entry that is still kept, for example the answer to a request.

        Raises:
            TypeError: such an entry has no such field.
        """
        masked = _masked(facts)
        with self._lock:
            if self._entries and (index := entry_id - self._entries[0].id) >= 0:
                self._entries[index] = replace(self._entries[index], **masked)

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
            kept = [entry for entry in self._entries if entry.id > since]
            last, dropped = self._written, self._written - len(self._entries)
        return list(islice(filter(matches, map(to_json, kept)), limit)), last, dropped


def _masked(facts: dict[str, Any]) -> dict[str, Any]:
    """The fields, JSON and texts without their secrets; tuples are lists of names."""
    return {name: _mask(name, value) for name, value in facts.items()}


def _mask(name: str, value: Any) -> Any:  # noqa: ANN401 - any field of an entry
    if name == "query":
        return redact_query(str(value))
    return redact(value) if value and isinstance(value, dict | list | str) else value


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
