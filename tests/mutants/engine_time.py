"""Engines that are wrong about time: weeks that pass, outages that last, clocks that disagree (O5 to O17)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from integration_engine.core.order_events import Refused, ReportOutdated
from integration_engine.errors import CallerError, FlourishUnavailableError
from integration_engine.flourish.find_order import CLOCK_DIFFERENCE
from integration_engine.flourish.place_order import flourish_moment
from integration_engine.store.inbox import MessageKind
from tests.mutants.mutant import Change, Mutant, instead

_FIND = "integration_engine.flourish.find_order"
_CLIENT = "integration_engine.flourish.client:FlourishClient"
_CALLS = "integration_engine.work.order_calls"
_SIGNATURE = "integration_engine.receive.ordo_signature"
_A_DAY = timedelta(days=1)
_THIRTY_DAYS = timedelta(days=30)


def _deaf_after_thirty_days(kind: MessageKind) -> Change:
    """Messages of a kind do nothing for an order that was sent so long ago."""

    def make(original: Any) -> Any:
        def receive(self: Any, transaction: Any, key: Any, message: Any, now: Any) -> None:
            sent = transaction.orders.load(key.organization_id, key.name).first_attempt_at
            if message.kind is not kind or sent is None or now - sent < _THIRTY_DAYS:
                original(self, transaction, key, message, now)

        return receive

    return instead("integration_engine.work.order_work:OrderWork.receive", make)


def _starts_anew(original: Any) -> Any:
    def receive(self: Any, transaction: Any, key: Any, message: Any, now: Any) -> None:
        before = transaction.orders.load(key.organization_id, key.name)
        sent = before.first_attempt_at
        if message.kind is MessageKind.ORDER_CONFIRMED and sent is not None and now - sent > _THIRTY_DAYS:
            transaction.orders.save(key.organization_id, type(before)(order_id=before.order_id), now)
        original(self, transaction, key, message, now)

    return receive


def _gives_order_up(original: Any) -> Any:
    def event_of(kind: Any, outcome: Any, state: Any, **times: Any) -> Any:
        confirmed_at = state.confirmation.confirmed_at if state.confirmation else times["now"]
        if isinstance(outcome, FlourishUnavailableError) and times["now"] - confirmed_at > _A_DAY * 0.9:
            return Refused(code="refused_by_flourish", reason="Flourish was away for too long")
        return original(kind, outcome, state, **times)

    return event_of


def _gives_report_up(after: timedelta) -> Callable[[Any], Any]:
    def make(original: Any) -> Any:
        def report_event_of(command: Any, outcome: Any, now: Any) -> Any:
            event = original(command, outcome, now)
            late = isinstance(outcome, Exception) and now - command.since > after
            return ReportOutdated(command=event.command) if late else event

        return report_event_of

    return make


def _query(change: Callable[[str, str], tuple[tuple[str, str], ...]]) -> Change:
    """What lists are asked for is changed, parameter by parameter."""

    def make(original: Any) -> Any:
        def every(self: Any, path: str, parse: Any, *, query: Any = (), **more: Any) -> Any:
            asked = tuple(pair for name, value in query for pair in change(name, value))
            return original(self, path, parse, query=asked, **more)

        return every

    return instead(f"{_CLIENT}.every", make)


def _no_later_than_an_hour(name: str, value: str) -> tuple[tuple[str, str], ...]:
    if name != "created_timestamp_start":
        return ((name, value),)
    end = datetime.fromisoformat(value) + CLOCK_DIFFERENCE + timedelta(minutes=10)
    return (name, value), ("created_timestamp_end", flourish_moment(end))


def _only_newer(original: Any) -> Any:
    """What was changed earlier than what was read before, by Flourish's clock, is taken for old news."""
    newest: dict[tuple[int, str], tuple[str, Any]] = {}

    def read_order(client: Any, flourish_order_id: str) -> Any:
        order = original(client, flourish_order_id)
        row = client.get(f"/outbound-orders/{flourish_order_id}", dict)
        key = (hash(str(client._headers)), flourish_order_id)
        known = newest.get(key)
        if known is not None and row["last_updated_timestamp"] < known[0]:
            return known[1]
        newest[key] = (row["last_updated_timestamp"], order)
        return order

    return read_order


def _from_the_past_only(original: Any) -> Any:
    def verified_id(self: Any, header: Any, raw: bytes, now: Any) -> str:
        message_id: str = original(self, header, raw, now)
        if int(header("webhook-timestamp", "")) > now.timestamp() + 1:
            raise CallerError(401, "invalid_signature", "webhook-timestamp is too new")
        return message_id

    return verified_id


_NOBODY_IS_BEHIND = instead(f"{_CLIENT}.clock_behind", lambda _original: lambda _self, _now: timedelta(0))
_NO_MARGIN = instead(f"{_FIND}:CLOCK_DIFFERENCE", lambda _original: timedelta(0))

MUTANTS = (
    Mutant(
        name="believes that Flourish's clock agrees with its own",
        breaks=("O17",),
        consequence="An order is not found where Flourish's clock is a minute behind, and sent twice.",
        changes=(_NOBODY_IS_BEHIND, _NO_MARGIN),
        first="whose answer gets lost is made once",
    ),
    Mutant(
        name="allows Flourish's clock an hour",
        breaks=("O17",),
        consequence="Where it is a day behind, an order whose answer is lost is made twice.",
        changes=(
            _NOBODY_IS_BEHIND,
            instead(f"{_FIND}:CLOCK_DIFFERENCE", lambda _original: timedelta(hours=1)),
        ),
        first="whose answer gets lost is made once",
    ),
    Mutant(
        name="allows Flourish's clock two days and no more",
        breaks=("O17",),
        consequence="Where it is a week behind, an order whose answer is lost is made twice.",
        changes=(_NOBODY_IS_BEHIND,),
        first="whose answer gets lost is made once",
    ),
    Mutant(
        name="looks for orders of the last minutes only",
        breaks=("O17",),
        consequence="Where Flourish's clock is ahead, an order is not found and sent twice.",
        changes=(_query(_no_later_than_an_hour),),
        first="whose answer gets lost is made once",
    ),
    Mutant(
        name="compares orders by its own clock",
        breaks=("O17",),
        consequence="Where Flourish's clock is behind, what no message told of is never found.",
        changes=(
            instead(
                f"{_FIND}:list_changed_orders",
                lambda original: (
                    lambda client, _since, _newest, now: original(
                        client, now - timedelta(minutes=30) + CLOCK_DIFFERENCE, None, now
                    )
                ),
            ),
            _NOBODY_IS_BEHIND,
        ),
        first="is found however wrong a clock is",
    ),
    Mutant(
        name="takes for old what Flourish's clock calls older",
        breaks=("O14", "O5"),
        consequence="When Flourish's clock is put right, updates are lost until it has caught up.",
        changes=(instead(f"{_FIND}:read_order", _only_newer),),
        first="after Flourish's clock was put right",
    ),
    Mutant(
        name="takes Ordo's events to the second only",
        breaks=("O17",),
        consequence="Where Ordo's clock is half a minute wrong, no order arrives.",
        changes=(instead(f"{_SIGNATURE}:TOLERANCE", lambda _original: timedelta(seconds=10)),),
        first="although Ordo's clock",
    ),
    Mutant(
        name="takes no event from its own future",
        breaks=("O17",),
        consequence="Where Ordo's clock is a minute ahead, no order arrives.",
        changes=(instead(f"{_SIGNATURE}:OrdoSignature.verified_id", _from_the_past_only),),
        first="although Ordo's clock",
    ),
    Mutant(
        name="sends again before Flourish can have given up",
        breaks=("O17",),
        consequence="Flourish is still at work on the order, and gets a second one.",
        changes=(
            instead(
                "integration_engine.config:EngineConfig.settle",
                lambda _original: property(lambda _self: timedelta(seconds=0.1)),
            ),
        ),
        first="comes up after the engine has hung up",
    ),
    Mutant(
        name="forgets updates of orders older than 30 days",
        breaks=("O8", "O5"),
        consequence="Whoever pays on the last day is asked for the money again.",
        changes=(_deaf_after_thirty_days(MessageKind.ORDER_HINT),),
        first="payment long after the shipment",
    ),
    Mutant(
        name="forgets orders after 30 days",
        breaks=("O17",),
        consequence="A confirmation that comes again after a month makes another order.",
        changes=(
            instead("integration_engine.work.order_work:OrderWork.receive", _starts_anew),
            instead(
                "integration_engine.store.orders:Orders.known_as", lambda _original: lambda *_facts: None
            ),
        ),
        first="after 31 days makes no other order",
    ),
    Mutant(
        name="gives an order up when Flourish is away for a day",
        breaks=("O17",),
        consequence="The rep has to confirm everything again that was confirmed during the outage.",
        changes=(instead(f"{_CALLS}:event_of", _gives_order_up),),
        first="Orders confirmed while Flourish was down",
    ),
    Mutant(
        name="gives a report up when Ordo is away for a day",
        breaks=("O21", "O6"),
        consequence="What happened during an outage of a day is never shown.",
        changes=(instead(f"{_CALLS}:report_event_of", _gives_report_up(_A_DAY * 0.5)),),
        first="What happened while Ordo was down",
    ),
    Mutant(
        name="gives a report up when Ordo is away for days",
        breaks=("O21", "O3"),
        consequence="After an outage of a week an order that Flourish has is Pending in Ordo.",
        changes=(instead(f"{_CALLS}:report_event_of", _gives_report_up(_A_DAY * 3)),),
        first="What happened while Ordo was down",
    ),
)
