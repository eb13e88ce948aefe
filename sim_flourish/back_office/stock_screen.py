"""What lies where, as people see it in the warehouse; what goes wrong with the API does not touch it."""

from sim_flourish.envelope import success
from sim_flourish.shapes.formats import Json
from sim_flourish.shapes.inventory_json import summary_row_json
from sim_flourish.warehouse.places import FacilityId
from sim_flourish.warehouse.stock import GroupBy
from sim_flourish.warehouse.world import World
from sim_flourish.working import warehouse_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge


def list_all_stock(call: Call[World]) -> Answer:
    """Every facility with the inventory summary of every item, those without stock too."""
    return success(
        [{"facility_id": one, "items": _rows(call, one)} for one in call.world.facilities],
    )


def _rows(call: Call[World], facility_id: FacilityId) -> list[Json]:
    warehouse = warehouse_for(call)
    return [
        summary_row_json(warehouse.goods(item.item_id, row.item_variation_id), row)
        for item in call.world.items.values()
        for row in warehouse.stock.summary(facility_id, item, GroupBy.ITEM_NAME)
    ]


def hang_stock_screen(edge: HttpEdge[World]) -> None:
    """Hangs the route on the edge."""
    edge.route("GET", "/stock")(list_all_stock)
