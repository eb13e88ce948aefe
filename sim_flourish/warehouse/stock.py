"""What lies where and what is on order: the sums behind the inventory summary (contract section 3).

For every item in every facility: qty = available + non-available, and sellable = available - on order.
What is on order is what open orders still lack, so allocating moves a quantity from on order to
non-available and leaves sellable alone. Derived from the world's packages and orders, never stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sim_flourish.warehouse.amounts import ZERO
from sim_flourish.warehouse.items import Item, ItemId
from sim_flourish.warehouse.order_status_table import OPEN_STATUSES
from sim_flourish.warehouse.outbound_orders import OrderLine, OutboundOrder
from sim_flourish.warehouse.packages import Package, PackageId
from sim_flourish.warehouse.places import FacilityId
from sim_flourish.warehouse.world import World

Place = tuple[FacilityId, ItemId]


class GroupBy(StrEnum):
    """How the summary is cut; always also by strain."""

    ITEM_NAME = "item_name"
    LOT_NUMBER = "lot_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One row of the inventory summary; `lot_number` is empty unless grouped by it."""

    item_id: ItemId
    strain_id: str | None
    strain_name: str | None
    lot_number: str
    qty: Decimal
    available_qty: Decimal
    on_order_qty: Decimal
    last_updated_at: datetime

    @property
    def non_available_qty(self) -> Decimal:
        """What is set aside."""
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
        self._on_order: dict[Place, dict[tuple[str | None, str | None], Decimal]] = {}
        self._ordered_at: dict[Place, datetime] = {}
        self.version = 0
        """Grows with every change."""
        self._versions: dict[Place, int] = {}
        self.presence_version = 0
        """Grows when an item's rows appear or vanish."""
        for package in world.packages.values():
            self._packages.setdefault((package.facility_id, package.item_id), {})[package.package_id] = None
        for order in world.outbound_orders.values():
            self.count_order(order, 1)

    def put(self, package: Package) -> None:
        """Adds a package or replaces it."""
        old = self._world.packages.get(package.package_id)
        if old is None or (old.qty == ZERO) != (package.qty == ZERO):
            self.presence_version += 1
        self._world.packages[package.package_id] = package
        self._packages.setdefault((package.facility_id, package.item_id), {})[package.package_id] = None
        self._touch((package.facility_id, package.item_id))

    def packages_of(self, facility_id: FacilityId, item_id: ItemId) -> tuple[Package, ...]:
        """The item's packages in the facility that still hold something, oldest first."""
        found = (self._world.packages[one] for one in self._packages.get((facility_id, item_id), ()))
        return tuple(package for package in found if package.qty > ZERO)

    def on_order(self, facility_id: FacilityId, item_id: ItemId) -> Decimal:
        """What open orders of the facility still lack of the item."""
        return sum(self._on_order.get((facility_id, item_id), {}).values(), ZERO)

    def count_order(self, order: OutboundOrder, sign: int) -> None:
        """Enters what an order lacks into the ledger (`sign` 1), or takes it out (-1) before it changes."""
        for line in order.order_lines:
            place = (order.facility_id, line.item_id)
            self._touch(place)
            self._ordered_at[place] = max(
                order.audit.last_updated_at, self._ordered_at.get(place, order.audit.last_updated_at)
            )
            if order.order_status in OPEN_STATUSES and line.open_qty:
                self._enter(place, line, sign * line.open_qty)

    def version_of(self, facility_id: FacilityId, item_id: ItemId) -> int:
        """Grows with every change to the item's rows in the facility."""
        return self._versions.get((facility_id, item_id), 0)

    def row_count(self, facility_id: FacilityId, item_id: ItemId, group_by: GroupBy) -> int:
        """How many rows `summary` gives; cheaper than making them."""
        packages = self.packages_of(facility_id, item_id)
        if len(packages) <= 1:
            return 1
        return len(
            {(one.strain_id, one.lot_number if group_by is GroupBy.LOT_NUMBER else "") for one in packages}
        )

    def packages_in(self, facility_id: FacilityId) -> list[Package]:
        """Every package of the facility, empty ones too, oldest first."""
        return [one for one in self._world.packages.values() if one.facility_id == facility_id]

    def is_present(self, facility_id: FacilityId, item_id: ItemId) -> bool:
        """Whether the summary shows the item without being asked for all items."""
        place = (facility_id, item_id)
        if self._on_order.get(place):
            return True
        return any(self._world.packages[one].qty for one in self._packages.get(place, ()))

    def summary(self, facility_id: FacilityId, item: Item, group_by: GroupBy) -> list[SummaryRow]:
        """The item's rows in the facility: at least one, with zeros when there is nothing."""
        groups: dict[tuple[str | None, str], list[Package]] = {}
        for package in self.packages_of(facility_id, item.item_id):
            lot = package.lot_number if group_by is GroupBy.LOT_NUMBER else ""
            groups.setdefault((package.strain_id, lot), []).append(package)
        if not groups:
            groups[item.strain_id, ""] = []
        place = (facility_id, item.item_id)
        on_order = self._spread(place, list(groups), by_lot=group_by is GroupBy.LOT_NUMBER)
        touched = max(item.audit.created_at, self._ordered_at.get(place, item.audit.created_at))
        return [
            SummaryRow(
                item_id=item.item_id,
                strain_id=strain_id,
                strain_name=packages[0].strain_name if packages else item.strain_name,
                lot_number=lot,
                qty=sum((package.qty for package in packages), ZERO),
                available_qty=sum((package.available_qty for package in packages), ZERO),
                on_order_qty=on_order.get((strain_id, lot), ZERO),
                last_updated_at=max([touched, *(package.audit.last_updated_at for package in packages)]),
            )
            for (strain_id, lot), packages in groups.items()
        ]

    def _touch(self, place: Place) -> None:
        self.version += 1
        self._versions[place] = self._versions.get(place, 0) + 1

    def _enter(self, place: Place, line: OrderLine, qty: Decimal) -> None:
        ledger = self._on_order.setdefault(place, {})
        was_empty = not ledger
        key = (line.strain_id, line.lot_number)
        ledger[key] = ledger.get(key, ZERO) + qty
        if ledger[key] == ZERO:
            del ledger[key]
        if was_empty != (not ledger):
            self.presence_version += 1

    def _spread(
        self, place: Place, groups: list[tuple[str | None, str]], *, by_lot: bool
    ) -> dict[tuple[str | None, str], Decimal]:
        """Gives what is on order to the rows it names; what names no row goes to the first, so sums hold."""
        spread: dict[tuple[str | None, str], Decimal] = {}
        for (strain_id, lot), qty in self._on_order.get(place, {}).items():
            fitting = _fitting(groups, strain_id, (lot or "") if by_lot else "")
            target = next(iter(fitting), groups[0])
            spread[target] = spread.get(target, ZERO) + qty
        return spread


def _fitting(
    groups: Iterable[tuple[str | None, str]], strain_id: str | None, lot: str
) -> list[tuple[str | None, str]]:
    return [
        (strain, group_lot)
        for strain, group_lot in groups
        if (not strain_id or strain == strain_id) and (not lot or group_lot == lot)
    ]
