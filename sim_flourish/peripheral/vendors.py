"""`/vendors` and their contacts: request, JSON, endpoints."""

from collections.abc import Sequence
from dataclasses import replace

from sim_flourish.conventions.envelope import page, success
from sim_flourish.conventions.errors import get_or_404
from sim_flourish.conventions.filters import Filters, text_fields
from sim_flourish.conventions.formats import Json, audit_json, fields_json
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import work_for
from sim_flourish.destinations.rules import edit_contacts, make_contacts
from sim_flourish.destinations.shapes import (
    VENDOR,
    contact_json,
    unstamped_contact_json,
    written_contact_json,
)
from sim_flourish.model.places import Address, Contact, Vendor, VendorId, with_written
from sim_flourish.model.values import Audit
from sim_flourish.model.world import World
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

_REACHED = "vendor_type_name company_email company_phone_number"
_NUMBERS = "account_number ref_field_1 ref_field_2 business_id external_vendor_id"
_REMARKS = "license_number website note"
_PLACE = "city state zip_code country"


def parse_vendor(fields: JsonFields, vendor_id: VendorId, audit: Audit) -> Vendor:
    """A vendor in full, without contacts; what is not said is empty, `name` is what none can be without."""
    name = fields.required_text("name")
    return Vendor(
        vendor_id=vendor_id,
        name=name,
        alias=fields.text("alias") or name,
        diverse_supplier=bool(fields.whole_number("diverse_supplier")),
        shipping=_parse_address(fields, "shipping"),
        billing=_parse_address(fields, "billing"),
        active=fields.flag("active") is not False,
        state_expiration_date=fields.day("state_expiration_date") or "",
        audit=audit,
        **fields.texts_of(*f"{_REACHED} {_NUMBERS} {_REMARKS}".split()),
    )


def _parse_address(fields: JsonFields, name: str) -> Address:
    inner = fields.inner(name) or JsonFields({})
    return Address(address_line_1=inner.text("address"), **inner.texts_of(*_PLACE.split()))


def vendor_json(vendor: Vendor) -> Json:
    """A vendor with its contacts, which are null where there are none."""
    contacts = [vendor_contact_json(vendor.vendor_id, contact) for contact in vendor.contacts]
    return {
        "id": vendor.vendor_id,
        **fields_json(vendor, f"name alias {_REACHED}"),
        **fields_json(vendor, _NUMBERS),
        "diverse_supplier": int(vendor.diverse_supplier),
        "shipping": _address_json(vendor.shipping),
        "billing": _address_json(vendor.billing),
        **fields_json(vendor, f"{_REMARKS} active state_expiration_date"),
        "external_reference_id": None,
        **audit_json(vendor.audit),
        "contacts": contacts or None,
    }


def vendor_contact_json(vendor_id: str, contact: Contact) -> Json:
    return {**contact_json(VENDOR, vendor_id, contact), **audit_json(contact.audit)}


def _address_json(address: Address) -> Json:
    return {"address": address.address_line_1, **fields_json(address, _PLACE)}


FILTERS: Filters[Vendor] = Filters(
    texts={"vendor_name": lambda vendor: (vendor.name,), **text_fields("alias", "license_number")},
    moments={"last_updated_timestamp": lambda vendor: vendor.audit.last_updated_at},
)


def list_vendors(call: Call[World]) -> Answer:
    return page(call, FILTERS.parse(call.query).of(call.world.vendors.values()), vendor_json)


def get_vendor(call: Call[World], vendor_id: str) -> Answer:
    return success(vendor_json(_find(call, vendor_id)))


def post_vendor(call: Call[World]) -> Answer:
    work = work_for(call)
    vendor_id = VendorId(work.ids.hex("vendor", 20))
    return _save(call, parse_vendor(JsonFields(call.body), vendor_id, work.signed.new()))


def put_vendor(call: Call[World], vendor_id: str) -> Answer:
    """Replaces what a vendor says about itself; its contacts and its id stay."""
    before = _find(call, vendor_id)
    audit = work_for(call).signed.on(before.audit)
    after = parse_vendor(JsonFields(call.body), before.vendor_id, audit)
    return _save(call, replace(after, contacts=before.contacts))


def list_contacts(call: Call[World], vendor_id: str) -> Answer:
    found = _find(call, vendor_id)
    return page(call, found.contacts, lambda contact: vendor_contact_json(found.vendor_id, contact))


def post_contacts(call: Call[World], vendor_id: str) -> Answer:
    before = _find(call, vendor_id)
    written = make_contacts(work_for(call), "vendor_contact", call.body)
    _save_contacts(call, before, written)
    return success([unstamped_contact_json(VENDOR, vendor_id, contact) for contact in written])


def put_contacts(call: Call[World], vendor_id: str) -> Answer:
    """Changes what is said about one or many people, each named by its id; or about nobody."""
    before = _find(call, vendor_id)
    written = edit_contacts(work_for(call), VENDOR, before.contacts, call.body)
    _save_contacts(call, before, written)
    return success([written_contact_json(VENDOR, vendor_id, contact, new=False) for contact in written])


def _save(call: Call[World], vendor: Vendor) -> Answer:
    call.world.vendors[vendor.vendor_id] = vendor
    return success(vendor_json(vendor))


def _save_contacts(call: Call[World], before: Vendor, written: Sequence[Contact]) -> None:
    _save(call, replace(before, contacts=with_written(before.contacts, written)))


def _find(call: Call[World], vendor_id: str) -> Vendor:
    return get_or_404(call.world.vendors, VendorId(vendor_id), "vendor")


def register(router: ApiRouter[World]) -> None:
    record, contacts = "/vendors/{vendor_id}", "/vendors/{vendor_id}/contacts"
    router.route("GET", "/vendors")(list_vendors)
    router.route("POST", "/vendors")(post_vendor)
    router.route("GET", record)(get_vendor)
    router.route("PUT", record)(put_vendor)
    router.route("GET", contacts)(list_contacts)
    router.route("POST", contacts)(post_contacts)
    router.route("PUT", contacts)(put_contacts)
