"""Retail: customers, discounts and orders, which no rule of the integration is about."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from sim_flourish.model.items import ItemId
from sim_flourish.model.orders import AmountMethod, OrderId, OrderLine
from sim_flourish.model.places import Facility, FacilityId
from sim_flourish.model.retail_status import UNPACKED_STATUSES, RetailStatus
from sim_flourish.model.values import ZERO, Audit, Signature

CustomerId = NewType("CustomerId", str)


class AddressType(StrEnum):
    SHIPPING = "shipping"
    BILLING = "billing"
    DELIVERY = "delivery"


class CustomerGroup(StrEnum):
    """Groups that get discounts of their own."""

    VETERAN = "veteran"
    STUDENT = "student"
    FIRST_RESPONDER = "first responder"
    EMPLOYEE = "employee"
    INDUSTRY = "industry"


class DisciplinaryStatus(StrEnum):
    NO_ISSUES = "No Issues"
    WARNING_1 = "Warning - Level 1"
    WARNING_2 = "Warning - Level 2"
    BANNED = "Banned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A postal address as retail writes it: `postcode`, and a country in any form."""

    address_line_1: str
    address_line_2: str | None
    city: str
    state: str
    postcode: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAddress:
    """One address of a customer; addresses are deactivated, never removed.

    `type` is an `AddressType`, or whatever else a retail order said of where it is brought.
    """

    address_id: int
    first_name: str
    last_name: str
    place: Place
    type: str | None
    active: bool
    is_primary: bool
    audit: Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One customer of the company, whatever the facility. Dates are as sent, `2026-03-02`."""

    customer_id: CustomerId
    email: str
    alternate_email: str | None
    first_name: str
    last_name: str
    middle_name: str | None
    preferred_name: str | None
    dob: str
    allergies: str | None
    state: str | None
    patient_id: str | None
    medical_card_state: str | None
    medical_card_expiration: str | None
    phone: str | None
    home_phone: str | None
    alternate_phone: str | None
    state_id: str | None
    state_id_expiration: str | None
    customer_group: CustomerGroup | None
    disciplinary_status: DisciplinaryStatus
    is_verified: bool
    is_active: bool
    addresses: tuple[CustomerAddress, ...] = ()
    audit: Audit

    def address(self, address_id: int) -> CustomerAddress | None:
        """The address with the id, active or not."""
        return next((address for address in self.addresses if address.address_id == address_id), None)


class DiscountLevel(StrEnum):
    ORDER = "order"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetailDiscount:
    """A configured discount. Dates and times are texts in the facility's own time, empty where not limited.

    With `eligible_items` it is for these only; `ineligible_items` never get it. With `facility_ids` only
    these facilities offer it. `order_minimum_amount` is of the order's sub total, in dollars.
    """

    discount_id: int
    discount_name: str
    description: str | None
    applied_automatically: bool = False
    promo_code_required: bool = False
    promo_code: str = ""
    method: AmountMethod
    amount: Decimal
    level: DiscountLevel
    order_minimum_amount: Decimal
    max_redemptions_per_order: int | None
    start_date: str
    start_date_time: str = ""
    end_date: str
    end_date_time: str = ""
    start_time: str = ""
    end_time: str = ""
    eligible_items: tuple[ItemId, ...]
    ineligible_items: tuple[ItemId, ...]
    facility_ids: tuple[FacilityId, ...]
    ecommerce_active: bool = True
    audit: Audit

    def covers(self, item_id: ItemId) -> bool:
        if item_id in self.ineligible_items:
            return False
        return not self.eligible_items or item_id in self.eligible_items

    def is_available(self, facility: Facility | None, at: datetime) -> bool:
        """Whether it can be had in the facility at that moment, by the facility's own clock."""
        if self.facility_ids and (facility is None or facility.facility_id not in self.facility_ids):
            return False
        zone = UTC if facility is None else ZoneInfo(facility.timezone)
        local = at.astimezone(zone)
        moment, clock = local.strftime("%Y-%m-%d %H:%M"), local.strftime("%H:%M")
        if self.start_date and moment < f"{self.start_date} {self.start_date_time or '00:00'}":
            return False
        if self.end_date and moment > f"{self.end_date} {self.end_date_time or '23:59'}":
            return False
        return _is_within(clock, self.start_time or "00:00", self.end_time or "23:59")


def _is_within(clock: str, start: str, end: str) -> bool:
    """Whether a time of day lies in a window, which may lead over midnight."""
    if start <= end:
        return start <= clock <= end
    return clock >= start or clock <= end


class FulfillmentType(StrEnum):
    """How the goods get to the customer; written in lower case, read with capitals."""

    DELIVERY = "Delivery"
    IN_STORE = "In-Store"
    PICKUP = "Pickup"


class PaymentType(StrEnum):
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
    original_order_id: str | None = None
    facility_id: FacilityId | None = None
    customer_id: CustomerId
    order_status: RetailStatus
    fulfillment_type: FulfillmentType
    order_timestamp: datetime
    is_backorder: bool = False
    is_preorder: bool = False
    is_replacement: bool = False
    is_approved: bool = False
    is_recreational: bool = False
    needs_review: bool = False
    notes: str | None = None
    expected_delivery_at: datetime | None = None
    expected_pickup_at: datetime | None = None
    delivery_address_id: int | None = None
    delivery_contact_no: str | None = None
    delivery_text_contact_no: str | None = None
    delivery_email: str | None = None
    delivery_fee: Decimal = ZERO
    tax_rate: Decimal | None = None
    order_lines: tuple[OrderLine, ...] = ()
    discounts: tuple[AppliedDiscount, ...] = ()
    prepaid: Decimal = ZERO
    transactions: tuple[Transaction, ...] = ()
    total_refund: Decimal = ZERO
    submitted: Signature | None = None
    packed: Signature | None = None
    sent_out: Signature | None = None
    delivered: Signature | None = None
    completed: Signature | None = None
    audit: Audit

    @property
    def is_open(self) -> bool:
        """Whether what its lines lack is still to come from the stock."""
        return self.order_status in UNPACKED_STATUSES

    @property
    def total_paid(self) -> Decimal:
        return self.prepaid + sum((payment.amount for payment in self.transactions), ZERO)
