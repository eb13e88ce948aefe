"""Says in Flourish's words why a state forbids something."""

from collections.abc import Mapping

from sim_flourish.warehouse.order_status_table import OrderEvent, OrderStatus
from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_kernel.transitions import IllegalTransitionError, follow

_OVER = {
    OrderStatus.SHIPPED: Refusal.ALREADY_SHIPPED,
    OrderStatus.COMPLETED: Refusal.ALREADY_COMPLETED,
    OrderStatus.CANCELLED: Refusal.ALREADY_CANCELLED,
}
_WHILE_OPEN = {
    (OrderStatus.PARTIALLY_ALLOCATED, OrderEvent.UPDATED_BY_API): Refusal.UPDATE_WHILE_ALLOCATED,
    (OrderStatus.ALLOCATED, OrderEvent.UPDATED_BY_API): Refusal.UPDATE_WHILE_ALLOCATED,
    (OrderStatus.CREATED, OrderEvent.SHIPPED): Refusal.NOTHING_ALLOCATED,
    (OrderStatus.PARTIALLY_ALLOCATED, OrderEvent.SHIPPED): Refusal.NOT_FULLY_ALLOCATED,
    (OrderStatus.CREATED, OrderEvent.COMPLETED): Refusal.NOT_SHIPPED,
    (OrderStatus.PARTIALLY_ALLOCATED, OrderEvent.COMPLETED): Refusal.NOT_SHIPPED,
    (OrderStatus.ALLOCATED, OrderEvent.COMPLETED): Refusal.NOT_SHIPPED,
}


def next_status(
    table: Mapping[tuple[OrderStatus, OrderEvent], OrderStatus], status: OrderStatus, event: OrderEvent
) -> OrderStatus:
    """The status after `event`.

    Raises:
        RefusedError: the table has no such row; the message is the documented one where there is one.
    """
    try:
        return follow(table, status, event)
    except IllegalTransitionError as error:
        raise RefusedError(_OVER.get(status) or _WHILE_OPEN[status, event]) from error
