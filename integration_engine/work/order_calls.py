"""Makes the calls that an order's commands ask for, and says what their ends mean for the order."""

from datetime import datetime, timedelta

from integration_engine.core import order_events as events
from integration_engine.core.order import CommandKind, FlourishOrder, FlourishOrderId, OrderState, Problem
from integration_engine.core.retry import CAP_SECONDS, Patience
from integration_engine.errors import (
    FlourishCredentialsError,
    FlourishError,
    FlourishRefusedError,
    FlourishUnavailableError,
    FlourishUnclearError,
    NotConnectedError,
    OrderRefusedError,
    OrdoError,
)
from integration_engine.flourish.find_order import find_order, read_order
from integration_engine.flourish.place_order import post_order, resolve_parties
from integration_engine.ordo.client import OrdoClient
from integration_engine.ordo.formats import order_report
from integration_engine.store.commands import PendingCommand
from integration_engine.vendor_access import ActiveConnection
from integration_engine.work.connection_work import delay, refused_with, wait_after_report

Failed = FlourishError | OrderRefusedError | NotConnectedError | OrdoError
CallOutcome = events.PartiesResolved | FlourishOrder | Failed | None
"""How a call ended: what it brought, nothing (a report, not found, or no id given), or why it failed."""

_RECHECK = timedelta(seconds=CAP_SECONDS)
_NOT_FOUND = 404


def call_flourish(
    connection: ActiveConnection, kind: CommandKind, state: OrderState, now: datetime
) -> CallOutcome:
    """Makes the call; failures come back as values, because they are outcomes like any other."""
    try:
        match kind:
            case CommandKind.RESOLVE_PARTIES if state.confirmation is not None:
                return resolve_parties(
                    connection.flourish,
                    connection.facility_id,
                    connection.license_number,
                    state.confirmation,
                )
            case CommandKind.POST_ORDER:
                return post_order(connection.flourish, connection.facility_id, state)
            case CommandKind.FIND_ORDER if state.first_attempt_at is not None:
                return find_order(connection.flourish, state.order_id, state.first_attempt_at, now)
            case _:
                return read_order(connection.flourish, _order_to_read(state))
    except (FlourishError, OrderRefusedError) as error:
        return error


def report_to_ordo(client: OrdoClient, state: OrderState, command: CommandKind) -> None:
    """Delivers one of the three reports, unless it has become empty.

    It is made from the newest state of the order, so the newest state always wins.

    Raises:
        OrdoError: as `OrdoClient`.
    """
    match command:
        case CommandKind.REPORT_ORDER:
            if (report := state.report) is not None:
                client.report_order(state.order_id, order_report(report))
        case CommandKind.REPORT_REFUSAL:
            if (refusal := state.refusal) is not None:
                refused = {"code": refusal.code, "reason": refusal.reason, "revision": refusal.revision}
                client.report_refusal(state.order_id, refused)
        case _:
            problem = state.problem
            shown = {"code": problem.code, "message": problem.message} if problem else None
            client.show_order_problem(state.order_id, shown)


def _order_to_read(state: OrderState) -> str:
    return state.flourish_order_id or state.hinted_order_id or ""


def event_of(
    kind: CommandKind,
    outcome: CallOutcome,
    state: OrderState,
    *,
    begun_at: datetime,
    now: datetime,
    settle: timedelta,
    longest_doubt: timedelta,
) -> events.OrderEvent:
    """What the end of a call means for the order.

    Args:
        kind: what was asked for.
        outcome: how it ended.
        state: the order's state; nothing but this call has changed it meanwhile.
        begun_at: when the call began; a lookup proves absence only as of then.
        now: when it ended.
        settle: how long an attempt without a clear answer may still be at work in Flourish.
        longest_doubt: how long an attempt may be at work in all, its call included.
    """
    match outcome:
        case events.PartiesResolved():
            return outcome
        case FlourishOrder():
            return events.OrderSeen(order=outcome, recheck_at=now + _RECHECK)
        case None:
            if kind is CommandKind.POST_ORDER:
                return events.AcceptedWithoutId(at=now)
            return events.OrderAbsent(at=begun_at, ended_at=now, look_by=now + longest_doubt)
        case OrderRefusedError():
            return events.Refused(code=outcome.code, reason=outcome.reason)
        case FlourishUnclearError():
            wait = max(settle, delay(state.failures + 1, retry_after=outcome.retry_after))
            return events.PostUnclear(problem=_unreachable(outcome), look_after=now + wait)
        case FlourishRefusedError():
            return _refused(kind, outcome, state, now)
        case FlourishUnavailableError():
            wait = delay(state.failures + 1, retry_after=outcome.retry_after)
            return events.CallFailed(command=kind, problem=_unreachable(outcome), retry_at=now + wait)
        case _:
            return _failed_for_long(kind, outcome, state, now)


def report_event_of(command: PendingCommand, outcome: CallOutcome, now: datetime) -> events.OrderEvent:
    """What the end of a report means for the order."""
    kind = CommandKind(command.kind)
    if not isinstance(outcome, Exception):
        return events.ReportDelivered(command=kind)
    wait = wait_after_report(outcome, command)
    if wait is None:
        return events.ReportOutdated(command=kind)
    return events.ReportFailed(command=kind, retry_at=now + wait, refused=refused_with(outcome))


def _refused(
    kind: CommandKind, refused: FlourishRefusedError, state: OrderState, now: datetime
) -> events.OrderEvent:
    if kind in {CommandKind.RESOLVE_PARTIES, CommandKind.POST_ORDER}:
        return events.Refused(code="refused_by_flourish", reason=refused.message)
    if kind is CommandKind.READ_ORDER and refused.status == _NOT_FOUND:
        return events.OrderGone(flourish_order_id=FlourishOrderId(_order_to_read(state)))
    # A lookup that Flourish refuses proves nothing about the order, so it can neither be sent nor given up.
    return _failed_for_long(kind, refused, state, now)


def _failed_for_long(
    kind: CommandKind, error: Exception, state: OrderState, now: datetime
) -> events.OrderEvent:
    wait = delay(state.failures + 1, patience=Patience.SLOW)
    return events.CallFailed(command=kind, problem=_in_the_way(error), retry_at=now + wait)


def _unreachable(error: FlourishUnavailableError) -> Problem:
    return Problem(
        code="flourish_unreachable", message=f"Flourish cannot be reached: {error}. It is tried again."
    )


def _in_the_way(error: Exception) -> Problem:
    match error:
        case FlourishCredentialsError():
            return Problem(
                code="flourish_credentials_rejected",
                message=f"{error}. Save the current ones in the Flourish integration settings.",
            )
        case NotConnectedError():
            return Problem(code="not_connected", message=f"{error}.")
        case _:
            return Problem(code="flourish_refused", message=f"Flourish refused a lookup: {error}")
