"""`/destinations`: where orders go; an engine finds the buyer's license here (O16)."""

from collections.abc import Sequence
from dataclasses import replace

from sim_flourish.conventions.envelope import page, success
from sim_flourish.conventions.errors import get_or_404
from sim_flourish.conventions.filters import Filters
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import warehouse_for, work_for
from sim_flourish.destinations.rules import edit_contacts, make_contacts, make_destination, parse_destination
from sim_flourish.destinations.shapes import (
    FACILITY,
    destination_json,
    listed_contact_json,
    read_destination_json,
    written_contact_json,
)
from sim_flourish.model.places import Contact, Destination, DestinationId, FacilityType, with_written
from sim_flourish.model.world import World
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

FILTERS: Filters[Destination] = Filters(
    texts={
        "destination_type": lambda destination: (destination.type.value,),
        "facility_name": lambda destination: (destination.name,),
        "alias": lambda destination: (destination.alias,),
        "license_number": lambda destination: (destination.license_number,),
    },
    choices={"destination_type": frozenset(FacilityType)},
    moments={"last_updated_timestamp": lambda destination: destination.audit.last_updated_at},
    search=lambda destination: (destination.name, destination.alias, destination.license_number),
)


def list_destinations(call: Call[World]) -> Answer:
    """The destinations asked for; an unknown license number gives an empty list."""
    warehouse = warehouse_for(call)
    rows = FILTERS.parse(call.query).of(call.world.destinations.values())
    return page(
        call,
        rows,
        lambda destination: read_destination_json(
            destination, warehouse.open_invoices(destination.destination_id)
        ),
    )


def get_destination(call: Call[World], destination_id: str) -> Answer:
    found = _find(call, destination_id)
    return success(read_destination_json(found, warehouse_for(call).open_invoices(found.destination_id)))


def post_destination(call: Call[World]) -> Answer:
    """A new destination; also what the screens' form does."""
    work = work_for(call)
    destination = make_destination(work, parse_destination(JsonFields(call.body), work.signed.new()))
    return success(destination_json(_save(call, destination)))


def put_destination(call: Call[World], destination_id: str) -> Answer:
    """Replaces what a destination says about itself, as the screens' form does; contacts and id stay."""
    before = _find(call, destination_id)
    anew = parse_destination(JsonFields(call.body), work_for(call).signed.on(before.audit))
    after = replace(anew, destination_id=before.destination_id, contacts=before.contacts)
    return success(destination_json(_save(call, after)))


def list_contacts(call: Call[World], destination_id: str) -> Answer:
    """The people at a destination; this list leaves out who wrote them down."""
    found = _find(call, destination_id)
    return page(call, found.contacts, lambda contact: listed_contact_json(FACILITY, destination_id, contact))


def post_contacts(call: Call[World], destination_id: str) -> Answer:
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
    after = _save(call, replace(before, contacts=with_written(before.contacts, written)))
    return success(
        [written_contact_json(FACILITY, after.destination_id, contact, new=new) for contact in written]
    )


def _save(call: Call[World], destination: Destination) -> Destination:
    call.world.destinations[destination.destination_id] = destination
    return destination


def _find(call: Call[World], destination_id: str) -> Destination:
    return get_or_404(call.world.destinations, DestinationId(destination_id), "destination")


def register_api(router: ApiRouter[World]) -> None:
    path = "/destinations/{destination_id}"
    router.route("GET", "/destinations")(list_destinations)
    router.route("POST", "/destinations")(post_destination)
    router.route("GET", path)(get_destination)
    router.route("PUT", path)(put_destination)
    router.route("GET", f"{path}/contacts")(list_contacts)
    router.route("POST", f"{path}/contacts")(post_contacts)
    router.route("PUT", f"{path}/contacts")(put_contacts)


def register_screen(router: ApiRouter[World]) -> None:
    router.route("POST", "/destinations")(post_destination)
    router.route("PUT", "/destinations/{destination_id}")(put_destination)
