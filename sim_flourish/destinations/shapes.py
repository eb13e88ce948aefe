"""Destinations and contacts as JSON."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sim_flourish.conventions.formats import Json, address_json, audit_json, billing_json, fields_json, stamp
from sim_flourish.model.places import Contact, Destination
from sim_flourish.warehouse.warehouse import OpenInvoices


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactNames:
    """How a place calls the ids of its contacts; `what` names a contact in messages."""

    what: str
    contact_id: str
    place_id: str


FACILITY = ContactNames(what="contact", contact_id="facility_contact_id", place_id="facility_id")
VENDOR = ContactNames(what="vendor contact", contact_id="vendor_contact_id", place_id="vendor_id")


def contact_json(names: ContactNames, place_id: str, contact: Contact) -> Json:
    """A contact without its audit fields."""
    return {
        names.contact_id: contact.contact_id,
        names.place_id: place_id,
        **fields_json(contact, "first_name last_name email phone_number department notes"),
        "is_primary": int(contact.is_primary),
    }


def listed_contact_json(names: ContactNames, place_id: str, contact: Contact) -> Json:
    """A contact of a destination in a list: the by-fields are empty."""
    audit = audit_json(contact.audit)
    return {**contact_json(names, place_id, contact), **audit, "last_updated_by": "", "created_by": ""}


def written_contact_json(names: ContactNames, place_id: str, contact: Contact, *, new: bool) -> Json:
    """A contact that was just made (`new`) or changed; the stamps of this moment are to the microsecond."""
    audit = contact.audit
    return {
        **contact_json(names, place_id, contact),
        "last_updated_by": audit.last_updated_by,
        "last_updated_timestamp": _stamp_micros(audit.last_updated_at),
        "created_by": audit.created_by,
        "created_timestamp": (_stamp_micros if new else stamp)(audit.created_at),
    }


def unstamped_contact_json(names: ContactNames, place_id: str, contact: Contact) -> Json:
    """A contact that a vendor was just given: the documented answer says neither by whom nor when."""
    return {
        **contact_json(names, place_id, contact),
        "last_updated_by": "",
        "last_updated_timestamp": None,
        "created_by": "",
        "created_timestamp": None,
    }


def _stamp_micros(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def destination_json(destination: Destination) -> Json:
    """A destination as POST and PUT answer it."""
    return {
        **place_json(destination),
        "company_phone_number": destination.company_phone_number,
        "contacts": _contacts_json(destination),
    }


def place_json(destination: Destination) -> Json:
    """A destination without telephone number and people."""
    return {
        "id": destination.destination_id,
        "type": destination.type.value,
        **fields_json(destination, "name alias company_email"),
        **address_json(destination.address),
        "timezone": destination.timezone,
        "billing": billing_json(destination.billing),
        **fields_json(destination, "local_license_number license_number"),
        "license_type": None,
        **fields_json(destination, "external_id website notes active"),
    }


def invoices_json(invoices: OpenInvoices) -> Json:
    """What a destination still owes, as texts."""
    return {"total_open_balance": f"{invoices.total:.2f}", "number_open_invoices": str(invoices.number)}


def read_destination_json(destination: Destination, invoices: OpenInvoices) -> Json:
    """A destination as GET answers it: with what it owes."""
    return {**destination_json(destination), **invoices_json(invoices)}


def _contacts_json(destination: Destination) -> list[Json] | None:
    """The contacts inside their destination, with their middle names."""
    return [
        {
            **contact_json(FACILITY, destination.destination_id, contact),
            "middle_name": contact.middle_name,
            **audit_json(contact.audit),
        }
        for contact in destination.contacts
    ] or None
