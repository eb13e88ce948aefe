"""Values for tests of the core: a confirmed order, the order in Flourish, and states in every stage."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from integration_engine.core.order import (
    Buyer,
    Confirmation,
    ConfirmedLine,
    FlourishLine,
    FlourishOrder,
    FlourishOrderId,
    FlourishTotals,
    OrderId,
    OrderState,
    SalesRep,
    Stage,
)
from integration_engine.core.ordo_status import Terms

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
ORDER_ID = OrderId("ord_1")
FLOURISH_ID = FlourishOrderId("00000012")
CONFIRMATION = Confirmation(
    order_id=ORDER_ID,
    order_number="1001",
    revision=1,
    confirmed_at=NOW,
    terms=Terms.NET_TERMS,
    net_days=30,
    buyer=Buyer(name="Corner Shop", license_number="C10-1"),
    sales_rep=SalesRep(first_name="Ada", last_name="Rep", email="ada@example.com"),
    notes=None,
    lines=(
        ConfirmedLine(
            sku="SKU-1",
            flourish_item_id="1",
            quantity=Decimal(2),
            unit_price=Decimal("10.50"),
            discount=Decimal(0),
        ),
    ),
)
LINE = FlourishLine(
    sku="SKU-1",
    item_name="Pre-roll",
    flourish_item_id="1",
    quantity=Decimal(2),
    unit_price=Decimal("10.50"),
    discount=Decimal(0),
    line_total=Decimal(21),
)
TOTALS = FlourishTotals(
    subtotal=Decimal(21), discounts=Decimal(0), charges=Decimal(0), taxes=Decimal(0), total=Decimal(21)
)


def flourish_order(
    order_status: str = "Created",
    payment_status: str = "Awaiting Payment",
    *,
    original_order_id: str = ORDER_ID,
    quantity: int = 2,
) -> FlourishOrder:
    """Our order as Flourish has it."""
    return FlourishOrder(
        flourish_order_id=FLOURISH_ID,
        original_order_id=original_order_id,
        order_status=order_status,
        payment_status=payment_status,
        lines=(replace(LINE, quantity=Decimal(quantity)),),
        totals=TOTALS,
    )


def order_in(stage: Stage, terms: Terms = Terms.NET_TERMS) -> OrderState:
    """An order in a stage, with what belongs to it."""
    confirmation = replace(CONFIRMATION, terms=terms)
    fresh = OrderState(order_id=ORDER_ID, stage=stage)
    if stage is Stage.NEW:
        return fresh
    confirmed = replace(fresh, confirmation=confirmation)
    if stage in {Stage.PLACED, Stage.CLOSED}:
        return replace(confirmed, flourish_order_id=FLOURISH_ID, attempts=1, first_attempt_at=NOW)
    if stage is Stage.SEEKING:
        return replace(confirmed, attempts=1, first_attempt_at=NOW, look_after=LATER)
    return confirmed
