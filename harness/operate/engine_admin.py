"""`ordo-flourish engine status`, `retry` and `migrate`: an operator at the engine's tables."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from foundation.clock import SystemClock
from harness.errors import CouldNotCheckError, WrongUsageError
from harness.operate.production_engine import database_url_of
from integration_engine.errors import ConfigurationError, StorageError
from integration_engine.operate.pending_work import MOST_ROWS, PendingRow, pending_rows, retry_waiting
from integration_engine.store.connections import StoredConnection
from integration_engine.store.database import Database, parse_url
from integration_engine.store.upgrade import NEWEST

_TOKEN_OPEN = timedelta(hours=1)


def show_status(
    database_url: str | None, secrets_file: Path | None, environment: Mapping[str, str], console: Console
) -> None:
    """Print what is pending, why, and when it is tried next.

    Raises:
        WrongUsageError: no database is named, or there is none.
        CouldNotCheckError: it cannot be read.
    """
    with _open(database_url, secrets_file, environment) as database:
        rows, messages = pending_rows(database)
    now = SystemClock().now()
    if messages:
        console.print(f"{messages} messages are not worked through yet", highlight=False)
    if not rows:
        console.print("nothing is pending", highlight=False)
        return
    console.print(_table(rows, now))
    if len(rows) == MOST_ROWS:
        console.print(f"only the next {MOST_ROWS} are shown", highlight=False)


def retry(
    wanted: str,
    database_url: str | None,
    secrets_file: Path | None,
    environment: Mapping[str, str],
    console: Console,
) -> None:
    """Have what waits of an order, a sync or a connection done at once, by this engine or by the next one.

    Raises:
        WrongUsageError: no database is named, there is none, or nothing has that id.
        CouldNotCheckError: the database cannot take it.
    """
    with _open(database_url, secrets_file, environment) as database:
        found = retry_waiting(database, wanted, SystemClock().now())
    if not found.found:
        raise WrongUsageError(f"the engine knows no order {wanted!r}, and no sync or connection of it waits")
    if not found.made_due:
        console.print(f"nothing of {wanted} waits for a later time", highlight=False)
    else:
        console.print(
            f"{wanted}: {found.made_due} waiting made due; a running engine takes it up in seconds",
            highlight=False,
        )


def show_connections(
    database_url: str | None, secrets_file: Path | None, environment: Mapping[str, str], console: Console
) -> None:
    """Print which organizations are connected to which facilities.

    Raises:
        WrongUsageError: no database is named, or there is none.
        CouldNotCheckError: it cannot be read.
    """
    with _open(database_url, secrets_file, environment) as database, database.reading() as transaction:
        found = transaction.connections.every()
    if not found:
        console.print("no organization is connected", highlight=False)
        return
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("organization", "name", "license", "facility", "state"):
        table.add_column(name, overflow="fold")
    now = SystemClock().now()
    for row in found:
        table.add_row(
            row.organization_id,
            row.organization_name,
            row.license_number,
            row.facility_name,
            _state(row, now),
        )
    console.print(table)


def _state(connection: StoredConnection, now: datetime) -> str:
    state = "removed" if connection.removed else "connected"
    until = connection.token_open_until
    if until is not None and now < until:
        return f"{state}; takes another token until {until:%Y-%m-%d %H:%M:%SZ}"
    return state


def accept_token(
    organization_id: str,
    database_url: str | None,
    secrets_file: Path | None,
    environment: Mapping[str, str],
    console: Console,
) -> None:
    """For an hour, let an organization be connected under another integration token, once (S9).

    Raises:
        WrongUsageError: no database is named, there is none, or it knows no such organization.
        CouldNotCheckError: the database cannot take it.
    """
    now = SystemClock().now()
    with (
        _open(database_url, secrets_file, environment) as database,
        database.transaction(organization_id) as transaction,
    ):
        known = transaction.connections.of(organization_id)
        if known is None:
            raise WrongUsageError(f"the engine knows no organization {organization_id!r}")
        transaction.connections.put(replace(known, token_open_until=now + _TOKEN_OPEN), now)
    console.print(
        f"organization {organization_id}: save the integration in Ordo within an hour; "
        "it is taken under whichever integration token comes first",
        highlight=False,
    )


def migrate(
    database_url: str | None, secrets_file: Path | None, environment: Mapping[str, str], console: Console
) -> None:
    """Make the engine's tables, or bring those of an earlier version forward.

    Raises:
        WrongUsageError: no database is named, or its tables are those of a newer version.
        CouldNotCheckError: the database cannot take it; nothing was changed.
    """
    url = _named(database_url, secrets_file, environment)
    with _failures_explained(), closing(Database(url)) as database:
        database.upgrade()
    console.print(f"the tables are at step {NEWEST}", highlight=False)


@contextmanager
def _open(
    database_url: str | None, secrets_file: Path | None, environment: Mapping[str, str]
) -> Iterator[Database]:
    url = _named(database_url, secrets_file, environment)
    with _failures_explained():
        parts = parse_url(url)
        # SQLite would make a new, empty file, and an empty answer would look like good news.
        if parts.get_backend_name() == "sqlite" and parts.database and not Path(parts.database).exists():
            raise WrongUsageError(f"there is no database at {parts.database}")
        with closing(Database(url)) as database:
            database.check_version()
            yield database


def _named(database_url: str | None, secrets_file: Path | None, environment: Mapping[str, str]) -> str:
    url = database_url_of(database_url, secrets_file, environment)
    if not url:
        raise WrongUsageError("missing: --database-url or DATABASE_URL")
    return url


@contextmanager
def _failures_explained() -> Iterator[None]:
    try:
        yield
    except ConfigurationError as problem:
        raise WrongUsageError(str(problem)) from problem
    except StorageError as problem:
        raise CouldNotCheckError(f"{problem}; {problem.remedy}") from problem


def _table(rows: list[PendingRow], now: datetime) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("organization", "work", "to do", "failures", "since", "next try", "reason"):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(
            row.organization_id,
            f"{row.work} {row.name}",
            row.what,
            str(row.failures),
            f"{row.since:%Y-%m-%d %H:%M:%SZ}",
            "now" if row.due_at <= now else f"{row.due_at:%Y-%m-%d %H:%M:%SZ}",
            row.reason,
        )
    return table
