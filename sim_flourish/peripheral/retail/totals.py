"""What a retail order costs (contract section 3).

sub total = sum of quantity x unit price, before any discount; total = sub total + taxes - discounts +
delivery fee. Taxes are a percentage of the discounted sub total, for recreational purchases only, which is
assumed. A discount on several lines is shared by them in proportion to what they still cost after the
discounts on fewer lines, which is our choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from sim_flourish.model.orders import AmountMethod, OrderLine
from sim_flourish.model.payment_status import PaymentStatus, status_of_money
from sim_flourish.model.retail import AppliedDiscount, RetailOrder
from sim_flourish.model.values import ZERO, money, whole_cents

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetailTotals:
    """All in dollars, two decimals; `line_discounts` are in the order of the lines."""

    sub_total_price: Decimal
    total_discounts: Decimal
    line_discounts: tuple[Decimal, ...]
    taxes: Decimal
    total_price: Decimal


def line_price(line: OrderLine) -> Decimal:
    """What a line costs before any discount, in dollars."""
    return money(line.order_qty * line.unit_price)


def discount_value(order: RetailOrder, discount: AppliedDiscount) -> Decimal:
    """What a discount is worth on this order, in dollars."""
    if discount.method is AmountMethod.DOLLAR:
        return money(discount.amount)
    base = sum((line_price(line) for line in order.order_lines if _is_for(discount, line)), ZERO)
    return money(base * discount.amount / _HUNDRED)


def retail_totals(order: RetailOrder) -> RetailTotals:
    sub_total = sum((line_price(line) for line in order.order_lines), ZERO)
    line_discounts = _line_discounts(order)
    discounts = sum(line_discounts, ZERO)
    rate = (order.tax_rate or ZERO) if order.is_recreational else ZERO
    taxes = money((sub_total - discounts) * rate / _HUNDRED)
    return RetailTotals(
        sub_total_price=money(sub_total),
        total_discounts=money(discounts),
        line_discounts=line_discounts,
        taxes=taxes,
        total_price=money(sub_total + taxes - discounts + order.delivery_fee),
    )


def retail_balance(order: RetailOrder) -> Decimal:
    """What is still owed, in dollars, never below zero."""
    return max(ZERO, retail_totals(order).total_price - (order.total_paid - order.total_refund))


def retail_payment_status(order: RetailOrder) -> PaymentStatus:
    return status_of_money(paid=order.total_paid, refunded=order.total_refund, owed=retail_balance(order))


def _line_discounts(order: RetailOrder) -> tuple[Decimal, ...]:
    """What each line gets off, from the discounts that are for the fewest lines to those for all."""
    off = [ZERO for _ in order.order_lines]
    chosen = [[_is_for(discount, line) for line in order.order_lines] for discount in order.discounts]
    for discount, meant in sorted(zip(order.discounts, chosen, strict=True), key=lambda row: sum(row[1])):
        prices = [line_price(line) - less for line, less in zip(order.order_lines, off, strict=True)]
        left = [max(ZERO, price) if for_it else ZERO for price, for_it in zip(prices, meant, strict=True)]
        # Where nothing is left, the lines bear it all the same, and so cost less than nothing.
        weights = left if any(left) else [Decimal(for_it) for for_it in meant]
        shares = _shares(discount_value(order, discount), weights)
        off = [less + share for less, share in zip(off, shares, strict=True)]
    return tuple(off)


def _shares(value: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """A value over lines, each in proportion to its weight: what it still costs.

    What the lines bear so far is rounded down, not each share: the shares add up to the value, none is
    below zero, and none is above what its line costs unless the value is above what all cost.
    """
    base = sum(weights, ZERO) or Decimal(1)
    borne = [whole_cents(value * so_far / base) for so_far in accumulate(weights)]
    return [upto - before for before, upto in pairwise((ZERO, *borne))]


def _is_for(discount: AppliedDiscount, line: OrderLine) -> bool:
    is_item = discount.item_ids is None or line.item_id in discount.item_ids
    return is_item and discount.sku in (None, line.sku)
