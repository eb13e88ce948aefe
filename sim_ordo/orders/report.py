"""What an engine reports of an order, and what becomes of the order by it (O3, O5 to O9, O14 to O18)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sim_kernel.transitions import IllegalTransitionError, follow
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.model.order_status import REPORTED, TRANSITIONS, OrderEvent, OrderStatus
from sim_ordo.model.orders import LineId, Order, OrderLine, OrderTotals, Refusal, StatusChange, Terms
from sim_ordo.orders.rules import sum_up
from sim_ordo.routing import parse_body

BY_INTEGRATION = "Flourish integration"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedLine:
    """A line as it is in Flourish."""

    sku: str | None
    item_name: str
    flourish_item_id: str
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    line_total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReport:
    """An order as the engine says it is in Flourish; None where it says nothing."""

    status: OrderStatus
    flourish_order_id: str
    lines: tuple[ReportedLine, ...] | None
    totals: OrderTotals | None
    terms: Terms | None
    tells_invoice_date: bool
    invoice_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalReport:
    """Why Flourish did not take the order, and of which confirmation that is said (None: of the newest)."""

    code: str
    reason: str
    revision: int | None = None


def take_report(
    order: Order, report: OrderReport, *, now: datetime, new_line_id: Callable[[], LineId]
) -> Order:
    """The order as reported, whatever it was before; it is not on its way any more, and no refusal holds.

    Terms and invoice date are taken as well when told, so that an engine that breaks O10 or O11 is seen.
    """
    status = follow(TRANSITIONS, order.status, REPORTED[report.status])
    told = order if report.lines is None else _with_lines(order, report.lines, new_line_id)
    if report.totals is not None:
        told = replace(told, totals=report.totals)
    if report.tells_invoice_date:
        told = replace(told, invoice_date=report.invoice_date)
    if report.terms is not None:
        told = replace(told, terms=report.terms)
    return replace(
        told,
        status=status,
        history=_with_status(order, status, now),
        flourish_order_id=report.flourish_order_id,
        sending=False,
        refusal=None,
    )


def take_refusal(order: Order, report: RefusalReport, *, now: datetime) -> Order:
    """The order Pending and editable again, with the reason shown (O16).

    Raises:
        OrdoError: `not_pending`, when Flourish has the order; `stale_refusal`, when the refusal is of an
            older confirmation than the newest.
    """
    try:
        status = follow(TRANSITIONS, order.status, OrderEvent.REFUSED)
    except IllegalTransitionError as error:
        message = f"order {order.order_number} is {order.status}; only a Pending order can be refused"
        raise OrdoError(ErrorCode.NOT_PENDING, message) from error
    if report.revision is not None and report.revision != order.revision:
        message = (
            f"the refusal is of revision {report.revision}; the order's newest revision is {order.revision}"
        )
        raise OrdoError(ErrorCode.STALE_REFUSAL, message, field="revision")
    refusal = Refusal(code=report.code, reason=report.reason, at=now)
    return replace(order, status=status, sending=False, refusal=refusal)


def _with_status(order: Order, status: OrderStatus, now: datetime) -> tuple[StatusChange, ...]:
    if status is order.status:
        return order.history
    return (*order.history, StatusChange(status=status, at=now, by=BY_INTEGRATION))


def _with_lines(order: Order, reported: tuple[ReportedLine, ...], new_line_id: Callable[[], LineId]) -> Order:
    """A line keeps its id as long as its SKU stays on the order; of two with one SKU the first goes first."""
    known = list(order.lines)
    lines = []
    for line in reported:
        same = next((one for one in known if line.sku is not None and one.sku == line.sku), None)
        if same is not None:
            known.remove(same)
        lines.append(_order_line(line, new_line_id() if same is None else same.line_id))
    return replace(order, lines=tuple(lines), totals=sum_up(tuple(lines)))


def _order_line(line: ReportedLine, line_id: LineId) -> OrderLine:
    return OrderLine(
        line_id=line_id,
        sku=line.sku,
        item_name=line.item_name,
        flourish_item_id=line.flourish_item_id,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount=line.discount,
        line_total=line.line_total,
    )


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
