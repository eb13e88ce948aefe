"""`/inventory` and `/inventory/summary`: what a facility has, by package and summed up (I1, I3, I8).

Rows of the summary are bytes, made when first asked for and kept until the item's stock changes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sim_flourish.envelope import joined_page, page
from sim_flourish.filters import Filters, parse_flag
from sim_flourish.item_search import candidate_items
from sim_flourish.shapes.formats import compact_json
from sim_flourish.shapes.inventory_json import package_json, summary_row_json
from sim_flourish.shapes.item_json import UOM_DESCRIPTIONS
from sim_flourish.warehouse.amounts import ZERO
from sim_flourish.warehouse.items import Item
from sim_flourish.warehouse.packages import Package, PackageStatus
from sim_flourish.warehouse.places import FacilityId
from sim_flourish.warehouse.refusals import invalid
from sim_flourish.warehouse.stock import GroupBy, SummaryRow
from sim_flourish.warehouse.warehouse import Warehouse
from sim_flourish.warehouse.world import World
from sim_flourish.working import facility_of, warehouse_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

Row = TypeVar("Row", SummaryRow, Package)
_GROUPINGS = {
    "item_name": GroupBy.ITEM_NAME,
    "item_id": GroupBy.ITEM_NAME,
    "lot_number": GroupBy.LOT_NUMBER,
}


def _none(_: object) -> tuple[str, ...]:
    """Items have no variations here."""
    return ()


def _never(_: object) -> bool:
    """No package is a lab's sample here."""
    return False


def _is_cannabis(item: Item) -> bool:
    """Package filters leave everything else out, as the vendor documents (contract section 2, Inventory)."""
    return item.inventory_type == "Cannabis"


def _item_texts() -> dict[str, Callable[[tuple[Item, Row]], Iterable[str | None]]]:
    """The text parameters that both lists have."""
    return {
        "inventory_type": lambda one: (one[0].inventory_type,),
        "item_class": lambda one: (one[0].item_class,),
        "item_category": lambda one: (one[0].item_category,),
        "item_id": lambda one: (one[0].item_id,),
        "item_name": lambda one: (one[0].item_name,),
        "item_variation_id": _none,
        "variation_name": _none,
        "variation_retail_display_name": _none,
        "item_retail_display_name": lambda one: (one[0].retail_display_name,),
        "strain_id": lambda one: (one[1].strain_id,),
        "strain_name": lambda one: (one[1].strain_name,),
        "lot_number": lambda one: (one[1].lot_number,),
        "uom": lambda one: (one[0].uom.value, UOM_DESCRIPTIONS[one[0].uom]),
        "sku": lambda one: (one[0].sku,),
    }


SUMMARY_FILTERS: Filters[tuple[Item, SummaryRow]] = Filters(
    texts=_item_texts(),
    flags={
        "has_available_qty": lambda one: one[1].available_qty > ZERO,
        "is_external": lambda one: one[0].flags.external,
    },
    moments={"last_updated_timestamp": lambda one: one[1].last_updated_at},
)
PACKAGE_FILTERS: Filters[tuple[Item, Package]] = Filters(
    texts={
        **_item_texts(),
        "package_id": lambda one: (one[1].package_id if _is_cannabis(one[0]) else None,),
        "package_status": lambda one: (one[1].status.value if _is_cannabis(one[0]) else None,),
    },
    choices={"package_status": frozenset({*PackageStatus, "Cancelled"})},
    flags={
        "has_available_qty": lambda one: one[1].available_qty > ZERO,
        "is_external": lambda one: one[0].flags.external,
        "is_sample": _never,
    },
    moments={"last_updated_timestamp": lambda one: one[1].audit.last_updated_at},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Summary:
    """One way to cut one facility's summary."""

    warehouse: Warehouse
    facility_id: FacilityId
    group_by: GroupBy

    def rows(self, item: Item) -> list[SummaryRow]:
        """The item's rows."""
        return self.warehouse.stock.summary(self.facility_id, item, self.group_by)

    def rendered(self, item: Item) -> list[bytes]:
        """The item's rows as bytes."""
        place = (self.facility_id, item.item_id)
        made_of = (self.warehouse.stock.version_of(*place), item)
        return self.warehouse.render_once(
            ("summary", self.group_by, place),
            made_of,
            lambda: [compact_json(summary_row_json(item, row)) for row in self.rows(item)],
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
    """The sums by item or lot, and always by strain; without stock only when all items are asked for."""
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
            if narrowed.matches((item, row))
        ]

    version = (warehouse.items.version, stock.version if narrowed.tests else stock.presence_version)
    key = ("summary", facility_id, summary.group_by, include_all, narrowed.key)
    keys = warehouse.listings.get(key, version, find)
    return joined_page(call, keys, lambda one: summary.rendered(one[0])[one[1]])


def list_inventory(call: Call[World]) -> Answer:
    """The packages; consumed and shipped ones only when a flag or package_status asks for them."""
    facility = facility_of(call)
    narrowed = PACKAGE_FILTERS.parse(call.query)
    hidden = _hidden(call)
    parse_flag(call.query, "include_origin_harvest")  # nothing to include: no package here was harvested
    rows = [
        (call.world.items[package.item_id], package)
        for package in warehouse_for(call).stock.packages_in(facility.facility_id)
        if package.status not in hidden
    ]
    return page(call, narrowed.of(rows), lambda one: package_json(*one))


def _hidden(call: Call[World]) -> set[PackageStatus]:
    """The flags count only where package_status is not there (contract section 2, Inventory)."""
    if "package_status" in call.query:
        return set()
    flags = {"include_consumed": PackageStatus.CONSUMED, "include_shipped": PackageStatus.SHIPPED}
    return {status for flag, status in flags.items() if not parse_flag(call.query, flag)}


def hang_inventory(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/inventory")(list_inventory)
    edge.route("GET", "/inventory/summary")(list_summary)
