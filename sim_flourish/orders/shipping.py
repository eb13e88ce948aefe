"""Ships an order: what was set aside leaves the facility (O6, O7)."""

from collections.abc import Sequence
from dataclasses import replace

from sim_flourish.model.order_status import ORDER_STATUS_TABLE, OrderEvent
from sim_flourish.model.orders import OrderLine, OutboundOrder
from sim_flourish.model.trips import TripKind
from sim_flourish.orders.rules import check_not_bound, next_status
from sim_flourish.warehouse.warehouse import Work


def ship_by_itself(work: Work, order: OutboundOrder) -> OutboundOrder:
    """The order, Shipped without a shipment.

    Raises:
        RefusedError: as `ship_order`, and when it is assigned to a shipment that is still to leave.
    """
    check_not_bound(work, TripKind.SHIPMENT, order.order_id)
    return ship_order(work, order)


def complete_order(work: Work, order: OutboundOrder) -> OutboundOrder:
    """The order, Completed: it has arrived where it was to go.

    Raises:
        RefusedError: it is not Shipped.
    """
    status = next_status(ORDER_STATUS_TABLE, order.order_status, OrderEvent.COMPLETED)
    completed = replace(
        order, order_status=status, completed_at=work.signed.at, audit=work.signed.on(order.audit)
    )
    work.warehouse.put_order(completed)
    return completed


def ship_order(work: Work, order: OutboundOrder) -> OutboundOrder:
    """The order, Shipped; the quantities are gone from the packages.

    Raises:
        RefusedError: not everything on the order is allocated, or it is over.
    """
    status = next_status(ORDER_STATUS_TABLE, order.order_status, OrderEvent.SHIPPED)
    take_out(work, order.order_lines)
    shipped = replace(
        order, order_status=status, shipped_at=work.signed.at, audit=work.signed.on(order.audit)
    )
    work.warehouse.put_order(shipped)
    return shipped


def take_out(work: Work, lines: Sequence[OrderLine]) -> None:
    """Takes what was set aside for the lines out of the packages, for good."""
    for line in lines:
        for detail in line.details:
            package = work.world.packages[detail.package_id]
            work.warehouse.stock.put(package.shipped(detail.qty, work.signed))
