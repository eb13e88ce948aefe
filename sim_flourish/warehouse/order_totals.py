"""What an order costs (contract sections 3 and 6).

line total = quantity x unit price - discount, which is off the line, or off each unit where the tenant is
set so; sub total = sum of the lines; total = sub total with the excise tax, plus charges, minus discounts.
With `pretax_discounts` the discounts come off before the tax.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sim_flourish.warehouse.amounts import ZERO, money
from sim_flourish.warehouse.outbound_orders import AmountMethod, OrderAmount, OrderLine, OutboundOrder

LARGEST_TOTAL = Decimal("999999999999.99")
"""Nothing that an order shows of its money is more; beyond it, JSON numbers lose cents."""

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTotals:
    """All in dollars, two decimals."""

    sub_total: Decimal
    taxes: Decimal
    charges: Decimal
    discounts: Decimal
    total: Decimal


def line_total(line: OrderLine) -> Decimal:
    """What one line costs, in dollars."""
    discount = line.discount_price * line.order_qty if line.discount_per_unit else line.discount_price
    return money(line.order_qty * line.unit_price - discount)


def order_totals(order: OutboundOrder) -> OrderTotals:
    """What the whole order costs."""
    sub_total = sum((line_total(line) for line in order.order_lines), ZERO)
    charges = _sum_of(order.charges, sub_total)
    discounts = _sum_of(order.discounts, sub_total)
    taxed = sub_total - discounts if order.pretax_discounts else sub_total
    taxes = money(taxed * (order.excise_tax_rate or ZERO) / _HUNDRED)
    return OrderTotals(
        sub_total=money(sub_total),
        taxes=taxes,
        charges=charges,
        discounts=discounts,
        total=money(sub_total + taxes + charges - discounts),
    )


def is_too_large(order: OutboundOrder) -> bool:
    """Whether the lines, the charges, the discounts or the whole come to more than `LARGEST_TOTAL`."""
    if sum((line_total(line) for line in order.order_lines), ZERO) > LARGEST_TOTAL:
        return True  # what is worked out from it may be too long to be rounded
    totals = order_totals(order)
    return max(totals.charges, totals.discounts, totals.taxes, totals.total) > LARGEST_TOTAL


def amount_value(amount: OrderAmount, sub_total: Decimal) -> Decimal:
    """What a charge or discount comes to, in dollars; percentages are of the sub total."""
    match amount.method:
        case AmountMethod.DOLLAR:
            return money(amount.amount)
        case AmountMethod.PERCENTAGE:
            return money(sub_total * amount.amount / _HUNDRED)


def _sum_of(amounts: Iterable[OrderAmount], sub_total: Decimal) -> Decimal:
    return money(sum((amount_value(amount, sub_total) for amount in amounts), ZERO))
