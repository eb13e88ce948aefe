"""A database that fails, is replaced or is gone: what is said of it, and what becomes of the work."""

import logging
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from integration_engine.errors import StorageError
from integration_engine.store import database as database_module
from integration_engine.store.database import Database
from integration_engine.store.database_file import trouble
from tests.unit.engine.running_engine import Bench
from tests.waiting import PATIENCE, wait_until

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "to_do"),
    [
        ("database is locked", "end the other process"),
        ("database or disk is full", "make room"),
        ("disk I/O error", "make room"),
        ("could not extend file: No space left on device", "make room"),
        ("unable to open database file", "folder of the database"),
        ("attempt to write a readonly database", "can be written to"),
        ("database disk image is malformed", "from a backup"),
        ("connection refused", "runs, can be reached"),
    ],
)
def test_what_to_do_follows_from_what_the_database_says(said: str, to_do: str) -> None:
    """Every failure comes with something to do, and with the word that the engine then goes on."""
    error = trouble(said)
    assert str(error) == said
    assert to_do in error.remedy
    assert error.remedy.endswith("the engine then goes on by itself")


def opened(folder: Path) -> Database:
    """A database in a file of its own."""
    made = Database(f"sqlite:///{folder / 'engine.sqlite3'}", survive_power_loss=False)
    made.upgrade()
    return made


def troubled(database: Database) -> bool:
    """Whether its last transaction could not be stored."""
    return database.trouble is not None


def orders_in(path: Path) -> list[str]:
    """The orders that are in the file."""
    with closing(sqlite3.connect(path)) as reader:
        return [row[0] for row in reader.execute("SELECT order_id FROM orders ORDER BY order_id")]


def test_what_is_written_to_a_removed_file_is_not_taken_for_stored(tmp_path: Path) -> None:
    """A file that goes while a transaction is under way fails it, and no empty file takes its place."""
    database = opened(tmp_path)
    file = tmp_path / "engine.sqlite3"

    def begin_order() -> None:
        with database.transaction("org_1") as transaction:
            transaction.orders.begin("org_1", "ord_1", NOW)
            file.rename(tmp_path / "elsewhere")

    with pytest.raises(StorageError, match="gone"):
        begin_order()
    with pytest.raises(StorageError, match="gone"), database.reading():
        pass
    assert not file.exists()
    database.close()


def test_a_file_that_was_put_in_its_place_is_the_database_from_then_on(tmp_path: Path) -> None:
    """After a backup was put back, what is stored goes into it."""
    database = opened(tmp_path)
    file, backup = tmp_path / "engine.sqlite3", tmp_path / "backup"
    with database.transaction("org_1") as transaction:
        transaction.orders.begin("org_1", "ord_1", NOW)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    with database.transaction("org_1") as transaction:
        transaction.orders.begin("org_1", "ord_2", NOW)
    for part in tmp_path.glob("engine.sqlite3*"):
        part.unlink()
    shutil.move(backup, file)
    with database.transaction("org_1") as transaction:
        transaction.orders.begin("org_1", "ord_3", NOW)
    assert orders_in(file) == ["ord_1", "ord_3"]
    database.close()


def test_a_writer_does_not_wait_for_its_turn_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another thread's transaction does not end, the next one fails after a while."""
    monkeypatch.setattr(database_module, "_BUSY_SECONDS", 0.01)
    database = opened(tmp_path)
    with (
        database.transaction("org_1"),
        pytest.raises(StorageError, match="timed out after"),
        database.transaction("org_1"),
    ):
        pass
    database.close()


def test_trouble_ends_with_the_next_transaction_that_is_stored(tmp_path: Path) -> None:
    """Trying again says why it still fails, and nothing is left of it once it works."""
    database = opened(tmp_path)
    database.try_again()
    file, elsewhere = tmp_path / "engine.sqlite3", tmp_path / "elsewhere"
    file.rename(elsewhere)
    with pytest.raises(StorageError), database.transaction("org_1"):
        pass
    with pytest.raises(StorageError):
        database.try_again()
    assert troubled(database)
    elsewhere.rename(file)
    database.try_again()
    assert not troubled(database)
    database.close()


def test_work_that_could_not_be_stored_is_done_again(
    connected: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says what to do and shows no failure of our own; seconds later the work is done."""
    rename_in = (connected, "orders", "lost")
    connected.lose_post(after_the_work=True, status=500, during=lambda: rename(*rename_in))
    with caplog.at_level(logging.ERROR):
        connected.confirm()
        wait_until("the answer to be unstorable", lambda: "not stored" in caplog.messages)
        rename(connected, "lost", "orders")
    assert not [message for message in caplog.messages if "unexpectedly" in message]
    assert health(connected) == 503
    assert "ordo_flourish_storage_ready 0.0" in metrics(connected)
    connected.engine._loop.poll()
    assert health(connected) == 200
    assert "ordo_flourish_storage_ready 1.0" in metrics(connected)
    connected.pass_time()
    assert len(connected.flourish.posts) == 1
    assert connected.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"


def health(bench: Bench) -> int:
    """What the engine answers to a look at its health."""
    return requests.get(f"{bench.server.url}/healthz", timeout=PATIENCE).status_code


def metrics(bench: Bench) -> str:
    """What the engine answers to whoever watches it."""
    return requests.get(f"{bench.server.url}/metrics", timeout=PATIENCE).text


def test_metrics_are_there_when_the_database_is_not(connected: Bench) -> None:
    """The counters that tell of the trouble do not go with it."""
    elsewhere = connected.database.with_suffix(".elsewhere")
    connected.database.rename(elsewhere)
    seen = metrics(connected)
    elsewhere.rename(connected.database)
    assert "ordo_flourish_storage_ready 0.0" in seen
    assert "ordo_flourish_messages_total" in seen


def rename(bench: Bench, table: str, to: str) -> None:
    """A table has another name for a while."""
    bench.sql(f"ALTER TABLE {table} RENAME TO {to}")
