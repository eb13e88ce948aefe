"""Facilities and destinations as JSON (contract section 2)."""

from sim_flourish.shapes.contact_json import FACILITY, contact_json
from sim_flourish.shapes.formats import Json, address_json, audit_json, billing_json, stamp
from sim_flourish.warehouse.places import Address, Destination, Facility
from sim_flourish.warehouse.warehouse import OpenInvoices

_NO_ADDRESS = Address()


def facility_json(facility: Facility) -> Json:
    """One of the company's own facilities."""
    return {
        "id": facility.facility_id,
        "alias": facility.alias,
        "company_email": None,
        "company_phone_number": facility.company_phone_number,
        **address_json(facility.address),
        "timezone": facility.timezone,
        "billing": billing_json(_NO_ADDRESS),
        "local_license_number": None,
        "license_number": facility.license_number,
        "license_type": None,
        "external_id": None,
        "website": None,
        "notes": None,
        "active": facility.active,
        "last_updated_timestamp": stamp(facility.audit.last_updated_at),
        "created_timestamp": stamp(facility.audit.created_at),
        "facility_type": facility.facility_type.value,
        "facility_name": facility.facility_name,
        "contacts": None,
        "total_open_balance": None,
        "number_open_invoices": None,
        "sales_rep_required_for_outbound": facility.sales_rep_required_for_outbound,
    }


def destination_json(destination: Destination) -> Json:
    """A destination as POST and PUT answer it."""
    return {
        "id": destination.destination_id,
        "type": destination.type.value,
        "name": destination.name,
        "alias": destination.alias,
        "company_email": destination.company_email,
        "company_phone_number": destination.company_phone_number,
        **address_json(destination.address),
        "timezone": destination.timezone,
        "billing": billing_json(destination.billing),
        "local_license_number": destination.local_license_number,
        "license_number": destination.license_number,
        "license_type": None,
        "external_id": destination.external_id,
        "website": destination.website,
        "notes": destination.notes,
        "active": destination.active,
        "contacts": _contacts_json(destination),
    }


def read_destination_json(destination: Destination, invoices: OpenInvoices) -> Json:
    """A destination as GET answers it: with what it owes."""
    return {
        **destination_json(destination),
        "total_open_balance": f"{invoices.total:.2f}",
        "number_open_invoices": str(invoices.number),
    }


def _contacts_json(destination: Destination) -> list[Json] | None:
    """The people inside their destination, where the middle name is told too."""
    return [
        {
            **contact_json(FACILITY, destination.destination_id, contact),
            "middle_name": contact.middle_name,
            **audit_json(contact.audit),
        }
        for contact in destination.contacts
    ] or None
