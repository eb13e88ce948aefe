"""What of Ordo's answers the steps look at; every other field is passed over. Money is in dollars."""

from dataclasses import dataclass, replace
from decimal import Decimal

from harness.clients.flourish_shapes import Facility


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand."""

    brand_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandList:
    """The organization's brands."""

    brands: list[Brand]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class License:
    """A license."""

    license_id: str
    license_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseList:
    """The organization's licenses."""

    licenses: list[License]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A webhook header; its value is given only once."""

    key: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """What has to be entered in Flourish; the signing key is given only once."""

    endpoint_url: str
    headers: list[Header]
    signing_key: str = ""
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What keeps Ordo and Flourish from working together."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """The Flourish integration as the settings page shows it."""

    connected: bool
    api_username: str | None = None
    license_number: str | None = None
    facility: Facility | None = None
    problem: Problem | None = None
    webhook: Webhook | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Who is looking at the screens."""

    name: str = ""
    email: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryItem:
    """An item in Ordo."""

    sku: str
    flourish_item_id: str
    name: str
    brand: str | None
    price: Decimal
    sellable_qty: Decimal
    description: str | None = None
    category: str | None = None
    uom: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryList:
    """A page of Ordo's inventory."""

    items: list[InventoryItem]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A brand in Ordo that the item's brand nearly is."""

    brand: str
    difference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An item that a sync did not bring, and why."""

    reason: str
    item_name: str
    flourish_item_id: str
    sku: str | None = None
    near_miss: NearMiss | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What a sync brought and what it left out."""

    synced: int
    left_out: list[LeftOut]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """A sync of the inventory."""

    sync_id: str
    state: str
    processed: int
    total: int | None = None
    report: SyncReport | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Whom an order is for."""

    name: str
    license_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """A line of an order."""

    sku: str | None
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    line_total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The sums of an order."""

    subtotal: Decimal
    discounts: Decimal
    charges: Decimal
    taxes: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefusal:
    """Why Flourish would not take the order."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """A status the order took."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order as its screen shows it."""

    order_id: str
    status: str
    status_label: str
    terms: str
    net_days: int | None = None
    buyer: Buyer
    lines: list[OrderLine]
    totals: Totals
    notes: str | None = None
    sending: bool
    editable: bool
    revision: int
    refusal: OrderRefusal | None = None
    problem: Problem | None = None
    invoice_date: str | None = None
    history: tuple[HistoryEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderList:
    """A page of Ordo's orders."""

    orders: list[Order]
    total: int


def what_people_entered(order: Order) -> Order:
    """The order without what changes by itself, to compare two looks at it."""
    return replace(order, revision=0, problem=None)
