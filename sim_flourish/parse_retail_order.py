"""Reads retail orders and their payments out of request bodies (the collection, Retail Orders)."""

from decimal import Decimal

from sim_flourish.json_fields import JsonFields
from sim_flourish.parse_customer import any_case, parse_place
from sim_flourish.parse_order import parse_lines
from sim_flourish.warehouse.amounts import ZERO
from sim_flourish.warehouse.customers import CustomerId
from sim_flourish.warehouse.outbound_orders import AmountMethod
from sim_flourish.warehouse.refusals import invalid
from sim_flourish.warehouse.retail_order_request import DiscountRequest, PaymentRequest, RetailOrderRequest
from sim_flourish.warehouse.retail_orders import FulfillmentType, PaymentType
from sim_flourish.warehouse.retail_status_table import UNPACKED_STATUSES, RetailStatus


def parse_retail_order(fields: JsonFields) -> RetailOrderRequest:
    """A whole order: what an update does not say is gone.

    Raises:
        RefusedError: a field is missing or is nothing that it can be.
    """
    customer_id = fields.identity("customer_id")
    if not customer_id:
        raise invalid("customer_id", "is required")
    fulfillment_type = any_case(fields, "fulfillment_type", FulfillmentType)
    if fulfillment_type is None:
        raise invalid("fulfillment_type", "is required")
    place = fields.inner("delivery_address")
    return RetailOrderRequest(
        original_order_id=fields.text("original_order_id"),
        customer_id=CustomerId(customer_id),
        fulfillment_type=fulfillment_type,
        order_status=_parse_status(fields),
        order_timestamp=fields.moment("order_timestamp"),
        is_backorder=bool(fields.flag("is_backorder")),
        is_preorder=bool(fields.flag("is_preorder")),
        is_replacement=bool(fields.flag("is_replacement")),
        is_approved=bool(fields.flag("is_approved")),
        is_recreational=bool(fields.flag("is_recreational")),
        notes=fields.text("notes"),
        expected_delivery_at=fields.moment("expected_delivery_timestamp"),
        expected_pickup_at=fields.moment("expected_pickup_timestamp"),
        delivery_address_id=fields.whole_number("delivery_address_id"),
        delivery_address=None if place is None else parse_place(place),
        delivery_contact_no=fields.text("delivery_contact_no"),
        delivery_text_contact_no=fields.text("delivery_text_contact_no"),
        delivery_email=fields.text("delivery_email"),
        delivery_fee=_dollars(fields, "delivery_fee") or ZERO,
        total_paid=_dollars(fields, "total_paid") or ZERO,
        order_lines=parse_lines(fields) or (),
        applied_discounts=tuple(_parse_discount(one) for one in fields.list_of("applied_discounts") or ()),
    )


def parse_payment(fields: JsonFields) -> PaymentRequest:
    """A payment.

    Raises:
        RefusedError: a field is missing or is nothing that it can be.
    """
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
