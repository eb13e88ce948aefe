"""`/vendors`: whom the company buys from, and the people there. They belong to no facility."""

from collections.abc import Sequence
from dataclasses import replace

from sim_flourish.envelope import page, success
from sim_flourish.filters import Filters
from sim_flourish.json_fields import JsonFields
from sim_flourish.parse_contacts import edit_contacts, make_contacts
from sim_flourish.parse_vendor import parse_vendor
from sim_flourish.shapes.contact_json import VENDOR, unstamped_contact_json, written_contact_json
from sim_flourish.shapes.vendor_json import vendor_contact_json, vendor_json
from sim_flourish.warehouse.contacts import Contact, with_written
from sim_flourish.warehouse.refusals import not_found
from sim_flourish.warehouse.vendors import Vendor, VendorId
from sim_flourish.warehouse.world import World
from sim_flourish.working import work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

FILTERS: Filters[Vendor] = Filters(
    texts={
        "vendor_name": lambda one: (one.name,),
        "alias": lambda one: (one.alias,),
        "license_number": lambda one: (one.license_number,),
    },
    moments={"last_updated_timestamp": lambda one: one.audit.last_updated_at},
)


def list_vendors(call: Call[World]) -> Answer:
    """The vendors asked for, oldest first."""
    return page(call, FILTERS.parse(call.query).of(call.world.vendors.values()), vendor_json)


def get_vendor(call: Call[World], vendor_id: str) -> Answer:
    """One vendor."""
    return success(vendor_json(_find(call, vendor_id)))


def post_vendor(call: Call[World]) -> Answer:
    """A new vendor."""
    work = work_for(call)
    vendor_id = VendorId(work.ids.hex("vendor", 20))
    return _keep(call, parse_vendor(JsonFields(call.body), vendor_id, work.signed.new()))


def put_vendor(call: Call[World], vendor_id: str) -> Answer:
    """Replaces what a vendor says about itself; its contacts and its id stay."""
    before = _find(call, vendor_id)
    audit = work_for(call).signed.on(before.audit)
    after = parse_vendor(JsonFields(call.body), before.vendor_id, audit)
    return _keep(call, replace(after, contacts=before.contacts))


def list_contacts(call: Call[World], vendor_id: str) -> Answer:
    """The people at a vendor."""
    found = _find(call, vendor_id)
    return page(call, found.contacts, lambda one: vendor_contact_json(found.vendor_id, one))


def post_contacts(call: Call[World], vendor_id: str) -> Answer:
    """Adds one or many people."""
    before = _find(call, vendor_id)
    written = make_contacts(work_for(call), "vendor_contact", call.body)
    _keep_contacts(call, before, written)
    return success([unstamped_contact_json(VENDOR, vendor_id, one) for one in written])


def put_contacts(call: Call[World], vendor_id: str) -> Answer:
    """Changes what is said about one or many people, each named by its id; or about nobody."""
    before = _find(call, vendor_id)
    written = edit_contacts(work_for(call), VENDOR, before.contacts, call.body)
    _keep_contacts(call, before, written)
    return success([written_contact_json(VENDOR, vendor_id, one, new=False) for one in written])


def _keep(call: Call[World], vendor: Vendor) -> Answer:
    call.world.vendors[vendor.vendor_id] = vendor
    return success(vendor_json(vendor))


def _keep_contacts(call: Call[World], before: Vendor, written: Sequence[Contact]) -> None:
    after = replace(before, contacts=with_written(before.contacts, written))
    call.world.vendors[after.vendor_id] = after


def _find(call: Call[World], vendor_id: str) -> Vendor:
    found = call.world.vendors.get(VendorId(vendor_id))
    if found is None:
        raise not_found("vendor", vendor_id)
    return found


def hang_vendors(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    one, contacts = "/vendors/{vendor_id}", "/vendors/{vendor_id}/contacts"
    edge.route("GET", "/vendors")(list_vendors)
    edge.route("POST", "/vendors")(post_vendor)
    edge.route("GET", one)(get_vendor)
    edge.route("PUT", one)(put_vendor)
    edge.route("GET", contacts)(list_contacts)
    edge.route("POST", contacts)(post_contacts)
    edge.route("PUT", contacts)(put_contacts)
