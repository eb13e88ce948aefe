"""Works off what the tables hold, on one machine: wakes when told, polls for what was not told."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from foundation.clock import Clocks
from integration_engine.errors import StorageError
from integration_engine.keys import Key, Kind, parse_key
from integration_engine.logs import about, logger
from integration_engine.operate.metrics import Metrics
from integration_engine.queue.job_engine import Activity, JobEngine
from integration_engine.store.commands import PendingCommand
from integration_engine.store.database import Database, Transaction
from integration_engine.store.inbox import Message

_log = logger(__name__)


class Poller:
    """A thread that looks round until it is stopped. With 0 seconds it never does."""

    def __init__(self, look: Callable[[], None], *, every_seconds: float) -> None:
        self._look = look
        self._every_seconds = every_seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="engine-look-round", daemon=True)
        if every_seconds > 0:
            self._thread.start()

    def stop(self) -> None:
        """Looks no more."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every_seconds):
            try:
                self._look()
            except StorageError as error:
                _log.warning("could not look round", error=str(error), to_do=error.remedy)
            except Exception:  # noqa: BLE001 - whatever one look ran into, the next has to come
                _log.exception("a look round failed unexpectedly; the next one comes all the same")


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

    def poll(self) -> None:
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
