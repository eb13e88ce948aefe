"""`/facilities`: the company's own places; an engine finds the license's facility here (S2, S8)."""

from sim_flourish.envelope import page, success
from sim_flourish.filters import Filters
from sim_flourish.shapes.place_json import facility_json
from sim_flourish.warehouse.places import Facility, FacilityId, FacilityType
from sim_flourish.warehouse.refusals import not_found
from sim_flourish.warehouse.world import World
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

FILTERS: Filters[Facility] = Filters(
    texts={"facility_type": lambda one: (one.facility_type.value,)},
    choices={"facility_type": frozenset(FacilityType)},
    flags={"active": lambda one: one.active},
)


def list_facilities(call: Call[World]) -> Answer:
    """The company's facilities, whichever one the caller works in."""
    return page(call, FILTERS.parse(call.query).of(call.world.facilities.values()), facility_json)


def get_facility(call: Call[World], facility_id: str) -> Answer:
    """One facility."""
    facility = call.world.facilities.get(FacilityId(facility_id))
    if facility is None:
        raise not_found("facility", facility_id)
    return success(facility_json(facility))


def hang_facilities(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/facilities")(list_facilities)
    edge.route("GET", "/facilities/{facility_id}")(get_facility)
