"""What an engine reports of an order, and what becomes of the order by it (O3, O5 to O9, O14 to O18)."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from msgspec import UNSET, UnsetType

from sim_kernel.transitions import IllegalTransitionError, follow
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.model.order_status import REPORTED, TRANSITIONS, OrderEvent, OrderStatus
from sim_ordo.model.orders import (
    LineId,
    Order,
    OrderLine,
    OrderNote,
    OrderRefusal,
    OrderTotals,
    ReportedLine,
    StatusChange,
    Terms,
)
from sim_ordo.orders.rules import sum_up

BY_INTEGRATION = "Flourish integration"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReport:
    """An order as the engine says it is in Flourish; None where it says nothing.

    A date of null is reported too, one that is absent is not.
    """

    status: OrderStatus
    flourish_order_id: str
    lines: tuple[ReportedLine, ...] | None = None
    totals: OrderTotals | None = None
    terms: Terms | None = None
    notes: tuple[OrderNote, ...] | None = None
    requested_delivery_date: date | UnsetType | None = UNSET
    invoice_date: date | UnsetType | None = UNSET


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

    Terms and invoice date are taken as well when reported, so that an engine that breaks O10 or O11 is seen.
    """
    status = follow(TRANSITIONS, order.status, REPORTED[report.status])
    taken = order if report.lines is None else _with_lines(order, report.lines, new_line_id)
    if report.totals is not None:
        taken = replace(taken, totals=report.totals)
    if report.notes is not None:
        taken = replace(taken, flourish_notes=report.notes)
    if report.requested_delivery_date is not UNSET:
        taken = replace(taken, requested_delivery_date=report.requested_delivery_date)
    if report.invoice_date is not UNSET:
        taken = replace(taken, invoice_date=report.invoice_date)
    if report.terms is not None:
        taken = replace(taken, terms=report.terms)
    return replace(
        taken,
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
    refusal = OrderRefusal(code=report.code, reason=report.reason, at=now)
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
        same = next((old for old in known if line.sku is not None and old.sku == line.sku), None)
        if same is not None:
            known.remove(same)
        lines.append(OrderLine(line_id=new_line_id() if same is None else same.line_id, **asdict(line)))
    return replace(order, lines=tuple(lines), totals=sum_up(tuple(lines)))
