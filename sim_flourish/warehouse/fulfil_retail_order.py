"""Moves a retail order along: submitted, packed, out for delivery, handed over, or cancelled.

Packing sets the stock aside, handing over takes it out for good, cancelling frees it. Deliveries send orders
out and bring them home or back; the rest is done in the screens or by a payment.
"""

from dataclasses import replace

from sim_flourish.warehouse.allocate_order import release_lines, set_aside
from sim_flourish.warehouse.places import Facility
from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_flourish.warehouse.retail_orders import FulfillmentType, RetailOrder
from sim_flourish.warehouse.retail_refusals import next_retail_status
from sim_flourish.warehouse.retail_status_table import RetailEvent
from sim_flourish.warehouse.ship_order import take_out
from sim_flourish.warehouse.warehouse import Work


def submit_retail_order(work: Work, order: RetailOrder) -> RetailOrder:
    """The order, Submitted: the shop can begin.

    Raises:
        RefusedError: it is not Created.
    """
    status = next_retail_status(order.order_status, RetailEvent.SUBMITTED)
    return _store(work, replace(order, order_status=status, submitted=work.signed))


def pack_retail_order(work: Work, order: RetailOrder, facility: Facility | None = None) -> RetailOrder:
    """The order, Packed, with everything on it set aside; `facility` takes on one that has none yet.

    Raises:
        RefusedError: it is past that, no facility is known, or the stock is too small.
    """
    status = next_retail_status(order.order_status, RetailEvent.PACKED)
    return _store(work, replace(_filled(work, order, facility), order_status=status, packed=work.signed))


def send_out_retail_order(work: Work, order: RetailOrder) -> RetailOrder:
    """The order, Out for Delivery, as when its delivery leaves.

    Raises:
        RefusedError: it is not packed, or is not brought to the customer at all.
    """
    if order.fulfillment_type is not FulfillmentType.DELIVERY:
        raise RefusedError(Refusal.NOT_A_DELIVERY, type=order.fulfillment_type.value)
    status = next_retail_status(order.order_status, RetailEvent.SENT_OUT)
    return _store(work, replace(order, order_status=status, sent_out=work.signed))


def return_retail_order(work: Work, order: RetailOrder) -> RetailOrder:
    """The order, Undeliverable; its goods stay set aside for another try.

    Raises:
        RefusedError: it is not out for delivery.
    """
    status = next_retail_status(order.order_status, RetailEvent.FAILED)
    return _store(work, replace(order, order_status=status))


def complete_retail_order(work: Work, order: RetailOrder) -> RetailOrder:
    """The order, Completed; its goods have left. One that was not packed takes the stock now.

    Raises:
        RefusedError: it is over or undeliverable, or the stock is too small.
    """
    status = next_retail_status(order.order_status, RetailEvent.COMPLETED)
    filled = _filled(work, order, None) if order.is_open else order
    take_out(work, filled.order_lines)
    is_delivered = order.fulfillment_type is FulfillmentType.DELIVERY
    return _store(
        work,
        replace(
            filled,
            order_status=status,
            delivered=work.signed if is_delivered else None,
            completed=work.signed,
        ),
    )


def cancel_retail_order(work: Work, order: RetailOrder) -> RetailOrder:
    """The order, Cancelled; what was set aside is free again.

    Raises:
        RefusedError: it is over, or on its way.
    """
    status = next_retail_status(order.order_status, RetailEvent.CANCELLED)
    lines = release_lines(work, order.order_lines)
    return _store(work, replace(order, order_status=status, order_lines=lines))


def _filled(work: Work, order: RetailOrder, facility: Facility | None) -> RetailOrder:
    """The order with all its lines set aside in its facility, or in the one that takes it on."""
    facility_id = order.facility_id or (None if facility is None else facility.facility_id)
    if facility_id is None:
        raise RefusedError(Refusal.RETAIL_FACILITY_MISSING)
    wanted = [line.open_qty for line in order.order_lines]
    lines = set_aside(work, facility_id, order.order_lines, wanted)
    return replace(order, facility_id=facility_id, order_lines=lines)


def _store(work: Work, order: RetailOrder) -> RetailOrder:
    signed = replace(order, audit=work.signed.on(order.audit))
    work.warehouse.put_retail_order(signed)
    return signed
