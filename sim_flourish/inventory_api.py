"""`/inventory` and `/inventory/summary`: what a facility has, by package and summed up (I1, I3, I8).

Rows of the summary are bytes, made when first asked for and kept until the item's stock changes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim_flourish.envelope import joined_page, page
from sim_flourish.filters import parse_flag
from sim_flourish.inventory_filters import INVENTORY_FILTERS, SUMMARY_FILTERS
from sim_flourish.item_search import candidate_items
from sim_flourish.shapes.formats import compact_json
from sim_flourish.shapes.inventory_json import inventory_row_json, summary_row_json
from sim_flourish.warehouse.goods import Goods
from sim_flourish.warehouse.items import Item
from sim_flourish.warehouse.packages import GONE, Package, PackageStatus
from sim_flourish.warehouse.places import FacilityId
from sim_flourish.warehouse.refusals import invalid
from sim_flourish.warehouse.stock import GroupBy, SummaryRow
from sim_flourish.warehouse.warehouse import Warehouse
from sim_flourish.warehouse.world import World
from sim_flourish.working import facility_of, warehouse_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

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
        """The item's rows, each with what it counts."""
        rows = self.warehouse.stock.summary(self.facility_id, item, self.group_by)
        return [(self.warehouse.goods(item.item_id, row.item_variation_id), row) for row in rows]

    def rendered(self, item: Item) -> list[bytes]:
        """The item's rows as bytes."""
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
    return joined_page(call, keys, lambda one: summary.rendered(one[0])[one[1]])


def list_inventory(call: Call[World]) -> Answer:
    """The packages; those that are gone only when a flag or package_status asks for them."""
    facility, warehouse = facility_of(call), warehouse_for(call)
    narrowed, hidden = INVENTORY_FILTERS.parse(call.query), _hidden(call)
    with_origin = parse_flag(call.query, "include_origin_harvest")

    def find() -> Sequence[tuple[Goods, Package]]:
        packages = warehouse.stock.packages_in(facility.facility_id)
        shown = (one for one in packages if one.status not in hidden)
        return narrowed.of((warehouse.goods(one.item_id, one.item_variation_id), one) for one in shown)

    key = ("inventory", facility.facility_id, frozenset(hidden), narrowed.key)
    version = (warehouse.goods_version, warehouse.stock.version)
    rows = warehouse.listings.get(key, version, find)
    return page(call, rows, lambda one: inventory_row_json(*one, with_origin=with_origin))


def _hidden(call: Call[World]) -> set[PackageStatus]:
    """The flags count only where package_status is not there (contract section 2 Inventory)."""
    if "package_status" in call.query:
        return {PackageStatus.ARCHIVED}
    flags = {"include_consumed": PackageStatus.CONSUMED, "include_shipped": PackageStatus.SHIPPED}
    return {*GONE} - {status for flag, status in flags.items() if parse_flag(call.query, flag)}


def hang_inventory(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/inventory")(list_inventory)
    edge.route("GET", "/inventory/summary")(list_summary)
