"""What is asked for in a request for a retail order or a customer, read from its JSON once."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from sim_flourish.conventions.errors import invalid
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.model.orders import AmountMethod, OrderId
from sim_flourish.model.retail import (
    AddressType,
    Customer,
    CustomerGroup,
    CustomerId,
    DisciplinaryStatus,
    FulfillmentType,
    PaymentType,
    Place,
    RetailOrder,
)
from sim_flourish.model.retail_status import UNPACKED_STATUSES, RetailStatus
from sim_flourish.model.values import ZERO, money
from sim_flourish.orders.request import LineRequest, parse_lines
from sim_flourish.peripheral.retail.customers import AddressRequest, CustomerRequest
from sim_flourish.warehouse.warehouse import Work

E = TypeVar("E", bound=StrEnum)
_DEFAULT_COUNTRY = "US"


def parse_customer(work: Work, fields: JsonFields) -> CustomerRequest:
    """A customer in full; `available_credit` is no documented field, and is left alone."""
    addresses = fields.list_of("address")
    dob = fields.day("dob")
    if not dob:
        raise invalid("dob", "is required")
    status = any_case(fields, "customer_disciplinary_status", DisciplinaryStatus)
    customer = Customer(
        customer_id=CustomerId(""),
        email=fields.required_text("email"),
        first_name=fields.required_text("first_name"),
        last_name=fields.required_text("last_name"),
        dob=dob,
        medical_card_expiration=fields.day("medical_card_expiration") or None,
        state_id_expiration=fields.day("state_id_expiration_timestamp") or None,
        customer_group=any_case(fields, "customer_group", CustomerGroup),
        disciplinary_status=status or DisciplinaryStatus.NO_ISSUES,
        is_verified=bool(fields.flag("is_verified")),
        is_active=fields.flag("is_active") is not False,
        audit=work.signed.new(),
        **fields.texts_of("alternate_email", "middle_name", "preferred_name", "allergies", "state"),
        **fields.texts_of("patient_id", "medical_card_state", "state_id"),
        **fields.texts_of("phone", "home_phone", "alternate_phone"),
    )
    parsed = None if addresses is None else tuple(_parse_address(address) for address in addresses)
    return CustomerRequest(customer=customer, addresses=parsed)


def _parse_address(fields: JsonFields) -> AddressRequest:
    return AddressRequest(
        address_id=fields.whole_number("id"),
        first_name=fields.text("first_name"),
        last_name=fields.text("last_name"),
        place=parse_place(fields),
        type=any_case(fields, "type", AddressType),
        is_primary=fields.flag("is_primary"),
    )


def parse_place(fields: JsonFields) -> Place:
    """A postal address among an object's fields; one sample leaves the country out."""
    return Place(
        address_line_1=fields.required_text("address_line_1"),
        address_line_2=fields.text("address_line_2") or None,
        city=fields.required_text("city"),
        state=fields.required_text("state"),
        postcode=fields.required_text("postcode"),
        country=fields.text("country") or _DEFAULT_COUNTRY,
    )


def _address_type(fields: JsonFields) -> str | None:
    """What a delivery address is said to be for: a known type in any case, or another text as it is."""
    said = fields.text("type") or None
    return next((one for one in AddressType if said and one.value == said.casefold()), said)


def any_case(fields: JsonFields, name: str, choices: type[E]) -> E | None:
    """One of a list of texts, in any case: the prose writes them small, the samples with capitals."""
    value = fields.text(name)
    if not value:
        return None
    found = [choice for choice in choices if choice.value.casefold() == value.casefold()]
    if not found:
        raise invalid(fields.named(name), f"must be one of {', '.join(choice.value for choice in choices)}")
    return found[0]


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
    """A whole retail order: an update replaces everything (the collection, Retail Orders).

    `order` is the order without its id, lines and discounts; `order_status` and `order_timestamp` are None
    where nothing is said of them.
    """

    order: RetailOrder
    order_status: RetailStatus | None
    order_timestamp: datetime | None
    delivery_address: Place | None
    delivery_address_type: str | None
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


def parse_retail_order(work: Work, fields: JsonFields) -> RetailOrderRequest:
    """A whole order: what an update does not say is gone."""
    customer_id = fields.identity("customer_id")
    if not customer_id:
        raise invalid("customer_id", "is required")
    fulfillment_type = any_case(fields, "fulfillment_type", FulfillmentType)
    if fulfillment_type is None:
        raise invalid("fulfillment_type", "is required")
    place, status, timestamp = (
        fields.inner("delivery_address"),
        _parse_status(fields),
        fields.moment("order_timestamp"),
    )
    order = RetailOrder(
        order_id=OrderId(""),
        customer_id=CustomerId(customer_id),
        order_status=status or RetailStatus.CREATED,
        fulfillment_type=fulfillment_type,
        order_timestamp=timestamp or work.signed.at,
        expected_delivery_at=fields.moment("expected_delivery_timestamp"),
        expected_pickup_at=fields.moment("expected_pickup_timestamp"),
        delivery_address_id=fields.whole_number("delivery_address_id"),
        delivery_fee=money(_dollars(fields, "delivery_fee") or ZERO),
        prepaid=money(_dollars(fields, "total_paid") or ZERO),
        submitted=work.signed if status is RetailStatus.SUBMITTED else None,
        audit=work.signed.new(),
        **fields.flags_given("is_backorder", "is_preorder", "is_replacement"),
        **fields.flags_given("is_approved", "is_recreational"),
        **fields.texts_of("original_order_id", "notes"),
        **fields.texts_of("delivery_contact_no", "delivery_text_contact_no", "delivery_email"),
    )
    return RetailOrderRequest(
        order=order,
        order_status=status,
        order_timestamp=timestamp,
        delivery_address=None if place is None else parse_place(place),
        delivery_address_type=None if place is None else _address_type(place),
        order_lines=parse_lines(fields) or (),
        applied_discounts=tuple(_parse_discount(row) for row in fields.list_of("applied_discounts") or ()),
    )


def parse_payment(fields: JsonFields) -> PaymentRequest:
    payment_type = fields.choice("payment_type", PaymentType)
    if payment_type is None:
        raise invalid("payment_type", "is required")
    return PaymentRequest(
        payment_type=payment_type,
        amount=fields.positive("amount"),
        automatic_complete=bool(fields.flag("automatic_complete")),
        manual_payment_type=fields.text("manual_payment_type"),
        reference_id=fields.text("reference_id"),
    )


def _parse_status(fields: JsonFields) -> RetailStatus | None:
    status = any_case(fields, "order_status", RetailStatus)
    if status is not None and status not in UNPACKED_STATUSES:
        raise invalid("order_status", "must be created or submitted")
    return status


def _parse_discount(fields: JsonFields) -> DiscountRequest:
    identity = fields.identity("discount_id")
    if identity is not None and not (identity.isascii() and identity.isdigit()):
        raise invalid(fields.named("discount_id"), "must be a number")
    return DiscountRequest(
        field=fields.named("")[:-1],
        discount_id=None if identity is None else int(identity),
        method=fields.choice("method", AmountMethod),
        amount=_dollars(fields, "amount"),
        promo_code=fields.text("promo_code") or None,
        approved_by=fields.text("approved_by"),
        sku=fields.text("sku") or None,
    )


def _dollars(fields: JsonFields, name: str) -> Decimal | None:
    return fields.number(name, least=ZERO)
