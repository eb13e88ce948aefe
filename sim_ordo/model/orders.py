"""An order's values: what it is made of, without what may be done to it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from sim_ordo.model.integration import ShownProblem
from sim_ordo.model.order_status import OrderStatus

OrderId = NewType("OrderId", str)
LineId = NewType("LineId", str)


class Terms(StrEnum):
    """How the buyer pays (O7, O8)."""

    CASH = "Cash"
    NET_TERMS = "Net Terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """The licensed business that buys; its license number finds the destination in Flourish."""

    name: str
    license_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesRep:
    """The user who wrote the order."""

    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedLine:
    """A line as it is in Flourish, whose item may have no `sku`. `discount` is for the whole line."""

    sku: str | None
    item_name: str
    flourish_item_id: str
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    line_total: Decimal
    flourish_variation_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine(ReportedLine):
    line_id: LineId


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTotals:
    """total = subtotal - discounts + charges + taxes, in US dollars."""

    subtotal: Decimal
    discounts: Decimal
    charges: Decimal
    taxes: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNote:
    """A note of the order in Flourish (O5)."""

    subject: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefusal:
    """Why Flourish did not take the order, and when Ordo heard (O16)."""

    code: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """A status the order has had, since when and by whom."""

    status: OrderStatus
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order as it is just now.

    `revision` counts its confirmations, `version` how often people saved it, `saved_by` is who did last, with
    their role. `notes` is what the rep typed.
    """

    order_id: OrderId
    order_number: str
    status: OrderStatus
    terms: Terms
    net_days: int | None
    buyer: Buyer
    sales_rep: SalesRep
    lines: tuple[OrderLine, ...]
    totals: OrderTotals
    notes: str | None
    created_at: datetime
    history: tuple[StatusChange, ...]
    sending: bool = False
    revision: int = 0
    version: int = 1
    saved_by: str = ""
    refusal: OrderRefusal | None = None
    problem: ShownProblem | None = None
    flourish_order_id: str | None = None
    requested_delivery_date: date | None = None
    flourish_notes: tuple[OrderNote, ...] = ()
    invoice_date: date | None = None
    confirmed_at: datetime | None = None
