"""Retail orders: what was bought, how it gets to its buyer, what was paid (the collection, Retail Orders)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sim_flourish.warehouse.amounts import ZERO
from sim_flourish.warehouse.audit import Audit, Signature
from sim_flourish.warehouse.customers import CustomerId
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.outbound_orders import AmountMethod, OrderId, OrderLine
from sim_flourish.warehouse.places import FacilityId
from sim_flourish.warehouse.retail_discounts import DiscountLevel
from sim_flourish.warehouse.retail_status_table import UNPACKED_STATUSES, RetailStatus


class FulfillmentType(StrEnum):
    """How the goods get to the customer; written in lower case, read with capitals."""

    DELIVERY = "Delivery"
    IN_STORE = "In-Store"
    PICKUP = "Pickup"


class PaymentType(StrEnum):
    """How a payment came in."""

    CASH = "Cash"
    MANUAL = "Manual"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedDiscount:
    """A discount on an order; `discount_id` names a configured one.

    `sku` names the lines that it is off, `item_ids` the items; None is all of them.
    """

    discount_id: int | None
    discount_name: str
    method: AmountMethod
    amount: Decimal
    level: DiscountLevel
    promo_code: str | None
    approved_by: str | None
    sku: str | None
    item_ids: tuple[ItemId, ...] | None
    audit: Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One payment, in dollars."""

    transaction_id: int
    payment_type: PaymentType
    amount: Decimal
    reference_token: str | None
    reference_id: str | None
    signed: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class RetailOrder:
    """An order of a customer. `prepaid` came with the order, `transactions` later, both in dollars.

    `facility_id` is None while no facility has taken on a delivery. The five signatures say who did what
    and when, None while it has not happened.
    """

    order_id: OrderId
    original_order_id: str | None
    facility_id: FacilityId | None
    customer_id: CustomerId
    order_status: RetailStatus
    fulfillment_type: FulfillmentType
    order_timestamp: datetime
    is_backorder: bool
    is_preorder: bool
    is_replacement: bool
    is_approved: bool
    is_recreational: bool
    needs_review: bool
    notes: str | None
    expected_delivery_at: datetime | None
    expected_pickup_at: datetime | None
    delivery_address_id: int | None
    delivery_contact_no: str | None
    delivery_text_contact_no: str | None
    delivery_email: str | None
    delivery_fee: Decimal
    tax_rate: Decimal | None
    order_lines: tuple[OrderLine, ...]
    discounts: tuple[AppliedDiscount, ...]
    prepaid: Decimal
    transactions: tuple[Transaction, ...]
    total_refund: Decimal
    submitted: Signature | None
    packed: Signature | None
    sent_out: Signature | None
    delivered: Signature | None
    completed: Signature | None
    audit: Audit

    @property
    def is_open(self) -> bool:
        """Whether what its lines lack is still to come from the stock."""
        return self.order_status in UNPACKED_STATUSES

    @property
    def total_paid(self) -> Decimal:
        """All that came in."""
        return self.prepaid + sum((one.amount for one in self.transactions), ZERO)

    @property
    def touched_items(self) -> tuple[ItemId, ...]:
        """The items on this order, each once, in line order."""
        return tuple(dict.fromkeys(line.item_id for line in self.order_lines))
