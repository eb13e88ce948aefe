"""The engine's tables in a saved lab: checked against our own schema, and carried over row by row.

Nothing that stands in the file as SQL is ever run: its tables, indexes and the like have to be, letter by
letter, what one of the engine's own steps makes. Their rows go into tables that were made here.
"""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine

from integration_engine.store.database_file import DatabaseFile
from integration_engine.store.upgrade import steps, upgrade

Schema = frozenset[tuple[str, str, str, str]]
_SCHEMA = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
_VERSION = "alembic_version"


class NewerTablesError(Exception):
    """The tables are those of a newer version."""


def own_copy(content: bytes) -> bytes:
    """The rows of an engine's database, of this version or an earlier one, in tables that were made here.

    Raises:
        NewerTablesError: it is a newer version's.
        ValueError: it is none.
        sqlite3.Error: it is damaged.
    """
    with closing(_in_memory(content)) as saved:
        step = _step_of(saved)
        (verdict,) = saved.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise ValueError(verdict)
        with closing(_in_memory(_made_by(step))) as own:
            for table, columns in _tables_of(own).items():
                if table in _tables_of(saved):
                    _copy(table, columns, saved, own)
            own.commit()
            return own.serialize()


def _copy(table: str, columns: list[str], saved: sqlite3.Connection, own: sqlite3.Connection) -> None:
    names = ", ".join(f'"{name}"' for name in columns)  # our own schema's
    values = ", ".join("?" for _ in columns)
    own.execute(f'DELETE FROM "{table}"')  # noqa: S608
    rows = saved.execute(f'SELECT {names} FROM "{table}"')  # noqa: S608
    own.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({values})', rows)  # noqa: S608


def put_back_database(own: bytes, path: Path, moved: Callable[[str], str]) -> None:
    """Write what `own_copy` made into a file for nobody but this user, its texts as `moved` says."""
    DatabaseFile(path).make()
    with closing(_in_memory(own)) as database, closing(sqlite3.connect(path)) as target:
        database.create_function("moved", 1, moved)
        for table, columns in _tables_of(database).items():
            for column in columns:
                update = f'UPDATE "{table}" SET "{column}" = moved("{column}")'  # noqa: S608
                database.execute(f"{update} WHERE typeof(\"{column}\") = 'text'")
        database.commit()
        database.backup(target)


def database_bytes(path: Path) -> bytes:
    """A consistent copy of an SQLite file that is in use."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(":memory:")) as copy:
        source.backup(copy)
        return copy.serialize()


def _in_memory(content: bytes) -> sqlite3.Connection:
    if not content:
        raise ValueError("no database")
    database = sqlite3.connect(":memory:")
    # Bytes 18 and 19 say that the file has a write-ahead log, which a database in memory cannot have.
    database.deserialize(content[:18] + b"\x01\x01" + content[20:])
    return database


def _step_of(database: sqlite3.Connection) -> str:
    """The step whose tables these are, to the letter.

    Raises:
        NewerTablesError: there is no such step yet.
        ValueError: they are no engine's.
    """
    schema, known = _schema_of(database), steps()
    first = _schema_of_step(known[0])
    version_table = {row for row in first if row[2] == _VERSION}
    if not version_table & schema:  # from before there were steps
        step, expected = known[0], first - version_table
    else:
        # This table is our own, so its rows can be read whatever else is in the file.
        ((step,),) = database.execute(f"SELECT version_num FROM {_VERSION}")  # noqa: S608
        if str(step).isdecimal() and str(step) > known[-1]:
            raise NewerTablesError(step)
        expected = _schema_of_step(step) if step in known else frozenset()
    if schema != expected:
        raise ValueError("not the tables of an engine")
    return str(step)


def _schema_of(database: sqlite3.Connection) -> Schema:
    return frozenset(
        (kind, name, table, re.sub(r"\s+", " ", sql)) for kind, name, table, sql in database.execute(_SCHEMA)
    )


def _schema_of_step(step: str) -> Schema:
    with closing(_in_memory(_made_by(step))) as database:
        return _schema_of(database)


def _made_by(step: str) -> bytes:
    """An empty database at a step."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            upgrade(connection, to=step)
        with engine.connect() as connection:
            made: bytes = connection.connection.driver_connection.serialize()  # type: ignore[union-attr]
            return made
    finally:
        engine.dispose()


def _tables_of(database: sqlite3.Connection) -> dict[str, list[str]]:
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: [row[1] for row in database.execute(f'PRAGMA table_info("{name}")')] for name in names}
