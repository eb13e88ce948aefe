"""What may be done to an outbound order, by its status and by the shipment it is bound to."""

from collections.abc import Mapping

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.order_status import OrderEvent, OrderStatus
from sim_flourish.model.orders import OrderId
from sim_flourish.model.trips import TripKind
from sim_flourish.warehouse.warehouse import Work
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


def check_not_bound(work: Work, kind: TripKind, order_id: OrderId) -> None:
    """Lets an order pass that no trip is to carry.

    Raises:
        RefusedError: one is to.
    """
    trip = work.warehouse.open_trip_of(kind, order_id)
    if trip is not None:
        raise RefusedError(Refusal.ORDER_ON_TRIP, trip=kind.value, id=trip.trip_id)
