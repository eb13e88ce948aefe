"""The engine's database: transactions over its tables, on SQLite or PostgreSQL."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Insert,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from foundation.clock import Deadline
from integration_engine.errors import ConfigurationError, StorageError
from integration_engine.store.commands import Commands
from integration_engine.store.connections import Connections
from integration_engine.store.database_file import DatabaseFile, Identity, trouble
from integration_engine.store.inbox import Inbox
from integration_engine.store.orders import Orders
from integration_engine.store.runs import Sweeps, SyncRuns
from integration_engine.store.tables import TableAccess, activity, insert_into
from integration_engine.store.upgrade import NEWEST, revision_of, upgrade


def count_in(connection: Connection, organization_id: str) -> None:
    """Counts this transaction, waiting for an unfinished one of the same organization."""
    connection.execute(
        _one_more(connection.dialect.name), {"organization_id": organization_id, "transactions": 1}
    )


@cache
def _one_more(dialect: str) -> Insert:
    again = {"transactions": activity.c.transactions + 1}
    insert = insert_into(dialect, activity)
    statement: Insert = insert.on_conflict_do_update(index_elements=["organization_id"], set_=again)
    return statement


_EVER = select(func.coalesce(func.sum(activity.c.transactions), 0))
_EVER_OF_ONE = _EVER.where(activity.c.organization_id == bindparam("owner"))


class Activity(TableAccess):
    """How often an organization's rows were written, which is also what makes its writers follow each other.

    A transaction that writes counts itself first. On PostgreSQL that row is then its own until it ends:
    the transactions of one organization come one after another, whatever process they are in, and those of
    others never wait for it. (SQLite lets one writer in at a time anyway.)

    Two looks that find nothing due and the same count prove that nothing happened in between: that is how
    somebody outside tells a quiet engine from one between two steps.
    """

    def ever(self, organization_id: str | None) -> int:
        """How many transactions there ever were, of one organization or of all."""
        query = _EVER if organization_id is None else _EVER_OF_ONE
        return int(self._connection.execute(query, {"owner": organization_id}).scalar_one())


class Transaction:
    """What is done through one of these is stored together or not at all."""

    def __init__(self, connection: Connection) -> None:
        self.activity = Activity(connection)
        self.inbox = Inbox(connection)
        self.commands = Commands(connection)
        self.orders = Orders(connection)
        self.connections = Connections(connection)
        self.sweeps = Sweeps(connection)
        self.sync_runs = SyncRuns(connection)
        self.woken: list[str] = []

    def wake(self, key: str) -> None:
        """Has the key's work looked at as soon as this transaction is committed."""
        self.woken.append(key)


_BUSY_SECONDS = 5.0
_BUSY_PAUSE_SECONDS = 0.01
"""How long a transaction waits for other threads, and then once more for other processes."""

_ITSELF = "engine"
_CONNECTIONS_KEPT = 10
_MOST_CONNECTIONS = 30


def parse_url(text: str) -> URL:
    """The database that a URL names; PostgreSQL is spoken to by psycopg, whatever driver the URL names.

    Raises:
        ConfigurationError: it is no database URL, or names another kind of database.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number, which may be of a password
        raise ConfigurationError("DATABASE_URL cannot be used: it is no database URL") from None
    match url.get_backend_name():
        case "sqlite":
            return url
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise ConfigurationError(f"DATABASE_URL cannot be used: {other} is neither sqlite nor postgresql")


class Database:
    """The engine's tables, reached by transactions.

    What cannot be done is a `StorageError`, and then nothing was changed. `on_commit` is called with the keys
    that a committed transaction has woken. `trouble` is why the last transaction could not be stored, until
    one is again.
    """

    def __init__(self, url: str, *, survive_power_loss: bool = True) -> None:
        parsed = parse_url(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        self._engine = create_engine(parsed) if sqlite else _postgresql(parsed)
        self._writers = threading.Lock() if sqlite else None
        self._file = DatabaseFile.of(parsed)
        self._opened: Identity | None = None
        self.trouble: StorageError | None = None
        self.on_commit: Callable[[list[str]], None] = lambda _keys: None
        if sqlite:
            event.listen(
                self._engine, "connect", _prepared_sqlite("FULL" if survive_power_loss else "NORMAL")
            )
            event.listen(self._engine, "begin", _begin_immediately)

    def claim(self) -> None:
        """Keeps other engines from an SQLite file until this is closed; on PostgreSQL several may work."""
        if self._file is not None:
            self._file.make()
            self._file.claim()

    def upgrade(self) -> None:
        """Makes the tables, or brings them to what this version needs; several processes may at once."""
        if self._file is not None:
            self._file.make()
        with self._turn(), _storage_errors(), self._engine.begin() as connection:
            upgrade(connection)

    def check_version(self) -> None:
        """Makes sure that the tables are what this version needs, and changes nothing.

        Raises:
            ConfigurationError: they are those of another version, or there are none.
        """
        with self._same_file(), _storage_errors(), self._connect_to_read() as connection:
            found = revision_of(connection)
        if found != NEWEST:
            raise ConfigurationError(
                f"the database's tables are at step {found or 0}, this version needs {NEWEST}; "
                "`ordo-flourish engine migrate` brings older ones forward"
            )

    @contextmanager
    def transaction(self, organization_id: str) -> Iterator[Transaction]:
        """Everything done inside is stored together or not at all; woken keys are woken once it is.

        Transactions of one organization follow each other, whichever process they are in.
        """
        try:
            with self._turn(), self._same_file(), _storage_errors(), self._engine.begin() as connection:
                count_in(connection, organization_id)
                transaction = Transaction(connection)
                yield transaction
        except StorageError as error:
            self.trouble = error
            raise
        self.trouble = None
        if transaction.woken:
            self.on_commit(transaction.woken)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """For looking only; does not wait for writers."""
        with self._same_file(), _storage_errors(), self._connect_to_read() as connection:
            yield Transaction(connection)

    def try_again(self) -> None:
        """After a transaction that failed: sees whether the database stores again. Else does nothing."""
        if self.trouble is not None:
            with self.transaction(_ITSELF):
                pass  # that it is counted is enough to see whether it can be stored

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One writer at a time, in this process."""
        if self._writers is None:
            yield
            return
        if not self._writers.acquire(timeout=_BUSY_SECONDS):
            raise trouble(f"timed out after {_BUSY_SECONDS:g} seconds waiting for its turn to write")
        try:
            yield
        finally:
            self._writers.release()

    @contextmanager
    def _same_file(self) -> Iterator[None]:
        """The file is the same before and after; another one, put in its place meanwhile, is opened anew."""
        if self._file is None:
            yield
            return
        before: Identity = self._file.identity()
        if before != self._opened:
            self._engine.dispose()
            self._opened = before
        yield
        self._file.expect(before)

    def _connect_to_read(self) -> Connection:
        return self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def close(self) -> None:
        self._engine.dispose()
        if self._file is not None:
            self._file.release()


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_size=_CONNECTIONS_KEPT,
            max_overflow=_MOST_CONNECTIONS - _CONNECTIONS_KEPT,
        )
    except ImportError as error:
        raise ConfigurationError(
            "PostgreSQL needs more packages: pip install 'ordo-flourish[postgres]'"
        ) from error


@contextmanager
def _storage_errors() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        # The original message without statement and parameters: those carry order data.
        raise trouble(
            f"the database failed: {getattr(error, 'orig', None) or type(error).__name__}"
        ) from error


def _prepared_sqlite(synchronous: str) -> Callable[[Any, object], None]:
    """Says what every new SQLite connection is told."""

    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - DBAPI connections have no type
        connection.isolation_level = None  # the driver must not begin transactions behind our back
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000:.0f}")
        _switch_to_wal(cursor)
        cursor.execute(f"PRAGMA synchronous={synchronous}")
        cursor.close()

    return prepare


def _switch_to_wal(cursor: Any) -> None:  # noqa: ANN401 - DBAPI cursors have no type
    """Tries for as long as SQLite may be busy.

    Two that switch a new file at the same moment would wait for each other: SQLite refuses one of them at
    once, whatever its busy_timeout.
    """
    limit, pause = Deadline(_BUSY_SECONDS), threading.Event()
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if limit.passed():
                raise
            pause.wait(_BUSY_PAUSE_SECONDS)
        else:
            return


def _begin_immediately(connection: Connection) -> None:
    """Takes the write lock at once: a transaction that begins as a reader may fail when it wants to write."""
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":  # those only look
        connection.exec_driver_sql("BEGIN IMMEDIATE")
