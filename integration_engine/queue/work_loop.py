"""Works off what the tables hold, on one machine: wakes when told, polls for what was not told."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from foundation.clock import Clocks
from integration_engine.config import EngineConfig
from integration_engine.errors import StorageError
from integration_engine.keys import Key, Kind, parse_key
from integration_engine.logs import about, logger
from integration_engine.operate.metrics import Metrics
from integration_engine.queue.job_engine import Activity, JobEngine
from integration_engine.store.commands import DueTimes, PendingCommand
from integration_engine.store.database import Database, Transaction
from integration_engine.store.inbox import Message
from integration_engine.vendor_access import VendorAccess

_log = logger(__name__)


class Poller:
    """A thread that polls until it is stopped. With 0 seconds it never does."""

    def __init__(self, poll: Callable[[], None], *, every_seconds: float) -> None:
        self._poll = poll
        self._every_seconds = every_seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="engine-poller", daemon=True)
        if every_seconds > 0:
            self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every_seconds):
            try:
                self._poll()
            except StorageError as error:
                _log.warning("could not poll", error=str(error), to_do=error.remedy)
            except Exception:  # noqa: BLE001 - whatever one poll ran into, the next has to come
                _log.exception("polling failed unexpectedly; the next poll comes all the same")


_STORAGE_PAUSE = timedelta(seconds=5)
_MOST_PER_POLL = 50
"""Keys of an organization that a poll wakes; what waits behind them is woken by the next polls."""
_SET_BACK = timedelta(seconds=1)
"""A clock that goes back by less is left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A due command of a key, and the call to make about it, which each type of work adds its own to."""

    key: Key
    command: PendingCommand

    def schedule(
        self,
        transaction: Transaction,
        wait: timedelta,
        now: datetime,
        *,
        attempts: int = 0,
        refused: str | None = None,
    ) -> None:
        schedule = transaction.commands.schedule
        owner, key, kind = self.key.organization_id, str(self.key), self.command.kind
        schedule(owner, key, kind, at=now + wait, now=now, attempts=attempts, refused=refused)

    def try_again(
        self, transaction: Transaction, wait: timedelta, now: datetime, *, refused: str | None = None
    ) -> None:
        self.schedule(transaction, wait, now, attempts=self.command.attempts + 1, refused=refused)

    def drop(self, transaction: Transaction) -> None:
        transaction.commands.drop(str(self.key), self.command.kind)


PlanT = TypeVar("PlanT", bound=Plan)
OutcomeT = TypeVar("OutcomeT")


class Work(ABC, Generic[PlanT, OutcomeT]):
    """One type of work: plan, perform, apply. A vendor's failure is an outcome and is not raised."""

    def __init__(self, access: VendorAccess, config: EngineConfig, metrics: Metrics) -> None:
        self._access = access
        self._config = config
        self._metrics = metrics

    def receive(self, transaction: Transaction, key: Key, message: Message, now: datetime) -> None:
        """Decides upon a message and stores what follows; most types of work get no messages."""
        del transaction, key, now
        _log.error("a message that no one sends", kind=message.kind.value)

    @abstractmethod
    def plan(self, transaction: Transaction, due: Plan, now: datetime) -> PlanT | None:
        """What to do about a due command, read from the tables; None when no call is to be made."""

    @abstractmethod
    def perform(self, plan: PlanT) -> OutcomeT:
        """Makes the planned calls to the vendors, outside any transaction."""

    @abstractmethod
    def apply(self, transaction: Transaction, plan: PlanT, outcome: OutcomeT, now: datetime) -> None:
        """Stores the outcome and what is to be done next."""


_NAME_IN_LOG: Mapping[Kind, str] = {Kind.ORDER: "order_id", Kind.ITEM: "sku", Kind.SYNC: "sync_id"}

AnyWork = Work[Any, Any]
"""Work of some type: the loop hands its plans and outcomes on and does not look into them."""


class WorkLoop:
    """Works keys off; `work` is what a job engine calls."""

    def __init__(
        self,
        database: Database,
        works: Mapping[Kind, AnyWork],
        clocks: Clocks,
        activity: Activity,
        metrics: Metrics,
        longest_between: timedelta = timedelta(days=1),
    ) -> None:
        """`longest_between` is how long what comes round by itself may wait for its time."""
        self._database = database
        self._works = works
        self._clocks = clocks
        self._activity = activity
        self._metrics = metrics
        self._jobs: JobEngine | None = None
        self._closing = False
        self._longest_between = longest_between
        self._latest: dict[str, datetime] = {}

    def attach(self, jobs: JobEngine) -> None:
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
        due, set_back = list[str](), dict[str, datetime]()
        with self._database.reading() as transaction:
            for times in transaction.commands.due_times():
                now = self._clocks.of(times.organization_id).now()
                if times.first <= now:
                    due += transaction.commands.keys_due(times.organization_id, now, _MOST_PER_POLL)
                if self._is_set_back(times, now):
                    set_back[times.organization_id] = now
            due += transaction.inbox.keys_with_work(most=_MOST_PER_POLL)
        self._wake_all(due)
        for organization_id, now in set_back.items():
            with self._database.transaction(organization_id) as transaction:
                self._wake_all(transaction.commands.make_waiting_due(organization_id, now))

    def _is_set_back(self, times: DueTimes, now: datetime) -> bool:
        """Whether the clock has gone back, since the last poll or while nobody polled: waits would freeze."""
        organization_id = times.organization_id
        by = self._latest.get(organization_id, now) - now
        self._latest[organization_id] = now
        if by > _SET_BACK:
            self._metrics.clock_set_back(by.total_seconds())
        elif not times.lie_too_far(now, self._longest_between):
            return False
        _log.warning(
            "the clock was set back; what waits is done now",
            of=organization_id,
            by_seconds=max(0.0, by.total_seconds()),
        )
        return True

    def stop(self) -> None:
        """Lets running keys end after the step they are in."""
        self._closing = True

    def work(self, text: str) -> None:
        """Works the key off until nothing of it is due; a database that fails has it done again soon."""
        key = parse_key(text)
        ids = {"organization_id": key.organization_id, _NAME_IN_LOG.get(key.kind, "about"): key.name}
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
                if isinstance(step, Plan):
                    self._apply(step, self._works[key.kind].perform(step))
            match step:
                case Message():
                    cause = step.name
                case False:
                    return
                case datetime() as due_at:
                    self._wake(str(key), due_at)
                    return
                case _:
                    continue

    def _step(self, key: Key) -> Plan | bool | Message | datetime:
        """The call that is due, what was done instead, when to come again; False when nothing is left."""
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
                return False
            if command.due_at > now:
                return command.due_at
            plan: Plan | None = work.plan(transaction, Plan(key=key, command=command), now)
        return plan or True

    def _apply(self, plan: Plan, outcome: object) -> None:
        organization_id = plan.key.organization_id
        with self._database.transaction(organization_id) as transaction:
            now = self._clocks.of(organization_id).now()
            self._works[plan.key.kind].apply(transaction, plan, outcome, now)
        _log.debug("outcome stored", what=plan.command.kind)

    def _wake_all(self, keys: list[str]) -> None:
        for key in keys:
            self._wake(key, None)

    def _wake(self, key: str, at: datetime | None) -> None:
        if self._jobs is not None:
            self._jobs.wake(key, at)
