"""Sales reps and destinations, as a person enters them."""

from sim_flourish.destinations_api import post_destination
from sim_flourish.envelope import success
from sim_flourish.json_fields import JsonFields
from sim_flourish.parse_order import parse_sales_rep
from sim_flourish.shapes.people_json import sales_rep_json
from sim_flourish.warehouse.order_parties import make_sales_rep
from sim_flourish.warehouse.world import World
from sim_flourish.working import work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge


def add_sales_rep(call: Call[World]) -> Answer:
    """A new sales rep."""
    rep = make_sales_rep(work_for(call), parse_sales_rep(JsonFields(call.body)))
    call.world.sales_reps[rep.sales_rep_id] = rep
    return success(sales_rep_json(rep))


def hang_people(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("POST", "/sales-reps")(add_sales_rep)
    edge.route("POST", "/destinations")(post_destination)
