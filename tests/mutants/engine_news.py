"""Engines that believe, copy or misread what Flourish says, or forget to say it (O10 to O21)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from integration_engine.core.ordo_status import (
    OrderStatus,
    OrdoStatus,
    PaymentStatus,
    Terms,
    UnknownFlourishStatusError,
)
from integration_engine.errors import OrdoRefusedError
from integration_engine.flourish.answers import parse_order
from tests.mutants.engine_statuses import goes_from, means, never_closed
from tests.mutants.mutant import Change, Mutant, instead

_CORE = "integration_engine.core"


def believes_messages() -> tuple[Change, ...]:
    """What a message says counts, and not what Flourish says when it is asked."""
    said: dict[str, Any] = {}

    def hint(original: Any) -> Any:
        def keep(transaction: Any, parts: Any, organization_id: str, data: Any) -> None:
            said[str(data["id"])] = data
            original(transaction, parts, organization_id, data)

        return keep

    def read(original: Any) -> Any:
        def order(client: Any, flourish_order_id: str) -> Any:
            data = said.pop(flourish_order_id, None)
            return parse_order(data) if data else original(client, flourish_order_id)

        return order

    return (
        instead("integration_engine.receive.receive_flourish_webhook:_keep_order_hint", hint),
        instead("integration_engine.flourish.find_order:read_order", read),
        never_closed(),
    )


def copies(told: Callable[[dict[str, Any]], dict[str, Any]]) -> tuple[Change, ...]:
    """Something of the order in Flourish is told to Ordo that is none of its business."""
    read: dict[str, dict[str, Any]] = {}

    def parse(original: Any) -> Any:
        def order(row: dict[str, Any]) -> Any:
            read[str(row.get("id"))] = row
            return original(row)

        return order

    def report(original: Any) -> Any:
        return lambda shown: {**original(shown), **told(read.get(shown.flourish_order_id, {}))}

    return (
        instead("integration_engine.flourish.answers:parse_order", parse),
        instead("integration_engine.ordo.formats:order_report", report),
    )


def _terms_of(row: dict[str, Any]) -> dict[str, Any]:
    term = row.get("payment_term")
    return {"terms": "Cash" if term == "COD" else "Net Terms"} if term else {}


def _invoice_date_of(row: dict[str, Any]) -> dict[str, Any]:
    return {"invoice_date": row["invoice_date"]} if row.get("invoice_date") else {}


def lenient(kind: str, known: OrderStatus | PaymentStatus) -> Change:
    """An unknown status is taken for a known one."""

    def make(original: Any) -> Any:
        def parse(value: str) -> Any:
            try:
                return original(value)
            except UnknownFlourishStatusError:
                return known

        return parse

    return instead(f"{_CORE}.ordo_status:parse_{kind}", make)


def _without_completed(original: Any) -> Any:
    def parse(value: str) -> Any:
        if value == OrderStatus.COMPLETED:
            raise UnknownFlourishStatusError("order_status", value)
        return original(value)

    return parse


def _capitalised(original: Any) -> Any:
    return lambda value: original(value.title())


def _at_once_when_refused(original: Any) -> Any:
    def wait(error: Exception, command: Any) -> Any:
        return timedelta(0) if isinstance(error, OrdoRefusedError) else original(error, command)

    return wait


def _drops_what_is_refused(original: Any) -> Any:
    def schedule(self: Any, organization_id: str, key: str, kind: str, **more: Any) -> None:
        if more.get("refused") is None:
            original(self, organization_id, key, kind, **more)
        else:
            self.drop(key, kind)

    return schedule


_WORK = "integration_engine.work.connection_work"
_COMMANDS = "integration_engine.store.commands:Commands"

MUTANTS = (
    Mutant(
        name="copies the invoice date",
        breaks=("O10",),
        consequence="A date of the warehouse's books shows in Ordo.",
        changes=copies(_invoice_date_of),
    ),
    Mutant(
        name="copies the payment term",
        breaks=("O11",),
        consequence="The warehouse changes the terms that the rep has agreed.",
        changes=copies(_terms_of),
    ),
    Mutant(
        name="moves Paid back to Delivered on a late message",
        breaks=("O14",),
        consequence="The shipment is heard of after the payment, and the money is asked for again.",
        changes=(*believes_messages(), goes_from(OrdoStatus.PAID, OrdoStatus.DELIVERED)),
        first="wrong order lead",
    ),
    Mutant(
        name="trusts the order in which messages arrive",
        breaks=("O14",),
        consequence="Ordo ends where the last message puts it, however old that is.",
        changes=(
            *believes_messages(),
            instead(f"{_CORE}.ordo_status:advance", lambda _original: lambda _shown, meant: meant),
        ),
        first="wrong order lead",
    ),
    Mutant(
        name="believes the quantities of an old message",
        breaks=("O14", "O5"),
        consequence="A message that comes again brings old quantities back.",
        changes=believes_messages(),
        first="old quantities",
    ),
    Mutant(
        name="maps an unknown order status to Created",
        breaks=("O18",),
        consequence="A status that nobody knows goes by unseen.",
        changes=(lenient("order_status", OrderStatus.CREATED),),
    ),
    Mutant(
        name="does not know Completed",
        breaks=("O19",),
        consequence="A net terms order that was completed is never Paid.",
        changes=(instead(f"{_CORE}.ordo_status:parse_order_status", _without_completed),),
    ),
    Mutant(
        name="takes Completed for paid",
        breaks=("O19",),
        consequence="Nobody collects the money of an order that was completed.",
        changes=(means(OrdoStatus.PAID, Terms.NET_TERMS, frozenset({OrderStatus.COMPLETED})),),
    ),
    Mutant(
        name="takes Completed for an order still open",
        breaks=("O19",),
        consequence="A cash order whose shipment was missed awaits its delivery for good.",
        changes=(means(OrdoStatus.AWAITING_DELIVERY, Terms.CASH, frozenset({OrderStatus.COMPLETED})),),
    ),
    Mutant(
        name="maps an unknown payment status to Paid",
        breaks=("O18",),
        consequence="'Overpaid' settles the bill.",
        changes=(lenient("payment_status", PaymentStatus.PAID),),
        first="unknown payment status",
    ),
    Mutant(
        name="reads statuses without regard to case",
        breaks=("O18",),
        consequence="'shipped' is taken for the documented 'Shipped'.",
        changes=(instead(f"{_CORE}.ordo_status:parse_order_status", _capitalised),),
        first="unknown order status",
    ),
    Mutant(
        name="keeps a problem for good",
        breaks=("O18",),
        consequence="An order shows a problem that was mended long ago.",
        changes=(
            instead(
                "integration_engine.ordo.client:OrdoClient.show_order_problem",
                lambda original: (
                    lambda self, order_id, problem: original(self, order_id, problem) if problem else None
                ),
            ),
        ),
        first="goes away",
    ),
    Mutant(
        name="tells Ordo once and never again",
        breaks=("O3", "O6", "O17"),
        consequence="What happened while Ordo was down never shows there.",
        changes=(
            instead(
                "integration_engine.ordo.client:OrdoUnavailableError",
                lambda _original: lambda reason, *_facts, **_more: OrdoRefusedError(503, reason),
                only_here=True,
            ),
        ),
        first="while Ordo is down",
    ),
    Mutant(
        name="takes any kind of message for news of an order",
        breaks=("O18",),
        consequence="A message about something unknown is accepted as if it were understood.",
        changes=(
            instead(
                "integration_engine.receive.receive_flourish_webhook:_IGNORED",
                lambda original: original | {"spaceship"},
            ),
        ),
        first="unknown kind of thing",
    ),
    Mutant(
        name="books a report that Ordo refused as told",
        breaks=("O21",),
        consequence="One bad answer of Ordo, and the order is shown as sending for good.",
        changes=(
            instead(
                f"{_WORK}:is_outdated", lambda _original: lambda error: isinstance(error, OrdoRefusedError)
            ),
        ),
        first="first report",
    ),
    Mutant(
        name="reports what Ordo refused only when there is news",
        breaks=("O21",),
        consequence="The last report of an order never arrives: nothing comes after it.",
        changes=(instead(f"{_COMMANDS}.schedule", _drops_what_is_refused),),
        first="last report",
    ),
    Mutant(
        name="makes a refused report again and again without a pause",
        breaks=("O21",),
        consequence="Ordo is flooded with what it does not take.",
        changes=(instead(f"{_WORK}:wait_after_report", _at_once_when_refused),),
        first="without a pause",
    ),
    Mutant(
        name="has news wait behind a refused report",
        breaks=("O21",),
        consequence="An order that is paid is shown as Delivered for another hour.",
        changes=(
            instead(
                f"{_COMMANDS}.renew",
                lambda _original: lambda self, *facts: self.ensure(*facts),
            ),
        ),
        first="newer state",
    ),
)
