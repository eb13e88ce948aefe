"""What may be done to a trip by its status, and what becomes of the orders on it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.events import OrderChanged, RetailOrderChanged
from sim_flourish.model.order_status import OPEN_STATUSES, OrderEvent, OrderStatus
from sim_flourish.model.orders import OrderId, OutboundOrder
from sim_flourish.model.retail import FulfillmentType, RetailOrder
from sim_flourish.model.retail_status import UNPACKED_STATUSES, RetailEvent, RetailStatus
from sim_flourish.model.trips import TRIP_STATUS_TABLE, Trip, TripEvent, TripKind, TripStatus
from sim_flourish.model.world import World
from sim_flourish.orders.rules import ship_order
from sim_flourish.peripheral.retail.rules import send_out_retail_order
from sim_flourish.warehouse.warehouse import Warehouse, Work
from sim_kernel.transitions import IllegalTransitionError, follow

_WHY = {TripStatus.SHIPPED: Refusal.TRIP_SHIPPED, TripStatus.CANCELLED: Refusal.TRIP_CANCELLED}


def next_trip_status(trip: Trip, event: TripEvent) -> TripStatus:
    """The status after `event`.

    Raises:
        RefusedError: the table has no such row.
    """
    try:
        return follow(TRIP_STATUS_TABLE, trip.status, event)
    except IllegalTransitionError as error:
        refusal = _WHY.get(trip.status, Refusal.TRIP_EMPTY)
        raise RefusedError(refusal, trip=trip.kind.value) from error


TripOrder: TypeAlias = OutboundOrder | RetailOrder
OrderOfTripChanged: TypeAlias = OrderChanged | RetailOrderChanged

_PACKED = frozenset({RetailStatus.PACKED, RetailStatus.UNDELIVERABLE})


def orders_for(world: World, kind: TripKind) -> Mapping[OrderId, TripOrder]:
    return world.outbound_orders if kind is TripKind.SHIPMENT else world.retail_orders


def orders_on(world: World, trip: Trip) -> list[TripOrder]:
    return [orders_for(world, trip.kind)[order_id] for order_id in trip.order_ids]


def is_assignable(order: TripOrder) -> bool:
    """Whether the order can still be sent anywhere with a trip; a retail one also has to be brought."""
    if isinstance(order, OutboundOrder):
        return order.order_status in OPEN_STATUSES
    is_brought = order.fulfillment_type is FulfillmentType.DELIVERY
    return is_brought and order.order_status in UNPACKED_STATUSES | _PACKED


def check_assignable(warehouse: Warehouse, trip: Trip, order_ids: Sequence[OrderId]) -> None:
    """Lets pass what the trip may carry.

    Raises:
        RefusedError: an order is unknown in the trip's facility, of another kind, over, bound to another
            trip, or named twice.
    """
    for order in [_find(warehouse.world, trip, order_id) for order_id in order_ids]:
        if not is_assignable(order):
            raise RefusedError(Refusal.TRIP_ORDER_INELIGIBLE, id=order.order_id)
        bound_to = warehouse.open_trip_of(trip.kind, order.order_id)
        if bound_to is not None and bound_to.trip_id != trip.trip_id:
            raise RefusedError(Refusal.TRIP_ORDER_TAKEN, id=order.order_id, trip=trip.kind.value)
        if order_ids.count(order.order_id) > 1:
            raise RefusedError(Refusal.TRIP_ORDER_TWICE, id=order.order_id)


def _find(world: World, trip: Trip, order_id: OrderId) -> TripOrder:
    order = orders_for(world, trip.kind).get(order_id)
    if order is not None and order.facility_id == trip.facility_id:
        return order
    if any(order_id in orders_for(world, kind) for kind in TripKind if kind is not trip.kind):
        raise RefusedError(Refusal.TRIP_ORDER_OF_ANOTHER_KIND)
    raise RefusedError(Refusal.TRIP_ORDER_UNKNOWN)


def restamp(work: Work, kind: TripKind, order_ids: Iterable[OrderId]) -> tuple[OrderOfTripChanged, ...]:
    """Signs the orders that came onto a trip or went off it, because what they say of it has changed."""
    return tuple(_signed(work, orders_for(work.world, kind)[order_id]) for order_id in order_ids)


def _signed(work: Work, order: TripOrder) -> OrderOfTripChanged:
    if isinstance(order, OutboundOrder):
        return OrderChanged(before=order, after=work.store(order), stock_moved=False)
    return RetailOrderChanged(before=order, after=work.store(order))


def send_out_orders(work: Work, trip: Trip) -> tuple[OrderOfTripChanged, ...]:
    """Every order of the trip leaves: outbound ones are shipped, retail ones are out for delivery.

    Raises:
        RefusedError: one of them is not ready; then none has left.
    """
    orders = orders_on(work.world, trip)
    for order in orders:
        if not _is_ready(order):
            raise RefusedError(Refusal.TRIP_ORDER_NOT_READY, id=order.order_id)
    return tuple(_sent_out(work, order) for order in orders)


def _is_ready(order: TripOrder) -> bool:
    if isinstance(order, OutboundOrder):
        return order.order_status is OrderStatus.ALLOCATED
    return order.order_status in _PACKED


def _sent_out(work: Work, order: TripOrder) -> OrderOfTripChanged:
    if isinstance(order, OutboundOrder):
        return OrderChanged(before=order, after=ship_order(work, order), event=OrderEvent.SHIPPED)
    after = send_out_retail_order(work, order)
    return RetailOrderChanged(before=order, after=after, event=RetailEvent.SENT_OUT)
