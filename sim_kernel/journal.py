"""Everything that happens to a tenant, in order, each with its cause.

The entries are classes of `foundation.journal_entries`. Secrets are masked when an entry is written, not
when it is shown. The journal is capped, by entries and by bytes: the oldest entries go first and are counted.
Those of all tenants are capped together as well, see `JournalBudget`.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
from msgspec.structs import replace

from foundation.clock import SystemClock, utc_text
from foundation.guard import MalformedJsonError, parse_json
from foundation.journal_entries import JournalEntry, to_json
from foundation.redaction import redact, redact_query

LARGEST_BODY_KEPT = 8 * 1024
MOST_BYTES = 4 * 1024 * 1024
MOST_BYTES_IN_ALL = 64 * 1024 * 1024
LEFT_ALONE = timedelta(minutes=1)
_SHARE_BETWEEN_LOOKS = 64
_EACH_ENTRY = 600  # bytes that an entry takes in memory beside its texts and its JSON
_machine_time = SystemClock().now
_cause: ContextVar[int | None] = ContextVar("cause", default=None)


class Journal:
    """A tenant's journal: the newest entries, `capacity` and `most_bytes` at most.

    The JSON in them is kept as text, which takes a tenth of the memory.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        capacity: int = 5000,
        most_bytes: int = MOST_BYTES,
        budget: "JournalBudget | None" = None,
    ) -> None:
        self._now = now
        self._capacity = capacity
        self._most_bytes = most_bytes
        self._entries: deque[JournalEntry] = deque()
        self._bytes = 0
        self._written = 0
        self._lock = threading.Lock()
        self._budget = budget or JournalBudget()
        self._budget.add(self)

    @property
    def size(self) -> int:
        """About how many bytes of memory the entries take."""
        return self._bytes

    def write(self, entry: JournalEntry) -> int:
        """Adds an entry and returns its id; without a cause it belongs to what is being handled just now."""
        cause = entry.cause if entry.cause is not None else _cause.get()
        masked = _masked({name: getattr(entry, name) for name in entry.__struct_fields__})
        at = utc_text(self._now())
        self._budget.use(self)
        with self._lock:
            self._written = written = self._written + 1
            added = replace(entry, **{**masked, "id": written, "at": at, "cause": cause})
            self._entries.append(added)
            self._grow(_size(added))
        return written

    def amend(self, entry_id: int, **facts: object) -> None:
        """Sets fields of an entry that is still kept, for example the answer to a request.

        Raises:
            TypeError: such an entry has no such field.
        """
        masked = _masked(facts)
        self._budget.use(self)
        with self._lock:
            if self._entries and (index := entry_id - self._entries[0].id) >= 0:
                before = self._entries[index]
                self._entries[index] = after = replace(before, **masked)
                self._grow(_size(after) - _size(before))

    def _grow(self, by: int) -> None:
        self._bytes += by
        while len(self._entries) > 1 and (
            len(self._entries) > self._capacity or self._bytes > self._most_bytes
        ):
            self._bytes -= _size(self._entries.popleft())

    def clear(self) -> None:
        """Drops every entry; they count as dropped by the cap."""
        with self._lock:
            self._entries.clear()
            self._bytes = 0

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
        self._budget.use(self)
        with self._lock:
            kept = [entry for entry in self._entries if entry.id > since]
            last, dropped = self._written, self._written - len(self._entries)
        return (
            [_unpacked(entry) for entry in islice(filter(matches, map(to_json, kept)), limit)],
            last,
            dropped,
        )


class JournalBudget:
    """What the journals of all tenants of a process may take together.

    A process may have thousands of tenants whose journals nobody reads any more. Where they are too large
    together, those go first that were idle longest, and never one that was read or written within a minute
    of the clock that is given.
    """

    def __init__(
        self, most_bytes: int = MOST_BYTES_IN_ALL, now: Callable[[], datetime] = _machine_time
    ) -> None:
        self._most_bytes = most_bytes
        self._now = now
        self._used_at: WeakKeyDictionary[Journal, datetime] = WeakKeyDictionary()
        self._size_of: WeakKeyDictionary[Journal, int] = WeakKeyDictionary()
        self._grown = 0
        self._lock = threading.Lock()

    def add(self, journal: Journal) -> None:
        """Counts one more journal."""
        with self._lock:
            self._used_at[journal], self._size_of[journal] = self._now(), 0

    def use(self, journal: Journal) -> None:
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


def _masked(facts: dict[str, Any]) -> dict[str, Any]:
    """The fields without secrets: JSON as text, other texts, and tuples, which are lists of names."""
    return {name: _mask(name, value) for name, value in facts.items()}


def _mask(name: str, value: Any) -> Any:  # noqa: ANN401 - any field of an entry
    match value:
        case dict() | list():
            return msgspec.Raw(msgspec.json.encode(redact(value)))
        case str() if name == "query":
            return redact_query(value)
        case str():
            return redact(value)
        case _:
            return value


def _unpacked(shown: dict[str, Any]) -> dict[str, Any]:
    return {
        name: msgspec.json.decode(value) if isinstance(value, msgspec.Raw) else value
        for name, value in shown.items()
    }


def _size(entry: JournalEntry) -> int:
    size = _EACH_ENTRY
    for name in entry.__struct_fields__:
        value = getattr(entry, name)
        if isinstance(value, str | tuple):
            size += sum(map(len, value)) + 60 * len(value) if isinstance(value, tuple) else len(value)
        elif isinstance(value, msgspec.Raw):
            size += len(memoryview(value))
    return size


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
