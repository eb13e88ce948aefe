"""Retail customers as JSON: read alone, listed, and written, which the vendor shows in three ways."""

from sim_flourish.conventions.formats import Json, audit_json, fields_json
from sim_flourish.model.retail import Customer, CustomerAddress, CustomerGroup

_PHYSICIAN = """
first_name middle_name last_name license_number phone_number email address_line_1 address_line_2 city state
postcode country active
"""
_NOBODY: Json = dict.fromkeys(_PHYSICIAN.split())
"""The physician of somebody who has none."""


def customer_json(customer: Customer) -> Json:
    """A customer as GET of one answers: without what is only listed or written."""
    addresses = [{"id": address.address_id, **_address_json(address)} for address in customer.addresses]
    return {**_common_json(customer), "address": addresses}


def buyer_json(customer: Customer) -> Json:
    """The customer of one order: the same, but its addresses have no ids."""
    return {**_common_json(customer), "address": [_address_json(address) for address in customer.addresses]}


def written_customer_json(customer: Customer) -> Json:
    """A customer as POST and PUT answer."""
    return {
        **_common_json(customer),
        **fields_json(customer, "preferred_name allergies medical_card_state"),
        "merged_timestamp": None,
        "address": [
            {"id": address.address_id, **_address_json(address, type_name="type")}
            for address in customer.addresses
        ],
    }


def listed_customer_json(customer: Customer) -> Json:
    """A customer as the list answers: with a physician, whom no request can name."""
    return {**written_customer_json(customer), "physician": _NOBODY}


def _common_json(customer: Customer) -> Json:
    return {
        "id": customer.customer_id,
        **fields_json(customer, "email first_name last_name middle_name dob state"),
        **fields_json(customer, "patient_id phone is_verified is_active"),
        "available_credit": None,
        **audit_json(customer.audit),
        "medical_card_expiration": customer.medical_card_expiration,
        "state_id": customer.state_id,
        "state_id_expiration_timestamp": customer.state_id_expiration,
        "merged_customer_id": None,
        "customer_group": _group(customer.customer_group),
        "customer_type": "Patient",
        "customer_origin": "Flourish",
        "customer_status": "Created",
        "customer_disciplinary_status": customer.disciplinary_status.value,
    }


def _address_json(address: CustomerAddress, *, type_name: str = "address_type") -> Json:
    return {
        **fields_json(address, "first_name last_name active is_primary"),
        **fields_json(address.place, "address_line_1 city state postcode country"),
        "address_line_2": address.place.address_line_2 or "",
        **audit_json(address.audit),
        type_name: address.type or "",
    }


def _group(group: CustomerGroup | None) -> str | None:
    return None if group is None else group.value.title()
