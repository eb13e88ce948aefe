"""What may be done to a retail order: packing, paying, completing; what its status forbids is refused."""

from dataclasses import replace
from decimal import Decimal

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.places import Facility
from sim_flourish.model.retail import FulfillmentType, PaymentType, RetailOrder, Transaction
from sim_flourish.model.retail_status import RETAIL_STATUS_TABLE, RetailEvent, RetailStatus
from sim_flourish.model.values import money
from sim_flourish.orders.allocation import release_lines, set_aside
from sim_flourish.orders.rules import refunded_in_all, take_out
from sim_flourish.peripheral.retail.request import PaymentRequest
from sim_flourish.peripheral.retail.totals import retail_balance
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.transitions import IllegalTransitionError, follow

_OVER = {
    RetailStatus.COMPLETED: Refusal.ALREADY_COMPLETED,
    RetailStatus.CANCELLED: Refusal.ALREADY_CANCELLED,
}


def next_retail_status(status: RetailStatus, event: RetailEvent) -> RetailStatus:
    """The status after `event`.

    Raises:
        RefusedError: the table has no such row; the message is the documented one where there is one.
    """
    try:
        return follow(RETAIL_STATUS_TABLE, status, event)
    except IllegalTransitionError as error:
        if status in _OVER:
            raise RefusedError(_OVER[status]) from error
        raise RefusedError(Refusal.RETAIL_NOT_NOW, event=event.value, status=status.value) from error


def submit_retail_order(work: Work, order: RetailOrder) -> RetailOrder:
    """The order, Submitted: the shop can begin."""
    status = next_retail_status(order.order_status, RetailEvent.SUBMITTED)
    return work.store(replace(order, order_status=status, submitted=work.signed))


def pack_retail_order(work: Work, order: RetailOrder, facility: Facility | None = None) -> RetailOrder:
    """The order, Packed, with everything on it set aside; `facility` takes on one that has none yet.

    Raises:
        RefusedError: it is past that, no facility is known, or the stock is too small.
    """
    status = next_retail_status(order.order_status, RetailEvent.PACKED)
    return work.store(replace(_filled(work, order, facility), order_status=status, packed=work.signed))


def send_out_retail_order(work: Work, order: RetailOrder) -> RetailOrder:
    """The order, Out for Delivery, as when its delivery leaves.

    Raises:
        RefusedError: it is not packed, or is not brought to the customer at all.
    """
    if order.fulfillment_type is not FulfillmentType.DELIVERY:
        raise RefusedError(Refusal.NOT_A_DELIVERY, type=order.fulfillment_type.value)
    status = next_retail_status(order.order_status, RetailEvent.SENT_OUT)
    return work.store(replace(order, order_status=status, sent_out=work.signed))


def return_retail_order(work: Work, order: RetailOrder) -> RetailOrder:
    """The order, Undeliverable; its goods stay set aside for another try."""
    status = next_retail_status(order.order_status, RetailEvent.FAILED)
    return work.store(replace(order, order_status=status))


def complete_retail_order(work: Work, order: RetailOrder) -> RetailOrder:
    """The order, Completed; its goods have left. One that was not packed takes the stock now.

    Raises:
        RefusedError: it is over or undeliverable, or the stock is too small.
    """
    status = next_retail_status(order.order_status, RetailEvent.COMPLETED)
    filled = _filled(work, order, None) if order.is_open else order
    take_out(work, filled.order_lines)
    is_delivered = order.fulfillment_type is FulfillmentType.DELIVERY
    delivered = work.signed if is_delivered else None
    return work.store(replace(filled, order_status=status, delivered=delivered, completed=work.signed))


def cancel_retail_order(work: Work, order: RetailOrder) -> RetailOrder:
    """The order, Cancelled; what was set aside is free again."""
    status = next_retail_status(order.order_status, RetailEvent.CANCELLED)
    lines = release_lines(work, order.order_lines)
    return work.store(replace(order, order_status=status, order_lines=lines))


def _filled(work: Work, order: RetailOrder, facility: Facility | None) -> RetailOrder:
    """The order with all its lines set aside in its facility, or in the one that takes it on."""
    facility_id = order.facility_id or (None if facility is None else facility.facility_id)
    if facility_id is None:
        raise RefusedError(Refusal.RETAIL_FACILITY_MISSING)
    wanted = [line.open_qty for line in order.order_lines]
    lines = set_aside(work, facility_id, order.order_lines, wanted)
    return replace(order, facility_id=facility_id, order_lines=lines)


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
    return work.store(paid)


def refund_retail_order(work: Work, order: RetailOrder, amount: Decimal) -> RetailOrder:
    """The order after `amount` dollars went back; a cancelled one can be refunded too."""
    return work.store(replace(order, total_refund=refunded_in_all(order, amount)))


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
