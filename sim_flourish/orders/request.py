"""What is asked for in a request for an order, read from its JSON once."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.destinations.rules import parse_destination
from sim_flourish.model.orders import AmountMethod, OrderAmount, OrderNote
from sim_flourish.model.people import SalesRep
from sim_flourish.model.places import Destination
from sim_flourish.model.values import ZERO
from sim_flourish.model.world import Settings
from sim_flourish.people.sales_reps import parse_sales_rep
from sim_flourish.warehouse.warehouse import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ById:
    """Somebody or some place that exists already, by its id."""

    field: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRequest:
    """One line; the item goes by its id or its SKU. `field` names the line in messages."""

    field: str
    item_id: str | None
    sku: str | None
    item_variation_pk: str | None
    strain_id: str | None
    lot_number: str | None
    order_qty: Decimal
    unit_price: Decimal | None
    discount_price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRequest:
    """A whole order, or what is to change on one; what is new on it has no ids yet."""

    original_order_id: str | None = None
    order_timestamp: datetime | None = None
    requested_delivery_date: str | None = None
    invoice_date: str | None = None
    payment_term: str | None = None
    ref_field_1: str | None = None
    pretax_discounts: bool | None = None
    order_status: str | None = None
    destination: ById | Destination | None = None
    distributor: ById | Destination | None = None
    sales_rep: ById | SalesRep | None = None
    order_lines: tuple[LineRequest, ...] | None = None
    charges: tuple[OrderAmount, ...] | None = None
    discounts: tuple[OrderAmount, ...] | None = None
    notes: tuple[OrderNote, ...] = ()


def parse_order(work: Work, fields: JsonFields) -> OrderRequest:
    """What the External API lets a caller say; what the docs do not call writable is left alone."""
    return OrderRequest(
        original_order_id=fields.text("original_order_id"),
        order_timestamp=fields.moment("order_timestamp"),
        pretax_discounts=fields.flag("pretax_discounts"),
        order_status=fields.text("order_status"),
        destination=_parse_party(work, fields, "destination"),
        distributor=_parse_party(work, fields, "distributor"),
        sales_rep=_parse_sales_rep(work, fields.inner("sales_rep")),
        **_parse_contents(work, fields),
    )


def parse_new_order(work: Work, fields: JsonFields) -> OrderRequest:
    """A new order, with what an update leaves alone.

    Real clients say it (observed-clients Met by running real clients unchanged).
    """
    asked = parse_order(work, fields)
    return replace(asked, payment_term=fields.text("payment_term"), ref_field_1=fields.text("ref_field_1"))


def parse_edit(work: Work, fields: JsonFields) -> OrderRequest:
    """What people change in the screens; null takes a payment term or a date away (O10, O11)."""
    term = (fields.text("payment_term") or "") if fields.has("payment_term") else None
    return OrderRequest(payment_term=term, **_parse_contents(work, fields))


def _parse_contents(work: Work, fields: JsonFields) -> dict[str, Any]:
    """What callers and people can say alike, in the order in which it is judged."""
    return {
        "requested_delivery_date": fields.day("requested_delivery_date"),
        "invoice_date": fields.day("invoice_date"),
        "order_lines": parse_lines(fields),
        "charges": _parse_amounts(work, fields, "charges"),
        "discounts": _parse_amounts(work, fields, "discounts"),
        "notes": _parse_notes(work, fields),
    }


def parse_lines(fields: JsonFields) -> tuple[LineRequest, ...] | None:
    """The lines, if any are said."""
    lines = fields.list_of("order_lines")
    return None if lines is None else tuple(_parse_line(line) for line in lines)


def _parse_line(line: JsonFields) -> LineRequest:
    return LineRequest(
        field=line.named("")[:-1],
        item_id=line.identity("item_id"),
        sku=line.text("sku"),
        item_variation_pk=line.identity("item_variation_pk"),
        strain_id=line.text("strain_id"),
        lot_number=line.text("lot_number"),
        order_qty=line.positive("order_qty", decimals=4),
        unit_price=line.number("unit_price", least=ZERO),
        discount_price=line.number("discount_price", least=ZERO) or ZERO,
    )


def _parse_amounts(work: Work, fields: JsonFields, name: str) -> tuple[OrderAmount, ...] | None:
    amounts = fields.list_of(name)
    if amounts is None:
        return None
    return tuple(
        OrderAmount(
            amount_id=0,
            amount=amount.number("amount", least=ZERO) or ZERO,
            method=amount.choice("method", AmountMethod) or AmountMethod.DOLLAR,
            audit=work.signed.new(),
        )
        for amount in amounts
    )


def _parse_notes(work: Work, fields: JsonFields) -> tuple[OrderNote, ...]:
    return tuple(
        OrderNote(
            note_id=0,
            note=parse_note_text(note),
            subject=note.text("subject") or "",
            internal_only=bool(note.flag("internal_only")),
            audit=work.signed.new(),
        )
        for note in fields.list_of("notes") or ()
    )


def parse_note_text(note: JsonFields) -> str:
    """What a note says."""
    text = note.text("note")
    if not text:
        raise RefusedError(Refusal.NOTE_WITHOUT_BODY)
    return text


def beside_ids(fields: JsonFields) -> tuple[str, ...]:
    """JSON pointers of what stands beside an id that alone says who is meant; ignored where that is taken."""
    found: list[str] = []
    for name in ("destination", "distributor", "sales_rep"):
        party = fields.inner(name)
        if party is not None and party.identity("id") is not None:
            found += [f"/{name}/{other}" for other in sorted(party.names() - {"id"})]
    return tuple(found)


def _by_id(fields: JsonFields, name: str, settings: Settings) -> ById | None:
    """The id, when there is one; with other fields beside it only where the tenant is lenient."""
    identity = fields.identity("id")
    if identity is None:
        return None
    if fields.names() != {"id"} and settings.strict_ids:
        raise RefusedError(Refusal.ID_WITH_OTHERS, field=name)
    return ById(field=name, id=identity)


def _parse_party(work: Work, fields: JsonFields, name: str) -> ById | Destination | None:
    party = fields.inner(name)
    if party is None:
        return None
    return _by_id(party, name, work.world.settings) or parse_destination(party, work.signed.new())


def _parse_sales_rep(work: Work, fields: JsonFields | None) -> ById | SalesRep | None:
    if fields is None or not fields.names():
        return None
    return _by_id(fields, "sales_rep", work.world.settings) or parse_sales_rep(fields, work.signed.new())
