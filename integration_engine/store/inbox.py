"""Messages that came in and were acknowledged; each is worked through exactly once, in order per key.

The statements that every message needs are built once: building one takes longer than executing it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, func, or_, select, update

from integration_engine.store.tables import TableAccess, inbox, insert_if_absent


class MessageKind(StrEnum):
    ORDER_CONFIRMED = "order.confirmed"
    SYNC_REQUESTED = "inventory.sync_requested"
    ORDER_HINT = "order_hint"
    ITEM_HINT = "item_hint"
    CONNECTION = "connection"


HINTS = frozenset({MessageKind.ORDER_HINT, MessageKind.ITEM_HINT})
"""Hints say "look again"; one that still waits says it for all that follow."""


_KEY: BindParameter[str] = bindparam("of_key")
_WAITING = inbox.c.processed_at.is_(None)
_SAME_HINT = (
    select(inbox.c.id)
    .where(inbox.c.key == _KEY, inbox.c.kind == bindparam("of_kind"), inbox.c.body == bindparam("of_body"))
    .where(_WAITING)
    .limit(1)
)
_COLUMNS = (inbox.c.id, inbox.c.kind, inbox.c.body, inbox.c.received_at, inbox.c.message_id)
_NEXT = select(*_COLUMNS).where(inbox.c.key == _KEY, _WAITING).order_by(inbox.c.id).limit(1)
_PROCESSED = update(inbox).where(inbox.c.id == bindparam("of_id")).values(processed_at=bindparam("moment"))
_COUNT = select(func.count(), func.min(inbox.c.received_at)).where(_WAITING)
_COUNT_OF_ONE = _COUNT.where(inbox.c.organization_id == bindparam("owner"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A stored message. `body` is JSON text, of a shape that goes with the kind."""

    id: int
    kind: MessageKind
    body: str
    received_at: datetime
    message_id: str | None = None

    @property
    def name(self) -> str:
        """What the log calls it: the sender's id of it, or ours."""
        return self.message_id or f"message-{self.id}"


def _message(row: Any) -> Message | None:  # noqa: ANN401 - a row of `_COLUMNS`, or None
    if row is None:
        return None
    return Message(**{**row._mapping, "kind": MessageKind(row.kind)})  # noqa: SLF001 - SQLAlchemy's public name


class Inbox(TableAccess):
    def add(
        self,
        organization_id: str,
        key: str,
        kind: MessageKind,
        *,
        body: str,
        received_at: datetime,
        message_id: str | None = None,
        processed_at: datetime | None = None,
    ) -> bool:
        """Stores a message; False when its `message_id` is stored already, or the same hint waits."""
        hint = {"of_key": key, "of_kind": kind.value, "of_body": body}
        if kind in HINTS and self._connection.execute(_SAME_HINT, hint).first() is not None:
            return False
        row = {
            "organization_id": organization_id,
            "key": key,
            "kind": kind.value,
            "message_id": message_id,
            "body": body,
            "received_at": received_at,
            "processed_at": processed_at,
        }
        return insert_if_absent(self._connection, inbox, row)

    def next_of(self, key: str) -> Message | None:
        """The oldest message of this key that is not worked through yet."""
        return _message(self._connection.execute(_NEXT, {"of_key": key}).first())

    def newest(self, organization_id: str, kind: MessageKind) -> Message | None:
        """The message of this kind that was stored last, worked through or not."""
        wanted = (inbox.c.organization_id == organization_id, inbox.c.kind == kind.value)
        newest = select(*_COLUMNS).where(*wanted).order_by(inbox.c.id.desc()).limit(1)
        return _message(self._connection.execute(newest).first())

    def knows(self, organization_id: str, message_id: str) -> bool:
        wanted = (inbox.c.organization_id == organization_id, inbox.c.message_id == message_id)
        return self._connection.execute(select(inbox.c.id).where(*wanted)).first() is not None

    def mark_processed(self, message: Message, at: datetime) -> None:
        """The message had its effect, which is stored in this same transaction."""
        self._connection.execute(_PROCESSED, {"of_id": message.id, "moment": at})

    def prune(self, before: datetime, most: int) -> int:
        """Forgets messages that were worked through before then, oldest first, at most so many; how many."""
        old = select(inbox.c.id).where(inbox.c.processed_at < before).order_by(inbox.c.id).limit(most)
        return self._connection.execute(delete(inbox).where(inbox.c.id.in_(old))).rowcount

    def item_keys_since(self, organization_id: str, moment: datetime) -> list[str]:
        """Every item that was hinted at, or whose hint was worked through, since then."""
        since = or_(inbox.c.received_at >= moment, inbox.c.processed_at >= moment)
        hints = (inbox.c.organization_id == organization_id, inbox.c.kind == MessageKind.ITEM_HINT.value)
        return list(self._connection.execute(select(inbox.c.key).where(*hints, since).distinct()).scalars())

    def waiting(self, organization_id: str | None) -> tuple[int, datetime | None]:
        """How many messages are not worked through, and when the oldest of them came."""
        one = organization_id is not None
        counted = self._connection.execute(_COUNT_OF_ONE if one else _COUNT, {"owner": organization_id})
        count, oldest = counted.one()
        return count, oldest

    def waiting_by_organization(self) -> dict[str, tuple[int, datetime]]:
        """Of each organization with messages not worked through: how many, and when the oldest came."""
        query = (
            select(inbox.c.organization_id, func.count(), func.min(inbox.c.received_at))
            .where(inbox.c.processed_at.is_(None))
            .group_by(inbox.c.organization_id)
        )
        rows = self._connection.execute(query)
        return {organization_id: (count, oldest) for organization_id, count, oldest in rows}

    def keys_with_work(self, most: int | None = None) -> list[str]:
        """Every key with a message that is not worked through, or so many of them, the oldest first."""
        query = select(inbox.c.key).where(inbox.c.processed_at.is_(None)).order_by(inbox.c.id).limit(most)
        return list(dict.fromkeys(self._connection.execute(query).scalars()))
