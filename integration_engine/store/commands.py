"""What is still to be done, and when: at most one command of a kind for a key.

The statements that every piece of work needs are built once: building one takes longer than executing it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    delete,
    func,
    not_,
    or_,
    select,
    update,
)

from integration_engine.core.retry import LONGEST_WAIT_SECONDS
from integration_engine.store.tables import TableAccess, UtcMicros, commands, insert_if_absent

SWEEP_ORDERS = "sweep_orders"
PRUNE_INBOX = "prune_inbox"
LONGEST_WAIT = timedelta(seconds=LONGEST_WAIT_SECONDS)
_TOLERANCE = timedelta(minutes=1)
SCHEDULED = frozenset({SWEEP_ORDERS, PRUNE_INBOX})
"""What comes round by itself for ever: nobody waits for it, so it counts as pending only once it is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingCommand:
    """A command that waits for its time. `attempts` counts how often in a row it has failed.

    `refused` is what Ordo answered when it refused the report that the command makes; None when it did not.
    """

    key: str
    kind: str
    organization_id: str
    due_at: datetime
    attempts: int
    since: datetime
    refused: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTimes:
    """When an organization's commands are due: the first, the last, and the last of what comes round."""

    organization_id: str
    first: datetime
    last: datetime | None
    last_round: datetime | None

    def lie_too_far(self, now: datetime, longest_between: timedelta) -> bool:
        """Whether something waits for longer than anything may, so that the clock must have been set back.

        `longest_between` is how long what comes round by itself may wait.
        """
        limits = ((self.last, LONGEST_WAIT), (self.last_round, longest_between))
        return any(at is not None and at > now + longest + _TOLERANCE for at, longest in limits)


_WANTED = or_(commands.c.kind.not_in(SCHEDULED), commands.c.attempts > 0)
"""What somebody waits for: not what merely comes round, unless it has failed."""

_KEY: BindParameter[str] = bindparam("of_key")
_OWNER: BindParameter[str] = bindparam("owner")
_NOW: BindParameter[datetime] = bindparam("moment", type_=UtcMicros())
_SAME = (commands.c.key == _KEY, commands.c.kind == bindparam("of_kind"))
_DROP = delete(commands).where(*_SAME)
_SCHEDULE = (
    update(commands)
    .where(*_SAME)
    .values(
        due_at=bindparam("new_due_at"), attempts=bindparam("new_attempts"), refused=bindparam("new_refused")
    )
)
_REFUSED = (*_SAME, commands.c.refused.is_not(None))
_RENEW = update(commands).where(*_REFUSED).values(due_at=_NOW, attempts=0, refused=None)
_KINDS = select(commands.c.kind).where(commands.c.key == _KEY)
_FIRST = select(commands).where(commands.c.key == _KEY).order_by(commands.c.due_at, commands.c.kind).limit(1)
_WAITS = and_(_WANTED, commands.c.due_at > _NOW)
_COMES_ROUND = commands.c.kind.in_(SCHEDULED)
_DUE_TIMES = select(
    commands.c.organization_id,
    func.min(commands.c.due_at).label("first"),
    func.max(commands.c.due_at).filter(not_(_COMES_ROUND)).label("last"),
    func.max(commands.c.due_at).filter(_COMES_ROUND).label("last_round"),
).group_by(commands.c.organization_id)
_COUNT = select(
    func.count().filter(commands.c.due_at <= _NOW),
    func.count().filter(_WAITS),
    func.min(commands.c.due_at).filter(_WAITS),
    func.min(commands.c.since).filter(commands.c.kind.not_in(SCHEDULED)),
).where(commands.c.organization_id == _OWNER)


class Commands(TableAccess):
    def ensure(
        self, organization_id: str, key: str, kind: str, now: datetime, *, at: datetime | None = None
    ) -> bool:
        """Has the command done now (or `at`), unless it waits for a time already; whether it is new."""
        row = {"organization_id": organization_id, "key": key, "kind": kind, "due_at": at or now}
        return insert_if_absent(self._connection, commands, {**row, "attempts": 0, "since": now})

    def schedule(
        self,
        organization_id: str,
        key: str,
        kind: str,
        *,
        at: datetime,
        now: datetime,
        attempts: int = 0,
        refused: str | None = None,
    ) -> None:
        """Has the command done at `at`, whatever it waited for before; at most after the longest wait."""
        at = at if kind in SCHEDULED else min(at, now + LONGEST_WAIT)
        new = {"new_due_at": at, "new_attempts": attempts, "new_refused": refused}
        changed = self._connection.execute(_SCHEDULE, {"of_key": key, "of_kind": kind, **new})
        if changed.rowcount == 0:
            row = {"organization_id": organization_id, "key": key, "kind": kind, "due_at": at}
            row |= {"attempts": attempts, "since": now, "refused": refused}
            insert_if_absent(self._connection, commands, row)

    def renew(self, organization_id: str, key: str, kind: str, now: datetime) -> None:
        """Has a report made now that has changed since Ordo refused it; another wait stands (O21)."""
        if not self.ensure(organization_id, key, kind, now):
            self._connection.execute(_RENEW, {"of_key": key, "of_kind": kind, "moment": now})

    def drop(self, key: str, kind: str) -> None:
        """The command is done, or makes no sense any more."""
        self._connection.execute(_DROP, {"of_key": key, "of_kind": kind})

    def drop_as_begun(self, command: PendingCommand) -> None:
        """The command is done, unless it was scheduled anew after it had begun: then it is done again."""
        begun = (*_SAME, commands.c.due_at == command.due_at)
        self._connection.execute(
            delete(commands).where(*begun), {"of_key": command.key, "of_kind": command.kind}
        )

    def drop_unless(self, key: str, stands: Callable[[str], bool]) -> None:
        kinds = self._connection.execute(_KINDS, {"of_key": key}).scalars().all()
        for kind in kinds:
            if not stands(kind):
                self.drop(key, kind)

    def first_of(self, key: str) -> PendingCommand | None:
        row = self._connection.execute(_FIRST, {"of_key": key}).first()
        return PendingCommand(**row._mapping) if row is not None else None  # noqa: SLF001 - SQLAlchemy's public name

    def make_due(self, organization_id: str, now: datetime) -> list[str]:
        """Has everything of an organization done now, as what it waited for has come; returns the keys."""
        return self._make_due(now, commands.c.organization_id == organization_id, _WANTED)

    def make_waiting_due(self, organization_id: str, now: datetime) -> list[str]:
        """As `make_due`, with what comes round by itself: the clock that it all waited by was set back."""
        return self._make_due(now, commands.c.organization_id == organization_id, commands.c.due_at > now)

    def due_times(self) -> list["DueTimes"]:
        """Of every organization that has something pending: when."""
        return [DueTimes(**row._mapping) for row in self._connection.execute(_DUE_TIMES)]  # noqa: SLF001 - as above

    def _make_due(self, now: datetime, *which: ColumnElement[bool]) -> list[str]:
        keys = list(self._connection.execute(select(commands.c.key).where(*which).distinct()).scalars())
        self._connection.execute(update(commands).where(*which).values(due_at=now))
        return keys

    def count(self, organization_id: str, now: datetime) -> tuple[int, int, datetime | None, datetime | None]:
        """How many are due and how many wait, when the next is due, and since when the oldest is there."""
        counted = self._connection.execute(_COUNT, {"owner": organization_id, "moment": now})
        due, later, next_due_at, oldest = counted.one()
        return due, later, next_due_at, oldest

    def refused_by_organization(self) -> dict[str, int]:
        """How many reports Ordo has refused that are still owed (O21), where there are any."""
        query = select(commands.c.organization_id, func.count().label("number")).where(
            commands.c.refused.is_not(None)
        )
        rows = self._connection.execute(query.group_by(commands.c.organization_id))
        return {row.organization_id: row.number for row in rows}

    def listed(self, most: int) -> list[PendingCommand]:
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

    def keys_due(self, organization_id: str, now: datetime, most: int) -> list[str]:
        """The keys of an organization with a command whose time has come, the longest due first."""
        due = (commands.c.organization_id == organization_id, commands.c.due_at <= now)
        query = select(commands.c.key).where(*due).order_by(commands.c.due_at).limit(most)
        return list(dict.fromkeys(self._connection.execute(query).scalars()))

    def organizations(self) -> list[str]:
        return list(self._connection.execute(select(commands.c.organization_id).distinct()).scalars())

    def keys_with_work(self) -> list[tuple[str, datetime]]:
        query = select(commands.c.key, func.min(commands.c.due_at).label("due_at")).group_by(commands.c.key)
        return [(row.key, row.due_at) for row in self._connection.execute(query)]
