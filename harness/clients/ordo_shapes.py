"""What of Ordo's answers the steps look at; every other field is passed over. Money is in dollars."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import msgspec

from harness.clients.flourish_shapes import Facility


class Brand(msgspec.Struct, frozen=True, kw_only=True):
    brand_id: str
    name: str


class BrandList(msgspec.Struct, frozen=True, kw_only=True):
    brands: list[Brand]
    total: int


class License(msgspec.Struct, frozen=True, kw_only=True):
    license_id: str
    license_number: str


class LicenseList(msgspec.Struct, frozen=True, kw_only=True):
    licenses: list[License]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A webhook header; its value is given only once."""

    key: str
    value: str = ""


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be entered in Flourish; the signing key is given only once."""

    endpoint_url: str
    headers: list[Header]
    signing_key: str = ""
    events: tuple[str, ...] = ()


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    message: str


class Integration(msgspec.Struct, frozen=True, kw_only=True):
    connected: bool
    api_username: str | None = None
    username_checked: bool | None = None
    license_number: str | None = None
    facility: Facility | None = None
    problem: Problem | None = None
    webhook: Webhook | None = None


class Me(msgspec.Struct, frozen=True, kw_only=True):
    name: str = ""
    email: str = ""
    role: str = ""


class NewUser(msgspec.Struct, frozen=True, kw_only=True):
    """A person who was given access, with the token that is shown this once."""

    token: str


class InventoryItem(msgspec.Struct, frozen=True, kw_only=True):
    sku: str
    flourish_item_id: str
    name: str
    brand: str | None
    price: Decimal
    sellable_qty: Decimal
    active: bool
    description: str | None = None
    category: str | None = None
    uom: str | None = None
    flourish_variation_id: str | None = None


class InventoryList(msgspec.Struct, frozen=True, kw_only=True):
    items: list[InventoryItem]
    total: int


class NearMiss(msgspec.Struct, frozen=True, kw_only=True):
    """A brand in Ordo that the item's brand nearly is."""

    brand: str
    difference: str


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    reason: str
    item_name: str
    flourish_item_id: str
    sku: str | None = None
    brand: str | None = None
    near_miss: NearMiss | None = None
    detail: str | None = None


class BrandChange(msgspec.Struct, frozen=True, kw_only=True):
    """So many items of a brand in Ordo carry another one in Flourish now."""

    brand: str
    brand_now: str
    items: int
    message: str


class LeftOutCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many items were left out for each reason; of the last two nothing may be said."""

    no_brand: int
    brand_mismatch: int
    no_sku: int
    duplicate_sku: int
    no_longer_matches: int
    refused_by_ordo: int = 0
    variation_without_sku: int = 0


class SyncReport(msgspec.Struct, frozen=True, kw_only=True):
    synced: int
    counts: LeftOutCounts
    left_out: list[LeftOut]
    truncated: bool
    brand_changes: tuple[BrandChange, ...] = ()


class Sync(msgspec.Struct, frozen=True, kw_only=True):
    sync_id: str
    state: str
    processed: int
    total: int | None = None
    report: SyncReport | None = None
    error: Problem | None = None


class Buyer(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    license_number: str


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    sku: str | None
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    line_total: Decimal
    item_name: str = ""
    flourish_item_id: str = ""
    flourish_variation_id: str | None = None


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    subtotal: Decimal
    discounts: Decimal
    charges: Decimal
    taxes: Decimal
    total: Decimal


class OrderRefusal(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    reason: str


class OrderNote(msgspec.Struct, frozen=True, kw_only=True):
    """A note of the order in Flourish, as Ordo shows it."""

    subject: str
    note: str


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    status: str


class Order(msgspec.Struct, frozen=True, kw_only=True):
    order_id: str
    status: str
    status_label: str
    terms: str
    net_days: int | None = None
    buyer: Buyer
    lines: list[OrderLine]
    totals: Totals
    notes: str | None = None
    flourish_notes: tuple[OrderNote, ...] = ()
    requested_delivery_date: str | None = None
    sending: bool
    editable: bool
    revision: int
    version: int = 0
    refusal: OrderRefusal | None = None
    problem: Problem | None = None
    invoice_date: str | None = None
    flourish_order_id: str | None = None
    confirmed_at: datetime | None = None
    history: tuple[HistoryEntry, ...] = ()


class OrderList(msgspec.Struct, frozen=True, kw_only=True):
    orders: list[Order]
    total: int


def what_people_entered(order: Order) -> Order:
    """The order without what changes by itself, to compare two looks at it."""
    return msgspec.structs.replace(order, revision=0, confirmed_at=None, problem=None)
