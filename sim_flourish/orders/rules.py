"""What may be done to an outbound order, by its status, its shipment and its money (O6 to O9, O12, O15)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.order_status import ORDER_STATUS_TABLE, OrderEvent, OrderStatus
from sim_flourish.model.orders import OrderId, OrderLine, OutboundOrder
from sim_flourish.model.payment_status import PaymentStatus, open_balance, payment_status
from sim_flourish.model.retail import RetailOrder
from sim_flourish.model.trips import TripKind
from sim_flourish.model.values import ZERO, money
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.transitions import IllegalTransitionError, follow

_OVER = {
    OrderStatus.SHIPPED: Refusal.ALREADY_SHIPPED,
    OrderStatus.COMPLETED: Refusal.ALREADY_COMPLETED,
    OrderStatus.CANCELLED: Refusal.ALREADY_CANCELLED,
}
_WHILE_OPEN = {
    (OrderStatus.PARTIALLY_ALLOCATED, OrderEvent.UPDATED_BY_API): Refusal.UPDATE_WHILE_ALLOCATED,
    (OrderStatus.ALLOCATED, OrderEvent.UPDATED_BY_API): Refusal.UPDATE_WHILE_ALLOCATED,
    (OrderStatus.CREATED, OrderEvent.SHIPPED): Refusal.NOTHING_ALLOCATED,
    (OrderStatus.PARTIALLY_ALLOCATED, OrderEvent.SHIPPED): Refusal.NOT_FULLY_ALLOCATED,
    (OrderStatus.CREATED, OrderEvent.COMPLETED): Refusal.NOT_SHIPPED,
    (OrderStatus.PARTIALLY_ALLOCATED, OrderEvent.COMPLETED): Refusal.NOT_SHIPPED,
    (OrderStatus.ALLOCATED, OrderEvent.COMPLETED): Refusal.NOT_SHIPPED,
}


def next_status(
    table: Mapping[tuple[OrderStatus, OrderEvent], OrderStatus], status: OrderStatus, event: OrderEvent
) -> OrderStatus:
    """The status after `event`.

    Raises:
        RefusedError: the table has no such row; the message is the documented one where there is one.
    """
    try:
        return follow(table, status, event)
    except IllegalTransitionError as error:
        raise RefusedError(_OVER.get(status) or _WHILE_OPEN[status, event]) from error


def check_not_bound(work: Work, kind: TripKind, order_id: OrderId) -> None:
    """Lets an order pass that no trip is to carry.

    Raises:
        RefusedError: one is to.
    """
    trip = work.warehouse.open_trip_of(kind, order_id)
    if trip is not None:
        raise RefusedError(Refusal.ORDER_ON_TRIP, trip=kind.value, id=trip.trip_id)


def ship_by_itself(work: Work, order: OutboundOrder) -> OutboundOrder:
    """The order, Shipped without a shipment.

    Raises:
        RefusedError: as `ship_order`, and when it is assigned to a shipment that is still to leave.
    """
    check_not_bound(work, TripKind.SHIPMENT, order.order_id)
    return ship_order(work, order)


def complete_order(work: Work, order: OutboundOrder) -> OutboundOrder:
    """The order, Completed: it has arrived where it was to go."""
    status = next_status(ORDER_STATUS_TABLE, order.order_status, OrderEvent.COMPLETED)
    return work.store(replace(order, order_status=status, completed_at=work.signed.at))


def ship_order(work: Work, order: OutboundOrder) -> OutboundOrder:
    """The order, Shipped; the quantities are gone from the packages.

    Raises:
        RefusedError: not everything on the order is allocated, or it is over.
    """
    status = next_status(ORDER_STATUS_TABLE, order.order_status, OrderEvent.SHIPPED)
    take_out(work, order.order_lines)
    return work.store(replace(order, order_status=status, shipped_at=work.signed.at))


def take_out(work: Work, lines: Sequence[OrderLine]) -> None:
    """Takes what was set aside for the lines out of the packages, for good."""
    for line in lines:
        for detail in line.details:
            package = work.world.packages[detail.package_id]
            work.warehouse.stock.put(package.shipped(detail.qty, work.signed))


def record_payment(work: Work, order: OutboundOrder, amount: Decimal) -> OutboundOrder:
    """The order after `amount` dollars came in, before or after shipping.

    Raises:
        RefusedError: the order is cancelled, paid already, or owes less.
    """
    _check_can_be_paid(order)
    balance = open_balance(order)
    if money(amount) > balance:
        raise RefusedError(Refusal.PAYMENT_ABOVE_BALANCE, amount=money(amount), balance=balance)
    return work.store(replace(order, total_paid=order.total_paid + money(amount)))


def mark_as_fully_paid(work: Work, order: OutboundOrder) -> OutboundOrder:
    """The order with its open balance paid at once.

    Raises:
        RefusedError: the order is cancelled or paid already.
    """
    _check_can_be_paid(order)
    paid = order.total_paid + open_balance(order)
    return work.store(replace(order, total_paid=paid, marked_as_fully_paid=True))


def record_refund(work: Work, order: OutboundOrder, amount: Decimal) -> OutboundOrder:
    """The order after `amount` dollars went back; a cancelled order can be refunded too."""
    return work.store(replace(order, total_refund=refunded_in_all(order, amount)))


def refunded_in_all(order: OutboundOrder | RetailOrder, amount: Decimal) -> Decimal:
    """What went back of an order's money with `amount` dollars more.

    Raises:
        RefusedError: less than that was paid.
    """
    paid = order.total_paid - order.total_refund
    if money(amount) > paid:
        raise RefusedError(Refusal.REFUND_ABOVE_PAID, amount=money(amount), paid=max(paid, money(ZERO)))
    return order.total_refund + money(amount)


def _check_can_be_paid(order: OutboundOrder) -> None:
    if order.order_status is OrderStatus.CANCELLED:
        raise RefusedError(Refusal.ALREADY_CANCELLED)
    if payment_status(order) is PaymentStatus.PAID:
        raise RefusedError(Refusal.ALREADY_PAID)
