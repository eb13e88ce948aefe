"""`/retail-discounts`: what web shops may offer in a facility at this moment."""

from sim_flourish.envelope import success
from sim_flourish.shapes.retail_discount_json import retail_discount_json
from sim_flourish.warehouse.apply_discounts import available_discounts
from sim_flourish.warehouse.world import World
from sim_flourish.working import facility_of, work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge


def list_retail_discounts(call: Call[World]) -> Answer:
    """All of them in one answer, without `meta`."""
    offered = available_discounts(work_for(call), facility_of(call))
    return success([retail_discount_json(call.world, one) for one in offered])


def hang_retail_discounts(edge: HttpEdge[World]) -> None:
    """Hangs the route on the edge."""
    edge.route("GET", "/retail-discounts")(list_retail_discounts)
