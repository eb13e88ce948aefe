"""How far the sweeps over Flourish's orders have come, and how the syncs that were asked for ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, tuple_, update

from integration_engine.store.tables import TableAccess, insert_if_absent, sweeps, sync_runs


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepMark:
    """Where the last sweep ended.

    `newest_change` is the newest change that Flourish listed, by Flourish's own clock; `read_one_by_one_at`
    when the orders that nothing was heard of were last read by their ids.
    """

    newest_change: datetime | None
    read_one_by_one_at: datetime


class Sweeps(TableAccess):
    def of(self, organization_id: str) -> SweepMark | None:
        """Where the organization's last sweep ended; None before the first."""
        query = select(sweeps.c.newest_change, sweeps.c.read_one_by_one_at).where(
            sweeps.c.organization_id == organization_id
        )
        row = self._connection.execute(query).first()
        return None if row is None else SweepMark(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name

    def put(self, organization_id: str, mark: SweepMark, now: datetime) -> None:
        columns = {
            "newest_change": mark.newest_change,
            "read_one_by_one_at": mark.read_one_by_one_at,
            "swept_at": now,
        }
        if not insert_if_absent(self._connection, sweeps, {"organization_id": organization_id, **columns}):
            mine = sweeps.c.organization_id == organization_id
            self._connection.execute(update(sweeps).where(mine).values(columns))


class SyncRuns(TableAccess):
    def begin(self, organization_id: str, sync_id: str, now: datetime) -> None:
        row = {"organization_id": organization_id, "sync_id": sync_id, "state": "running", "updated_at": now}
        insert_if_absent(self._connection, sync_runs, row)

    def end(self, organization_id: str, sync_id: str, *, state: str, outcome: bytes, now: datetime) -> None:
        """The sync is over; `outcome` is what Ordo is to be told, as JSON."""
        self._connection.execute(
            update(sync_runs)
            .where(sync_runs.c.organization_id == organization_id, sync_runs.c.sync_id == sync_id)
            .values(state=state, outcome=outcome.decode(), updated_at=now)
        )

    def outcome(self, organization_id: str, sync_id: str) -> bytes | None:
        """What Ordo is to be told of the end; None while it runs."""
        query = select(sync_runs.c.outcome).where(
            sync_runs.c.organization_id == organization_id, sync_runs.c.sync_id == sync_id
        )
        text = self._connection.execute(query).scalar_one_or_none()
        return None if text is None else str(text).encode()

    def prune(self, before: datetime, most: int) -> int:
        """Forgets syncs that ended before then, oldest first, at most so many; how many."""
        which = (sync_runs.c.organization_id, sync_runs.c.sync_id)
        ended = sync_runs.c.outcome.is_not(None) & (sync_runs.c.updated_at < before)
        old = select(*which).where(ended).order_by(sync_runs.c.updated_at).limit(most)
        return self._connection.execute(delete(sync_runs).where(tuple_(*which).in_(old))).rowcount
