"""Records the money of a retail order (the collection, Retail Orders)."""

from dataclasses import replace
from decimal import Decimal

from sim_flourish.warehouse.amounts import money
from sim_flourish.warehouse.fulfil_retail_order import complete_retail_order
from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_flourish.warehouse.retail_order_request import PaymentRequest
from sim_flourish.warehouse.retail_orders import PaymentType, RetailOrder, Transaction
from sim_flourish.warehouse.retail_status_table import RetailStatus
from sim_flourish.warehouse.retail_totals import retail_balance
from sim_flourish.warehouse.warehouse import Work


def pay_retail_order(work: Work, order: RetailOrder, asked: PaymentRequest) -> RetailOrder:
    """The order after a payment; paid in full it is completed at once where that is asked for.

    Raises:
        RefusedError: it is cancelled, owes less, the payment names no reference, or it cannot be completed.
    """
    if order.order_status is RetailStatus.CANCELLED:
        raise RefusedError(Refusal.ALREADY_CANCELLED)
    amount, balance = money(asked.amount), retail_balance(order)
    if amount > balance:
        raise RefusedError(Refusal.PAYMENT_ABOVE_BALANCE, amount=amount, balance=money(balance))
    paid = replace(order, transactions=(*order.transactions, _transaction(work, asked, amount)))
    completing = asked.automatic_complete and not retail_balance(paid)
    if completing and order.order_status is not RetailStatus.COMPLETED:
        return complete_retail_order(work, paid)
    return _store(work, paid)


def refund_retail_order(work: Work, order: RetailOrder, amount: Decimal) -> RetailOrder:
    """The order after `amount` dollars went back; a cancelled one can be refunded too.

    Raises:
        RefusedError: less than that was paid.
    """
    paid = order.total_paid - order.total_refund
    if money(amount) > paid:
        raise RefusedError(Refusal.REFUND_ABOVE_PAID, amount=money(amount), paid=money(paid))
    return _store(work, replace(order, total_refund=order.total_refund + money(amount)))


def _transaction(work: Work, asked: PaymentRequest, amount: Decimal) -> Transaction:
    is_manual = asked.payment_type is PaymentType.MANUAL
    if is_manual and not (asked.manual_payment_type and asked.reference_id):
        raise RefusedError(Refusal.MANUAL_PAYMENT_INCOMPLETE)
    token = (asked.manual_payment_type or "").upper() if is_manual else None
    return Transaction(
        transaction_id=work.ids.number("transaction"),
        payment_type=asked.payment_type,
        amount=amount,
        reference_token=token,
        reference_id=asked.reference_id if is_manual else None,
        signed=work.signed,
    )


def _store(work: Work, order: RetailOrder) -> RetailOrder:
    signed = replace(order, audit=work.signed.on(order.audit))
    work.warehouse.put_retail_order(signed)
    return signed
