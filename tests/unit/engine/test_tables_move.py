"""The tables move forward by steps, to what the code says they are, and nothing in them is lost."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from integration_engine.errors import ConfigurationError
from integration_engine.store.database import Database, _prepared_sqlite, parse_url
from integration_engine.store.tables import metadata
from integration_engine.store.upgrade import NEWEST, STEPS


@pytest.fixture
def url(tmp_path: Path, database_url: str) -> str:
    """An empty database."""
    return database_url or f"sqlite:///{tmp_path / 'engine.sqlite3'}"


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """A connection past the engine, in one transaction."""
    made = create_engine(parse_url(url))
    try:
        with made.begin() as connection:
            yield connection
    finally:
        made.dispose()


def run_sql(url: str, statement: str) -> list[tuple[object, ...]]:
    """Runs a statement; its rows, if it has any."""
    with opened(url) as connection:
        result = connection.exec_driver_sql(statement)
        return [tuple(row) for row in result] if result.returns_rows else []


def upgraded(url: str) -> None:
    """Brings a database forward, as an engine does when it starts."""
    with closing(Database(url)) as database:
        database.upgrade()
        database.check_version()


def differences(url: str) -> list[object]:
    """What Alembic would change to make the tables those that the code names; the job queue's are its own."""
    with opened(url) as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        return list(compare_metadata(context, metadata))


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a table is not Procrastinate's."""
    return kind != "table" or not str(name).startswith("procrastinate_")


def test_the_steps_make_the_tables_that_the_code_names(url: str) -> None:
    """An empty database gets every table, column and index, and no other."""
    upgraded(url)
    assert differences(url) == []


def test_the_newest_step_is_known_by_name() -> None:
    """An engine can tell without Alembic whether there is anything to do."""
    scripts = ScriptDirectory(str(STEPS))
    assert scripts.get_heads() == [NEWEST]


def test_tables_from_before_there_were_steps_are_adopted(url: str) -> None:
    """A database that an earlier version made keeps its rows and gets what is new."""
    with opened(url) as connection:
        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    run_sql(url, "DROP TABLE alembic_version")
    run_sql(url, "INSERT INTO orders VALUES ('org_1', 'ord_1', 'placed', 'Pending', '1', '{}', 5)")
    upgraded(url)
    assert differences(url) == []
    assert run_sql(url, "SELECT order_id, updated_at FROM orders") == [("ord_1", 5)]


def test_processes_that_start_together_make_the_tables_once(url: str) -> None:
    """Whoever comes second finds the work done."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: upgraded(url), range(4)))
    assert differences(url) == []


@pytest.mark.sqlite_only
def test_connections_that_switch_a_new_file_together_all_succeed(tmp_path: Path) -> None:
    """SQLite refuses one of two that would wait for each other at once, and it tries again."""
    together, prepare = 6, _prepared_sqlite("NORMAL")

    def connect(file: Path, barrier: Barrier) -> None:
        with closing(sqlite3.connect(file)) as connection:
            barrier.wait()
            prepare(connection, None)

    with ThreadPoolExecutor(together) as pool:
        for number in range(200):
            barrier = Barrier(together)
            begun = [pool.submit(connect, tmp_path / str(number), barrier) for _ in range(together)]
            for future in begun:
                future.result()


def test_a_newer_versions_tables_are_left_alone(url: str) -> None:
    """An older engine says so and does not start."""
    upgraded(url)
    run_sql(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConfigurationError, match="newer version"):
        upgraded(url)


def test_tables_that_were_not_brought_forward_are_not_used(url: str) -> None:
    """Who only looks changes nothing, and says what to do."""
    with opened(url) as connection:
        metadata.create_all(connection)
    with closing(Database(url)) as database, pytest.raises(ConfigurationError, match="engine migrate"):
        database.check_version()
