"""Insert a row unless it is there: one statement, safe against another worker doing the same."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite

_COUNTED = {"preserve_rowcount": True}


def insert_into(dialect: str, table: Table) -> Any:  # noqa: ANN401 - two dialects, the same methods
    """An insert that can say what to do when the row is there."""
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)


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
