"""Vendors as JSON."""

from sim_flourish.shapes.contact_json import VENDOR, contact_json
from sim_flourish.shapes.formats import Json, audit_json
from sim_flourish.warehouse.contacts import Contact
from sim_flourish.warehouse.places import Address
from sim_flourish.warehouse.vendors import Vendor


def vendor_json(vendor: Vendor) -> Json:
    """A vendor with its contacts, which are null where there are none."""
    contacts = [vendor_contact_json(vendor.vendor_id, contact) for contact in vendor.contacts]
    return {
        "id": vendor.vendor_id,
        "name": vendor.name,
        "vendor_type_name": vendor.vendor_type_name,
        "company_email": vendor.company_email,
        "company_phone_number": vendor.company_phone_number,
        "alias": vendor.alias,
        "account_number": vendor.account_number,
        "ref_field_1": vendor.ref_field_1,
        "ref_field_2": vendor.ref_field_2,
        "business_id": vendor.business_id,
        "external_vendor_id": vendor.external_vendor_id,
        "diverse_supplier": int(vendor.diverse_supplier),
        "shipping": _address_json(vendor.shipping),
        "billing": _address_json(vendor.billing),
        "license_number": vendor.license_number,
        "website": vendor.website,
        "note": vendor.note,
        "active": vendor.active,
        "external_reference_id": None,
        "state_expiration_date": vendor.state_expiration_date,
        **audit_json(vendor.audit),
        "contacts": contacts or None,
    }


def vendor_contact_json(vendor_id: str, contact: Contact) -> Json:
    """A contact of a vendor, as reads show it."""
    return {**contact_json(VENDOR, vendor_id, contact), **audit_json(contact.audit)}


def _address_json(address: Address) -> Json:
    return {
        "address": address.address_line_1,
        "city": address.city,
        "state": address.state,
        "zip_code": address.zip_code,
        "country": address.country,
    }
