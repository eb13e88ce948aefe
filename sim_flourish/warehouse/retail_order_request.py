"""What a caller asks for when placing, changing or paying a retail order, already parsed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sim_flourish.warehouse.customers import CustomerId, Place
from sim_flourish.warehouse.order_request import LineRequest
from sim_flourish.warehouse.outbound_orders import AmountMethod
from sim_flourish.warehouse.retail_orders import FulfillmentType, PaymentType
from sim_flourish.warehouse.retail_status_table import RetailStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountRequest:
    """A discount to apply: a configured one by its id, or one made up for this order.

    `method` and `amount` are None where a configured discount's own are meant.
    """

    field: str
    discount_id: int | None
    method: AmountMethod | None
    amount: Decimal | None
    promo_code: str | None
    approved_by: str | None
    sku: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetailOrderRequest:
    """A whole retail order: an update replaces everything (the collection, Retail Orders)."""

    original_order_id: str | None
    customer_id: CustomerId
    fulfillment_type: FulfillmentType
    order_status: RetailStatus | None
    order_timestamp: datetime | None
    is_backorder: bool
    is_preorder: bool
    is_replacement: bool
    is_approved: bool
    is_recreational: bool
    notes: str | None
    expected_delivery_at: datetime | None
    expected_pickup_at: datetime | None
    delivery_address_id: int | None
    delivery_address: Place | None
    delivery_contact_no: str | None
    delivery_text_contact_no: str | None
    delivery_email: str | None
    delivery_fee: Decimal
    total_paid: Decimal
    order_lines: tuple[LineRequest, ...]
    applied_discounts: tuple[DiscountRequest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRequest:
    """A payment against a retail order, in dollars."""

    payment_type: PaymentType
    amount: Decimal
    automatic_complete: bool
    manual_payment_type: str | None
    reference_id: str | None
