"""What a caller asks for when placing or changing an order, already parsed.

None means: not said. An empty text takes a value away.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sim_flourish.warehouse.outbound_orders import AmountMethod
from sim_flourish.warehouse.places import Address, FacilityType


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRequest:
    """A contact of a destination, found by e-mail or made."""

    first_name: str
    middle_name: str
    last_name: str
    email: str
    phone_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationRequest:
    """A destination or distributor in full, found by its name or made."""

    type: FacilityType
    name: str
    alias: str
    company_email: str | None
    company_phone_number: str | None
    address: Address
    billing: Address
    local_license_number: str | None
    license_number: str | None
    external_id: int | str | None
    website: str | None
    notes: str | None
    active: bool
    contact: ContactRequest | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ById:
    """Somebody or some place that exists already, by its id."""

    field: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesRepRequest:
    """A sales rep in full, found by e-mail or made."""

    first_name: str
    middle_name: str
    last_name: str
    phone_number: str
    email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRequest:
    """One line; the item goes by its id or its SKU. `field` names the line in messages."""

    field: str
    item_id: str | None
    sku: str | None
    item_variation_pk: str | None
    strain_id: str | None
    lot_number: str | None
    order_qty: Decimal
    unit_price: Decimal | None
    discount_price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountRequest:
    """A charge or discount on the whole order."""

    amount: Decimal
    method: AmountMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRequest:
    """A note to add."""

    subject: str
    note: str
    internal_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRequest:
    """A whole order, or what is to change on one."""

    original_order_id: str | None = None
    order_timestamp: datetime | None = None
    requested_delivery_date: str | None = None
    invoice_date: str | None = None
    payment_term: str | None = None
    pretax_discounts: bool | None = None
    order_status: str | None = None
    destination: ById | DestinationRequest | None = None
    distributor: ById | DestinationRequest | None = None
    sales_rep: ById | SalesRepRequest | None = None
    order_lines: tuple[LineRequest, ...] | None = None
    charges: tuple[AmountRequest, ...] | None = None
    discounts: tuple[AmountRequest, ...] | None = None
    notes: tuple[NoteRequest, ...] | None = None
