"""`/inventory/adjustments`: how a facility's books were corrected, newest first (I5)."""

from collections.abc import Sequence

from sim_flourish.envelope import page
from sim_flourish.inventory_filters import ADJUSTMENT_FILTERS
from sim_flourish.shapes.inventory_json import adjustment_json
from sim_flourish.warehouse.goods import Goods
from sim_flourish.warehouse.packages import Adjustment, Package
from sim_flourish.warehouse.world import World
from sim_flourish.working import facility_of, warehouse_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

Row = tuple[Goods, tuple[Package, Adjustment]]


def list_inventory_adjustments(call: Call[World]) -> Answer:
    """The adjustments asked for; items and packages are told of as they are now."""
    facility, warehouse = facility_of(call), warehouse_for(call)
    narrowed = ADJUSTMENT_FILTERS.parse(call.query)

    def row_of(adjustment: Adjustment) -> Row:
        package = call.world.packages[adjustment.package_id]
        return warehouse.goods(package.item_id, package.item_variation_id), (package, adjustment)

    def find() -> Sequence[Row]:
        newest_first = reversed(call.world.adjustments)
        return narrowed.of(row_of(one) for one in newest_first if one.facility_id == facility.facility_id)

    version = (warehouse.goods_version, warehouse.stock.version)
    rows = warehouse.listings.get(("adjustments", facility.facility_id, narrowed.key), version, find)
    return page(call, rows, lambda one: adjustment_json(one[0], *one[1]))


def hang_inventory_adjustments_list(edge: HttpEdge[World]) -> None:
    """Hangs the route on the edge."""
    edge.route("GET", "/inventory/adjustments")(list_inventory_adjustments)
