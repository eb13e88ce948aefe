"""`ordo-flourish engine status`, `retry` and `migrate`: an operator at the engine's tables.

What is done at an open database raises `StorageError` when it cannot be read or cannot take it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from foundation.clock import SystemClock
from harness.errors import WrongUsageError
from harness.operate.production_engine import database_url_of, failures_explained, read_secrets
from integration_engine.operate.pending_work import MOST_ROWS, PendingRow, pending_rows, retry_waiting
from integration_engine.store.connections import StoredConnection
from integration_engine.store.database import Database, parse_url
from integration_engine.store.upgrade import NEWEST

_TOKEN_OPEN = timedelta(hours=1)


def show_status(database: Database, console: Console) -> None:
    """Print what is pending, why, and when it is tried next."""
    rows, messages = pending_rows(database)
    now = SystemClock().now()
    if messages:
        console.print(f"{messages} messages are not worked through yet", highlight=False)
    if not rows:
        console.print("nothing is pending", highlight=False)
        return
    columns = ("organization", "work", "to do", "failures", "since", "next try", "reason")
    console.print(_table(columns, (_pending(row, now) for row in rows)))
    if len(rows) == MOST_ROWS:
        console.print(f"only the next {MOST_ROWS} are shown", highlight=False)


def retry(database: Database, console: Console, wanted: str) -> None:
    """Have what waits of an order, a sync or a connection done at once, by this engine or by the next one.

    Raises:
        WrongUsageError: nothing has that id.
    """
    found, made_due = retry_waiting(database, wanted, SystemClock().now())
    if not found:
        raise WrongUsageError(f"the engine knows no order {wanted!r}, and no sync or connection of it waits")
    if not made_due:
        console.print(f"nothing of {wanted} waits for a later time", highlight=False)
    else:
        console.print(
            f"{wanted}: {made_due} waiting made due; a running engine takes it up in seconds",
            highlight=False,
        )


def show_connections(database: Database, console: Console) -> None:
    """Print which organizations are connected to which facilities."""
    with database.reading() as transaction:
        found = transaction.connections.every()
    if not found:
        console.print("no organization is connected", highlight=False)
        return
    now = SystemClock().now()
    rows = (
        (one.organization_id, one.organization_name, one.license_number, one.facility_name, _state(one, now))
        for one in found
    )
    console.print(_table(("organization", "name", "license", "facility", "state"), rows))


def _state(connection: StoredConnection, now: datetime) -> str:
    state = "removed" if connection.removed else "connected"
    until = connection.token_open_until
    if until is not None and now < until:
        return f"{state}; takes another token until {until:%Y-%m-%d %H:%M:%SZ}"
    return state


def accept_token(database: Database, console: Console, organization_id: str) -> None:
    """For an hour, let an organization be connected under another integration token, once (S9).

    Raises:
        WrongUsageError: the database knows no such organization.
    """
    now = SystemClock().now()
    with database.transaction(organization_id) as transaction:
        known = transaction.connections.of(organization_id)
        if known is None:
            raise WrongUsageError(f"the engine knows no organization {organization_id!r}")
        transaction.connections.put(replace(known, token_open_until=now + _TOKEN_OPEN), now)
    console.print(
        f"organization {organization_id}: save the integration in Ordo within an hour; "
        "it is taken under whichever integration token comes first",
        highlight=False,
    )


def migrate(database: Database, console: Console) -> None:
    """Make the engine's tables, or bring those of an earlier version forward."""
    database.upgrade()
    console.print(f"the tables are at step {NEWEST}", highlight=False)


@contextmanager
def opened(
    database_url: str | None, secrets_file: Path | None, environment: Mapping[str, str], *, as_is: bool = True
) -> Iterator[Database]:
    """The engine's database for the block; `as_is` has it be there already, at this version's step.

    Raises:
        WrongUsageError: no database is named, there is none, or its tables are those of another version.
        CouldNotCheckError: it cannot be used; nothing was changed.
    """
    filed = {} if secrets_file is None else read_secrets(secrets_file)
    url = database_url_of(database_url, filed, environment)
    if not url:
        raise WrongUsageError("missing: --database-url or DATABASE_URL")
    with failures_explained():
        parts = parse_url(url)
        # SQLite would make a new, empty file, and an empty answer would look like good news.
        absent = parts.get_backend_name() == "sqlite" and parts.database and not Path(parts.database).exists()
        if as_is and absent:
            raise WrongUsageError(f"there is no database at {parts.database}")
        with closing(Database(url)) as database:
            if as_is:
                database.check_version()
            yield database


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _pending(row: PendingRow, now: datetime) -> Iterable[str]:
    due = "now" if row.due_at <= now else f"{row.due_at:%Y-%m-%d %H:%M:%SZ}"
    since, what = f"{row.since:%Y-%m-%d %H:%M:%SZ}", f"{row.work} {row.name}"
    return row.organization_id, what, row.what, str(row.failures), since, due, row.reason
