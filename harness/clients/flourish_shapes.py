"""What of Flourish's answers the steps look at; every other field is passed over."""

from datetime import datetime
from decimal import Decimal
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    total: int
    next: str = ""


class Envelope(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    data: T


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    data: list[T]
    meta: Meta


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A username and, when it was just made, its key."""

    username: str
    api_key: str = ""


class Facility(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    facility_name: str
    license_number: str | None = None


class Shipment(msgspec.Struct, frozen=True, kw_only=True):
    shipment_id: str
    shipment_status: str


class Brand(msgspec.Struct, frozen=True, kw_only=True):
    brand_id: int
    brand_name: str


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """Something new, by the id that Flourish gave it."""

    id: str


class SummaryRow(msgspec.Struct, frozen=True, kw_only=True):
    item_id: str
    sku: str
    qty: Decimal
    sellable_qty: Decimal


class FacilityStock(msgspec.Struct, frozen=True, kw_only=True):
    facility_id: str
    items: list[SummaryRow]


class WebhookEndpoint(msgspec.Struct, frozen=True, kw_only=True):
    webhook_endpoint_id: str | int


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    license_number: str | None = None
    name: str = ""


class SalesRep(msgspec.Struct, frozen=True, kw_only=True):
    """Who sold an order; the id "0" is nobody."""

    id: str = "0"
    email: str | None = None


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    item_id: str
    sku: str | None
    order_qty: Decimal
    unit_price: Decimal
    discount_price: Decimal
    line_total_price: Decimal
    item_name: str = ""
    item_variation_pk: int | None = None


class OrderNote(msgspec.Struct, frozen=True, kw_only=True):
    """A note on an order; `internal_only` is 0 or 1."""

    subject: str
    note: str
    internal_only: int


class OutboundOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An outbound order, in the shape of GET."""

    id: str
    original_order_id: str
    order_timestamp: datetime | None = None
    created_timestamp: datetime | None = None
    order_status: str
    payment_status: str
    sub_total_price: Decimal
    total_discounts: Decimal
    total_charges: Decimal
    taxes: Decimal
    total_price: Decimal
    total_paid: Decimal
    origin_facility: Facility | None = None
    destination: Destination | None = None
    sales_rep: SalesRep | None = None
    invoice_date: str | None = None
    requested_delivery_date: str | None = None
    payment_term: str | None = None
    notes: tuple[OrderNote, ...] = ()
    order_lines: list[OrderLine]
