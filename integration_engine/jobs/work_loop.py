"""The durable loop that works a key off: messages first, then commands, each step one transaction.

1. The key's next message is decided upon; the new state, the commands that follow and "processed" are stored
   in one transaction.
2. Otherwise the first due command begins: in a transaction the kind of work looks at its state (and may enter
   an attempt in the books), then the call is made outside any transaction, then its end is stored together
   with what follows.
3. Otherwise the key sleeps until its next command is due.

Killing the process between any two statements loses at most the knowledge of how a call ended; the command is
still in its table and is begun again after the restart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from groundwork.clock import Clocks
from integration_engine.errors import StorageError
from integration_engine.jobs.activity import Activity
from integration_engine.jobs.job_engine import JobEngine
from integration_engine.keys import Key, Kind, parse_key
from integration_engine.logs import about, logger
from integration_engine.store.commands import PendingCommand
from integration_engine.store.database import Database
from integration_engine.store.inbox import Message
from integration_engine.store.transaction import Transaction
from integration_engine.watching.metrics import Metrics

_log = logger(__name__)
_STORAGE_PAUSE = timedelta(seconds=5)
_MOST_AT_A_LOOK = 50
"""Keys of an organization that a look round wakes: what waits behind them is woken by the next ones."""

Settle = Callable[[Transaction, datetime], None]
"""Stores how a call ended, in a transaction, at a time."""

Call = Callable[[], Settle]
"""Talks to a server, outside any transaction."""


class Work(Protocol):
    """One kind of work. It raises nothing on purpose: a vendor's failure is an outcome like any other."""

    def receive(self, transaction: Transaction, key: Key, message: Message, now: datetime) -> None:
        """Decides upon a message and stores what follows."""
        ...

    def begin(
        self, transaction: Transaction, key: Key, command: PendingCommand, now: datetime
    ) -> Call | None:
        """The call that a due command asks for; None when there is none to make in this state."""
        ...


class _Next(Enum):
    AGAIN = "again"
    NOTHING = "nothing"


_NAME_IN_LOG: Mapping[Kind, str] = {
    Kind.ORDER: "order_id",
    Kind.ITEM: "sku",
    Kind.SYNC: "sync_id",
    Kind.CONNECTION: "about",
    Kind.SWEEP: "about",
    Kind.UPKEEP: "about",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    command: PendingCommand
    call: Call


class WorkLoop:
    """Works keys off; `work` is what a job engine calls."""

    def __init__(
        self,
        database: Database,
        works: Mapping[Kind, Work],
        clocks: Clocks,
        activity: Activity,
        metrics: Metrics,
    ) -> None:
        self._database = database
        self._works = works
        self._clocks = clocks
        self._activity = activity
        self._metrics = metrics
        self._jobs: JobEngine | None = None
        self._closing = False

    def attach(self, jobs: JobEngine) -> None:
        """The job engine that this loop asks for later wake-ups."""
        self._jobs = jobs
        self._database.on_commit = self._wake_all

    def start(self) -> None:
        """Wakes every key that has work left from before (a restart)."""
        with self._database.reading() as transaction:
            waiting = transaction.inbox.keys_with_work()
            commanded = transaction.commands.keys_with_work()
        self._wake_all(waiting)
        for key, due_at in commanded:
            self._wake(key, due_at)

    def look_round(self) -> None:
        """Wakes every key that is due by the tables: somebody else made it so, or a wake-up got lost.

        Raises:
            StorageError: the database cannot be read, or still stores nothing.
        """
        self._database.try_again()
        due = list[str]()
        with self._database.reading() as transaction:
            for organization_id in transaction.commands.organizations():
                now = self._clocks.of(organization_id).now()
                due += transaction.commands.keys_due(organization_id, now, _MOST_AT_A_LOOK)
            due += transaction.inbox.keys_with_work(most=_MOST_AT_A_LOOK)
        self._wake_all(due)

    def stop(self) -> None:
        """Lets running keys end after the step they are in."""
        self._closing = True

    def work(self, text: str) -> None:
        """Works the key off until nothing of it is due; a database that fails has it done again soon."""
        key = parse_key(text)
        ids = {"organization_id": key.organization_id, _NAME_IN_LOG[key.kind]: key.name}
        with self._activity.running(key.organization_id), about(work=key.kind.value, **ids, cause=None):
            try:
                self._work_off(key)
            except StorageError as error:
                self._metrics.raised(key.organization_id, error)
                _log.error("not stored", error=str(error), to_do=error.remedy)
                self._wake(text, self._clocks.of(key.organization_id).now() + _STORAGE_PAUSE)
            except Exception as error:  # counted here; whoever runs the work logs it and has it done again
                self._metrics.raised(key.organization_id, error)
                raise

    def _work_off(self, key: Key) -> None:
        cause: str | None = None
        while not self._closing:
            with about(cause=cause):
                step = self._step(key)
                if isinstance(step, _Begun):
                    self._settle(key, step.command, step.call())
            match step:
                case Message():
                    cause = step.name
                case _Next.NOTHING:
                    return
                case datetime() as due_at:
                    self._wake(str(key), due_at)
                    return
                case _:
                    continue

    def _step(self, key: Key) -> _Begun | _Next | Message | datetime:
        work = self._works[key.kind]
        with self._database.transaction(key.organization_id) as transaction:
            now = self._clocks.of(key.organization_id).now()
            message = transaction.inbox.next_of(str(key))
            if message is not None:
                with about(cause=message.name):
                    work.receive(transaction, key, message, now)
                    _log.debug("message worked through", kind=message.kind.value)
                transaction.inbox.mark_processed(message, now)
                return message
            command = transaction.commands.first_of(str(key))
            if command is None:
                return _Next.NOTHING
            if command.due_at > now:
                return command.due_at
            call = work.begin(transaction, key, command, now)
            if call is not None:
                return _Begun(command=command, call=call)
        return _Next.AGAIN

    def _settle(self, key: Key, command: PendingCommand, settle: Settle) -> None:
        with self._database.transaction(key.organization_id) as transaction:
            settle(transaction, self._clocks.of(key.organization_id).now())
        _log.debug("call settled", what=command.kind)

    def _wake_all(self, keys: list[str]) -> None:
        for key in keys:
            self._wake(key, None)

    def _wake(self, key: str, at: datetime | None) -> None:
        if self._jobs is not None:
            self._jobs.wake(key, at)
