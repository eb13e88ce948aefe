"""What of Flourish's answers the steps look at; every other field is passed over."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """Where a page stands in its list."""

    total: int
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope(Generic[T]):
    """The envelope of every answer."""

    data: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """The envelope of a list."""

    data: list[T]
    meta: Meta


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A username and, when it was just made, its key."""

    username: str
    api_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A facility."""

    id: str
    facility_name: str
    license_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A shipment."""

    shipment_id: str
    shipment_status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand."""

    brand_id: int
    brand_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of the catalogue."""

    id: str
    item_name: str
    sku: str
    brand: str | None
    price: Decimal
    item_description: str = ""
    item_category: str = ""
    uom: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """A row of the inventory summary."""

    item_id: str
    sku: str
    qty: Decimal
    sellable_qty: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityStock:
    """What lies in a facility."""

    facility_id: str
    items: list[SummaryRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpoint:
    """A webhook endpoint as its owner sees it again."""

    webhook_endpoint_id: str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Who buys at retail."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A buyer."""

    id: str
    license_number: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesRep:
    """The sales rep of an order."""

    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """A line of an outbound order."""

    item_id: str
    sku: str | None
    order_qty: Decimal
    unit_price: Decimal
    discount_price: Decimal
    line_total_price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundOrder:
    """An outbound order, in the shape of GET."""

    id: str
    original_order_id: str
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
    payment_term: str | None = None
    order_lines: list[OrderLine]
