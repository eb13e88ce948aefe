"""Places a retail order and replaces one: the External API's POST and PUT (the collection, Retail Orders)."""

from dataclasses import dataclass, replace
from decimal import Decimal

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.orders import LARGEST_TOTAL, OrderId, OrderLine
from sim_flourish.model.places import Facility
from sim_flourish.model.retail import Customer, CustomerAddress, FulfillmentType, RetailOrder
from sim_flourish.model.retail_status import RetailEvent, RetailStatus
from sim_flourish.model.values import ZERO, money
from sim_flourish.orders.lines import make_lines
from sim_flourish.peripheral.retail.customers import with_delivery_address
from sim_flourish.peripheral.retail.discounts import apply_discounts
from sim_flourish.peripheral.retail.request import RetailOrderRequest
from sim_flourish.peripheral.retail.rules import next_retail_status
from sim_flourish.peripheral.retail.totals import line_price, retail_totals
from sim_flourish.warehouse.warehouse import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class _Buyer:
    """Who buys and where it is brought; a new address is stored together with the order."""

    customer: Customer
    address: CustomerAddress | None


def place_retail_order(
    work: Work, facility: Facility | None, asked: RetailOrderRequest, *, automatic_discounts: bool
) -> RetailOrder:
    """A new retail order, Created or Submitted.

    Raises:
        RefusedError: something asked for is missing, unknown or impossible; nothing is stored.
    """
    status = asked.order_status or RetailStatus.CREATED
    blank = _blank_order(work, asked, status)
    return _fill(work, blank, facility, asked, automatic_discounts=automatic_discounts)


def update_retail_order(
    work: Work, order: RetailOrder, facility: Facility | None, asked: RetailOrderRequest
) -> RetailOrder:
    """The order with everything replaced but its status, its payments and its id.

    Raises:
        RefusedError: it is past Submitted, or something asked for is missing, unknown or impossible.
    """
    next_retail_status(order.order_status, RetailEvent.UPDATED_BY_API)
    if asked.order_status not in (None, order.order_status):
        raise RefusedError(Refusal.RETAIL_STATUS_NOT_SETTABLE)
    kept = None if order.facility_id is None else work.world.facilities[order.facility_id]
    return _fill(work, order, facility or kept, asked, automatic_discounts=False)


def _blank_order(work: Work, asked: RetailOrderRequest, status: RetailStatus) -> RetailOrder:
    """An order about which nothing is said yet but who buys it and how."""
    return RetailOrder(
        order_id=OrderId(""),
        original_order_id=None,
        facility_id=None,
        customer_id=asked.customer_id,
        order_status=status,
        fulfillment_type=asked.fulfillment_type,
        order_timestamp=work.signed.at,
        is_backorder=False,
        is_preorder=False,
        is_replacement=False,
        is_approved=False,
        is_recreational=False,
        needs_review=False,
        notes=None,
        expected_delivery_at=None,
        expected_pickup_at=None,
        delivery_address_id=None,
        delivery_contact_no=None,
        delivery_text_contact_no=None,
        delivery_email=None,
        delivery_fee=ZERO,
        tax_rate=None,
        order_lines=(),
        discounts=(),
        prepaid=ZERO,
        transactions=(),
        total_refund=ZERO,
        submitted=work.signed if status is RetailStatus.SUBMITTED else None,
        packed=None,
        sent_out=None,
        delivered=None,
        completed=None,
        audit=work.signed.new(),
    )


def _fill(
    work: Work,
    order: RetailOrder,
    facility: Facility | None,
    asked: RetailOrderRequest,
    *,
    automatic_discounts: bool,
) -> RetailOrder:
    """The order as asked for, checked and stored, with its buyer's new address if there is one."""
    if facility is None and asked.fulfillment_type is not FulfillmentType.DELIVERY:
        raise RefusedError(Refusal.FACILITY_MISSING)
    buyer = _find_buyer(work, asked)
    lines = make_lines(work, asked.order_lines)
    discounts = apply_discounts(work, facility, lines, asked.applied_discounts, automatic=automatic_discounts)
    address = buyer.address
    filled = replace(
        _with_words(order, asked),
        facility_id=None if facility is None else facility.facility_id,
        customer_id=buyer.customer.customer_id,
        delivery_address_id=None if address is None else address.address_id,
        tax_rate=None if facility is None else facility.retail_tax_rate,
        order_lines=lines,
        discounts=discounts,
        prepaid=money(asked.total_paid),
        audit=work.signed.on(order.audit),
    )
    _check_money(filled)
    if not filled.order_id:
        filled = replace(filled, order_id=OrderId(f"{work.ids.number('order'):08d}"))
    work.world.customers[buyer.customer.customer_id] = buyer.customer
    work.warehouse.put_retail_order(filled)
    return filled


def _with_words(order: RetailOrder, asked: RetailOrderRequest) -> RetailOrder:
    """The order with everything that is taken as it is said."""
    return replace(
        order,
        original_order_id=asked.original_order_id,
        fulfillment_type=asked.fulfillment_type,
        order_timestamp=asked.order_timestamp or order.order_timestamp,
        is_backorder=asked.is_backorder,
        is_preorder=asked.is_preorder,
        is_replacement=asked.is_replacement,
        is_approved=asked.is_approved,
        is_recreational=asked.is_recreational,
        notes=asked.notes,
        expected_delivery_at=asked.expected_delivery_at,
        expected_pickup_at=asked.expected_pickup_at,
        delivery_contact_no=asked.delivery_contact_no,
        delivery_text_contact_no=asked.delivery_text_contact_no,
        delivery_email=asked.delivery_email,
        delivery_fee=money(asked.delivery_fee),
    )


def _find_buyer(work: Work, asked: RetailOrderRequest) -> _Buyer:
    customer = work.world.customers.get(asked.customer_id)
    if customer is None:
        raise RefusedError(Refusal.CUSTOMER_UNKNOWN, id=asked.customer_id)
    if asked.fulfillment_type is not FulfillmentType.DELIVERY:
        return _Buyer(customer=customer, address=None)
    if asked.delivery_address_id is not None:
        found = customer.address(asked.delivery_address_id)
        if found is None or not found.active:
            raise RefusedError(Refusal.ADDRESS_UNKNOWN, id=asked.delivery_address_id)
        return _Buyer(customer=customer, address=found)
    if asked.delivery_address is None:
        return _Buyer(customer=customer, address=None)
    extended, address = with_delivery_address(
        work, customer, asked.delivery_address, asked.delivery_address_type
    )
    return _Buyer(customer=extended, address=address)


def _check_money(order: RetailOrder) -> None:
    """Refuses what JSON numbers cannot carry, and discounts above what the lines cost."""
    if sum((line_price(line) for line in order.order_lines), ZERO) > LARGEST_TOTAL:
        raise RefusedError(Refusal.TOTAL_TOO_LARGE, most=LARGEST_TOTAL)
    totals = retail_totals(order)
    if max(totals.discounts, totals.total, order.prepaid) > LARGEST_TOTAL:
        raise RefusedError(Refusal.TOTAL_TOO_LARGE, most=LARGEST_TOTAL)
    for line, discount in zip(order.order_lines, totals.line_discounts, strict=True):
        if _costs_less(line, discount):
            raise RefusedError(Refusal.TOTAL_BELOW_ZERO)


def _costs_less(line: OrderLine, discount: Decimal) -> bool:
    return line_price(line) < discount
