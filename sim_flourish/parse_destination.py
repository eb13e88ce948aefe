"""Reads destinations and contacts out of request bodies."""

from sim_flourish.json_fields import JsonFields
from sim_flourish.warehouse.order_request import ContactRequest, DestinationRequest
from sim_flourish.warehouse.places import Address, FacilityType


def parse_destination(fields: JsonFields) -> DestinationRequest:
    """A destination in full; `type` and `name` are what one cannot be made without."""
    name = fields.required_text("name")
    return DestinationRequest(
        type=fields.choice("type", FacilityType) or FacilityType.DISPENSARY,
        name=name,
        alias=fields.text("alias") or name,
        company_email=fields.text("company_email"),
        company_phone_number=fields.text("company_phone_number"),
        address=parse_address(fields),
        billing=parse_address(fields.inner("billing") or JsonFields({})),
        local_license_number=fields.text("local_license_number"),
        license_number=fields.text("license_number"),
        external_id=fields.text_or_number("external_id"),
        website=fields.text("website"),
        notes=fields.text("notes"),
        active=fields.flag("active") is not False,
        contact=_parse_contact(fields.inner("contact")),
    )


def parse_address(fields: JsonFields) -> Address:
    """The address among an object's fields."""
    return Address(
        address_line_1=fields.text("address_line_1"),
        address_line_2=fields.text("address_line_2"),
        city=fields.text("city"),
        state=fields.text("state"),
        zip_code=fields.text("zip_code"),
        country=fields.text("country"),
    )


def _parse_contact(fields: JsonFields | None) -> ContactRequest | None:
    if fields is None or not any(fields.text(name) for name in fields.names()):
        return None
    return ContactRequest(
        first_name=fields.text("first_name") or "",
        middle_name=fields.text("middle_name") or "",
        last_name=fields.text("last_name") or "",
        email=fields.text("email") or "",
        phone_number=fields.text("phone_number") or "",
    )
