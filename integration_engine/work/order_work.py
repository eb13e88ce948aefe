"""Carries an order through its stages: loads its state, lets the core decide, makes the calls it asks for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from foundation.clock import SystemClock
from integration_engine.core import order_events as events
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
from integration_engine.core.order_stages import REPORTS, stands
from integration_engine.errors import (
    FacilityUnusableError,
    FlourishUnclearError,
    NotConnectedError,
    OrderRefusedError,
    OrdoError,
)
from integration_engine.keys import Key
from integration_engine.logs import logger
from integration_engine.ordo.client import OrdoClient
from integration_engine.queue.work_loop import Plan, Work
from integration_engine.store.codec import from_text
from integration_engine.store.database import Transaction
from integration_engine.store.inbox import Message, MessageKind
from integration_engine.vendor_access import ActiveConnection
from integration_engine.work.connection_work import (
    is_kept,
    is_outdated,
    note_connection_problem,
    note_credentials,
)
from integration_engine.work.order_calls import (
    CallOutcome,
    call_flourish,
    event_of,
    report_event_of,
    report_to_ordo,
)
from integration_engine.work.sweep_work import plan_sweep

_log = logger(__name__)
_LOOKUP_STAYS_FRESH = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlan(Plan):
    """A call about an order.

    Attributes:
        kind: what the command asks for.
        state: the order's state; nothing but this call changes it meanwhile.
        client: Ordo for a report, the connection for a call to Flourish, or why there is none.
        begun_at: when it was planned, by the organization's clock.
        stored_at: the same by the system's clock.
    """

    kind: CommandKind
    state: OrderState
    client: ActiveConnection | OrdoClient | NotConnectedError
    begun_at: datetime
    stored_at: datetime


class OrderWork(Work[OrderPlan, CallOutcome]):
    """The work of the keys `order:<organization>:<order>`."""

    def receive(self, transaction: Transaction, key: Key, message: Message, now: datetime) -> None:
        """A confirmation from Ordo, or a hint from Flourish."""
        event: events.OrderEvent
        if message.kind is MessageKind.ORDER_CONFIRMED:
            event = events.Confirmed(confirmation=from_text(message.body, Confirmation))
        else:
            event = events.Hinted(flourish_order_id=FlourishOrderId(message.body), at=now)
        self._decide(transaction, key, event, now)

    def plan(self, transaction: Transaction, due: Plan, now: datetime) -> OrderPlan | None:
        """The call that a due command asks for. That an order is sent is stored first."""
        key, kind = due.key, CommandKind(due.command.kind)
        if kind in REPORTS and is_kept(transaction, due, now):
            return None
        if kind is CommandKind.POST_ORDER:
            attempts = transaction.orders.load(key.organization_id, key.name).attempts
            if self._decide(transaction, key, self._post_due(now), now).attempts == attempts:
                return None  # no attempt was stored, so nothing is sent: the order has to be looked for first
        state = transaction.orders.load(key.organization_id, key.name)
        client: ActiveConnection | OrdoClient | NotConnectedError
        try:
            client = (self._access.ordo_of if kind in REPORTS else self._access.connection)(
                transaction, key.organization_id
            )
        except NotConnectedError as error:
            client = error
        return OrderPlan(
            key=key,
            command=due.command,
            kind=kind,
            state=state,
            client=client,
            begun_at=now,
            stored_at=SystemClock().now(),
        )

    def _post_due(self, now: datetime) -> events.PostDue:
        look_after = now + self._config.longest_call + self._config.settle
        return events.PostDue(at=now, look_after=look_after, fresh_since=now - _LOOKUP_STAYS_FRESH)

    def perform(self, plan: OrderPlan) -> CallOutcome:
        match plan.client:
            case NotConnectedError() as error:
                return error
            case OrdoClient() as ordo:
                return self._report(plan, ordo)
            case connection:
                held_up = SystemClock().now() - plan.stored_at > self._config.settle
                if plan.kind is CommandKind.POST_ORDER and held_up:
                    # After such a pause (of the machine, say) the others may have taken this engine for dead.
                    return FlourishUnclearError("this engine was held up before it sent the order")
                return call_flourish(connection, plan.kind, plan.state, plan.begun_at)

    def _report(self, plan: OrderPlan, ordo: OrdoClient) -> CallOutcome:
        try:
            report_to_ordo(ordo, plan.state, plan.kind)
        except OrdoError as error:
            self._metrics.failed(plan.key, plan.kind.value, error, again=not is_outdated(error))
            return error
        return None

    def apply(self, transaction: Transaction, plan: OrderPlan, outcome: CallOutcome, now: datetime) -> None:
        key = plan.key
        if plan.kind in REPORTS:
            report_event = report_event_of(plan.command, outcome, now)
            if not isinstance(report_event, events.ReportFailed):
                plan.drop(transaction)
            self._decide(transaction, key, report_event, now, failed_before=plan.command.attempts)
            return
        state = transaction.orders.load(key.organization_id, key.name)
        event = event_of(
            plan.kind,
            outcome,
            state,
            begun_at=plan.begun_at,
            now=now,
            settle=self._config.settle,
            longest_doubt=self._config.longest_call + self._config.settle,
        )
        if isinstance(outcome, Exception):
            again = not isinstance(event, events.Refused | events.OrderGone)
            self._metrics.failed(key, plan.kind.value, outcome, again=again)
        plan.drop(transaction)
        self._decide(transaction, key, event, now)
        _note_connection(transaction, plan, outcome, now)

    def _decide(
        self,
        transaction: Transaction,
        key: Key,
        event: events.OrderEvent,
        now: datetime,
        *,
        failed_before: int = 0,
    ) -> OrderState:
        before = transaction.orders.load(key.organization_id, key.name)
        after, commands = decide(before, event)
        if after != before:
            transaction.orders.save(key.organization_id, after, now)
        if after.stage is not before.stage:
            _log.info("the order changed stage", stage_before=before.stage.value, stage=after.stage.value)
            transaction.commands.drop_unless(str(key), lambda kind: stands(after.stage, CommandKind(kind)))
            if after.stage is Stage.PLACED:
                plan_sweep(transaction, key.organization_id, since=now, every=self._config.sweep_every)
        failed = (failed_before + 1, event.refused) if isinstance(event, events.ReportFailed) else (0, None)
        for command in commands:
            _schedule(transaction, key, command, now, *failed)
        return after


def _schedule(
    transaction: Transaction, key: Key, command: Command, now: datetime, attempts: int, refused: str | None
) -> None:
    owner, of_key, kind = key.organization_id, str(key), command.kind.value
    if command.at is not None:
        transaction.commands.schedule(
            owner, of_key, kind, at=command.at, now=now, attempts=attempts, refused=refused
        )
    elif command.renewed:
        transaction.commands.renew(owner, of_key, kind, now)
    else:
        transaction.commands.ensure(owner, of_key, kind, now)


def _note_connection(transaction: Transaction, plan: OrderPlan, outcome: CallOutcome, now: datetime) -> None:
    """Shows on the connection too what keeps all orders back, and takes that away when it is over."""
    organization_id, connection = plan.key.organization_id, plan.client
    failing = isinstance(connection, ActiveConnection) and connection.problem is not None
    if isinstance(outcome, FacilityUnusableError):
        problem = Problem(code=outcome.code, message=outcome.reason)
        note_connection_problem(transaction, organization_id, problem, now)
    elif failing and isinstance(outcome, events.PartiesResolved | OrderRefusedError):
        note_connection_problem(transaction, organization_id, None, now)
    else:
        mended = failing and not isinstance(outcome, Exception)
        note_credentials(transaction, organization_id, outcome, now, mended=mended)
