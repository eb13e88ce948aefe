"""Cancels an order, by API or by hand; what was set aside is free again (O15, contract section 6)."""

from dataclasses import replace

from sim_flourish.warehouse.allocate_order import release_everything
from sim_flourish.warehouse.order_status_table import ORDER_STATUS_TABLE, OrderEvent
from sim_flourish.warehouse.outbound_orders import OutboundOrder
from sim_flourish.warehouse.refuse_by_status import next_status
from sim_flourish.warehouse.warehouse import Work


def cancel_order(work: Work, order: OutboundOrder) -> OutboundOrder:
    """The order, Cancelled.

    Raises:
        RefusedError: it has already been shipped or cancelled.
    """
    status = next_status(ORDER_STATUS_TABLE, order.order_status, OrderEvent.CANCELLED)
    released = release_everything(work, order)
    cancelled = replace(released, order_status=status, audit=work.signed.on(order.audit))
    work.warehouse.put_order(cancelled)
    return cancelled
