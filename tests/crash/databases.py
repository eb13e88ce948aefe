"""Where the engines of the sweep keep their tables: a file each, or a database each on one server."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, make_url, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Databases:
    """`server` is the URL of a PostgreSQL server on which databases may be made; None for SQLite's files."""

    server: str | None = field(default=None, repr=False)

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[str]:
        """The URL of an empty database, which is gone after the block."""
        if self.server is None:
            yield f"sqlite:///{folder / 'engine.sqlite3'}"
            return
        name = f"crash_{secrets.token_hex(8)}"
        maker = create_engine(self.server, isolation_level="AUTOCOMMIT")
        try:
            with maker.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            yield make_url(self.server).set(database=name).render_as_string(hide_password=False)
        finally:
            with maker.connect() as connection:
                connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            maker.dispose()
