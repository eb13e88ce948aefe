"""Decides what an order does next: `decide(state, event) -> (state, commands)`, pure and total.

The stage comes from the table in `order_stages`; the handlers here only say what else changes and what is to
be done. Reports to Ordo are not decided event by event: whatever Ordo has not been told yet is to be told
(`_reports_due`), so no path through the machine can forget one. It stays so until Ordo has taken it (O21).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from integration_engine.core import order_events as events
from integration_engine.core.order import Command, CommandKind, OrderState, Problem, Refusal, Stage
from integration_engine.core.order_stages import STAGE_AFTER, EventKind
from integration_engine.core.ordo_status import (
    OPEN,
    SHIPPED,
    OrderStatus,
    OrdoStatus,
    Terms,
    UnknownFlourishStatusError,
    advance,
    ordo_status_of,
    parse_order_status,
    parse_payment_status,
)

Commands = tuple[Command, ...]
Decision = tuple[OrderState, Commands]


def decide(state: OrderState, event: events.OrderEvent) -> Decision:
    """The order's next state and what is to be done about it; never raises, never does I/O.

    Args:
        state: all that is known of the order.
        event: what happened, with its times.

    Returns:
        The new state, and commands to schedule. A command of a kind that is pending already replaces it or
        leaves it alone, see `Command`. Pending commands that make no sense in the new stage are to be dropped
        (`order_stages.stands`).
    """
    if isinstance(event, events.ReportDelivered | events.ReportOutdated):
        return _notified(state, event.command), ()
    if isinstance(event, events.ReportFailed):
        return state, (Command(kind=event.command, at=event.retry_at),)
    kind = kind_of(state, event)
    stage = STAGE_AFTER.get((state.stage, kind))
    if stage is None:
        return state, ()
    changed, commands = _HANDLERS[kind](replace(state, stage=stage), event)
    return changed, commands + _reports_due(state, changed)


def kind_of(state: OrderState, event: events.FlourishSideEvent) -> EventKind:
    match event:
        case events.Confirmed():
            return _confirmation_kind(state, event)
        case events.PostDue():
            return EventKind.ATTEMPT_STARTED if _may_send(state, event) else EventKind.LOOK_FIRST
        case events.OrderAbsent():
            proved = state.look_after is None or event.at >= state.look_after
            return EventKind.ORDER_ABSENT if proved else EventKind.ORDER_NOT_YET
        case events.OrderSeen():
            return _seen_kind(state, event)
        case events.OrderGone():
            return EventKind.ORDER_GONE if state.stage is Stage.PLACED else EventKind.HINT_WAS_WRONG
        case _:
            return _PLAIN_KINDS[type(event)]


_PLAIN_KINDS: Mapping[type, EventKind] = {
    events.Hinted: EventKind.HINTED,
    events.PartiesResolved: EventKind.PARTIES_RESOLVED,
    events.AcceptedWithoutId: EventKind.ACCEPTED_WITHOUT_ID,
    events.PostUnclear: EventKind.POST_UNCLEAR,
    events.Refused: EventKind.REFUSED,
    events.CallFailed: EventKind.CALL_FAILED,
}


def _may_send(state: OrderState, event: events.PostDue) -> bool:
    """The first attempt needs no lookup; every other needs one right before it (O17).

    One that lies as far ahead is of before the clock was set back; a little ahead is another machine's clock.
    """
    if state.attempts == 0:
        return True
    age = None if state.looked_at is None else event.at - state.looked_at
    return age is not None and abs(age) <= event.at - event.fresh_since


def _confirmation_kind(state: OrderState, event: events.Confirmed) -> EventKind:
    """An older confirmation than the one acted on is a late repetition and not a new wish."""
    known, news = state.confirmation, event.confirmation
    if known is not None and (news.revision, news.confirmed_at) < (known.revision, known.confirmed_at):
        return EventKind.CONFIRMATION_OUTDATED
    return EventKind.CONFIRMED


def _seen_kind(state: OrderState, event: events.OrderSeen) -> EventKind:
    if state.stage is not Stage.PLACED and event.order.original_order_id != state.order_id:
        return EventKind.FOREIGN_ORDER_SEEN
    shown = _status_after(state, event)
    ended = event.order.order_status == OrderStatus.CANCELLED or (
        event.order.order_status in SHIPPED and shown is OrdoStatus.PAID
    )
    return EventKind.ORDER_ENDED if ended else EventKind.ORDER_SEEN


def _status_after(state: OrderState, event: events.OrderSeen) -> OrdoStatus | Problem:
    """What Ordo shows after this reading, or the problem that a status is unknown (O14, O18)."""
    received = advance(state.ordo_status, OrdoStatus.AWAITING_DELIVERY)
    order = event.order
    terms = state.confirmation.terms if state.confirmation else Terms.CASH
    try:
        meant = ordo_status_of(
            terms, parse_order_status(order.order_status), parse_payment_status(order.payment_status)
        )
    except UnknownFlourishStatusError as unknown:
        return Problem(
            code="unknown_flourish_status",
            message=f"{unknown} for its order {order.flourish_order_id}; it is not shown in Ordo.",
        )
    return advance(received, meant)


def _confirmed(state: OrderState, event: events.Confirmed) -> Decision:
    accepted = replace(
        state,
        confirmation=event.confirmation,
        refusal=None,
        refusal_told=None,
        failures=0,
        destination_id=None,
        sales_rep_id=None,
        payment_term=None,
        term_problem=None,
    )
    return accepted, (Command(kind=CommandKind.RESOLVE_PARTIES),)


def _hinted(state: OrderState, event: events.Hinted) -> Decision:
    return replace(state, hinted_order_id=event.flourish_order_id), (
        Command(kind=CommandKind.READ_ORDER, at=event.at),
    )


def _parties_resolved(state: OrderState, event: events.PartiesResolved) -> Decision:
    resolved = replace(
        state,
        destination_id=event.destination_id,
        sales_rep_id=event.sales_rep_id,
        payment_term=event.payment_term,
        term_problem=event.term_problem,
    )
    return resolved, (Command(kind=CommandKind.POST_ORDER),)


def _find_now(state: OrderState, event: events.PostDue | events.AcceptedWithoutId) -> Decision:
    return state, (Command(kind=CommandKind.FIND_ORDER, at=event.at),)


def _attempt_started(state: OrderState, event: events.PostDue) -> Decision:
    begun = replace(
        state,
        attempts=state.attempts + 1,
        look_after=event.look_after,
        first_attempt_at=state.first_attempt_at or event.at,
    )
    return begun, (Command(kind=CommandKind.FIND_ORDER, at=event.look_after),)


def _post_unclear(state: OrderState, event: events.PostUnclear) -> Decision:
    doubtful = replace(state, look_after=event.look_after, failures=state.failures + 1, problem=event.problem)
    return _with_first_message(state, doubtful), (Command(kind=CommandKind.FIND_ORDER, at=event.look_after),)


def _order_not_yet(state: OrderState, event: events.OrderAbsent) -> Decision:
    """A clock that was set back makes the wait no longer than one that begins now."""
    look_after = min(state.look_after or event.look_by, event.look_by)
    return replace(state, look_after=look_after), (Command(kind=CommandKind.FIND_ORDER, at=look_after),)


def _order_absent(state: OrderState, event: events.OrderAbsent) -> Decision:
    return replace(state, look_after=None, looked_at=event.ended_at), (Command(kind=CommandKind.POST_ORDER),)


def _order_seen(state: OrderState, event: events.OrderSeen) -> Decision:
    after = _status_after(state, event)
    received = advance(state.ordo_status, OrdoStatus.AWAITING_DELIVERY)
    unknown = after if isinstance(after, Problem) else None
    placed = replace(
        state,
        flourish_order_id=state.flourish_order_id or event.order.flourish_order_id,
        hinted_order_id=None,
        look_after=None,
        failures=0,
        refusal=None,
        problem=unknown or (None if event.order.payment_term else state.term_problem),
        ordo_status=received if isinstance(after, Problem) else after,
        seen=event.order if event.order.order_status in _LINES_COUNT else state.seen,
    )
    return placed, (Command(kind=CommandKind.READ_ORDER, at=event.recheck_at),) if unknown else ()


_LINES_COUNT = OPEN | SHIPPED
"""Edits show in Ordo while the order is open (O5), and the shipped state is the last one that counts."""


def _foreign_order_seen(state: OrderState, _event: events.FlourishSideEvent) -> Decision:
    return replace(state, hinted_order_id=None), ()


def _order_gone(state: OrderState, event: events.OrderGone) -> Decision:
    problem = Problem(
        code="flourish_order_missing",
        message=f"Flourish no longer has its order {event.flourish_order_id}.",
    )
    return replace(state, problem=problem), ()


def _refused(state: OrderState, event: events.Refused) -> Decision:
    revision = state.confirmation.revision if state.confirmation else 0
    refusal = Refusal(code=event.code, reason=event.reason, revision=revision)
    return replace(state, refusal=refusal, problem=None, look_after=None, failures=0), ()


def _call_failed(state: OrderState, event: events.CallFailed) -> Decision:
    failed = replace(state, failures=state.failures + 1, problem=event.problem)
    failed = _with_first_message(state, failed)
    if event.command is CommandKind.POST_ORDER:
        return replace(failed, look_after=None), (Command(kind=CommandKind.FIND_ORDER, at=event.retry_at),)
    return failed, (Command(kind=event.command, at=event.retry_at),)


def _with_first_message(before: OrderState, after: OrderState) -> OrderState:
    """Keeps the first wording while the same problem lasts, so that Ordo is not told of every retry."""
    lasts = before.problem and after.problem and before.problem.code == after.problem.code
    return replace(after, problem=before.problem) if lasts else after


# The event's type follows from its kind by `kind_of`; a union of function types cannot say that, hence Any.
_HANDLERS: Mapping[EventKind, Callable[[OrderState, Any], Decision]] = {
    EventKind.CONFIRMED: _confirmed,
    EventKind.HINTED: _hinted,
    EventKind.PARTIES_RESOLVED: _parties_resolved,
    EventKind.LOOK_FIRST: _find_now,
    EventKind.ATTEMPT_STARTED: _attempt_started,
    EventKind.ACCEPTED_WITHOUT_ID: _find_now,
    EventKind.POST_UNCLEAR: _post_unclear,
    EventKind.ORDER_NOT_YET: _order_not_yet,
    EventKind.ORDER_ABSENT: _order_absent,
    EventKind.ORDER_SEEN: _order_seen,
    EventKind.ORDER_ENDED: _order_seen,
    EventKind.FOREIGN_ORDER_SEEN: _foreign_order_seen,
    EventKind.HINT_WAS_WRONG: _foreign_order_seen,
    EventKind.ORDER_GONE: _order_gone,
    EventKind.REFUSED: _refused,
    EventKind.CALL_FAILED: _call_failed,
}


def _notified(state: OrderState, command: CommandKind) -> OrderState:
    match command:
        case CommandKind.REPORT_ORDER:
            return replace(state, reported=state.report)
        case CommandKind.REPORT_REFUSAL:
            return replace(state, refusal_told=state.refusal)
        case _:
            return replace(state, problem_told=state.problem)


def _reports_due(before: OrderState, after: OrderState) -> Commands:
    """Whatever Ordo has not been told yet. A refusal goes first, so that its reason is there at once."""
    reports = (
        (CommandKind.REPORT_ORDER, before.report, after.report, after.reported),
        (CommandKind.REPORT_REFUSAL, before.refusal, after.refusal, after.refusal_told),
        (CommandKind.REPORT_PROBLEM, before.problem, after.problem, after.problem_told),
    )
    return tuple(
        Command(kind=kind, renewed=now != earlier)
        for kind, earlier, now, known in reports
        if now != known and (now is not None or kind is CommandKind.REPORT_PROBLEM)
    )
