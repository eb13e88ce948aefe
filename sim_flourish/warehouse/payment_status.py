"""How far an order is paid; follows from the money that came in and went back (O7 to O9, O12, O15)."""

from decimal import Decimal
from enum import StrEnum

from sim_flourish.warehouse.amounts import ZERO
from sim_flourish.warehouse.order_totals import order_totals
from sim_flourish.warehouse.outbound_orders import OutboundOrder


class PaymentStatus(StrEnum):
    """The documented values of `payment_status`."""

    AWAITING_PAYMENT = "Awaiting Payment"
    PARTIALLY_PAID = "Partially Paid"
    PAID = "Paid"
    PARTIALLY_REFUNDED = "Partially Refunded"
    REFUNDED = "Refunded"


def open_balance(order: OutboundOrder) -> Decimal:
    """What is still owed, in dollars, never below zero."""
    return max(ZERO, order_totals(order).total - (order.total_paid - order.total_refund))


def payment_status(order: OutboundOrder) -> PaymentStatus:
    """Derives the status; an order that costs nothing counts as paid only once it is marked so."""
    return status_of_money(
        paid=order.total_paid,
        refunded=order.total_refund,
        owed=open_balance(order),
        marked=order.marked_as_fully_paid,
    )


def status_of_money(
    *, paid: Decimal, refunded: Decimal, owed: Decimal, marked: bool = False
) -> PaymentStatus:
    """The status that follows from what came in, what went back and what is still owed, in dollars."""
    if refunded > ZERO:
        if refunded >= paid:
            return PaymentStatus.REFUNDED
        return PaymentStatus.PARTIALLY_REFUNDED if owed > ZERO else PaymentStatus.PAID
    if owed == ZERO and (paid > ZERO or marked):
        return PaymentStatus.PAID
    return PaymentStatus.PARTIALLY_PAID if paid > ZERO else PaymentStatus.AWAITING_PAYMENT
