"""Sales reps and destinations, as a person enters them."""

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import work_for
from sim_flourish.destinations.api import post_destination
from sim_flourish.model.world import World
from sim_flourish.orders.parties import make_sales_rep
from sim_flourish.orders.request import parse_sales_rep
from sim_flourish.people.sales_reps import sales_rep_json
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call


def add_sales_rep(call: Call[World]) -> Answer:
    """A new sales rep."""
    rep = make_sales_rep(work_for(call), parse_sales_rep(JsonFields(call.body)))
    call.world.sales_reps[rep.sales_rep_id] = rep
    return success(sales_rep_json(rep))


def register_people(router: ApiRouter[World]) -> None:
    """Hangs the routes on the edge."""
    router.route("POST", "/sales-reps")(add_sales_rep)
    router.route("POST", "/destinations")(post_destination)
