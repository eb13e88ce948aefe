"""Where the engines of the sweep keep their tables: a file each, or a schema each on one server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from harness.lab.lab import own_schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Databases:
    """`server` is the URL of a PostgreSQL database in which schemas may be made; None for SQLite's files."""

    server: str | None = field(default=None, repr=False)

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[str]:
        """The URL of an empty database, which is gone after the block."""
        if self.server is None:
            yield f"sqlite:///{folder / 'engine.sqlite3'}"
            return
        with own_schema(self.server) as url:
            yield url
