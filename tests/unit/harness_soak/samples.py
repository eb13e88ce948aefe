"""Orders on both sides, made by hand."""

from decimal import Decimal

from harness.clients import flourish_shapes, ordo_shapes
from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.ordo_shapes import HistoryEntry, Order, OrderRefusal, Totals

TEN = Decimal(10)
NOTHING = Decimal(0)
TOTALS = Totals(subtotal=TEN, discounts=NOTHING, charges=NOTHING, taxes=NOTHING, total=TEN)


def in_ordo(
    *history: str, terms: str = "Net Terms", revision: int = 1, refusal: str = "", total: Decimal = TEN
) -> Order:
    """An order of Ordo that took these statuses."""
    statuses = ("Pending", *history)
    return Order(
        order_id="ord_1",
        status=statuses[-1],
        status_label=statuses[-1],
        terms=terms,
        buyer=ordo_shapes.Buyer(name="B", license_number="L"),
        lines=[
            ordo_shapes.OrderLine(
                sku="A", quantity=Decimal(2), unit_price=Decimal(5), discount=NOTHING, line_total=total
            )
        ],
        totals=TOTALS,
        sending=False,
        editable=False,
        revision=revision,
        refusal=OrderRefusal(code="refused", reason=refusal) if refusal else None,
        history=tuple(HistoryEntry(status=one) for one in statuses),
    )


def in_flourish(status: str = "Created", payment: str = "Awaiting Payment", number: int = 1) -> OutboundOrder:
    """Its order in Flourish."""
    return OutboundOrder(
        id=str(number),
        original_order_id="ord_1",
        order_status=status,
        payment_status=payment,
        sub_total_price=TEN,
        total_discounts=NOTHING,
        total_charges=NOTHING,
        taxes=NOTHING,
        total_price=TEN,
        total_paid=NOTHING,
        order_lines=[
            flourish_shapes.OrderLine(
                item_id="1",
                sku="A",
                order_qty=Decimal(2),
                unit_price=Decimal(5),
                discount_price=NOTHING,
                line_total_price=TEN,
            )
        ],
    )
