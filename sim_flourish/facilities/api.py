"""`/facilities`: the company's own places; an engine finds the license's facility here (S2, S8)."""

from sim_flourish.conventions.envelope import page, success
from sim_flourish.conventions.errors import not_found
from sim_flourish.conventions.filters import Filters
from sim_flourish.destinations.shapes import facility_json
from sim_flourish.model.places import Facility, FacilityId, FacilityType
from sim_flourish.model.world import World
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

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


def register_facilities(router: ApiRouter[World]) -> None:
    """Hangs the routes on the edge."""
    router.route("GET", "/facilities")(list_facilities)
    router.route("GET", "/facilities/{facility_id}")(get_facility)
