"""Records the money of an order: payments, refunds, "mark as fully paid" (O8, O9, O12, O15)."""

from dataclasses import replace
from decimal import Decimal

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.order_status import OrderStatus
from sim_flourish.model.orders import OutboundOrder
from sim_flourish.model.payment_status import PaymentStatus, open_balance, payment_status
from sim_flourish.model.retail import RetailOrder
from sim_flourish.model.values import ZERO, money
from sim_flourish.warehouse.warehouse import Work


def record_payment(work: Work, order: OutboundOrder, amount: Decimal) -> OutboundOrder:
    """The order after `amount` dollars came in, before or after shipping.

    Raises:
        RefusedError: the order is cancelled, paid already, or owes less.
    """
    _check_can_be_paid(order)
    balance = open_balance(order)
    if money(amount) > balance:
        raise RefusedError(Refusal.PAYMENT_ABOVE_BALANCE, amount=money(amount), balance=balance)
    return _store(work, replace(order, total_paid=order.total_paid + money(amount)))


def mark_as_fully_paid(work: Work, order: OutboundOrder) -> OutboundOrder:
    """The order with its open balance paid at once.

    Raises:
        RefusedError: the order is cancelled or paid already.
    """
    _check_can_be_paid(order)
    paid = order.total_paid + open_balance(order)
    return _store(work, replace(order, total_paid=paid, marked_as_fully_paid=True))


def record_refund(work: Work, order: OutboundOrder, amount: Decimal) -> OutboundOrder:
    """The order after `amount` dollars went back; a cancelled order can be refunded too.

    Raises:
        RefusedError: less than that was paid.
    """
    return _store(work, replace(order, total_refund=refunded_in_all(order, amount)))


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


def _store(work: Work, order: OutboundOrder) -> OutboundOrder:
    signed = replace(order, audit=work.signed.on(order.audit))
    work.warehouse.put_order(signed)
    return signed
