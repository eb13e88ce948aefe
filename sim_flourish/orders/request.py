"""What is asked for in a request for an order, read from its JSON once."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.model.orders import AmountMethod
from sim_flourish.model.places import Address, FacilityType
from sim_flourish.model.values import ZERO
from sim_flourish.model.world import Settings


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
    ref_field_1: str | None = None
    pretax_discounts: bool | None = None
    order_status: str | None = None
    destination: ById | DestinationRequest | None = None
    distributor: ById | DestinationRequest | None = None
    sales_rep: ById | SalesRepRequest | None = None
    order_lines: tuple[LineRequest, ...] | None = None
    charges: tuple[AmountRequest, ...] | None = None
    discounts: tuple[AmountRequest, ...] | None = None
    notes: tuple[NoteRequest, ...] | None = None


def parse_destination(fields: JsonFields) -> DestinationRequest:
    """A destination in full; `type` and `name` are what one cannot be made without.

    Orders may say `facility_name` for `name` (observed-clients Met by running real clients unchanged).
    """
    name = fields.text("name") or fields.text("facility_name") or fields.required_text("name")
    return DestinationRequest(
        type=fields.choice("type", FacilityType) or FacilityType.DISPENSARY,
        name=name,
        alias=fields.text("alias") or name,
        company_email=fields.text("company_email"),
        company_phone_number=fields.text("company_phone_number"),
        address=parse_address(fields),
        billing=parse_address(fields.inner("billing") or JsonFields({})),
        local_license_number=fields.text("local_license_number"),
        license_number=fields.text("license_number"),
        external_id=fields.text_or_number("external_id"),
        website=fields.text("website"),
        notes=fields.text("notes"),
        active=fields.flag("active") is not False,
        contact=_parse_contact(fields.inner("contact")),
    )


def parse_address(fields: JsonFields) -> Address:
    """The address among an object's fields."""
    return Address(
        address_line_1=fields.text("address_line_1"),
        address_line_2=fields.text("address_line_2"),
        city=fields.text("city"),
        state=fields.text("state"),
        zip_code=fields.text("zip_code"),
        country=fields.text("country"),
    )


def _parse_contact(fields: JsonFields | None) -> ContactRequest | None:
    if fields is None or not any(fields.text(name) for name in fields.names()):
        return None
    return ContactRequest(
        first_name=fields.text("first_name") or "",
        middle_name=fields.text("middle_name") or "",
        last_name=fields.text("last_name") or "",
        email=fields.text("email") or "",
        phone_number=fields.text("phone_number") or "",
    )


def parse_order(fields: JsonFields, settings: Settings) -> OrderRequest:
    """What the External API lets a caller say; what the docs do not call writable is left alone."""
    return OrderRequest(
        original_order_id=fields.text("original_order_id"),
        order_timestamp=fields.moment("order_timestamp"),
        invoice_date=fields.day("invoice_date"),
        pretax_discounts=fields.flag("pretax_discounts"),
        order_status=fields.text("order_status"),
        destination=_parse_party(fields.inner("destination"), "destination", settings),
        distributor=_parse_party(fields.inner("distributor"), "distributor", settings),
        sales_rep=_parse_sales_rep(fields.inner("sales_rep"), settings),
        order_lines=parse_lines(fields),
        charges=parse_amounts(fields, "charges"),
        discounts=parse_amounts(fields, "discounts"),
        notes=parse_notes(fields),
    )


def parse_new_order(fields: JsonFields, settings: Settings) -> OrderRequest:
    """A new order, with what an update leaves alone.

    Real clients say it (observed-clients Met by running real clients unchanged).
    """
    return replace(
        parse_order(fields, settings),
        payment_term=fields.text("payment_term"),
        requested_delivery_date=fields.day("requested_delivery_date"),
        ref_field_1=fields.text("ref_field_1"),
    )


def parse_edit(fields: JsonFields) -> OrderRequest:
    """What people change in the screens; null takes a payment term or a date away (O10, O11)."""
    term = (fields.text("payment_term") or "") if fields.has("payment_term") else None
    return OrderRequest(
        invoice_date=fields.day("invoice_date"),
        requested_delivery_date=fields.day("requested_delivery_date"),
        payment_term=term,
        order_lines=parse_lines(fields),
        charges=parse_amounts(fields, "charges"),
        discounts=parse_amounts(fields, "discounts"),
        notes=parse_notes(fields),
    )


def parse_lines(fields: JsonFields) -> tuple[LineRequest, ...] | None:
    """The lines, if any are said."""
    lines = fields.list_of("order_lines")
    return None if lines is None else tuple(_parse_line(line) for line in lines)


def _parse_line(line: JsonFields) -> LineRequest:
    return LineRequest(
        field=line.named("")[:-1],
        item_id=line.identity("item_id"),
        sku=line.text("sku"),
        item_variation_pk=line.identity("item_variation_pk"),
        strain_id=line.text("strain_id"),
        lot_number=line.text("lot_number"),
        order_qty=line.positive("order_qty", decimals=4),
        unit_price=line.number("unit_price", least=ZERO),
        discount_price=line.number("discount_price", least=ZERO) or ZERO,
    )


def parse_amounts(fields: JsonFields, name: str) -> tuple[AmountRequest, ...] | None:
    """The charges or discounts, if any are said."""
    amounts = fields.list_of(name)
    if amounts is None:
        return None
    return tuple(
        AmountRequest(
            amount=one.number("amount", least=ZERO) or ZERO,
            method=one.choice("method", AmountMethod) or AmountMethod.DOLLAR,
        )
        for one in amounts
    )


def parse_notes(fields: JsonFields) -> tuple[NoteRequest, ...] | None:
    """The notes to add, if any are said."""
    notes = fields.list_of("notes")
    return None if notes is None else tuple(_parse_note(note) for note in notes)


def _parse_note(note: JsonFields) -> NoteRequest:
    text = note.text("note")
    if not text:
        raise RefusedError(Refusal.NOTE_WITHOUT_BODY)
    return NoteRequest(
        subject=note.text("subject") or "",
        note=text,
        internal_only=bool(note.flag("internal_only")),
    )


def beside_ids(fields: JsonFields) -> tuple[str, ...]:
    """JSON pointers of what stands beside an id that alone says who is meant; ignored where that is taken."""
    found: list[str] = []
    for name in ("destination", "distributor", "sales_rep"):
        party = fields.inner(name)
        if party is not None and party.identity("id") is not None:
            found += [f"/{name}/{other}" for other in sorted(party.names() - {"id"})]
    return tuple(found)


def _by_id(fields: JsonFields, name: str, settings: Settings) -> ById | None:
    """The id, when there is one; with other fields beside it only where the tenant is lenient."""
    identity = fields.identity("id")
    if identity is None:
        return None
    if fields.names() != {"id"} and settings.strict_ids:
        raise RefusedError(Refusal.ID_WITH_OTHERS, field=name)
    return ById(field=name, id=identity)


def _parse_party(
    fields: JsonFields | None, name: str, settings: Settings
) -> ById | DestinationRequest | None:
    if fields is None:
        return None
    return _by_id(fields, name, settings) or parse_destination(fields)


def _parse_sales_rep(fields: JsonFields | None, settings: Settings) -> ById | SalesRepRequest | None:
    if fields is None or not fields.names():
        return None
    return _by_id(fields, "sales_rep", settings) or parse_sales_rep(fields)


def parse_sales_rep(fields: JsonFields) -> SalesRepRequest:
    """A sales rep in full."""
    return SalesRepRequest(
        first_name=fields.required_text("first_name"),
        middle_name=fields.text("middle_name") or "",
        last_name=fields.required_text("last_name"),
        phone_number=fields.text("phone_number") or "",
        email=fields.text("email") or None,
    )
