"""Reads a vendor out of a request body."""

from sim_flourish.json_fields import JsonFields
from sim_flourish.warehouse.audit import Audit
from sim_flourish.warehouse.places import Address
from sim_flourish.warehouse.vendors import Vendor, VendorId


def parse_vendor(fields: JsonFields, vendor_id: VendorId, audit: Audit) -> Vendor:
    """A vendor in full, without contacts; what is not said is empty, `name` is what none can be without."""
    name = fields.required_text("name")
    return Vendor(
        vendor_id=vendor_id,
        name=name,
        vendor_type_name=fields.text("vendor_type_name"),
        company_email=fields.text("company_email"),
        company_phone_number=fields.text("company_phone_number"),
        alias=fields.text("alias") or name,
        account_number=fields.text("account_number"),
        ref_field_1=fields.text("ref_field_1"),
        ref_field_2=fields.text("ref_field_2"),
        business_id=fields.text("business_id"),
        external_vendor_id=fields.text("external_vendor_id"),
        diverse_supplier=bool(fields.whole_number("diverse_supplier")),
        shipping=_parse_address(fields, "shipping"),
        billing=_parse_address(fields, "billing"),
        license_number=fields.text("license_number"),
        website=fields.text("website"),
        note=fields.text("note"),
        active=fields.flag("active") is not False,
        state_expiration_date=fields.day("state_expiration_date") or "",
        contacts=(),
        audit=audit,
    )


def _parse_address(fields: JsonFields, name: str) -> Address:
    inner = fields.inner(name) or JsonFields({})
    return Address(
        address_line_1=inner.text("address"),
        city=inner.text("city"),
        state=inner.text("state"),
        zip_code=inner.text("zip_code"),
        country=inner.text("country"),
    )
