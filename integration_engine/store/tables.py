"""The engine's tables."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Dialect,
    Index,
    Insert,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

_COUNTED = {"preserve_rowcount": True}


def insert_into(dialect: str, table: Table) -> Any:  # noqa: ANN401 - two dialects, the same methods
    """An insert that can say what to do when the row is there."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)


def insert_if_absent(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Whether the row was new. Any unique column that is taken already counts as being there."""
    counted = connection.execute(
        _unless_there(connection.dialect.name, table), row, execution_options=_COUNTED
    )
    return bool(counted.rowcount > 0)


@cache
def _unless_there(dialect: str, table: Table) -> Insert:
    statement: Insert = insert_into(dialect, table).on_conflict_do_nothing()
    return statement


metadata = MetaData()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BIG_KEY = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up INTEGER keys only


class UtcMicros(TypeDecorator[datetime]):
    """An aware UTC datetime."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To microseconds since 1970."""
        del dialect
        return None if value is None else (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """From microseconds since 1970."""
        del dialect
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class NulSafeText(TypeDecorator[str]):
    """A text that others wrote. PostgreSQL takes no NUL, so one becomes a replacement character."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Without NUL."""
        del dialect
        return None if value is None else value.replace("\0", "\ufffd")


class TableAccess:
    """What is done to a table in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection


activity = Table(
    "activity",
    metadata,
    Column("organization_id", String(100), primary_key=True),
    Column("transactions", BigInteger, nullable=False),
)

connections = Table(
    "connections",
    metadata,
    Column("organization_id", String(100), primary_key=True),
    Column("connection_id", String(64), nullable=False, unique=True),
    Column("organization_name", NulSafeText, nullable=False),
    Column("license_number", NulSafeText, nullable=False),
    Column("facility_id", NulSafeText, nullable=False),
    Column("facility_name", NulSafeText, nullable=False),
    Column("secrets", Text, nullable=False),
    Column("problem", Text),
    Column("problem_told", Text),
    Column("updated_at", UtcMicros, nullable=False),
    Column("removed_at", UtcMicros),
    Column("token_open_until", UtcMicros),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", _BIG_KEY, primary_key=True, autoincrement=True),
    Column("organization_id", String(100), nullable=False),
    Column("key", String(400), nullable=False),
    Column("kind", String(50), nullable=False),
    Column("message_id", String(200)),
    Column("body", Text, nullable=False),
    Column("received_at", UtcMicros, nullable=False),
    Column("processed_at", UtcMicros),
    UniqueConstraint("organization_id", "message_id", name="inbox_message"),
)
_waiting = inbox.c.processed_at.is_(None)
Index("inbox_waiting", inbox.c.key, inbox.c.id, sqlite_where=_waiting, postgresql_where=_waiting)
Index("inbox_of_kind", inbox.c.organization_id, inbox.c.kind, inbox.c.received_at)
Index("inbox_waiting_of", inbox.c.organization_id, sqlite_where=_waiting, postgresql_where=_waiting)

commands = Table(
    "commands",
    metadata,
    Column("key", String(400), primary_key=True),
    Column("kind", String(50), primary_key=True),
    Column("organization_id", String(100), nullable=False),
    Column("due_at", UtcMicros, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("since", UtcMicros, nullable=False),
    Column("refused", Text),
    Index("commands_due", "organization_id", "due_at"),
)

orders = Table(
    "orders",
    metadata,
    Column("organization_id", String(100), primary_key=True),
    Column("order_id", String(100), primary_key=True),
    Column("stage", String(20), nullable=False),
    Column("ordo_status", String(30), nullable=False),
    Column("flourish_order_id", String(100)),
    Column("state", Text, nullable=False),
    Column("updated_at", UtcMicros, nullable=False),
    Index("orders_by_flourish_id", "organization_id", "flourish_order_id"),
    Index("orders_by_stage", "organization_id", "stage"),
)

sweeps = Table(
    "sweeps",
    metadata,
    Column("organization_id", String(100), primary_key=True),
    Column("newest_change", UtcMicros),
    Column("read_one_by_one_at", UtcMicros, nullable=False),
    Column("swept_at", UtcMicros, nullable=False),
)

sync_runs = Table(
    "sync_runs",
    metadata,
    Column("organization_id", String(100), primary_key=True),
    Column("sync_id", String(100), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("outcome", Text),
    Column("updated_at", UtcMicros, nullable=False),
)
