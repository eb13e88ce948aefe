"""Reads an order as it is typed (schemas/ordo/order_request.json)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sim_ordo.order import Buyer, Terms
from sim_ordo.orders import NO_MONEY, LineDraft, OrderDraft
from sim_ordo.routing import parse_body

DEFAULT_NET_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    sku: str
    quantity: Decimal
    unit_price: Decimal | None = None
    discount: Decimal = NO_MONEY


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    terms: Terms
    buyer: Buyer
    lines: tuple[_Line, ...]
    net_days: int | None = None
    notes: str | None = None


def parse_order_request(body: Any) -> OrderDraft:  # noqa: ANN401 - JSON that has passed its schema
    """The editable part of an order, with what may be left out filled in."""
    typed = parse_body(body, _Order)
    on_credit = typed.terms is Terms.NET_TERMS
    lines = (
        LineDraft(sku=line.sku, quantity=line.quantity, unit_price=line.unit_price, discount=line.discount)
        for line in typed.lines
    )
    return OrderDraft(
        terms=typed.terms,
        net_days=(typed.net_days or DEFAULT_NET_DAYS) if on_credit else None,
        buyer=typed.buyer,
        lines=tuple(lines),
        notes=typed.notes,
    )
