"""An outbound order, its lines and payments, and the totals that follow from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from sim_flourish.model.items import ItemId, VariationId
from sim_flourish.model.order_status import OPEN_STATUSES, OrderStatus
from sim_flourish.model.packages import PackageId
from sim_flourish.model.people import SalesRepId
from sim_flourish.model.places import DestinationId, FacilityId
from sim_flourish.model.values import ZERO, Audit, money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaymentTerm:
    """A named term; of the three due numbers those not used are 0."""

    order_payment_term_id: int
    order_payment_term: str
    due_num_days: int = 0
    due_day_of_month: int = 0
    due_next_month_cond_num_days: int = 0


OrderId = NewType("OrderId", str)


class AmountMethod(StrEnum):
    DOLLAR = "dollar"
    PERCENTAGE = "percentage"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLineDetail:
    package_id: PackageId
    lot_number: str
    qty: Decimal
    audit: Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One item of an order; the discount is for the whole line, or for each unit (contract section 6)."""

    item_id: ItemId
    sku: str
    strain_id: str | None
    lot_number: str | None
    order_qty: Decimal
    unit_price: Decimal
    discount_price: Decimal
    details: tuple[OrderLineDetail, ...]
    audit: Audit
    item_variation_id: VariationId | None = None
    discount_per_unit: bool = False

    @property
    def allocated_qty(self) -> Decimal:
        return sum((detail.qty for detail in self.details), ZERO)

    @property
    def open_qty(self) -> Decimal:
        """What is still to be allocated."""
        return max(ZERO, self.order_qty - self.allocated_qty)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAmount:
    """A charge or a discount on the whole order."""

    amount_id: int
    amount: Decimal
    method: AmountMethod
    audit: Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNote:
    """A remark; notes are only ever added."""

    note_id: int
    subject: str
    note: str
    internal_only: bool
    audit: Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundOrder:
    """An order that leaves a facility. `total_paid` is all that came in, `total_refund` what went back."""

    order_id: OrderId
    original_order_id: str = ""
    facility_id: FacilityId
    order_status: OrderStatus
    order_timestamp: datetime
    requested_delivery_date: str = ""
    invoice_date: str = ""
    payment_term: str | None = None
    pretax_discounts: bool = False
    excise_tax_rate: Decimal | None
    destination_id: DestinationId
    distributor_id: DestinationId | None = None
    sales_rep_id: SalesRepId | None = None
    order_lines: tuple[OrderLine, ...]
    charges: tuple[OrderAmount, ...] = ()
    discounts: tuple[OrderAmount, ...] = ()
    notes: tuple[OrderNote, ...] = ()
    total_paid: Decimal = ZERO
    total_refund: Decimal = ZERO
    marked_as_fully_paid: bool = False
    shipped_at: datetime | None = None
    completed_at: datetime | None = None
    audit: Audit
    ref_field_1: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether what its lines lack is still to come from the stock."""
        return self.order_status in OPEN_STATUSES

    @property
    def anything_allocated(self) -> bool:
        return any(line.details for line in self.order_lines)


LARGEST_TOTAL = Decimal("999999999999.99")
"""Nothing that an order shows of its money is more; beyond it, JSON numbers lose cents."""

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTotals:
    """All in dollars, two decimals."""

    sub_total_price: Decimal
    taxes: Decimal
    total_charges: Decimal
    total_discounts: Decimal
    total_price: Decimal


def line_total(line: OrderLine) -> Decimal:
    """What one line costs, in dollars."""
    discount = line.discount_price * line.order_qty if line.discount_per_unit else line.discount_price
    return money(line.order_qty * line.unit_price - discount)


def order_totals(order: OutboundOrder) -> OrderTotals:
    sub_total = sum((line_total(line) for line in order.order_lines), ZERO)
    charges = _sum_of(order.charges, sub_total)
    discounts = _sum_of(order.discounts, sub_total)
    taxed = sub_total - discounts if order.pretax_discounts else sub_total
    taxes = money(taxed * (order.excise_tax_rate or ZERO) / _HUNDRED)
    return OrderTotals(
        sub_total_price=money(sub_total),
        taxes=taxes,
        total_charges=charges,
        total_discounts=discounts,
        total_price=money(sub_total + taxes + charges - discounts),
    )


def is_too_large(order: OutboundOrder) -> bool:
    """Whether the lines, the charges, the discounts or the whole come to more than `LARGEST_TOTAL`."""
    if sum((line_total(line) for line in order.order_lines), ZERO) > LARGEST_TOTAL:
        return True  # what is worked out from it may be too long to be rounded
    totals = order_totals(order)
    return max(totals.total_charges, totals.total_discounts, totals.taxes, totals.total_price) > LARGEST_TOTAL


def amount_value(amount: OrderAmount, sub_total: Decimal) -> Decimal:
    """What a charge or discount comes to, in dollars; percentages are of the sub total."""
    match amount.method:
        case AmountMethod.DOLLAR:
            return money(amount.amount)
        case AmountMethod.PERCENTAGE:
            return money(sub_total * amount.amount / _HUNDRED)


def _sum_of(amounts: Iterable[OrderAmount], sub_total: Decimal) -> Decimal:
    return money(sum((amount_value(amount, sub_total) for amount in amounts), ZERO))
