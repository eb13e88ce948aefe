"""Reads retail customers and their addresses out of request bodies (the collection, Retail Customers)."""

from enum import StrEnum
from typing import TypeVar

from sim_flourish.json_fields import JsonFields
from sim_flourish.warehouse.customers import AddressType, CustomerGroup, DisciplinaryStatus, Place
from sim_flourish.warehouse.keep_customer import AddressRequest, CustomerRequest
from sim_flourish.warehouse.refusals import invalid

E = TypeVar("E", bound=StrEnum)
_DEFAULT_COUNTRY = "US"


def parse_customer(fields: JsonFields) -> CustomerRequest:
    """A customer in full; `available_credit` is no documented field, and is left alone."""
    addresses = fields.list_of("address")
    dob = fields.day("dob")
    if not dob:
        raise invalid("dob", "is required")
    return CustomerRequest(
        email=fields.required_text("email"),
        alternate_email=fields.text("alternate_email"),
        first_name=fields.required_text("first_name"),
        last_name=fields.required_text("last_name"),
        middle_name=fields.text("middle_name"),
        preferred_name=fields.text("preferred_name"),
        dob=dob,
        allergies=fields.text("allergies"),
        state=fields.text("state"),
        patient_id=fields.text("patient_id"),
        medical_card_state=fields.text("medical_card_state"),
        medical_card_expiration=fields.day("medical_card_expiration") or None,
        phone=fields.text("phone"),
        home_phone=fields.text("home_phone"),
        alternate_phone=fields.text("alternate_phone"),
        state_id=fields.text("state_id"),
        state_id_expiration=fields.day("state_id_expiration_timestamp") or None,
        customer_group=any_case(fields, "customer_group", CustomerGroup),
        disciplinary_status=any_case(fields, "customer_disciplinary_status", DisciplinaryStatus)
        or DisciplinaryStatus.NO_ISSUES,
        is_verified=bool(fields.flag("is_verified")),
        is_active=fields.flag("is_active") is not False,
        addresses=None if addresses is None else tuple(_parse_address(one) for one in addresses),
    )


def _parse_address(fields: JsonFields) -> AddressRequest:
    return AddressRequest(
        address_id=fields.whole_number("id"),
        first_name=fields.text("first_name"),
        last_name=fields.text("last_name"),
        place=parse_place(fields),
        type=any_case(fields, "type", AddressType),
        is_primary=fields.flag("is_primary"),
    )


def parse_place(fields: JsonFields) -> Place:
    """A postal address among an object's fields; one sample leaves the country out."""
    return Place(
        address_line_1=fields.required_text("address_line_1"),
        address_line_2=fields.text("address_line_2") or None,
        city=fields.required_text("city"),
        state=fields.required_text("state"),
        postcode=fields.required_text("postcode"),
        country=fields.text("country") or _DEFAULT_COUNTRY,
    )


def any_case(fields: JsonFields, name: str, choices: type[E]) -> E | None:
    """One of a list of texts, in any case: the prose writes them small, the samples with capitals.

    Raises:
        RefusedError: it is none of them.
    """
    value = fields.text(name)
    if not value:
        return None
    found = [one for one in choices if one.value.casefold() == value.casefold()]
    if not found:
        raise invalid(fields.named(name), f"must be one of {', '.join(one.value for one in choices)}")
    return found[0]
