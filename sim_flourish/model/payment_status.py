"""How far an order is paid; follows from the money that came in and went back (O7 to O9, O12, O15)."""

from decimal import Decimal
from enum import StrEnum

from foundation.provenance import assumed, documented
from sim_flourish.model.orders import OutboundOrder, order_totals
from sim_flourish.model.values import ZERO
from sim_kernel.transitions import Derived, Verdict


class PaymentStatus(StrEnum):
    """The documented values of `payment_status`."""

    AWAITING_PAYMENT = "Awaiting Payment"
    PARTIALLY_PAID = "Partially Paid"
    PAID = "Paid"
    PARTIALLY_REFUNDED = "Partially Refunded"
    REFUNDED = "Refunded"


_LISTED = "contract section 2 Outbound orders"

PAYMENT_VERDICTS = Derived(
    subject="payment_status",
    verdicts=(
        Verdict(
            status=PaymentStatus.AWAITING_PAYMENT,
            when="nothing has come in; also when nothing is owed, unless the order is marked as fully paid",
            provenance=documented(_LISTED),
        ),
        Verdict(
            status=PaymentStatus.PARTIALLY_PAID,
            when="some has come in, and more is owed",
            provenance=documented(f"O9; {_LISTED}"),
        ),
        Verdict(
            status=PaymentStatus.PAID,
            when="nothing more is owed, and money came in or the order is marked as fully paid",
            provenance=documented(f"O8; {_LISTED}"),
        ),
        Verdict(
            status=PaymentStatus.PARTIALLY_REFUNDED,
            when="some of what came in went back, and something is owed",
            provenance=assumed(f"O15; {_LISTED}"),
        ),
        Verdict(
            status=PaymentStatus.REFUNDED,
            when="all that came in went back",
            provenance=assumed(f"O15; {_LISTED}"),
        ),
    ),
)
"""When an order has which payment status; the words are documented, what a refund makes of them is not."""


def open_balance(order: OutboundOrder) -> Decimal:
    """What is still owed, in dollars, never below zero."""
    return max(ZERO, order_totals(order).total_price - (order.total_paid - order.total_refund))


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
