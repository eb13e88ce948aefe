"""Reads an outbound order out of a request body (contract section 2 Outbound orders)."""

from sim_flourish.json_fields import JsonFields
from sim_flourish.parse_destination import parse_destination
from sim_flourish.warehouse.amounts import ZERO
from sim_flourish.warehouse.order_request import (
    AmountRequest,
    ById,
    DestinationRequest,
    LineRequest,
    NoteRequest,
    OrderRequest,
    SalesRepRequest,
)
from sim_flourish.warehouse.outbound_orders import AmountMethod
from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_flourish.warehouse.settings import Settings


def parse_order(fields: JsonFields, settings: Settings) -> OrderRequest:
    """What the External API lets a caller say; what the docs do not call writable is left alone."""
    return OrderRequest(
        original_order_id=fields.text("original_order_id"),
        order_timestamp=fields.moment("order_timestamp"),
        invoice_date=fields.day("invoice_date"),
        pretax_discounts=fields.flag("pretax_discounts"),
        order_status=fields.text("order_status"),
        destination=_parse_party(fields.inner("destination"), "destination", settings),
        distributor=_parse_party(fields.inner("distributor"), "distributor", settings),
        sales_rep=_parse_sales_rep(fields.inner("sales_rep"), settings),
        order_lines=parse_lines(fields),
        charges=parse_amounts(fields, "charges"),
        discounts=parse_amounts(fields, "discounts"),
        notes=parse_notes(fields),
    )


def parse_edit(fields: JsonFields) -> OrderRequest:
    """What people change in the screens; null takes a payment term or a date away (O10, O11)."""
    term = (fields.text("payment_term") or "") if fields.has("payment_term") else None
    return OrderRequest(
        invoice_date=fields.day("invoice_date"),
        requested_delivery_date=fields.day("requested_delivery_date"),
        payment_term=term,
        order_lines=parse_lines(fields),
        charges=parse_amounts(fields, "charges"),
        discounts=parse_amounts(fields, "discounts"),
        notes=parse_notes(fields),
    )


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


def parse_amounts(fields: JsonFields, name: str) -> tuple[AmountRequest, ...] | None:
    """The charges or discounts, if any are said."""
    amounts = fields.list_of(name)
    if amounts is None:
        return None
    return tuple(
        AmountRequest(
            amount=one.number("amount", least=ZERO) or ZERO,
            method=one.choice("method", AmountMethod) or AmountMethod.DOLLAR,
        )
        for one in amounts
    )


def parse_notes(fields: JsonFields) -> tuple[NoteRequest, ...] | None:
    """The notes to add, if any are said."""
    notes = fields.list_of("notes")
    return None if notes is None else tuple(_parse_note(note) for note in notes)


def _parse_note(note: JsonFields) -> NoteRequest:
    text = note.text("note")
    if not text:
        raise RefusedError(Refusal.NOTE_WITHOUT_BODY)
    return NoteRequest(
        subject=note.text("subject") or "",
        note=text,
        internal_only=bool(note.flag("internal_only")),
    )


def _by_id(fields: JsonFields, name: str, settings: Settings) -> ById | None:
    """The id, when there is one; with other fields beside it only where the tenant is lenient."""
    identity = fields.identity("id")
    if identity is None:
        return None
    if fields.names() != {"id"} and settings.strict_ids:
        raise RefusedError(Refusal.ID_WITH_OTHERS, field=name)
    return ById(field=name, id=identity)


def _parse_party(
    fields: JsonFields | None, name: str, settings: Settings
) -> ById | DestinationRequest | None:
    if fields is None:
        return None
    return _by_id(fields, name, settings) or parse_destination(fields)


def _parse_sales_rep(fields: JsonFields | None, settings: Settings) -> ById | SalesRepRequest | None:
    if fields is None or not fields.names():
        return None
    return _by_id(fields, "sales_rep", settings) or parse_sales_rep(fields)


def parse_sales_rep(fields: JsonFields) -> SalesRepRequest:
    """A sales rep in full."""
    return SalesRepRequest(
        first_name=fields.required_text("first_name"),
        middle_name=fields.text("middle_name") or "",
        last_name=fields.required_text("last_name"),
        phone_number=fields.text("phone_number") or "",
        email=fields.text("email") or None,
    )
