"""Engines that carry other values than were typed: quantities, money, lines, times, names, notes (O2, O5)."""

import html
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from typing import Any

import orjson

from integration_engine.errors import CallerError
from tests.mutants.engine_orders import each_line, sends
from tests.mutants.mutant import Change, Mutant, instead

_CENT = Decimal("0.01")
_NOTHING = "0.00"
_LINES = "comes to what its line says"
_RETYPED = "retypes shows"
_SUMS = "charges and taxes of the whole order"
_TYPED = "arrives as the rep typed it"
_WRITTEN = "shows in Ordo as it was written"
_RECEIVE = "integration_engine.receive.receive_flourish_webhook"


def _whole_cents(price: float, rounding: str) -> float:
    return float(Decimal(str(price)).quantize(_CENT, rounding))


def _ascii(text: str) -> str:
    return text.encode("ascii", "replace").decode()


def _sends_notes(change: Callable[[str], str]) -> Change:
    def notes(body: dict[str, Any]) -> dict[str, Any]:
        typed = body.get("notes")
        return {"notes": [{**note, "note": change(note["note"])} for note in typed]} if typed else {}

    return sends(notes)


def _sends_moment(shift: timedelta) -> Change:
    def moved(body: dict[str, Any]) -> dict[str, Any]:
        moment = datetime.fromisoformat(body["order_timestamp"]) + shift
        return {"order_timestamp": f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"}

    return sends(moved)


def _shows(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    """Ordo is told otherwise than the order was read."""

    def make(original: Any) -> Any:
        def report(read: Any) -> dict[str, Any]:
            body: dict[str, Any] = original(read)
            return {**body, **change(body)} if "lines" in body and "totals" in body else body

        return report

    return instead("integration_engine.ordo.formats:order_report", make)


def _shows_total(**wrong: str) -> Change:
    return _shows(lambda body: {"totals": {**body["totals"], **wrong}})


def _shows_lines(change: Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]) -> Change:
    """`change` is given a line and the first one."""
    return _shows(
        lambda body: {"lines": [{**line, **change(line, body["lines"][0])} for line in body["lines"]]}
    )


def _shows_notes(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    return _shows(lambda body: {"notes": [{**note, **change(note)} for note in body["notes"]]})


def _day_later(body: dict[str, Any]) -> dict[str, Any]:
    day = body.get("requested_delivery_date")
    later = f"{datetime.fromisoformat(day) + timedelta(days=1):%Y-%m-%d}" if day else None
    return {"requested_delivery_date": later}


def _plus_as_space(original: Any) -> Any:
    def destination(client: Any, confirmation: Any) -> Any:
        buyer = replace(
            confirmation.buyer, license_number=confirmation.buyer.license_number.replace("+", " ")
        )
        return original(client, replace(confirmation, buyer=buyer))

    return destination


def _forgets_rejected() -> tuple[Change, ...]:
    """A message that was rejected once is taken for known when it comes again."""
    rejected: list[Any] = []

    def verify(original: Any) -> Any:
        def check(raw: bytes, secrets: Any) -> None:
            try:
                original(raw, secrets)
            except CallerError:
                rejected.append(orjson.loads(raw))
                raise

        return check

    def keep(original: Any) -> Any:
        def hint(transaction: Any, parts: Any, organization_id: str, body: Any) -> None:
            if body not in rejected:
                original(transaction, parts, organization_id, body)

        return hint

    return (instead(f"{_RECEIVE}:_verify", verify), instead(f"{_RECEIVE}:_keep_hint", keep))


def _sent(name: str, consequence: str, change: Change, first: str = _LINES) -> Mutant:
    return Mutant(name=name, breaks=("O2",), consequence=consequence, changes=(change,), first=first)


def _shown(name: str, consequence: str, change: Change, first: str) -> Mutant:
    return Mutant(name=name, breaks=("O5",), consequence=consequence, changes=(change,), first=first)


_SENT = (
    _sent(
        "rounds quantities to one decimal on their way",
        "The buyer gets and pays another quantity than was agreed.",
        each_line(lambda line: {"order_qty": round(line["order_qty"], 1)}),
    ),
    _sent(
        "cuts prices to whole cents",
        "Every unit is sold for part of a cent too little.",
        each_line(lambda line: {"unit_price": _whole_cents(line["unit_price"], ROUND_DOWN)}),
        "counts in whole cents",
    ),
    _sent(
        "rounds half a cent to the even one",
        "Flourish would have rounded it up.",
        each_line(lambda line: {"unit_price": _whole_cents(line["unit_price"], ROUND_HALF_EVEN)}),
        "counts in whole cents",
    ),
    _sent(
        "drops the discounts of lines",
        "The buyer pays what was to be taken off.",
        each_line(lambda _line: {"discount_price": 0}),
    ),
    _sent(
        "sends the first line only",
        "The rest of the order never leaves the warehouse.",
        sends(lambda body: {"order_lines": body["order_lines"][:1]}),
        "three lines keeps",
    ),
    _sent(
        "sends no more than a hundred lines",
        "A large order arrives in part.",
        sends(lambda body: {"order_lines": body["order_lines"][:100]}),
        "longest order",
    ),
    _sent(
        "takes the price of an item's first line for all its lines",
        "What was sold at two prices is charged at one.",
        sends(
            lambda body: {
                "order_lines": [
                    {**line, "unit_price": body["order_lines"][0]["unit_price"]}
                    for line in body["order_lines"]
                ]
            }
        ),
        "three lines keeps",
    ),
    _sent(
        "is a day late with the time of an order",
        "The order stands in another day's books.",
        _sends_moment(timedelta(days=1)),
        _TYPED,
    ),
    _sent(
        "takes Ordo's time for another time zone's",
        "Orders of the evening stand in another day's books.",
        _sends_moment(timedelta(hours=-5)),
        _TYPED,
    ),
    _sent(
        "sends notes in plain letters only",
        "The warehouse reads question marks.",
        _sends_notes(_ascii),
        _TYPED,
    ),
    _sent(
        "cuts the rep's notes short",
        "The warehouse does not read the end of what the rep asked for.",
        _sends_notes(lambda note: note[:255]),
        "longest texts",
    ),
    _sent(
        "asks for the buyer with a plus sign left bare",
        "A buyer whose license has a plus sign cannot buy.",
        instead("integration_engine.flourish.place_order:_destination_id", _plus_as_space),
        _TYPED,
    ),
)

_SHOWN = (
    _shown("shows taxes as nothing", "The rep tells a wrong sum.", _shows_total(taxes=_NOTHING), _SUMS),
    _shown("shows charges as nothing", "The rep tells a wrong sum.", _shows_total(charges=_NOTHING), _SUMS),
    _shown(
        "shows no discount on the whole order",
        "The rep does not know of it.",
        _shows_total(discounts=_NOTHING),
        _SUMS,
    ),
    _shown(
        "takes the sum of the lines for the total",
        "The rep tells the buyer to pay less than the invoice says.",
        _shows(lambda body: {"totals": {**body["totals"], "total": body["totals"]["subtotal"]}}),
        _SUMS,
    ),
    _shown(
        "shows quantities with one decimal",
        "What was weighed is shown as something else.",
        _shows_lines(lambda line, _first: {"quantity": round(line["quantity"], 1)}),
        _RETYPED,
    ),
    _shown(
        "shows no discounts on lines",
        "The rep cannot say why the sum is less.",
        _shows_lines(lambda _line, _first: {"discount": _NOTHING}),
        _RETYPED,
    ),
    _shown(
        "works line totals out without the discount",
        "The lines do not add up.",
        _shows_lines(
            lambda line, _first: {
                "line_total": f"{Decimal(str(line['quantity'])) * Decimal(line['unit_price']):.2f}"
            }
        ),
        _RETYPED,
    ),
    _shown(
        "shows the first line only",
        "Most of the order is missing in Ordo.",
        _shows(lambda body: {"lines": body["lines"][:1]}),
        "Every update",
    ),
    _shown(
        "shows the first line's item name on every line",
        "The rep reads another item than was sold.",
        _shows_lines(lambda _line, first: {"item_name": first["item_name"]}),
        "Every update",
    ),
    _shown(
        "shows the SKU for the item's name",
        "The rep has to know the numbers by heart.",
        _shows_lines(lambda line, _first: {"item_name": line["sku"]}),
        "Every update",
    ),
    _shown(
        "shows notes in plain letters only",
        "The rep reads question marks.",
        _shows_notes(lambda note: {"note": _ascii(note["note"])}),
        _WRITTEN,
    ),
    _shown(
        "escapes notes for a web page",
        "The rep reads &amp; where the warehouse wrote &.",
        _shows_notes(lambda note: {"note": html.escape(note["note"])}),
        _WRITTEN,
    ),
    _shown(
        "leaves out what a note is about",
        "The rep does not see who wrote, and why.",
        _shows_notes(lambda _note: {"subject": ""}),
        _WRITTEN,
    ),
    _shown(
        "shows the delivery date a day late",
        "The buyer is promised another day.",
        _shows(_day_later),
        "set in Flourish shows",
    ),
    _shown(
        "gives Ordo its own number for Flourish's",
        "Nobody finds the order in Flourish.",
        _shows(lambda body: {"flourish_order_id": f"1{body['flourish_order_id'][1:]}"}),
        _TYPED,
    ),
)

MUTANTS = (
    *_SENT,
    *_SHOWN,
    Mutant(
        name="takes what it rejected once for known",
        breaks=("S7",),
        consequence="A message that was damaged on its way is lost, although Flourish sends it again.",
        changes=_forgets_rejected(),
        first="flawed at first comes again",
    ),
)
