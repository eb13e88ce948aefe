"""`/facilities`: the company's own places; an engine finds the license's facility here (S2, S8)."""

from sim_flourish.conventions.envelope import page, success
from sim_flourish.conventions.errors import get_or_404
from sim_flourish.conventions.filters import Filters
from sim_flourish.conventions.formats import Json, address_json, billing_json, fields_json, stamp
from sim_flourish.model.places import NO_ADDRESS, Facility, FacilityId, FacilityType
from sim_flourish.model.world import World
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call


def facility_json(facility: Facility) -> Json:
    return {
        "id": facility.facility_id,
        **fields_json(facility, "alias company_phone_number timezone license_number active facility_type"),
        **fields_json(facility, "facility_name sales_rep_required_for_outbound"),
        "company_email": None,
        **address_json(facility.address),
        "billing": billing_json(NO_ADDRESS),
        "local_license_number": None,
        "license_type": None,
        "external_id": None,
        "website": None,
        "notes": None,
        "last_updated_timestamp": stamp(facility.audit.last_updated_at),
        "created_timestamp": stamp(facility.audit.created_at),
        "contacts": None,
        "total_open_balance": None,
        "number_open_invoices": None,
    }


FILTERS: Filters[Facility] = Filters(
    texts={"facility_type": lambda facility: (facility.facility_type.value,)},
    choices={"facility_type": frozenset(FacilityType)},
    flags={"active": lambda facility: facility.active},
)


def list_facilities(call: Call[World]) -> Answer:
    """The company's facilities, whichever one the caller works in."""
    return page(call, FILTERS.parse(call.query).of(call.world.facilities.values()), facility_json)


def get_facility(call: Call[World], facility_id: str) -> Answer:
    return success(facility_json(get_or_404(call.world.facilities, FacilityId(facility_id), "facility")))


def register(router: ApiRouter[World]) -> None:
    router.route("GET", "/facilities")(list_facilities)
    router.route("GET", "/facilities/{facility_id}")(get_facility)
