"""What the engine reads from Flourish's answers: parsed once, strict where something is decided by it.

An answer that lacks what is relied upon is `GarbledError`: never half-used. What is only passed on for people
to read (names, descriptions) is taken leniently.

By hand, because Flourish writes ids as numbers and numbers as texts: told so, msgspec is hardly faster (0.6
to 1.2 ms for a page of 50 items either way, `benchmarks/parsing.py`), and which fields are read could no
longer be watched (`harness/checks/drift/engine_reads.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from integration_engine.core.catalogue import FlourishItem, SummaryRow, Variation
from integration_engine.core.order import (
    FlourishLine,
    FlourishNote,
    FlourishOrder,
    FlourishOrderId,
    FlourishTotals,
)
from integration_engine.errors import EngineError

Row = Mapping[str, Any]
_TOO_LARGE = Decimal(10) ** 15


_LONGEST_ID = 100
"""As the column of the orders table is wide; real ones have a dozen characters."""


class GarbledError(EngineError):
    """Flourish's answer lacks something, or has it in another type than documented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    facility_id: str
    facility_name: str
    license_number: str | None
    active: bool
    sales_rep_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    destination_id: str
    name: str
    license_number: str | None
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishSalesRep:
    sales_rep_id: str
    email: str | None
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTerm:
    """A payment term of the company. `days` is None for one that is due on a day of the month."""

    name: str
    days: int | None


def parse_payment_term(row: Row) -> PaymentTerm:
    """A row of GET order-payment-terms; a due number that is not used is 0."""
    by_day = row.get("due_day_of_month") or row.get("due_next_month_cond_num_days")
    days = row.get("due_num_days") or 0
    return PaymentTerm(
        name=_text(row, "order_payment_term"), days=days if isinstance(days, int) and not by_day else None
    )


def parse_facility(row: Row) -> Facility:
    """A row of GET facilities. An absent `active` counts as active."""
    return Facility(
        facility_id=_text(row, "id"),
        facility_name=_optional_text(row, "facility_name") or "",
        license_number=_optional_text(row, "license_number"),
        active=row.get("active") is not False,
        sales_rep_required=row.get("sales_rep_required_for_outbound") is True,
    )


def parse_destination(row: Row) -> Destination:
    return Destination(
        destination_id=_text(row, "id"),
        name=_optional_text(row, "name") or "",
        license_number=_optional_text(row, "license_number"),
        active=row.get("active") is not False,
    )


def parse_sales_rep(row: Row) -> FlourishSalesRep:
    """A row of GET sales-reps. Its id is an integer there and a string in orders."""
    return FlourishSalesRep(
        sales_rep_id=_text(row, "sales_rep_id"),
        email=_optional_text(row, "email"),
        active=row.get("active") is not False,
    )


def parse_item(row: Row) -> FlourishItem:
    """A row of GET items. A missing price is 0; a price that is no number is garbled.

    What is not sellable is as good as inactive (I15); a flag that is absent counts as set.
    """
    return FlourishItem(
        flourish_item_id=_text(row, "id"),
        item_name=_optional_text(row, "item_name") or "",
        sku=_optional_text(row, "sku"),
        brand=_optional_text(row, "brand"),
        description=_optional_text(row, "item_description"),
        category=_optional_text(row, "item_category"),
        price=_number(row, "price", default=Decimal(0)),
        uom=_optional_text(row, "uom"),
        active=row.get("active") is not False and row.get("sellable") is not False,
    )


def parse_summary_row(row: Row) -> SummaryRow:
    """A row of GET inventory/summary (I8); that of a variation says which and at what price (I11)."""
    return SummaryRow(
        sku=_optional_text(row, "sku"),
        sellable_qty=_number(row, "sellable_qty"),
        variation=_parse_variation(row) if row.get("item_variation_id") else None,
    )


def _parse_variation(row: Row) -> Variation:
    return Variation(
        variation_id=_text(row, "item_variation_id"),
        flourish_item_id=_text(row, "item_id"),
        variation_name=_optional_text(row, "variation_name") or "",
        price=_number(row, "price", default=Decimal(0)),
    )


def parse_original_order_id(row: Row) -> str:
    """Whose order a row of GET outbound-orders is."""
    return _optional_text(row, "original_order_id") or ""


def parse_order(row: Row) -> FlourishOrder:
    """An outbound order in the shape of a read (contract section 2 Outbound orders)."""
    lines = row.get("order_lines")
    if not isinstance(lines, list):
        raise GarbledError("the order has no order_lines")
    return FlourishOrder(
        flourish_order_id=FlourishOrderId(_id(row)),
        original_order_id=parse_original_order_id(row),
        order_status=_text(row, "order_status"),
        payment_status=_text(row, "payment_status"),
        lines=tuple(_parse_line(line) for line in lines),
        totals=FlourishTotals(
            subtotal=_number(row, "sub_total_price"),
            discounts=_number(row, "total_discounts", default=Decimal(0)),
            charges=_number(row, "total_charges", default=Decimal(0)),
            taxes=_number(row, "taxes", default=Decimal(0)),
            total=_number(row, "total_price"),
        ),
        notes=_parse_notes(row.get("notes")),
        requested_delivery_date=_parse_day(row.get("requested_delivery_date")),
        payment_term=str(row.get("payment_term") or "") or None,
    )


def _parse_notes(notes: object) -> tuple[FlourishNote, ...]:
    """The notes that are not internal, the oldest first. One that does not say so is taken for internal."""
    rows = [note for note in notes if isinstance(note, dict)] if isinstance(notes, list) else []
    shown = [row for row in rows if row.get("internal_only") in (0, False) and row.get("note")]
    return tuple(
        FlourishNote(subject=str(row.get("subject") or ""), note=str(row["note"]))
        for row in sorted(shown, key=_age)
    )


def _age(note: Row) -> tuple[str, int]:
    """Stamps have whole seconds; among equal ones the id decides."""
    note_id = note.get("id")
    return str(note.get("created_timestamp") or ""), note_id if isinstance(note_id, int) else 0


def _parse_day(value: object) -> date | None:
    """A date, also one with a time behind it; Flourish writes an empty text for none."""
    try:
        return date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return None


def _parse_line(line: object) -> FlourishLine:
    if not isinstance(line, dict):
        raise GarbledError("an order line is not an object")
    return FlourishLine(
        sku=_optional_text(line, "sku"),
        item_name=_optional_text(line, "item_name") or "",
        flourish_item_id=_optional_text(line, "item_id") or "",
        flourish_variation_id=_optional_text(line, "item_variation_pk") or None,
        quantity=_number(line, "order_qty"),
        unit_price=_number(line, "unit_price"),
        discount=_number(line, "discount_price", default=Decimal(0)),
        line_total=_number(line, "line_total_price"),
    )


def _id(row: Row) -> str:
    value = _text(row, "id")
    if len(value) > _LONGEST_ID or "\0" in value:
        raise GarbledError("id is too long, or no text that can be kept")
    return value


def _text(row: Row, name: str) -> str:
    if value := _optional_text(row, name):
        return value
    raise GarbledError(f"{name} is missing")


def _optional_text(row: Row, name: str) -> str | None:
    value = row.get(name)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise GarbledError(f"{name} is not a text")


def _number(row: Row, name: str, default: Decimal | None = None) -> Decimal:
    """A number, also one written as a string (the vendor does both, contract section 4); exact."""
    value = row.get(name)
    if value is None and default is not None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise GarbledError(f"{name} is missing or not a number")
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise GarbledError(f"{name} is not a number") from error
    if not number.is_finite():
        raise GarbledError(f"{name} is not a number")
    if number.copy_abs() >= _TOO_LARGE:
        raise GarbledError(f"{name} is too large to be true")
    return number
