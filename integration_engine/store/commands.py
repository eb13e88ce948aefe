"""What is still to be done, and when: at most one command of a kind for a key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, or_, select, update

from integration_engine.store.inserting import insert_if_absent
from integration_engine.store.tables import commands

SWEEP_ORDERS = "sweep_orders"
PRUNE_INBOX = "prune_inbox"
SCHEDULED = frozenset({SWEEP_ORDERS, PRUNE_INBOX})
"""What comes round by itself for ever: nobody waits for it, so it counts as pending only once it is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingCommand:
    """A command that waits for its time. `attempts` counts how often in a row it has failed."""

    key: str
    kind: str
    organization_id: str
    due_at: datetime
    attempts: int
    since: datetime


_WANTED = or_(commands.c.kind.not_in(SCHEDULED), commands.c.attempts > 0)
"""What somebody waits for: not what merely comes round, unless it has failed."""


class Commands:
    """The commands table in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ensure(
        self, organization_id: str, key: str, kind: str, now: datetime, *, at: datetime | None = None
    ) -> bool:
        """Has the command done now (or `at`), unless it waits for a time already; whether it is new."""
        row = {
            "organization_id": organization_id,
            "key": key,
            "kind": kind,
            "due_at": at or now,
            "attempts": 0,
            "since": now,
        }
        return insert_if_absent(self._connection, commands, row)

    def schedule(
        self, organization_id: str, key: str, kind: str, *, at: datetime, now: datetime, attempts: int = 0
    ) -> None:
        """Has the command done at `at`, whatever it waited for before."""
        same = (commands.c.key == key, commands.c.kind == kind)
        changed = self._connection.execute(update(commands).where(*same).values(due_at=at, attempts=attempts))
        if changed.rowcount == 0:
            row = {"organization_id": organization_id, "key": key, "kind": kind}
            insert_if_absent(
                self._connection, commands, {**row, "due_at": at, "attempts": attempts, "since": now}
            )

    def drop(self, key: str, kind: str) -> None:
        """The command is done, or makes no sense any more."""
        self._connection.execute(delete(commands).where(commands.c.key == key, commands.c.kind == kind))

    def drop_unless(self, key: str, stands: Callable[[str], bool]) -> None:
        """Drops the key's commands of the kinds that do not stand."""
        kinds = self._connection.execute(select(commands.c.kind).where(commands.c.key == key)).scalars().all()
        for kind in kinds:
            if not stands(kind):
                self.drop(key, kind)

    def first_of(self, key: str) -> PendingCommand | None:
        """The key's command that is due first."""
        query = (
            select(commands)
            .where(commands.c.key == key)
            .order_by(commands.c.due_at, commands.c.kind)
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return PendingCommand(**row._mapping) if row is not None else None  # noqa: SLF001 - SQLAlchemy's public name

    def make_due(self, organization_id: str, now: datetime) -> list[str]:
        """Has everything of an organization done now, as what it waited for has come; returns the keys."""
        mine = (commands.c.organization_id == organization_id, _WANTED)
        self._connection.execute(update(commands).where(*mine).values(due_at=now))
        return list(self._connection.execute(select(commands.c.key).where(*mine).distinct()).scalars())

    def count(self, organization_id: str, now: datetime) -> tuple[int, int, datetime | None, datetime | None]:
        """How many are due and how many wait, when the next is due, and since when the oldest is there."""
        mine = commands.c.organization_id == organization_id
        due_query = select(func.count()).where(mine, commands.c.due_at <= now)
        waits = (mine, _WANTED, commands.c.due_at > now)
        later_query = select(func.count(), func.min(commands.c.due_at)).where(*waits)
        due = self._connection.execute(due_query).scalar_one()
        later, next_due_at = self._connection.execute(later_query).one()
        oldest_query = select(func.min(commands.c.since)).where(mine, commands.c.kind.not_in(SCHEDULED))
        oldest = self._connection.execute(oldest_query).scalar_one()
        return due, later, next_due_at, oldest

    def listed(self, most: int) -> list[PendingCommand]:
        """What is pending, next first, at most so many."""
        query = (
            select(commands)
            .where(_WANTED)
            .order_by(commands.c.due_at, commands.c.key, commands.c.kind)
            .limit(most)
        )
        return [PendingCommand(**row._mapping) for row in self._connection.execute(query)]  # noqa: SLF001 - as above

    def make_key_due(self, key: str, now: datetime) -> int:
        """Has everything of a key that waits done now; returns how much waited."""
        waits = (commands.c.key == key, commands.c.due_at > now)
        return self._connection.execute(update(commands).where(*waits).values(due_at=now)).rowcount

    def keys_due(self, now: datetime) -> list[str]:
        """Every key with a command whose time has come."""
        return list(
            self._connection.execute(
                select(commands.c.key).where(commands.c.due_at <= now).distinct()
            ).scalars()
        )

    def organizations(self) -> list[str]:
        """Every organization that has something pending."""
        return list(self._connection.execute(select(commands.c.organization_id).distinct()).scalars())

    def keys_with_work(self) -> list[tuple[str, datetime]]:
        """Every key with a command, and when its first is due."""
        query = select(commands.c.key, func.min(commands.c.due_at).label("due_at")).group_by(commands.c.key)
        return [(row.key, row.due_at) for row in self._connection.execute(query)]
