"""How far the sweeps over Flourish's orders have come, by organization."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from integration_engine.store.tables import insert_if_absent, sweeps


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepMark:
    """Where the last sweep ended.

    `newest_change` is the newest change that Flourish listed, by Flourish's own clock; `read_one_by_one_at`
    when the orders that nothing was heard of were last read by their ids.
    """

    newest_change: datetime | None
    read_one_by_one_at: datetime


class Sweeps:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, organization_id: str) -> SweepMark | None:
        """Where the organization's last sweep ended; None before the first."""
        query = select(sweeps.c.newest_change, sweeps.c.read_one_by_one_at).where(
            sweeps.c.organization_id == organization_id
        )
        row = self._connection.execute(query).first()
        if row is None:
            return None
        return SweepMark(newest_change=row.newest_change, read_one_by_one_at=row.read_one_by_one_at)

    def put(self, organization_id: str, mark: SweepMark, now: datetime) -> None:
        columns = {
            "newest_change": mark.newest_change,
            "read_one_by_one_at": mark.read_one_by_one_at,
            "swept_at": now,
        }
        if not insert_if_absent(self._connection, sweeps, {"organization_id": organization_id, **columns}):
            mine = sweeps.c.organization_id == organization_id
            self._connection.execute(update(sweeps).where(mine).values(columns))
