"""What lies where and what is on order: the sums behind the inventory summary (contract section 3).

For every item in every facility: qty = available + non-available, and sellable = available - on order.
What is on order is what open orders still lack, so allocating moves a quantity from on order to
non-available and leaves sellable alone. Derived from the world's packages and orders, never stored.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sim_flourish.model.items import Item, ItemId, VariationId
from sim_flourish.model.orders import OrderLine, OutboundOrder
from sim_flourish.model.packages import Package, PackageId
from sim_flourish.model.places import FacilityId
from sim_flourish.model.retail import RetailOrder
from sim_flourish.model.values import ZERO
from sim_flourish.model.world import World

Place = tuple[FacilityId, ItemId]
Wanted = tuple[VariationId | None, str | None, str | None]
"""What an order line asks for of an item: which variation of it, which strain, which lot."""


class GroupBy(StrEnum):
    """How the summary is cut; always also by variation and by strain."""

    ITEM_NAME = "item_name"
    LOT_NUMBER = "lot_number"


@dataclass(frozen=True, slots=True)
class Cut:
    """What the packages of one row of the summary share; the lot is empty unless it is cut by lots."""

    variation_id: VariationId | None
    strain_id: str | None
    lot_number: str

    def fits(self, wanted: Wanted) -> bool:
        """Whether what is on order can be met from this row; what names no strain or lot takes any."""
        _, strain_id, lot_number = wanted
        return strain_id in (None, "", self.strain_id) and lot_number in (None, "", self.lot_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One row of the inventory summary; `lot_number` is empty unless grouped by it."""

    item_id: ItemId
    item_variation_id: VariationId | None
    strain_id: str | None
    strain_name: str | None
    lot_number: str
    qty: Decimal
    available_qty: Decimal
    on_order_qty: Decimal
    last_updated_at: datetime

    @property
    def non_available_qty(self) -> Decimal:
        return self.qty - self.available_qty

    @property
    def sellable_qty(self) -> Decimal:
        """What can still be promised; below zero when more is on order than there is."""
        return self.available_qty - self.on_order_qty


class Stock:
    """The ledger over one world's packages and open orders."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._packages: dict[Place, dict[PackageId, None]] = {}
        self._on_order: dict[Place, dict[Wanted, Decimal]] = {}
        self._ordered_at: dict[Place, datetime] = {}
        self.version = 0
        """Grows with every change."""
        self._versions: dict[Place, int] = {}
        self.presence_version = 0
        """Grows when rows may have appeared or vanished."""
        for package in world.packages.values():
            self._packages.setdefault((package.facility_id, package.item_id), {})[package.package_id] = None
        for order in world.outbound_orders.values():
            self.count_order(order, 1)
        for retail_order in world.retail_orders.values():
            self.count_order(retail_order, 1)

    def put(self, package: Package) -> None:
        old = self._world.packages.get(package.package_id)
        if old is None or (old.qty == ZERO) != (package.qty == ZERO):
            self.presence_version += 1
        self._world.packages[package.package_id] = package
        self._packages.setdefault((package.facility_id, package.item_id), {})[package.package_id] = None
        self._touch((package.facility_id, package.item_id))

    def packages_of(self, facility_id: FacilityId, item_id: ItemId) -> tuple[Package, ...]:
        """The item's packages in the facility that still hold something, oldest first."""
        found = (
            self._world.packages[package_id] for package_id in self._packages.get((facility_id, item_id), ())
        )
        return tuple(package for package in found if package.qty > ZERO)

    def on_order(self, facility_id: FacilityId, item_id: ItemId) -> Decimal:
        """What open orders of the facility still lack of the item."""
        return sum(self._on_order.get((facility_id, item_id), {}).values(), ZERO)

    def count_order(self, order: OutboundOrder | RetailOrder, sign: int) -> None:
        """Enters what an order lacks into the ledger (`sign` 1), or takes it out (-1) before it changes.

        A retail order that no facility has taken on yet lacks nothing anywhere.
        """
        if order.facility_id is None:
            return
        for line in order.order_lines:
            place = (order.facility_id, line.item_id)
            self._touch(place)
            self._ordered_at[place] = max(
                order.audit.last_updated_at, self._ordered_at.get(place, order.audit.last_updated_at)
            )
            if order.is_open and line.open_qty:
                self._enter(place, line, sign * line.open_qty)

    def version_of(self, facility_id: FacilityId, item_id: ItemId) -> int:
        """Grows with every change to the item's rows in the facility."""
        return self._versions.get((facility_id, item_id), 0)

    def row_count(self, facility_id: FacilityId, item_id: ItemId, group_by: GroupBy) -> int:
        """How many rows `summary` gives; cheaper than making them."""
        place = (facility_id, item_id)
        is_plain = not self._on_order.get(place) and not self._variations_of(place)
        if is_plain and len(self.packages_of(*place)) <= 1:
            return 1
        return len(self._groups(place, None, group_by))

    def packages_in(self, facility_id: FacilityId) -> list[Package]:
        """Every package of the facility, empty ones too, oldest first."""
        return [package for package in self._world.packages.values() if package.facility_id == facility_id]

    def is_present(self, facility_id: FacilityId, item_id: ItemId) -> bool:
        """Whether the summary shows the item without being asked for all items."""
        place = (facility_id, item_id)
        if self._on_order.get(place):
            return True
        return any(self._world.packages[package_id].qty for package_id in self._packages.get(place, ()))

    def summary(self, facility_id: FacilityId, item: Item, group_by: GroupBy) -> list[SummaryRow]:
        """The item's rows in the facility.

        The item itself has at least one, with zeros when there is nothing; a variation has one once it
        was in stock, or while it is on order: what is sold out reads as nothing and does not vanish (I11).
        """
        place = (facility_id, item.item_id)
        groups = self._groups(place, item.strain_id, group_by)
        on_order = self._spread(place, list(groups), by_lot=group_by is GroupBy.LOT_NUMBER)
        touched = max(item.audit.created_at, self._ordered_at.get(place, item.audit.created_at))
        return [
            SummaryRow(
                item_id=item.item_id,
                item_variation_id=cut.variation_id,
                strain_id=cut.strain_id,
                strain_name=packages[0].strain_name if packages else item.strain_name,
                lot_number=cut.lot_number,
                qty=sum((package.qty for package in packages), ZERO),
                available_qty=sum((package.available_qty for package in packages), ZERO),
                on_order_qty=on_order.get(cut, ZERO),
                last_updated_at=max([touched, *(package.audit.last_updated_at for package in packages)]),
            )
            for cut, packages in groups.items()
        ]

    def _groups(self, place: Place, own_strain: str | None, group_by: GroupBy) -> dict[Cut, list[Package]]:
        """The packages by what they share; a variation that is sold out or on order has an empty group."""
        groups: dict[Cut, list[Package]] = {}
        for package in self.packages_of(*place):
            lot = package.lot_number if group_by is GroupBy.LOT_NUMBER else ""
            groups.setdefault(Cut(package.item_variation_id, package.strain_id, lot), []).append(package)
        variations = {cut.variation_id for cut in groups}
        on_order = (wanted[0] for wanted in self._on_order.get(place, ()))
        for variation_id in dict.fromkeys([None, *self._variations_of(place), *on_order]):
            if variation_id not in variations:
                groups[Cut(variation_id, own_strain, "")] = []
        return groups

    def _variations_of(self, place: Place) -> dict[VariationId, None]:
        """The variations of which there is or was a package."""
        packages = (self._world.packages[package_id] for package_id in self._packages.get(place, ()))
        return {package.item_variation_id: None for package in packages if package.item_variation_id}

    def _touch(self, place: Place) -> None:
        self.version += 1
        self._versions[place] = self._versions.get(place, 0) + 1

    def _enter(self, place: Place, line: OrderLine, qty: Decimal) -> None:
        quantities = self._on_order.setdefault(place, {})
        key = (line.item_variation_id, line.strain_id, line.lot_number)
        was_there = key in quantities
        quantities[key] = quantities.get(key, ZERO) + qty
        if quantities[key] == ZERO:
            del quantities[key]
        if was_there != (key in quantities):
            self.presence_version += 1

    def _spread(self, place: Place, cuts: list[Cut], *, by_lot: bool) -> dict[Cut, Decimal]:
        """Gives what is on order to the rows it names; what fits none goes to the first of its variation."""
        spread: dict[Cut, Decimal] = {}
        for wanted, qty in self._on_order.get(place, {}).items():
            asked = wanted if by_lot else (*wanted[:2], None)
            own = [cut for cut in cuts if cut.variation_id == wanted[0]]
            target = next((cut for cut in own if cut.fits(asked)), own[0])
            spread[target] = spread.get(target, ZERO) + qty
        return spread
