"""Engines that mix things up: two sellers that are alike, before a refusal and after, two changes at once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from integration_engine.core.order import CommandKind
from integration_engine.core.order_decisions import _confirmed, _order_seen
from integration_engine.core.order_events import Refused
from integration_engine.core.order_stages import EventKind
from integration_engine.core.ordo_status import OPEN, OrdoStatus
from integration_engine.flourish.answers import parse_order
from integration_engine.flourish.paired_facility import find_facility_problem
from integration_engine.store.inbox import MessageKind
from tests.mutants.engine_orders import handles
from tests.mutants.mutant import Change, Mutant, instead

_INBOX_ADD = "integration_engine.store.inbox:Inbox.add"
_PLACE = "integration_engine.flourish.place_order"


def _goes_to_first_seller(kind: MessageKind, number: Callable[[str, str], str]) -> Change:
    """News go to the seller who was the first to have something of this number, whosever it is."""
    first: dict[str, str] = {}

    def make(original: Any) -> Any:
        def add(self: Any, owner: str, key: str, sort: Any, **facts: Any) -> bool:
            if sort is kind:
                of_kind, _, name = key.split(":", 2)
                owner = first.setdefault(number(name, facts["body"]), owner)
                key = f"{of_kind}:{owner}:{name}"
            stored: bool = original(self, owner, key, sort, **facts)
            return stored

        return add

    return instead(_INBOX_ADD, make)


def _asked_once(place: str, key: Callable[..., object]) -> Change:
    """What was found out once is never asked again, whoever asks."""
    known: dict[object, Any] = {}

    def make(original: Any) -> Any:
        def asked_once(*facts: Any, **more: Any) -> Any:
            name = key(*facts)
            if name not in known:
                known[name] = original(*facts, **more)
            return known[name]

        return asked_once

    return instead(place, make)


def _keeps_from_first(*names: str) -> Change:
    """Of a confirmation after a refusal these fields are those of the first."""

    def confirmed(state: Any, event: Any) -> Any:
        before = state.confirmation
        if before is not None:
            kept = {name: getattr(before, name) for name in names}
            event = replace(event, confirmation=replace(event.confirmation, **kept))
        return _confirmed(state, event)

    return handles(EventKind.CONFIRMED, confirmed)


def _lines_of_paid_stay(state: Any, event: Any) -> Any:
    after, commands = _order_seen(state, event)
    return (replace(after, seen=state.seen) if state.ordo_status is OrdoStatus.PAID else after), commands


def _in_another_place(original: Any) -> Any:
    """Updates of an order are shown only as long as its seller's facility has the license."""

    def call_flourish(connection: Any, kind: Any, state: Any, now: Any) -> Any:
        if kind is CommandKind.READ_ORDER:
            problem = find_facility_problem(
                connection.flourish, connection.facility_id, connection.license_number, None
            )
            if problem is not None:
                return state.seen or Refused(code=problem.code, reason=problem.message)
        return original(connection, kind, state, now)

    return call_flourish


def _first_of_each_number(original: Any) -> Any:
    """Lines and totals of an order are those that the first order of its number had, whosever it was."""
    first: dict[str, Any] = {}

    def read_order(client: Any, flourish_order_id: str) -> Any:
        order = original(client, flourish_order_id)
        known = first.setdefault(flourish_order_id, order)
        return replace(order, lines=known.lines, totals=known.totals)

    return read_order


def _found_by_lines(original: Any) -> Any:
    """An order that is not found by its number is taken for the newest of the company."""

    def find_order(client: Any, order_id: str, first_attempt_at: Any, now: Any) -> Any:
        found = original(client, order_id, first_attempt_at, now)
        if found is not None:
            return found
        there = list(client.every("/outbound-orders", parse_order))
        return there[-1] if there else None

    return find_order


MUTANTS = (
    Mutant(
        name="tells sellers' orders apart by Flourish's number",
        breaks=("S9", "O6"),
        consequence="The one seller's shipment is looked for in the other's warehouse, and never shows.",
        changes=(_goes_to_first_seller(MessageKind.ORDER_HINT, lambda _name, body: body),),
        first="warehouse does shows with that seller only",
    ),
    Mutant(
        name="tells sellers' items apart by SKU",
        breaks=("S9", "I10"),
        consequence="The one seller's stock never changes in Ordo, since another has the same SKU.",
        changes=(_goes_to_first_seller(MessageKind.ITEM_HINT, lambda name, _body: name),),
        first="stock is not the other's",
    ),
    Mutant(
        name="remembers orders of Flourish by their number, whosever they are",
        breaks=("S9", "O5"),
        consequence="A seller is shown the other's quantities and prices.",
        changes=(
            instead(
                "integration_engine.flourish.find_order:read_order",
                _first_of_each_number,
            ),
        ),
        first="warehouse does shows with that seller only",
    ),
    Mutant(
        name="takes another order for the one that it looks for",
        breaks=("O17",),
        consequence="Of two orders one is never made, and Ordo shows it as the other.",
        changes=(instead("integration_engine.flourish.find_order:find_order", _found_by_lines),),
        first="is not taken for another",
    ),
    Mutant(
        name="keeps the first terms after a refusal",
        breaks=("O16", "O20"),
        consequence="The order is invoiced on terms that the rep has changed.",
        changes=(_keeps_from_first("terms", "net_days"),),
        first="that were changed after a refusal",
    ),
    Mutant(
        name="keeps the first buyer after a refusal",
        breaks=("O16",),
        consequence="The rep has chosen another buyer, and Flourish refuses the first again.",
        changes=(_keeps_from_first("buyer"),),
        first="buyer that were changed after a refusal",
    ),
    Mutant(
        name="keeps the first lines after a refusal",
        breaks=("O16",),
        consequence="What the rep has put right in the lines is not what arrives.",
        changes=(_keeps_from_first("lines"),),
        first="Lines that were changed after a refusal",
    ),
    Mutant(
        name="shows no edit of an order that was paid early",
        breaks=("O5", "O12"),
        consequence="The buyer has paid for what the warehouse has changed since.",
        changes=(handles(EventKind.ORDER_SEEN, _lines_of_paid_stay),),
        first="edited after an early payment",
    ),
    Mutant(
        name="shows no edit of an order that ships with it",
        breaks=("O5", "O6"),
        consequence="The order is Delivered with quantities that did not leave the warehouse.",
        changes=(instead("integration_engine.core.order_decisions:_LINES_COUNT", lambda _original: OPEN),),
        first="edited and shipped between two looks",
    ),
    Mutant(
        name="names the first rep on every order",
        breaks=("O2",),
        consequence="Whoever sold first gets the commission of all.",
        changes=(_asked_once(f"{_PLACE}:_sales_rep_id", lambda *facts: facts[1]),),
        first="names its own rep",
    ),
    Mutant(
        name="shows no update of a facility without its license",
        breaks=("S11", "O5"),
        consequence="Orders that are under way stop when the license moves to another facility.",
        changes=(instead("integration_engine.work.order_calls:call_flourish", _in_another_place),),
        first="when the license moves to another facility",
    ),
)
