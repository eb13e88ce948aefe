"""One company's warehouse: its world, and the indexes that follow every change to it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Generic, TypeVar

from sim_flourish.model.items import Goods, Item
from sim_flourish.model.order_status import OrderStatus
from sim_flourish.model.orders import OrderId, OrderLine, OutboundOrder
from sim_flourish.model.packages import Package
from sim_flourish.model.payment_status import open_balance
from sim_flourish.model.places import DestinationId
from sim_flourish.model.retail import RetailOrder
from sim_flourish.model.trips import Trip, TripId, TripKind
from sim_flourish.model.values import ZERO, Signature
from sim_flourish.model.world import World
from sim_flourish.warehouse.item_index import ItemIndex, VariationIndex
from sim_flourish.warehouse.stock import Stock, SummaryRow
from sim_kernel.ids import Ids

Row = TypeVar("Row")
_KEPT = 64


class ListingCache(Generic[Row]):
    """Outcomes by filter; an outcome is good for one version of the state and then made anew."""

    def __init__(self) -> None:
        self._outcomes: OrderedDict[Hashable, tuple[Hashable, Sequence[Row]]] = OrderedDict()

    def get(self, key: Hashable, version: Hashable, find: Callable[[], Sequence[Row]]) -> Sequence[Row]:
        """The rows for `key`, found again when `version` is not the one they were found under."""
        kept = self._outcomes.get(key)
        if kept is not None and kept[0] == version:
            self._outcomes.move_to_end(key)
            return kept[1]
        rows = find()
        self._outcomes[key] = (version, rows)
        self._outcomes.move_to_end(key)
        if len(self._outcomes) > _KEPT:
            self._outcomes.popitem(last=False)
        return rows


R = TypeVar("R")
AnyOrder = TypeVar("AnyOrder", OutboundOrder, RetailOrder)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvoices:
    """What a destination still owes, and on how many orders."""

    total: Decimal = ZERO
    number: int = 0


class Warehouse:
    """The world and what is derived from it; every write of an order, item or package goes through here."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.items = ItemIndex(world)
        self.variations = VariationIndex(world)
        self.stock = Stock(world)
        self.orders_version = 0
        self.listings: ListingCache[Any] = ListingCache()
        self.rendered: dict[Hashable, tuple[object, Any]] = {}
        """What was made of a value, kept with the value it was made of."""
        self._invoices: dict[DestinationId, OpenInvoices] = {}
        self._trip_of: dict[tuple[TripKind, OrderId], TripId] = {}
        for order in world.outbound_orders.values():
            self._count_invoice(order, 1)
        for kind in TripKind:
            for trip in world.trips(kind).values():
                self._trip_of |= {(kind, order_id): trip.trip_id for order_id in trip.order_ids}

    def put_order(self, order: OutboundOrder | RetailOrder) -> None:
        """Adds an order or replaces it; the quantities on order and the open invoices follow."""
        is_retail = isinstance(order, RetailOrder)
        orders: dict[OrderId, Any] = self.world.retail_orders if is_retail else self.world.outbound_orders
        if order.order_id in orders:
            self._count(orders[order.order_id], -1)
        orders[order.order_id] = order
        self._count(order, 1)
        self.orders_version += 1

    def _count(self, order: OutboundOrder | RetailOrder, sign: int) -> None:
        self.stock.count_order(order, sign)
        if isinstance(order, OutboundOrder):
            self._count_invoice(order, sign)

    @property
    def goods_version(self) -> int:
        """Grows with every change to an item or a variation."""
        return self.items.version + self.variations.version

    def goods_of(self, record: OrderLine | Package | SummaryRow) -> Goods:
        """What a record is about: an item, packed as a variation of it or as none."""
        variation = self.variations.find(record.item_variation_id)
        return Goods(item=self.world.items[record.item_id], variation=variation)

    def put_trip(self, trip: Trip) -> None:
        """Adds a shipment or delivery or replaces it; its orders know of it."""
        trips = self.world.trips(trip.kind)
        old = trips.get(trip.trip_id)
        for order_id in () if old is None else old.order_ids:
            if self._trip_of.get((trip.kind, order_id)) == trip.trip_id:
                del self._trip_of[trip.kind, order_id]
        trips[trip.trip_id] = trip
        for order_id in trip.order_ids:
            self._trip_of[trip.kind, order_id] = trip.trip_id
        self.orders_version += 1

    def trip_of(self, kind: TripKind, order_id: OrderId) -> Trip | None:
        """The newest shipment or delivery that carries the order, left or not."""
        trip_id = self._trip_of.get((kind, order_id))
        return None if trip_id is None else self.world.trips(kind)[trip_id]

    def open_trip_of(self, kind: TripKind, order_id: OrderId) -> Trip | None:
        """The shipment or delivery, still to leave, that the order is bound to."""
        trip = self.trip_of(kind, order_id)
        return trip if trip is not None and trip.is_open else None

    def render_once(self, key: Hashable, made_of: object, make: Callable[[], R]) -> R:
        """What `make` makes of the very object or number `made_of`; made again only for another one."""
        kept = self.rendered.get(key)
        if kept is None or (kept[0] is not made_of and kept[0] != made_of):
            kept = self.rendered[key] = (made_of, make())
        made: R = kept[1]
        return made

    def open_invoices(self, destination_id: DestinationId) -> OpenInvoices:
        return self._invoices.get(destination_id, OpenInvoices())

    def _count_invoice(self, order: OutboundOrder, sign: int) -> None:
        owed = ZERO if order.order_status is OrderStatus.CANCELLED else open_balance(order)
        if owed > ZERO:
            before = self.open_invoices(order.destination_id)
            self._invoices[order.destination_id] = OpenInvoices(
                total=before.total + sign * owed, number=before.number + sign
            )


def warehouse_of(world: World) -> Warehouse:
    """The world's warehouse, made when first asked for: after a snapshot was brought back, too."""
    found = getattr(world, "derived", None)
    if not isinstance(found, Warehouse):
        found = world.derived = Warehouse(world)
    return found


def candidate_items(warehouse: Warehouse, asked: Callable[[str], list[str]]) -> Iterable[Item]:
    """The items among which those asked for are, in the order of their ids; all where no index helps.

    `asked` gives the values of a parameter, none where it is not there.
    """
    index = warehouse.items
    if item_ids := asked("item_id"):
        return _by_id(index.with_ids(item_ids))
    if skus := asked("sku"):
        items = [item for sku in dict.fromkeys(skus) for item in index.with_sku(sku)]
        varied = [variation.item_id for sku in skus for variation in warehouse.variations.with_sku(sku)]
        return _by_id(index.with_ids([*(item.item_id for item in items), *varied]))
    if brands := asked("brand_name"):
        return _by_id(item for brand in dict.fromkeys(brands) for item in index.of_brand(brand))
    return warehouse.world.items.values()


def _by_id(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: int(item.item_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What somebody does now: in which warehouse, with which ids, under whose name and at what time."""

    warehouse: Warehouse
    ids: Ids
    signed: Signature

    @property
    def world(self) -> World:
        return self.warehouse.world

    def store(self, order: AnyOrder) -> AnyOrder:
        """Signs the order and keeps it."""
        signed = replace(order, audit=self.signed.on(order.audit))
        self.warehouse.put_order(signed)
        return signed
