"""How Ordo writes things: money as strings, quantities as JSON numbers, texts of a limited length."""

from dataclasses import fields
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from integration_engine.core.catalogue import FlourishItem
from integration_engine.core.order import FlourishLine, OrdoReport

_CENT = Decimal("0.01")
_FOUR_DECIMALS = Decimal("0.0001")
_LONGEST_NAME = 500
_LONGEST_DESCRIPTION = 10_000
_LONGEST_CATEGORY = 200
_LONGEST_UOM = 50
_LONGEST_SUBJECT = 200
_LONGEST_NOTE = 2000
_MOST_NOTES = 500


def money(amount: Decimal) -> str:
    """Dollars and cents, `12.50`; half a cent goes up."""
    return f"{_rounded(amount, _CENT):f}"


def unit_price(amount: Decimal) -> str:
    """Dollars for one unit, with two to four decimals."""
    text = f"{_rounded(amount, _FOUR_DECIMALS):f}"
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def number(quantity: Decimal) -> int | float:
    """A JSON number: whole when it is, to four decimals otherwise (contract section 6 Rounding)."""
    rounded = _rounded(quantity, _FOUR_DECIMALS)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    """Rounded half up; never a negative zero, which Ordo does not take."""
    return value.quantize(step, ROUND_HALF_UP) + 0


def item_row(item: FlourishItem, sellable_qty: Decimal) -> dict[str, Any]:
    """An item as Ordo stores it; texts longer than Ordo takes are cut."""
    return {
        "sku": item.sku,
        "flourish_item_id": item.flourish_item_id,
        "flourish_variation_id": item.flourish_variation_id,
        "name": item.item_name[:_LONGEST_NAME],
        "brand": item.brand,
        "description": item.description[:_LONGEST_DESCRIPTION] if item.description is not None else None,
        "category": item.category[:_LONGEST_CATEGORY] if item.category is not None else None,
        "price": unit_price(item.price),
        "uom": item.uom[:_LONGEST_UOM] if item.uom is not None else None,
        "sellable_qty": number(sellable_qty),
        "active": item.active,
    }


def order_report(report: OrdoReport) -> dict[str, Any]:
    """What Ordo is to show of an order. Invoice date and terms are never told (O10, O11)."""
    body: dict[str, Any] = {"status": report.status.value, "flourish_order_id": report.flourish_order_id}
    if report.lines is not None:
        body["lines"] = [_line(line) for line in report.lines]
    if report.totals is not None:
        totals = report.totals
        body["totals"] = {total.name: money(getattr(totals, total.name)) for total in fields(totals)}
    if report.notes is not None:
        day = report.requested_delivery_date
        body["notes"] = [
            {"subject": note.subject[:_LONGEST_SUBJECT], "note": note.note[:_LONGEST_NOTE]}
            for note in report.notes[-_MOST_NOTES:]
        ]
        body["requested_delivery_date"] = None if day is None else day.isoformat()
    return body


def _line(line: FlourishLine) -> dict[str, Any]:
    return {
        "sku": line.sku,
        "item_name": line.item_name[:_LONGEST_NAME],
        "flourish_item_id": line.flourish_item_id,
        "flourish_variation_id": line.flourish_variation_id,
        "quantity": number(line.quantity),
        "unit_price": unit_price(line.unit_price),
        "discount": money(line.discount),
        "line_total": money(line.line_total),
    }
