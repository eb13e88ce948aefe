"""The company's own facilities: names, license numbers, what they insist on (S2, S8)."""

from dataclasses import replace
from decimal import Decimal

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import get_or_404, invalid
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import work_for
from sim_flourish.facilities.api import facility_json
from sim_flourish.model.places import ADDRESS_FIELDS, Address, Facility, FacilityId, FacilityType
from sim_flourish.model.values import is_time_zone, time_zone_of
from sim_flourish.model.world import World
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call


def list_own_facilities(call: Call[World]) -> Answer:
    return success([facility_json(facility) for facility in call.world.facilities.values()])


def add_facility(call: Call[World]) -> Answer:
    work = work_for(call)
    facility = make_facility(work, JsonFields(call.body))
    work.world.facilities[facility.facility_id] = facility
    return success(facility_json(facility))


def edit_facility(call: Call[World], facility_id: str) -> Answer:
    """Changes what is said and leaves the rest."""
    before = get_or_404(call.world.facilities, FacilityId(facility_id), "facility")
    after = _edited(work_for(call), before, JsonFields(call.body))
    call.world.facilities[after.facility_id] = after
    return success(facility_json(after))


def make_facility(work: Work, fields: JsonFields) -> Facility:
    """A facility with sensible values where nothing is said, not yet saved."""
    plain = Facility(
        facility_id=FacilityId(work.ids.hex("facility", 24)),
        facility_name=fields.required_text("facility_name"),
        alias=fields.required_text("facility_name"),
        facility_type=FacilityType.DISTRIBUTOR,
        address=Address(country="United States"),
        timezone=time_zone_of(fields.text("state")),
        audit=work.signed.new(),
    )
    return _edited(work, plain, fields)


def _edited(work: Work, before: Facility, fields: JsonFields) -> Facility:
    edited = replace(
        before,
        facility_type=fields.choice("facility_type", FacilityType) or before.facility_type,
        address=replace(before.address, **fields.texts_said(*ADDRESS_FIELDS)),
        excise_tax_rate=_rate(fields, "excise_tax_rate", before.excise_tax_rate),
        retail_tax_rate=_rate(fields, "retail_tax_rate", before.retail_tax_rate),
        audit=work.signed.on(before.audit),
        **fields.texts_given("facility_name", "alias", "timezone", "company_phone_number"),
        **fields.texts_said("license_number"),
        **fields.flags_given("active", "sales_rep_required_for_outbound"),
    )
    if not is_time_zone(edited.timezone):
        raise invalid("timezone", "must be an IANA name such as America/Los_Angeles")
    return edited


def _rate(fields: JsonFields, name: str, before: Decimal | None) -> Decimal | None:
    """A tax rate in percent, as it was where nothing is said."""
    if not fields.has(name):
        return before
    rate = fields.number(name, least=Decimal(0), decimals=4)
    if rate is not None and rate > Decimal(100):
        raise invalid(name, "is a percentage and must not be above 100")
    return rate


def register(router: ApiRouter[World]) -> None:
    router.route("GET", "/facilities")(list_own_facilities)
    router.route("POST", "/facilities")(add_facility)
    router.route("PATCH", "/facilities/{facility_id}")(edit_facility)
