"""Carries an order through its stages: loads its state, lets the core decide, makes the calls it asks for."""

from collections.abc import Callable
from datetime import datetime, timedelta

from foundation.clock import SystemClock
from integration_engine.config import EngineConfig
from integration_engine.core.order import (
    Command,
    CommandKind,
    Confirmation,
    FlourishOrderId,
    OrderState,
    Problem,
    Stage,
)
from integration_engine.core.order_decisions import decide
from integration_engine.core.order_events import (
    Confirmed,
    Hinted,
    OrderEvent,
    OrderGone,
    PostDue,
    Refused,
    ReportDelivered,
    ReportFailed,
    ReportRejected,
)
from integration_engine.core.order_stages import REPORTS, stands
from integration_engine.errors import (
    FlourishCredentialsError,
    FlourishUnclearError,
    NotConnectedError,
    OrdoError,
    OrdoUnavailableError,
)
from integration_engine.keys import Key
from integration_engine.logs import logger
from integration_engine.operate.metrics import Failures
from integration_engine.ordo.client import OrdoClient
from integration_engine.ordo.report_order import report_to_ordo
from integration_engine.queue.work_loop import Call, Settle
from integration_engine.store.codec import from_text
from integration_engine.store.commands import PendingCommand
from integration_engine.store.database import Transaction
from integration_engine.store.inbox import Message, MessageKind
from integration_engine.vendor_access import ActiveConnection, VendorAccess
from integration_engine.work.connection_work import delay_after, note_connection_problem
from integration_engine.work.order_calls import FlourishOutcome, call_flourish, event_of
from integration_engine.work.sweep_work import plan_sweep

_log = logger(__name__)
_LOOKUP_STAYS_FRESH = timedelta(seconds=30)


class OrderWork:
    """The work of the keys `order:<organization>:<order>`."""

    def __init__(self, access: VendorAccess, config: EngineConfig, failures: Failures) -> None:
        self._access = access
        self._config = config
        self._failures = failures

    def receive(self, transaction: Transaction, key: Key, message: Message, now: datetime) -> None:
        """A confirmation from Ordo, or a hint from Flourish."""
        event: OrderEvent
        if message.kind is MessageKind.ORDER_CONFIRMED:
            event = Confirmed(confirmation=from_text(message.body, Confirmation))
        else:
            event = Hinted(flourish_order_id=FlourishOrderId(message.body), at=now)
        self._decide(transaction, key, event, now)

    def begin(
        self, transaction: Transaction, key: Key, command: PendingCommand, now: datetime
    ) -> Call | None:
        """Makes the call that a due command asks for. Sending is entered in the books first."""
        kind = CommandKind(command.kind)
        if kind in REPORTS:
            return self._begin_report(transaction, key, command, kind)
        if kind is CommandKind.POST_ORDER:
            attempts = transaction.orders.load(key.organization_id, key.name).attempts
            if self._decide(transaction, key, self._post_due(now), now).attempts == attempts:
                return None  # nothing was entered, so nothing is sent: the order has to be looked for first
        state = transaction.orders.load(key.organization_id, key.name)
        try:
            connection = self._access.connection(transaction, key.organization_id)
        except NotConnectedError as error:
            outcome: FlourishOutcome = error
            return lambda: self._settle_flourish(key, command, kind, outcome, None, now)
        return self._flourish_call(key, command, kind, state, connection, now)

    def _post_due(self, now: datetime) -> PostDue:
        look_after = now + self._config.longest_call + self._config.settle
        return PostDue(at=now, look_after=look_after, fresh_since=now - _LOOKUP_STAYS_FRESH)

    def _flourish_call(
        self,
        key: Key,
        command: PendingCommand,
        kind: CommandKind,
        state: OrderState,
        connection: ActiveConnection,
        begun_at: datetime,
    ) -> Call:
        entered = SystemClock().now()

        def call() -> Settle:
            outcome: FlourishOutcome
            if kind is CommandKind.POST_ORDER and SystemClock().now() - entered > self._config.settle:
                # Stopped in between for so long (a paused machine), the others may have taken it for dead.
                outcome = FlourishUnclearError("this engine was held up before it sent the order")
            else:
                outcome = call_flourish(connection, kind, state)
            return self._settle_flourish(key, command, kind, outcome, connection, begun_at)

        return call

    def _settle_flourish(
        self,
        key: Key,
        command: PendingCommand,
        kind: CommandKind,
        outcome: FlourishOutcome,
        connection: ActiveConnection | None,
        begun_at: datetime,
    ) -> Settle:
        def settle(transaction: Transaction, now: datetime) -> None:
            state = transaction.orders.load(key.organization_id, key.name)
            event = event_of(kind, outcome, state, begun_at=begun_at, now=now, settle=self._config.settle)
            if isinstance(outcome, Exception):
                again = not isinstance(event, Refused | OrderGone)
                self._failures.note(key, kind.value, outcome, again=again)
            transaction.commands.drop(str(key), command.kind)
            self._decide(transaction, key, event, now)
            _note_credentials(transaction, key, outcome, connection, now)

        return settle

    def _begin_report(
        self, transaction: Transaction, key: Key, command: PendingCommand, kind: CommandKind
    ) -> Call:
        state = transaction.orders.load(key.organization_id, key.name)
        try:
            ordo = self._access.ordo_of(transaction, key.organization_id)
        except NotConnectedError:
            event = ReportRejected(command=kind)
            return lambda: self._settle_report(key, command, lambda _now: event)

        def call() -> Settle:
            return self._settle_report(key, command, self._report(ordo, state, kind, command, key))

        return call

    def _settle_report(
        self, key: Key, command: PendingCommand, event_at: Callable[[datetime], OrderEvent]
    ) -> Settle:
        def settle(transaction: Transaction, now: datetime) -> None:
            transaction.commands.drop(str(key), command.kind)
            self._decide(transaction, key, event_at(now), now, failed_before=command.attempts)

        return settle

    def _report(
        self, ordo: OrdoClient, state: OrderState, kind: CommandKind, command: PendingCommand, key: Key
    ) -> Callable[[datetime], OrderEvent]:
        """Tells Ordo; what became of it, as an event that still wants the time."""
        try:
            report_to_ordo(ordo, state, kind)
        except OrdoUnavailableError as unavailable:
            self._failures.note(key, kind.value, unavailable, again=True)
            wait = delay_after(unavailable, command.attempts + 1)
            return lambda now: ReportFailed(command=kind, retry_at=now + wait)
        except OrdoError as refused:
            self._failures.note(key, kind.value, refused, again=False)
            return lambda _now: ReportRejected(command=kind)
        return lambda _now: ReportDelivered(command=kind)

    def _decide(
        self, transaction: Transaction, key: Key, event: OrderEvent, now: datetime, *, failed_before: int = 0
    ) -> OrderState:
        """Lets the core decide and stores the state and the commands that follow."""
        before = transaction.orders.load(key.organization_id, key.name)
        after, commands = decide(before, event)
        if after != before:
            transaction.orders.save(key.organization_id, after, now)
        if after.stage is not before.stage:
            _log.info("the order moved on", stage_before=before.stage.value, stage=after.stage.value)
            transaction.commands.drop_unless(str(key), lambda kind: stands(after.stage, CommandKind(kind)))
            if after.stage is Stage.PLACED:
                plan_sweep(transaction, key.organization_id, since=now, every=self._config.sweep_every)
        attempts = failed_before + 1 if isinstance(event, ReportFailed) else 0
        for command in commands:
            _schedule(transaction, key, command, now, attempts)
        return after


def _schedule(transaction: Transaction, key: Key, command: Command, now: datetime, attempts: int) -> None:
    kind = command.kind.value
    if command.at is None:
        transaction.commands.ensure(key.organization_id, str(key), kind, now)
    else:
        transaction.commands.schedule(
            key.organization_id, str(key), kind, at=command.at, now=now, attempts=attempts
        )


def _note_credentials(
    transaction: Transaction,
    key: Key,
    outcome: FlourishOutcome,
    connection: ActiveConnection | None,
    now: datetime,
) -> None:
    """Shows rejected credentials on the connection too, and takes that away when they work again."""
    if isinstance(outcome, FlourishCredentialsError):
        problem = Problem(code="flourish_credentials_rejected", message=f"{outcome}.")
        note_connection_problem(transaction, key.organization_id, problem, now)
    elif not isinstance(outcome, Exception) and connection is not None and connection.problem is not None:
        note_connection_problem(transaction, key.organization_id, None, now)
