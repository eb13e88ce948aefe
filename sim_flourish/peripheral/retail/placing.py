"""Places a retail order and replaces one: the External API's POST and PUT (the collection, Retail Orders)."""

from dataclasses import replace

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.orders import LARGEST_TOTAL, OrderId
from sim_flourish.model.places import Facility
from sim_flourish.model.retail import Customer, CustomerAddress, FulfillmentType, RetailOrder
from sim_flourish.model.retail_status import RetailEvent
from sim_flourish.model.values import ZERO
from sim_flourish.orders.lines import make_lines
from sim_flourish.peripheral.retail.customers import with_delivery_address
from sim_flourish.peripheral.retail.discounts import apply_discounts
from sim_flourish.peripheral.retail.request import RetailOrderRequest
from sim_flourish.peripheral.retail.rules import next_retail_status
from sim_flourish.peripheral.retail.totals import line_price, retail_totals
from sim_flourish.warehouse.warehouse import Work


def place_retail_order(
    work: Work, facility: Facility | None, asked: RetailOrderRequest, *, automatic_discounts: bool
) -> RetailOrder:
    """A new retail order, Created or Submitted.

    Raises:
        RefusedError: something asked for is missing, unknown or impossible; nothing is stored.
    """
    return _fill(work, asked.order, facility, asked, automatic_discounts=automatic_discounts)


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
    replaced = replace(
        asked.order,
        order_id=order.order_id,
        order_status=order.order_status,
        order_timestamp=asked.order_timestamp or order.order_timestamp,
        needs_review=order.needs_review,
        transactions=order.transactions,
        total_refund=order.total_refund,
        submitted=order.submitted,
        audit=order.audit,
    )
    return _fill(work, replaced, facility or kept, asked, automatic_discounts=False)


def _fill(
    work: Work,
    order: RetailOrder,
    facility: Facility | None,
    asked: RetailOrderRequest,
    *,
    automatic_discounts: bool,
) -> RetailOrder:
    """The order as asked for, checked and stored, with its buyer's new address if there is one."""
    if facility is None and asked.order.fulfillment_type is not FulfillmentType.DELIVERY:
        raise RefusedError(Refusal.FACILITY_MISSING)
    customer, address = _find_buyer(work, asked)
    lines = make_lines(work, asked.order_lines)
    discounts = apply_discounts(work, facility, lines, asked.applied_discounts, automatic=automatic_discounts)
    filled = replace(
        order,
        facility_id=None if facility is None else facility.facility_id,
        customer_id=customer.customer_id,
        delivery_address_id=None if address is None else address.address_id,
        tax_rate=None if facility is None else facility.retail_tax_rate,
        order_lines=lines,
        discounts=discounts,
    )
    _check_money(filled)
    if not filled.order_id:
        filled = replace(filled, order_id=OrderId(f"{work.ids.number('order'):08d}"))
    work.world.customers[customer.customer_id] = customer
    return work.store(filled)


def _find_buyer(work: Work, asked: RetailOrderRequest) -> tuple[Customer, CustomerAddress | None]:
    """Who buys and where it is brought; a new address is stored together with the order."""
    customer = work.world.customers.get(asked.order.customer_id)
    if customer is None:
        raise RefusedError(Refusal.CUSTOMER_UNKNOWN, id=asked.order.customer_id)
    if asked.order.fulfillment_type is not FulfillmentType.DELIVERY:
        return customer, None
    if asked.order.delivery_address_id is not None:
        found = customer.address(asked.order.delivery_address_id)
        if found is None or not found.active:
            raise RefusedError(Refusal.ADDRESS_UNKNOWN, id=asked.order.delivery_address_id)
        return customer, found
    if asked.delivery_address is None:
        return customer, None
    return with_delivery_address(work, customer, asked.delivery_address, asked.delivery_address_type)


def _check_money(order: RetailOrder) -> None:
    """Refuses what JSON numbers cannot carry, and discounts above what the lines cost."""
    if sum((line_price(line) for line in order.order_lines), ZERO) > LARGEST_TOTAL:
        raise RefusedError(Refusal.TOTAL_TOO_LARGE, most=LARGEST_TOTAL)
    totals = retail_totals(order)
    if max(totals.total_discounts, totals.total_price, order.prepaid) > LARGEST_TOTAL:
        raise RefusedError(Refusal.TOTAL_TOO_LARGE, most=LARGEST_TOTAL)
    for line, discount in zip(order.order_lines, totals.line_discounts, strict=True):
        if line_price(line) < discount:
            raise RefusedError(Refusal.TOTAL_BELOW_ZERO)
