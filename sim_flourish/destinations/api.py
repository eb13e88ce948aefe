"""`/destinations`: where orders go; an engine finds the buyer's license here (O16)."""

from collections.abc import Sequence
from dataclasses import replace

from sim_flourish.conventions.envelope import page, success
from sim_flourish.conventions.errors import not_found
from sim_flourish.conventions.filters import Filters
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import warehouse_for, work_for
from sim_flourish.destinations.contacts import edit_contacts, make_contacts
from sim_flourish.destinations.shapes import (
    FACILITY,
    destination_json,
    listed_contact_json,
    read_destination_json,
    written_contact_json,
)
from sim_flourish.model.places import Contact, Destination, DestinationId, FacilityType, with_written
from sim_flourish.model.world import World
from sim_flourish.orders.parties import described, make_destination, with_contact
from sim_flourish.orders.request import parse_destination
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

FILTERS: Filters[Destination] = Filters(
    texts={
        "destination_type": lambda one: (one.type.value,),
        "facility_name": lambda one: (one.name,),
        "alias": lambda one: (one.alias,),
        "license_number": lambda one: (one.license_number,),
    },
    choices={"destination_type": frozenset(FacilityType)},
    moments={"last_updated_timestamp": lambda one: one.audit.last_updated_at},
    search=lambda one: (one.name, one.alias, one.license_number),
)


def list_destinations(call: Call[World]) -> Answer:
    """The destinations asked for; an unknown license number gives an empty list."""
    warehouse = warehouse_for(call)
    rows = FILTERS.parse(call.query).of(call.world.destinations.values())
    return page(
        call, rows, lambda one: read_destination_json(one, warehouse.open_invoices(one.destination_id))
    )


def get_destination(call: Call[World], destination_id: str) -> Answer:
    """One destination."""
    found = _find(call, destination_id)
    return success(read_destination_json(found, warehouse_for(call).open_invoices(found.destination_id)))


def post_destination(call: Call[World]) -> Answer:
    """A new destination; also what the screens' form does."""
    return success(destination_json(add_destination(work_for(call), JsonFields(call.body))))


def add_destination(work: Work, fields: JsonFields) -> Destination:
    """Makes a destination and keeps it."""
    asked = parse_destination(fields)
    destination = with_contact(work, make_destination(work, asked), asked.contact)
    work.world.destinations[destination.destination_id] = destination
    return destination


def put_destination(call: Call[World], destination_id: str) -> Answer:
    """Replaces what a destination says about itself; its contacts and its id stay."""
    before = _find(call, destination_id)
    asked = parse_destination(JsonFields(call.body))
    work = work_for(call)
    anew = described(before.destination_id, asked, work.signed.on(before.audit))
    after = replace(anew, contacts=before.contacts)
    call.world.destinations[after.destination_id] = after
    return success(destination_json(after))


def list_contacts(call: Call[World], destination_id: str) -> Answer:
    """The people at a destination; who wrote them down is not told here."""
    found = _find(call, destination_id)
    return page(call, found.contacts, lambda one: listed_contact_json(FACILITY, destination_id, one))


def post_contacts(call: Call[World], destination_id: str) -> Answer:
    """Adds one or many people."""
    before, work = _find(call, destination_id), work_for(call)
    return _save_contacts(call, before, make_contacts(work, "contact", call.body), new=True)


def put_contacts(call: Call[World], destination_id: str) -> Answer:
    """Changes what is said about one or many people, each named by its id; or about nobody."""
    before, work = _find(call, destination_id), work_for(call)
    written = edit_contacts(work, FACILITY, before.contacts, call.body)
    return _save_contacts(call, before, written, new=False)


def _save_contacts(
    call: Call[World], before: Destination, written: Sequence[Contact], *, new: bool
) -> Answer:
    after = replace(before, contacts=with_written(before.contacts, written))
    call.world.destinations[after.destination_id] = after
    return success([written_contact_json(FACILITY, after.destination_id, one, new=new) for one in written])


def _find(call: Call[World], destination_id: str) -> Destination:
    found = call.world.destinations.get(DestinationId(destination_id))
    if found is None:
        raise not_found("destination", destination_id)
    return found


def register_destinations(router: ApiRouter[World]) -> None:
    """Hangs the routes on the edge."""
    router.route("GET", "/destinations")(list_destinations)
    router.route("GET", "/destinations/{destination_id}")(get_destination)
    router.route("POST", "/destinations")(post_destination)
    router.route("PUT", "/destinations/{destination_id}")(put_destination)
    router.route("GET", "/destinations/{destination_id}/contacts")(list_contacts)
    router.route("POST", "/destinations/{destination_id}/contacts")(post_contacts)
    router.route("PUT", "/destinations/{destination_id}/contacts")(put_contacts)
