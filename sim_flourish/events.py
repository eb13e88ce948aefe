"""What happened in a company, as values: an action publishes one, and `webhooks/delivery.py` carries it on.

Where an event moved stock, `facility_id` and `item_ids` say of which items and where (contract section 6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from sim_flourish.model.items import Item, ItemId
from sim_flourish.model.order_status import OrderEvent
from sim_flourish.model.orders import OutboundOrder
from sim_flourish.model.places import FacilityId
from sim_flourish.model.retail import RetailOrder
from sim_flourish.model.retail_status import RetailEvent
from sim_flourish.model.trips import Trip, TripEvent


class StockChanged(Protocol):
    """An event that can have moved stock; `item_ids` is empty when it has not."""

    @property
    def facility_id(self) -> FacilityId | None:
        """Where the items are."""

    @property
    def item_ids(self) -> Iterable[ItemId]:
        """The items whose stock is another now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChanged:
    """An item is new or edited; its stock is not touched by that (I5)."""

    item: Item
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryChanged:
    """Stock was moved by hand."""

    facility_id: FacilityId
    item_ids: tuple[ItemId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChanged:
    """An outbound order is new (no `before`) or another now.

    `event` is what was done to it, where its table has a name for that.
    """

    before: OutboundOrder | None
    after: OutboundOrder
    event: OrderEvent | None = None
    stock_moved: bool = True

    @property
    def facility_id(self) -> FacilityId:
        return self.after.facility_id

    @property
    def item_ids(self) -> Iterable[ItemId]:
        """The items of either version, when their stock moved."""
        return _items_of(self.before, self.after) if self.stock_moved else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RetailOrderChanged:
    """A retail order is new (no `before`) or another now; `event` as for outbound orders."""

    before: RetailOrder | None
    after: RetailOrder
    event: RetailEvent | None = None

    @property
    def facility_id(self) -> FacilityId | None:
        return self.after.facility_id

    @property
    def item_ids(self) -> Iterable[ItemId]:
        """The items of either version, when their stock moved."""
        was = None if self.before is None else _stock_of(self.before)
        return () if was == _stock_of(self.after) else _items_of(self.before, self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class TripChanged:
    """A trip before and after, what its table calls that, and what became of orders with it."""

    before: Trip | None
    after: Trip
    event: TripEvent | None
    orders: tuple[OrderChanged | RetailOrderChanged, ...] = ()


Event = ItemChanged | InventoryChanged | OrderChanged | RetailOrderChanged | TripChanged


def _items_of(
    before: OutboundOrder | RetailOrder | None, after: OutboundOrder | RetailOrder
) -> Iterable[ItemId]:
    """Each once, in the order of the lines."""
    return dict.fromkeys(line.item_id for order in (before, after) if order for line in order.order_lines)


def _stock_of(order: RetailOrder) -> tuple[object, ...]:
    return order.order_status, order.facility_id, order.order_lines
