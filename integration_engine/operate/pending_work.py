"""What operations see and do in the engine's tables from outside its process: what is pending, and `retry`.

Needs the database only, neither secrets nor a running engine. A running one finds what was made due when it
polls.
"""

from dataclasses import dataclass
from datetime import datetime

from integration_engine.core.order_stages import REPORTS
from integration_engine.keys import Key, Kind, parse_key
from integration_engine.store.commands import PendingCommand
from integration_engine.store.database import Database, Transaction

MOST_ROWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingRow:
    """One piece of work that is not done. `failures` is how often in a row it has failed."""

    organization_id: str
    work: str
    name: str
    what: str
    failures: int
    since: datetime
    due_at: datetime
    reason: str


def pending_rows(database: Database) -> tuple[list[PendingRow], int]:
    """What waits or is due, next first, at most `MOST_ROWS`; and how many messages are not worked through."""
    with database.reading() as transaction:
        messages, _ = transaction.inbox.waiting(None)
        return [_row(transaction, command) for command in transaction.commands.listed(MOST_ROWS)], messages


def retry_waiting(database: Database, wanted: str, now: datetime) -> tuple[int, int]:
    """Has everything that waits for its time about an order, a sync or a connection done now.

    Returns:
        How much was found of that id (orders, syncs, organizations), and how much of it had been waiting.

    Args:
        database: the engine's tables.
        wanted: Ordo's id of the order, or Flourish's; a sync's id; or an organization's, for its connection.
        now: the time; on a laboratory's clocks, which run ahead, that is due as well.

    Raises:
        StorageError: the database could not take it. Orders of this id of other organizations, each a
            transaction of its own, may be due by then; to ask again does no harm.
    """
    with database.reading() as looking:
        orders = [
            Key(kind=Kind.ORDER, organization_id=owner, name=name)
            for owner, name in looking.orders.named(wanted)
        ]
        waiting = map(parse_key, (key for key, _ in looking.commands.keys_with_work()))
        others = [key for key in waiting if _is_about(key, wanted)]
    made_due = 0
    for key in (*orders, *others):
        with database.transaction(key.organization_id) as transaction:
            made_due += transaction.commands.make_key_due(str(key), now)
    return len(orders) + len(others), made_due


def _is_about(key: Key, wanted: str) -> bool:
    match key.kind:
        case Kind.SYNC:
            return key.name == wanted
        case Kind.CONNECTION:
            return key.organization_id == wanted
        case _:
            return False


def _row(transaction: Transaction, command: PendingCommand) -> PendingRow:
    key = parse_key(command.key)
    stored, failures = transaction.connections.of(key.organization_id), command.attempts
    reason = stored.problem.message if stored is not None and stored.problem is not None else ""
    if key.kind is Kind.ORDER:
        state = transaction.orders.load(key.organization_id, key.name)
        notified = command.kind in REPORTS
        failures = failures if notified else max(failures, state.failures)
        if notified:
            reason = "Ordo has not taken it yet" if failures else ""
        elif state.problem is not None:
            reason = state.problem.message
    if command.refused is not None:
        kept = "not connected, kept until it is; " if stored is not None and stored.removed else ""
        reason = f"{kept}{command.refused}"
    return PendingRow(
        organization_id=key.organization_id,
        work=key.kind.value,
        name=key.name,
        what=command.kind.replace("_", " "),
        failures=failures,
        since=command.since,
        due_at=command.due_at,
        reason=reason,
    )
