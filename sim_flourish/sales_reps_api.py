"""`/sales-reps`: who sells; answers without FacilityID too, because some clients send none."""

from sim_flourish.envelope import page
from sim_flourish.shapes.people_json import sales_rep_json
from sim_flourish.warehouse.world import World
from sim_flourish.working import facility_for_read
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge


def list_sales_reps(call: Call[World]) -> Answer:
    """The company's sales reps; here they belong to no facility."""
    facility_for_read(call)
    return page(call, tuple(call.world.sales_reps.values()), sales_rep_json)


def hang_sales_reps(edge: HttpEdge[World]) -> None:
    """Hangs the route on the edge."""
    edge.route("GET", "/sales-reps")(list_sales_reps)
