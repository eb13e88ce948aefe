"""Insert a row unless it is there: one statement, safe against another worker doing the same."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_if_absent(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Whether the row was new. Any unique column that is taken already counts as being there."""
    if connection.dialect.name == "postgresql":
        return connection.execute(postgresql.insert(table).values(row).on_conflict_do_nothing()).rowcount > 0
    return connection.execute(sqlite.insert(table).values(row).on_conflict_do_nothing()).rowcount > 0
