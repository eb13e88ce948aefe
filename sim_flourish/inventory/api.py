"""`/inventory`, its summary and adjustments, and `/packages`: what is there and what can be sold (I1, I8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim_flourish.conventions.envelope import joined_page, page, success
from sim_flourish.conventions.errors import invalid, not_found
from sim_flourish.conventions.filters import parse_flag
from sim_flourish.conventions.formats import compact_json
from sim_flourish.conventions.request_context import facility_of, warehouse_for
from sim_flourish.inventory.filters import (
    ADJUSTMENT_FILTERS,
    INVENTORY_FILTERS,
    PACKAGE_FILTERS,
    SUMMARY_FILTERS,
    is_cannabis,
)
from sim_flourish.inventory.shapes import (
    adjustment_json,
    inventory_row_json,
    package_json,
    package_origin_json,
    summary_row_json,
)
from sim_flourish.model.items import Goods, Item
from sim_flourish.model.packages import GONE, Adjustment, Package, PackageId, PackageStatus
from sim_flourish.model.places import FacilityId
from sim_flourish.model.world import World
from sim_flourish.warehouse.stock import GroupBy, SummaryRow
from sim_flourish.warehouse.warehouse import Warehouse, candidate_items
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

_GROUPINGS = {
    "item_name": GroupBy.ITEM_NAME,
    "item_id": GroupBy.ITEM_NAME,
    "lot_number": GroupBy.LOT_NUMBER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Summary:
    """One way to cut one facility's summary."""

    warehouse: Warehouse
    facility_id: FacilityId
    group_by: GroupBy

    def rows(self, item: Item) -> list[tuple[Goods, SummaryRow]]:
        rows = self.warehouse.stock.summary(self.facility_id, item, self.group_by)
        return [(self.warehouse.goods_of(row), row) for row in rows]

    def rendered(self, item: Item) -> list[bytes]:
        place = (self.facility_id, item.item_id)
        variations = self.warehouse.variations.of_item(item.item_id)
        made_of = (self.warehouse.stock.version_of(*place), item, *variations)
        return self.warehouse.render_once(
            ("summary", self.group_by, place),
            made_of,
            lambda: [compact_json(summary_row_json(*row)) for row in self.rows(item)],
        )

    def keys(self, items: Iterable[Item]) -> list[tuple[Item, int]]:
        """Every row of these items by its place among the item's rows; the rows themselves are not made."""
        count = self.warehouse.stock.row_count
        return [
            (item, index)
            for item in items
            for index in range(count(self.facility_id, item.item_id, self.group_by))
        ]


def list_summary(call: Call[World]) -> Answer:
    """The sums by item or lot, always by strain and variation; without stock only when all are asked for."""
    facility = facility_of(call)
    grouping = call.query.get("group_by", "item_name")
    if grouping not in _GROUPINGS:
        raise invalid("group_by", f"must be one of {', '.join(_GROUPINGS)}")
    warehouse = warehouse_for(call)
    summary = _Summary(warehouse=warehouse, facility_id=facility.facility_id, group_by=_GROUPINGS[grouping])
    include_all = parse_flag(call.query, "include_all_items")
    narrowed = SUMMARY_FILTERS.parse(call.query)
    stock, facility_id = warehouse.stock, facility.facility_id

    def find() -> Sequence[tuple[Item, int]]:
        items = candidate_items(warehouse, call.query.getlist)
        if not include_all:
            items = [item for item in items if stock.is_present(facility_id, item.item_id)]
        if not narrowed.tests:
            return summary.keys(items)
        return [
            (item, index)
            for item in items
            for index, row in enumerate(summary.rows(item))
            if narrowed.matches(row)
        ]

    version = (warehouse.goods_version, stock.version if narrowed.tests else stock.presence_version)
    key = ("summary", facility_id, summary.group_by, include_all, narrowed.key)
    keys = warehouse.listings.get(key, version, find)
    return joined_page(call, keys, lambda place: summary.rendered(place[0])[place[1]])


def list_inventory(call: Call[World]) -> Answer:
    """The packages; those that are gone only when a flag or package_status asks for them."""
    facility, warehouse = facility_of(call), warehouse_for(call)
    narrowed, hidden = INVENTORY_FILTERS.parse(call.query), _hidden(call)
    with_origin = parse_flag(call.query, "include_origin_harvest")

    def find() -> Sequence[tuple[Goods, Package]]:
        packages = warehouse.stock.packages_in(facility.facility_id)
        shown = (package for package in packages if package.status not in hidden)
        return narrowed.of((warehouse.goods_of(package), package) for package in shown)

    key = ("inventory", facility.facility_id, frozenset(hidden), narrowed.key)
    version = (warehouse.goods_version, warehouse.stock.version)
    rows = warehouse.listings.get(key, version, find)
    return page(call, rows, lambda row: inventory_row_json(*row, with_origin=with_origin))


def _hidden(call: Call[World]) -> set[PackageStatus]:
    """The flags count only where package_status is not there (contract section 2 Inventory)."""
    if "package_status" in call.query:
        return {PackageStatus.ARCHIVED}
    flags = {"include_consumed": PackageStatus.CONSUMED, "include_shipped": PackageStatus.SHIPPED}
    return {*GONE} - {status for flag, status in flags.items() if parse_flag(call.query, flag)}


Row = tuple[Goods, tuple[Package, Adjustment]]


def list_inventory_adjustments(call: Call[World]) -> Answer:
    """The adjustments asked for; items and packages are shown as they are now."""
    facility, warehouse = facility_of(call), warehouse_for(call)
    narrowed = ADJUSTMENT_FILTERS.parse(call.query)

    def row_of(adjustment: Adjustment) -> Row:
        package = call.world.packages[adjustment.package_id]
        return warehouse.goods_of(package), (package, adjustment)

    def find() -> Sequence[Row]:
        rows = (
            row_of(adjustment)
            for adjustment in reversed(call.world.adjustments)
            if adjustment.facility_id == facility.facility_id
        )
        return narrowed.of(rows)

    version = (warehouse.goods_version, warehouse.stock.version)
    rows = warehouse.listings.get(("adjustments", facility.facility_id, narrowed.key), version, find)
    return page(call, rows, lambda row: adjustment_json(row[0], *row[1]))


def list_packages(call: Call[World]) -> Answer:
    """The packages asked for; those that are gone only when package_status asks for them."""
    facility, warehouse = facility_of(call), warehouse_for(call)
    narrowed, with_gone = PACKAGE_FILTERS.parse(call.query), "package_status" in call.query
    with_origin = parse_flag(call.query, "include_origin_harvest")

    def find() -> Sequence[tuple[Goods, Package]]:
        packages = warehouse.stock.packages_in(facility.facility_id)
        shown = (package for package in packages if with_gone or package.status not in GONE)
        rows = ((warehouse.goods_of(package), package) for package in shown)
        return narrowed.of(row for row in rows if is_cannabis(row[0]))

    key = ("packages", facility.facility_id, with_gone, narrowed.key)
    version = (warehouse.goods_version, warehouse.stock.version)
    rows = warehouse.listings.get(key, version, find)
    return page(call, rows, lambda row: package_json(*row, with_origin=with_origin))


def get_package(call: Call[World], package_id: str) -> Answer:
    """One package, gone or not, in a list of one, without `original_package_id` (contract section 4)."""
    goods, package = _find(call, package_id)
    shown = package_json(goods, package, with_origin=parse_flag(call.query, "include_origin_harvest"))
    return success([{name: value for name, value in shown.items() if name != "original_package_id"}])


def get_package_details(call: Call[World], package_id: str) -> Answer:
    """Where a package comes from; nothing where that is not known."""
    goods, package = _find(call, package_id)
    return success(package_origin_json(goods, package, facility_of(call)))


def _find(call: Call[World], package_id: str) -> tuple[Goods, Package]:
    facility = facility_of(call)
    package = call.world.packages.get(PackageId(package_id))
    if package is not None and package.facility_id == facility.facility_id:
        goods = warehouse_for(call).goods_of(package)
        if is_cannabis(goods):
            return goods, package
    raise not_found("package", package_id)


def register(router: ApiRouter[World]) -> None:
    router.route("GET", "/inventory")(list_inventory)
    router.route("GET", "/inventory/summary")(list_summary)
    router.route("GET", "/inventory/adjustments")(list_inventory_adjustments)
    router.route("GET", "/packages")(list_packages)
    router.route("GET", "/packages/{package_id}")(get_package)
    router.route("GET", "/packages/{package_id}/details")(get_package_details)
