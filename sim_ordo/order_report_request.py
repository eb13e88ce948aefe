"""Reads what the engine reports of an order (schemas/ordo/order_report.json)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sim_ordo.order import OrderTotals, Terms
from sim_ordo.order_report import OrderReport, ReportedLine
from sim_ordo.order_status import OrderStatus
from sim_ordo.routing import parse_body


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    status: OrderStatus
    flourish_order_id: str
    lines: tuple[ReportedLine, ...] | None = None
    totals: OrderTotals | None = None
    terms: Terms | None = None
    invoice_date: date | None = None


def parse_order_report(body: Any) -> OrderReport:  # noqa: ANN401 - JSON that has passed its schema
    """The report; an invoice date of null is told as well, one that is absent is not."""
    told = parse_body(body, _Report)
    return OrderReport(
        status=told.status,
        flourish_order_id=told.flourish_order_id,
        lines=told.lines,
        totals=told.totals,
        terms=told.terms,
        tells_invoice_date="invoice_date" in body,
        invoice_date=told.invoice_date,
    )
