"""Outbound orders: what was ordered, what is set aside for it, what was paid (contract section 2)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from sim_flourish.warehouse.amounts import ZERO
from sim_flourish.warehouse.audit import Audit
from sim_flourish.warehouse.item_variations import VariationId
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.order_status_table import OPEN_STATUSES, OrderStatus
from sim_flourish.warehouse.packages import PackageId
from sim_flourish.warehouse.people import SalesRepId
from sim_flourish.warehouse.places import DestinationId, FacilityId

OrderId = NewType("OrderId", str)


class AmountMethod(StrEnum):
    """How an order's charge or discount is meant."""

    DOLLAR = "dollar"
    PERCENTAGE = "percentage"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLineDetail:
    """What one package gives to a line."""

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
        """What the packages give to this line."""
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
    original_order_id: str
    facility_id: FacilityId
    order_status: OrderStatus
    order_timestamp: datetime
    requested_delivery_date: str
    invoice_date: str
    payment_term: str | None
    pretax_discounts: bool
    excise_tax_rate: Decimal | None
    destination_id: DestinationId
    distributor_id: DestinationId | None
    sales_rep_id: SalesRepId | None
    order_lines: tuple[OrderLine, ...]
    charges: tuple[OrderAmount, ...]
    discounts: tuple[OrderAmount, ...]
    notes: tuple[OrderNote, ...]
    total_paid: Decimal
    total_refund: Decimal
    marked_as_fully_paid: bool
    shipped_at: datetime | None
    completed_at: datetime | None
    audit: Audit

    @property
    def is_open(self) -> bool:
        """Whether what its lines lack is still to come from the stock."""
        return self.order_status in OPEN_STATUSES

    @property
    def anything_allocated(self) -> bool:
        """Whether any package is set aside for this order."""
        return any(line.details for line in self.order_lines)

    @property
    def touched_items(self) -> tuple[ItemId, ...]:
        """The items on this order, each once, in line order."""
        return tuple(dict.fromkeys(line.item_id for line in self.order_lines))
