"""Which organization is connected to which Flourish facility. Secrets are stored encrypted only."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, select, update

from integration_engine.core.order import Problem
from integration_engine.store.codec import from_text, to_text
from integration_engine.store.tables import TableAccess, connections, insert_if_absent

_WANTED: BindParameter[str] = bindparam("wanted")
_OF = select(connections).where(connections.c.organization_id == _WANTED)
_BY_ID = select(connections).where(connections.c.connection_id == _WANTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConnection:
    """A row of the table; `secrets` is what `secret_box` made of the credentials."""

    organization_id: str
    connection_id: str
    organization_name: str
    license_number: str
    facility_id: str
    facility_name: str
    secrets: str
    removed: bool
    problem: Problem | None = None
    problem_told: Problem | None = None
    token_open_until: datetime | None = None
    """Until then another integration token may take the connection over, because an operator allowed it."""


_KEPT_OTHERWISE = {"organization_id", "removed", "problem", "problem_told"}
_AS_THEY_ARE = [known.name for known in fields(StoredConnection) if known.name not in _KEPT_OTHERWISE]


class Connections(TableAccess):
    def of(self, organization_id: str) -> StoredConnection | None:
        return self._one(_OF, organization_id)

    def by_id(self, connection_id: str) -> StoredConnection | None:
        return self._one(_BY_ID, connection_id)

    def organizations(self) -> list[str]:
        query = select(connections.c.organization_id).where(connections.c.removed_at.is_(None))
        return list(self._connection.execute(query).scalars())

    def every(self) -> list[StoredConnection]:
        rows = self._connection.execute(select(connections).order_by(connections.c.organization_id))
        return [_stored(row) for row in rows]

    def put(self, connection: StoredConnection, now: datetime) -> None:
        columns = {
            **{name: getattr(connection, name) for name in _AS_THEY_ARE},
            "problem": to_text(connection.problem) if connection.problem else None,
            "problem_told": to_text(connection.problem_told) if connection.problem_told else None,
            "updated_at": now,
            "removed_at": now if connection.removed else None,
        }
        row = {"organization_id": connection.organization_id, **columns}
        if not insert_if_absent(self._connection, connections, row):
            mine = connections.c.organization_id == connection.organization_id
            self._connection.execute(update(connections).where(mine).values(columns))

    def _one(self, query: Select[Any], wanted: str) -> StoredConnection | None:
        row = self._connection.execute(query, {"wanted": wanted}).first()
        return None if row is None else _stored(row)


def _stored(row: Row[Any]) -> StoredConnection:
    return StoredConnection(
        organization_id=row.organization_id,
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        removed=row.removed_at is not None,
        problem=from_text(row.problem, Problem) if row.problem else None,
        problem_told=from_text(row.problem_told, Problem) if row.problem_told else None,
    )
