"""The fields that no sane gate could notice, and why: `unseen.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from harness.errors import CouldNotCheckError

FILE = Path(__file__).with_name("unseen.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenEntry:
    """A name of fields, as `Field` writes it, with `*` for anything, and the reason."""

    field: str
    reason: str

    def covers(self, name: str) -> bool:
        """Whether it is about the field of this name; `[]` means itself."""
        return fnmatchcase(name, self.field.replace("[", "[[]"))


def read_unseen(file: Path = FILE) -> list[UnseenEntry]:
    """Every entry.

    Raises:
        CouldNotCheckError: the file is broken, or an entry has no reason.
    """
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8")).get("unseen", [])
        entries = [UnseenEntry(field=one["field"], reason=one["reason"]) for one in read]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as problem:
        raise CouldNotCheckError(f"{file} cannot be read: {problem!r}") from problem
    if without := [one.field for one in entries if not one.reason.strip()]:
        raise CouldNotCheckError(f"{file}: {without[0]} has no reason")
    return entries


def reason_for(name: str, entries: Iterable[UnseenEntry]) -> str:
    """Why nobody could notice an alteration of the field; empty where somebody should."""
    return next((entry.reason for entry in entries if entry.covers(name)), "")


def no_longer_true(entries: Iterable[UnseenEntry], unseen: Mapping[str, bool]) -> list[str]:
    """Entries about no field that was judged, or only about such as were seen; `unseen` is by name."""
    return [
        entry.field
        for entry in entries
        if not any(is_unseen for name, is_unseen in unseen.items() if entry.covers(name))
    ]
