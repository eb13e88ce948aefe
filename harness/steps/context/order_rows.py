"""Every row of the table of fields about orders: what must stand there, and what does.

What must stand there follows from what the rep typed and the warehouse did (`typed_orders`), never from the
other side. Which rows rest on a decision of ours alone says the table (`harness.fields`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from harness.clients.flourish_shapes import OrderLine as FlourishLine
from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.ordo_shapes import Order, OrderNote
from harness.clients.ordo_shapes import OrderLine as OrdoLine
from harness.fields import FIELDS
from harness.report.expected_status import may_show
from harness.steps.context.records import OrderUnderTest
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.typed_orders import HeldOrder, TypedLine, TypedOrder, WrittenNote

NEW_ORDER = "A new order, from Ordo to Flourish"
NEW_LINE = "A line of a new order"
ORDER = "An order, from Flourish to Ordo"
LINE = "A line of an order"
NOTE = "A note on an order"
_A_SECOND = timedelta(seconds=1)

Pair = tuple[object, object]
"""What must stand there, and what does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrived:
    """An order in Flourish, and all that is needed to judge it."""

    context: ScenarioContext
    typed: TypedOrder
    held: HeldOrder
    order_id: str
    seen: OutboundOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """An order in Ordo, and all that is needed to judge it."""

    context: ScenarioContext
    typed: TypedOrder
    held: HeldOrder
    order: OrderUnderTest
    seen: Order


def _moment(must: datetime | None, seen: datetime | None) -> Pair:
    """Fractions of a second may get lost."""
    near = must is not None and seen is not None and abs(must - seen) < _A_SECOND
    return must, must if near else seen


def _sales_rep(sides: _Arrived) -> Pair:
    """Who sold it, where the facility asks for that; elsewhere it can be left out."""
    rep = sides.seen.sales_rep
    seen = None if rep is None or rep.id == "0" else (rep.email or "").lower()
    asked = sides.context.connection.asks_for_sales_rep
    return (sides.context.ordo.rep.me().email.lower(), seen) if asked or seen else (None, seen)


def _payment_term(sides: _Arrived) -> Pair:
    """The one term of so many days; cash is due at once."""
    known = sides.context.connection.payment_terms
    names = [name for name, days in known if days == (sides.typed.net_days or 0)]
    return names[0] if len(names) == 1 else None, sides.seen.payment_term or None


def _notes_in_flourish(sides: _Arrived) -> Pair:
    seen = [(note.note, bool(note.internal_only)) for note in sides.seen.notes]
    return [(note.note, note.internal) for note in sides.held.notes], seen


_IN_FLOURISH: Mapping[str, Callable[[_Arrived], Pair]] = {
    "order_id": lambda sides: (sides.order_id, sides.seen.original_order_id),
    "confirmed_at": lambda sides: _moment(sides.typed.confirmed_at, sides.seen.order_timestamp),
    "buyer": lambda sides: (
        sides.typed.buyer.license_number,
        sides.seen.destination.license_number if sides.seen.destination else None,
    ),
    "sales_rep": _sales_rep,
    "terms": _payment_term,
    "requested_delivery_date": lambda sides: (
        sides.held.requested_delivery_date,
        sides.seen.requested_delivery_date or None,
    ),
    "notes": _notes_in_flourish,
}


def _number(variation: object) -> str | None:
    return None if variation is None else str(variation)


_LINE_IN_FLOURISH: Mapping[str, tuple[Callable[[TypedLine], object], Callable[[FlourishLine], object]]] = {
    "flourish_item_id": (lambda line: line.item_id, lambda seen: seen.item_id),
    "flourish_variation_id": (lambda line: line.variation_id, lambda seen: _number(seen.item_variation_pk)),
    "sku": (lambda line: line.sku, lambda seen: seen.sku),
    "quantity": (lambda line: line.quantity, lambda seen: seen.order_qty),
    "unit_price": (lambda line: line.unit_price, lambda seen: seen.unit_price),
    "discount": (lambda line: line.discount, lambda seen: seen.discount_price),
}


def _status(sides: _Shown) -> Pair:
    """Of what lay between Ordo may have heard or not."""
    possible = may_show(sides.typed.terms, [stage.state for stage in sides.order.stages])
    shown = sides.seen.status
    return " or ".join(sorted(possible)) if shown not in possible else shown, shown


def _shown_notes(sides: _Shown) -> list[WrittenNote]:
    return [note for note in sides.held.notes if not note.internal]


_IN_ORDO: Mapping[str, Callable[[_Shown], Pair]] = {
    "id": lambda sides: (sides.context.flourish_id(sides.order), sides.seen.flourish_order_id),
    "order_status": _status,
    "payment_status": _status,
    "order_lines": lambda sides: (len(sides.held.lines), len(sides.seen.lines)),
    "sub_total_price": lambda sides: (sides.held.subtotal, sides.seen.totals.subtotal),
    "total_discounts": lambda sides: (sides.held.discounts, sides.seen.totals.discounts),
    "total_charges": lambda sides: (sides.held.charges, sides.seen.totals.charges),
    "taxes": lambda sides: (sides.held.taxes, sides.seen.totals.taxes),
    "total_price": lambda sides: (sides.held.total, sides.seen.totals.total),
    "notes": lambda sides: (len(_shown_notes(sides)), len(sides.seen.flourish_notes)),
    "requested_delivery_date": lambda sides: (
        sides.held.requested_delivery_date,
        sides.seen.requested_delivery_date,
    ),
    "invoice_date": lambda sides: (None, sides.seen.invoice_date),
    "payment_term": lambda sides: (
        (sides.typed.terms, sides.typed.net_days),
        (sides.seen.terms, sides.seen.net_days),
    ),
}


_LINE_IN_ORDO: Mapping[str, tuple[Callable[[TypedLine], object], Callable[[OrdoLine], object]]] = {
    "sku": (lambda line: line.sku, lambda seen: seen.sku),
    "item_name": (lambda line: line.item_name, lambda seen: seen.item_name),
    "item_id": (lambda line: line.item_id, lambda seen: seen.flourish_item_id),
    "item_variation_pk": (lambda line: line.variation_id, lambda seen: seen.flourish_variation_id),
    "order_qty": (lambda line: line.quantity, lambda seen: seen.quantity),
    "unit_price": (lambda line: line.unit_price, lambda seen: seen.unit_price),
    "discount_price": (lambda line: line.discount, lambda seen: seen.discount),
    "line_total_price": (lambda line: line.total, lambda seen: seen.line_total),
}

_NOTE_IN_ORDO: Mapping[str, Callable[[WrittenNote, OrderNote], Pair]] = {
    "subject": lambda note, seen: (seen.subject if note.subject is None else note.subject, seen.subject),
    "note": lambda note, seen: (note.note, seen.note),
    "internal_only": lambda note, seen: (
        note.note,
        seen.note,
    ),  # one that is internal would stand in its place
}

CHECKED: Mapping[str, Collection[str]] = {
    NEW_ORDER: _IN_FLOURISH.keys(),
    NEW_LINE: _LINE_IN_FLOURISH.keys(),
    ORDER: _IN_ORDO.keys(),
    LINE: _LINE_IN_ORDO.keys(),
    NOTE: _NOTE_IN_ORDO.keys(),
}
"""The rows that are checked here, by message and the field they come from."""


def rows(message: str, *, assumed: bool) -> list[str]:
    """The fields of the table's rows about a message; those of source D only if `assumed`."""
    return [row.origin.split()[1] for row in FIELDS[message] if assumed or row.sources != "D"]


def expect_in_flourish(
    context: ScenarioContext,
    order: OrderUnderTest,
    seen: OutboundOrder,
    *,
    assumed: bool,
    messages: Collection[str] = (NEW_ORDER, NEW_LINE),
) -> None:
    """Flourish holds the order as the rep typed it, and what the warehouse made of it since."""
    held = order.held
    sides = _Arrived(context=context, typed=order.as_typed, held=held, order_id=order.order_id, seen=seen)
    wrong: list[str] = []
    if NEW_ORDER in messages:
        for name in rows(NEW_ORDER, assumed=assumed):
            wrong += difference(name, _IN_FLOURISH[name](sides))
    if NEW_LINE in messages:
        names = rows(NEW_LINE, assumed=assumed)
        must = [[_LINE_IN_FLOURISH[name][0](line) for name in names] for line in held.lines]
        there = [[_LINE_IN_FLOURISH[name][1](line) for name in names] for line in seen.order_lines]
        wrong += line_differences(names, must, there)
    context.expect(not wrong, "the order in Flourish as it was typed", f"it has {'; '.join(wrong)}")


def expect_in_ordo(
    context: ScenarioContext,
    order: OrderUnderTest,
    seen: Order,
    *,
    assumed: bool,
    fields: Collection[str] = tuple(_IN_ORDO),
) -> None:
    """Ordo shows what Flourish must hold of the order; of the order's own fields these."""
    held = order.held
    sides = _Shown(context=context, typed=order.as_typed, held=held, order=order, seen=seen)
    wrong: list[str] = []
    for name in rows(ORDER, assumed=assumed):
        if name in fields:
            wrong += difference(name, _IN_ORDO[name](sides))
    if "order_lines" in fields:
        names = rows(LINE, assumed=assumed)
        must = [[_LINE_IN_ORDO[name][0](line) for name in names] for line in held.lines]
        there = [[_LINE_IN_ORDO[name][1](line) for name in names] for line in seen.lines]
        wrong += line_differences(names, must, there)
    if "notes" in fields:
        for note, shown in zip(_shown_notes(sides), seen.flourish_notes, strict=False):
            for name in rows(NOTE, assumed=assumed):
                wrong += difference(name, _NOTE_IN_ORDO[name](note, shown))
    context.expect(not wrong, "Ordo to show the order as Flourish must hold it", f"it has {'; '.join(wrong)}")


def difference(name: str, pair: Pair) -> list[str]:
    must, seen = pair
    return [] if must == seen else [f"{name} {_text(seen)} instead of {_text(must)}"]


def line_differences(names: Sequence[str], must: list[list[object]], there: list[list[object]]) -> list[str]:
    """The first line of each side that the other lacks; their order does not count."""
    lacking, more = [*must], []
    for line in there:
        if line in lacking:
            lacking.remove(line)
        else:
            more.append(line)
    if lacking and more:
        pairs = zip(names, more[0], lacking[0], strict=True)
        return [words for name, seen, typed in pairs for words in difference(name, (typed, seen))]
    return [f"a line {_text(line)} too many" for line in more[:1]] + [
        f"no line {_text(line)}" for line in lacking[:1]
    ]


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"({', '.join(map(_text, value))})"
    return "nothing" if value is None else str(value)
