"""Words for tests of decisions: what Flourish gave, several events in a row, kinds of commands."""

from integration_engine.core.order import Command, CommandKind, OrderState
from integration_engine.core.order_decisions import decide
from integration_engine.core.order_events import (
    OrderEvent,
    OrderSeen,
)
from tests.unit.engine.core.orders_in_core import (
    LATER,
    ORDER_ID,
    flourish_order,
)


def seen(
    order_status: str = "Created",
    payment_status: str = "Awaiting Payment",
    *,
    original_order_id: str = ORDER_ID,
    quantity: int = 2,
) -> OrderSeen:
    """Flourish gave the order."""
    order = flourish_order(
        order_status, payment_status, original_order_id=original_order_id, quantity=quantity
    )
    return OrderSeen(order=order, recheck_at=LATER)


def after(state: OrderState, *events: OrderEvent) -> OrderState:
    """The state after several events."""
    for event in events:
        state, _ = decide(state, event)
    return state


def kinds(commands: tuple[Command, ...]) -> list[CommandKind]:
    """The kinds of commands."""
    return [command.kind for command in commands]
