"""Engines that are wrong about notes, the requested delivery date or the payment term (O2, O5, O20)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from integration_engine.core.order import FlourishNote
from integration_engine.errors import OrderRefusedError
from tests.mutants.mutant import Change, Mutant, instead

_ANSWERS = "integration_engine.flourish.answers"
_PLACE = "integration_engine.flourish.place_order"
_BODY = f"{_PLACE}:outbound_order"


def _sends_without(field: str) -> Change:
    def make(original: Any) -> Any:
        return lambda state: {name: value for name, value in original(state).items() if name != field}

    return instead(_BODY, make)


def _sends_internally(original: Any) -> Any:
    def body(state: Any) -> dict[str, Any]:
        sent: dict[str, Any] = original(state)
        return {**sent, "notes": [{**note, "internal_only": True} for note in sent.get("notes", [])]}

    return body


def reads(change: Callable[[Any, dict[str, Any]], dict[str, Any]]) -> Change:
    """The order is read otherwise than it is."""

    def make(original: Any) -> Any:
        def parse(row: dict[str, Any]) -> Any:
            order = original(row)
            return replace(order, **change(order, row))

        return parse

    return instead(f"{_ANSWERS}:parse_order", make)


def _refuses(_original: Any) -> Any:
    def no_term(why: str) -> None:
        raise OrderRefusedError("no_payment_term", why)

    return no_term


def _takes_any(original: Any) -> Any:
    def term(client: Any, facility_id: str, confirmation: Any) -> Any:
        found, problem = original(client, facility_id, confirmation)
        return (found, problem) if problem is None or "several" not in problem.message else ("Net 30", None)

    return term


def _every_note(_order: Any, row: dict[str, Any]) -> dict[str, Any]:
    return {"notes": tuple(FlourishNote(subject="", note=note["note"]) for note in row["notes"])}


MUTANTS = (
    Mutant(
        name="keeps the rep's notes to itself",
        breaks=("O2",),
        consequence="The warehouse does not read what the rep asked for.",
        changes=(_sends_without("notes"),),
        first="rep's notes go",
    ),
    Mutant(
        name="sends the rep's notes as internal ones",
        breaks=("O2",),
        consequence="The rep's notes are hidden from everybody but the warehouse.",
        changes=(instead(_BODY, _sends_internally),),
        first="rep's notes go",
    ),
    Mutant(
        name="drops the requested delivery date",
        breaks=("O2",),
        consequence="The warehouse does not know when the buyer expects the order.",
        changes=(_sends_without("requested_delivery_date"),),
        first="requested delivery date goes",
    ),
    Mutant(
        name="does not show another requested delivery date",
        breaks=("O5",),
        consequence="The rep promises a day that the warehouse has changed.",
        changes=(reads(lambda _order, _row: {"requested_delivery_date": None}),),
        first="that is set in Flourish",
    ),
    Mutant(
        name="drops notes",
        breaks=("O5",),
        consequence="The rep does not read what the warehouse wrote for everybody.",
        changes=(reads(lambda _order, _row: {"notes": ()}),),
        first="Notes for everybody",
    ),
    Mutant(
        name="shows internal notes",
        breaks=("O5",),
        consequence="The rep, and through the rep the buyer, reads what the warehouse kept to itself.",
        changes=(reads(_every_note),),
        first="keeps to itself",
    ),
    Mutant(
        name="shows the newest note first",
        breaks=("O5",),
        consequence="The notes read backwards.",
        changes=(reads(lambda order, _row: {"notes": order.notes[::-1]}),),
        first="oldest first",
    ),
    Mutant(
        name="sends no payment term",
        breaks=("O20",),
        consequence="Flourish invoices without the terms that were agreed.",
        changes=(_sends_without("payment_term"),),
        first="terms go to Flourish",
    ),
    Mutant(
        name="sends the wrong payment term",
        breaks=("O20",),
        consequence="Flourish invoices on other terms than were agreed.",
        changes=(
            instead(_BODY, lambda original: lambda state: {**original(state), "payment_term": "Net 7"}),
        ),
        first="terms go to Flourish",
    ),
    Mutant(
        name="refuses an order without a payment term",
        breaks=("O20",),
        consequence="An order that Flourish would take does not get there.",
        changes=(instead(f"{_PLACE}:_no_term", _refuses),),
        first="do not hold the order up",
    ),
    Mutant(
        name="shows for ever that an order has no payment term",
        breaks=("O20",),
        consequence="The warehouse has set the terms, and the rep still asks for them.",
        changes=(
            instead(
                f"{_ANSWERS}:parse_order",
                lambda original: lambda row: replace(original(row), payment_term=None),
            ),
        ),
        first="goes when the warehouse sets",
    ),
    Mutant(
        name="takes the first of two payment terms",
        breaks=("O20",),
        consequence="Nobody can tell which of them was agreed.",
        changes=(instead(f"{_PLACE}:_payment_term", _takes_any),),
        first="has twice",
    ),
)
