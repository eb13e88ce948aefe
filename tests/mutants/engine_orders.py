"""Engines that are wrong about the way of an order to Flourish: what is sent, when, how often (O2 to O17)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from integration_engine.core.order import CommandKind, OrdoReport, Problem, Stage
from integration_engine.core.order_events import CallFailed, Refused
from integration_engine.core.order_stages import EventKind
from integration_engine.core.ordo_status import OrdoStatus
from integration_engine.errors import (
    FlourishRefusedError,
    FlourishUnavailableError,
    FlourishUnclearError,
)
from integration_engine.flourish.answers import parse_destination
from tests.mutants.mutant import Change, Mutant, instead

_CALLS = "integration_engine.work.order_calls"
_CORE = "integration_engine.core"
_BODY = "integration_engine.flourish.place_order:outbound_order"


def sends(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    """The order is sent otherwise than it was confirmed."""
    return instead(_BODY, lambda original: lambda state: {**original(state), **change(original(state))})


def each_line(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    return sends(lambda body: {"order_lines": [{**line, **change(line)} for line in body["order_lines"]]})


def _merged(body: dict[str, Any]) -> dict[str, Any]:
    return {"order_lines": list({line["sku"]: line for line in body["order_lines"]}.values())}


def _license_begins_alike(original: Any) -> Any:
    def destination(client: Any, confirmation: Any) -> str:
        wanted = confirmation.buyer.license_number
        for one in client.every("/destinations", parse_destination):
            if (one.license_number or "").startswith(wanted) and one.license_number != wanted:
                return str(one.destination_id)
        return str(original(client, confirmation))

    return destination


def _destinations(change: Callable[[list[Any]], list[Any]]) -> Change:
    """Flourish's destinations are understood otherwise."""

    def make(original: Any) -> Any:
        def every(self: Any, path: str, parse: Any, **more: Any) -> Any:
            rows = original(self, path, parse, **more)
            return iter(change(list(rows))) if path == "/destinations" else rows

        return every

    return instead("integration_engine.flourish.client:FlourishClient.every", make)


def _reports_early(original: Any) -> Any:
    def report(state: Any) -> OrdoReport | None:
        notified: OrdoReport | None = original.fget(state)
        if notified is None and state.stage in {Stage.RESOLVING, Stage.POSTING, Stage.SEEKING}:
            return OrdoReport(
                status=OrdoStatus.AWAITING_DELIVERY, flourish_order_id=state.order_id, lines=None, totals=None
            )
        return notified

    return property(report)


def _ends(failure: type[Exception], event: Callable[[Any, Any], Any]) -> Change:
    """A call that ends with this failure, and no subclass of it, is misunderstood."""

    def make(original: Any) -> Any:
        def event_of(kind: CommandKind, outcome: Any, state: Any, **times: Any) -> Any:
            if type(outcome) is failure and kind is CommandKind.POST_ORDER:
                return event(outcome, times["now"])
            return original(kind, outcome, state, **times)

        return event_of

    return instead(f"{_CALLS}:event_of", make)


def _tried_again(outcome: Exception, now: Any) -> CallFailed:
    problem = Problem(code="flourish_unreachable", message=str(outcome))
    return CallFailed(command=CommandKind.POST_ORDER, problem=problem, retry_at=now + timedelta(minutes=5))


def _given_up(outcome: Exception, _now: Any) -> Refused:
    return Refused(code="refused_by_flourish", reason=str(outcome))


def handles(kind: EventKind, handler: Callable[[Any, Any], Any]) -> Change:
    """Something else is done about this kind of event."""
    return instead(f"{_CORE}.order_decisions:_HANDLERS", lambda table: {**table, kind: handler})


def _first_page(_original: Any) -> Any:
    def every(self: Any, path: str, parse: Any, **more: Any) -> Any:
        yield from self.page(path, parse, offset=0, **more).rows

    return every


def follows(*rows: tuple[Stage, EventKind, Stage]) -> Change:
    """Another stage follows."""
    return instead(
        f"{_CORE}.order_stages:STAGE_AFTER",
        lambda table: {**table, **{(stage, kind): after for stage, kind, after in rows}},
    )


SENDS_WITHOUT_LOOKING = instead(
    f"{_CORE}.order_decisions:_may_send", lambda _original: lambda _state, _event: True
)
"""An order is sent again without looking whether Flourish has it."""

CONFIRMED_ANEW = follows(
    *((stage, EventKind.CONFIRMED, Stage.RESOLVING) for stage in Stage if stage is not Stage.NEW)
)
"""Every confirmation begins the order anew."""

FORGETS_IDS = instead(
    "integration_engine.store.inbox:Inbox.add",
    lambda original: lambda self, *facts, **more: original(self, *facts, **{**more, "message_id": None}),
)
"""A message that came before is taken for a new one."""

MUTANTS = (
    Mutant(
        name="forgets discounts",
        breaks=("O2",),
        consequence="The buyer pays more than was agreed.",
        changes=(each_line(lambda _line: {"discount_price": 0}),),
        first="receives what the rep entered",
    ),
    Mutant(
        name="rounds quantities",
        breaks=("O2",),
        consequence="Two and a half becomes two.",
        changes=(each_line(lambda line: {"order_qty": int(line["order_qty"])}),),
        first="receives what the rep entered",
    ),
    Mutant(
        name="merges lines of the same item",
        breaks=("O2",),
        consequence="Of two lines of one item the second is sent only.",
        changes=(sends(_merged),),
        first="receives what the rep entered",
    ),
    Mutant(
        name="leaves the sales rep out",
        breaks=("O2", "O16"),
        consequence="A facility that asks for a sales rep refuses every order.",
        changes=(sends(lambda _body: {"sales_rep": {}}),),
        first="gets the one who sold",
    ),
    Mutant(
        name="sends to a buyer whose license begins alike",
        breaks=("O2",),
        consequence="The goods go to somebody else.",
        changes=(instead("integration_engine.flourish.place_order:_destination_id", _license_begins_alike),),
        first="exactly the license",
    ),
    Mutant(
        name="picks one of two destinations with the license",
        breaks=("O22",),
        consequence="The goods go to whichever place Flourish happens to list first.",
        changes=(_destinations(lambda found: found[:1]),),
        first="Of two destinations",
    ),
    Mutant(
        name="counts an inactive destination as another one",
        breaks=("O22",),
        consequence="The warehouse puts the destinations right, and the order is refused all the same.",
        changes=(_destinations(lambda found: [replace(one, active=True) for one in found]),),
        first="when one of the two destinations",
    ),
    Mutant(
        name="marks Awaiting Delivery before Flourish has answered",
        breaks=("O3",),
        consequence="The rep believes that Flourish has the order, and it may not.",
        changes=(instead(f"{_CORE}.order:OrderState.report", _reports_early),),
        first="before Flourish has answered",
    ),
    Mutant(
        name="retries a refused order for ever",
        breaks=("O16",),
        consequence="Flourish says no every five minutes, and the rep learns nothing.",
        changes=(_ends(FlourishRefusedError, _tried_again),),
        first="stays pending and shows why",
    ),
    Mutant(
        name="hides why an order was refused",
        breaks=("O16",),
        consequence="The rep has to guess what is wrong.",
        changes=(
            instead(
                "integration_engine.ordo.client:OrdoClient.report_refusal",
                lambda original: (
                    lambda self, order_id, refusal: original(
                        self, order_id, {**refusal, "reason": "Flourish refused the order."}
                    )
                ),
            ),
        ),
        first="stays pending and shows why",
    ),
    Mutant(
        name="takes a refused order for closed",
        breaks=("O16",),
        consequence="A refused order that was put right is never sent.",
        changes=(follows((Stage.REFUSED, EventKind.CONFIRMED, Stage.CLOSED)),),
        first="goes through when it is confirmed again",
    ),
    Mutant(
        name="posts again after a lost response",
        breaks=("O17",),
        consequence="Flourish has taken the order, the answer got lost, and it gets a second one.",
        changes=(
            instead(
                "integration_engine.flourish.find_order:find_order",
                lambda _original: lambda *_facts: None,
            ),
            instead(
                "integration_engine.store.orders:Orders.known_as",
                lambda _original: lambda *_facts: None,
            ),
        ),
        first="found among many",
    ),
    Mutant(
        name="looks for its order on the first page only",
        breaks=("O17", "S2"),
        consequence="On a busy day an order is not found again and sent twice.",
        changes=(instead("integration_engine.flourish.client:FlourishClient.every", _first_page),),
        first="The facility is found however",
    ),
    Mutant(
        name="sends the order without its number in Ordo",
        breaks=("O17",),
        consequence="Nobody can tell whose order it is, so it is sent again and again.",
        changes=(sends(lambda _body: {"original_order_id": "ordo"}),),
        first="received by Flourish",
    ),
    Mutant(
        name="sends a field that Flourish's contract does not describe",
        breaks=("O3",),
        consequence="Nobody can say what Flourish makes of it.",
        changes=(sends(lambda _body: {"source": "ordo"}),),
        first="received by Flourish",
    ),
    Mutant(
        name="loses an order when Flourish answers 500 once",
        breaks=("O17",),
        consequence="One bad moment of Flourish's and the order never arrives.",
        changes=(
            handles(EventKind.POST_UNCLEAR, lambda state, _event: (state, ())),
            handles(EventKind.ATTEMPT_STARTED, lambda state, _event: (replace(state, attempts=1), ())),
        ),
        first="gets over trouble on the way",
    ),
    Mutant(
        name="takes an error of Flourish's own for a refusal",
        breaks=("O17",),
        consequence="A bad moment of Flourish's is shown to the rep as their mistake.",
        changes=(_ends(FlourishUnclearError, _given_up),),
        first="gets over trouble on the way",
    ),
    Mutant(
        name="takes an overload for a refusal",
        breaks=("O17",),
        consequence="Being asked for patience, the engine gives the order up.",
        changes=(_ends(FlourishUnavailableError, _given_up),),
        first="gets over trouble on the way",
    ),
    Mutant(
        name="has no patience when it is asked for some",
        breaks=("O17",),
        consequence="An overloaded Flourish is asked again every few seconds.",
        changes=(
            instead("integration_engine.outbound_http:_retry_after", lambda _original: lambda _value: None),
        ),
        first="is given it",
    ),
    Mutant(
        name="gives up when Flourish cannot be reached",
        breaks=("O17",),
        consequence="An order that was confirmed during an outage is never sent.",
        changes=(handles(EventKind.CALL_FAILED, lambda state, _event: (state, ())),),
        first="delivered once after a long outage",
    ),
    Mutant(
        name="forgets that it has seen a message before",
        breaks=("O16", "O14"),
        consequence="A confirmation that comes again sends an order that Flourish had refused.",
        changes=(FORGETS_IDS,),
        first="of a refused order comes again",
    ),
    Mutant(
        name="makes an order of every confirmation that comes",
        breaks=("O17",),
        consequence="A message that arrives twice makes two orders.",
        changes=(FORGETS_IDS, CONFIRMED_ANEW, SENDS_WITHOUT_LOOKING),
        first="arrives twice makes one order",
    ),
    Mutant(
        name="obeys an old confirmation",
        breaks=("O16", "O14"),
        consequence="The first confirmation comes late and undoes what the second has achieved.",
        changes=(
            FORGETS_IDS,
            CONFIRMED_ANEW,
            SENDS_WITHOUT_LOOKING,
            instead(
                f"{_CORE}.order_decisions:_confirmation_kind",
                lambda _original: lambda _state, _event: EventKind.CONFIRMED,
            ),
        ),
        first="arriving late",
    ),
    Mutant(
        name="takes a confirmation from anybody",
        breaks=("O17",),
        consequence="Whoever finds the engine's address can have orders made.",
        changes=(
            instead(
                "integration_engine.receive.ordo_signature:OrdoSignature.verified_id",
                lambda _original: lambda _self, header, _raw, _now: header("webhook-id", ""),
            ),
        ),
        first="flawed at first makes one",
    ),
)
