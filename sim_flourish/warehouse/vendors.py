"""Vendors: whom the company buys from (the vendor's documentation, Vendors)."""

from dataclasses import dataclass
from typing import NewType

from sim_flourish.warehouse.audit import Audit
from sim_flourish.warehouse.contacts import Contact
from sim_flourish.warehouse.places import Address

VendorId = NewType("VendorId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """Somebody who sells to the company; of the two addresses only the first line is used."""

    vendor_id: VendorId
    name: str
    vendor_type_name: str | None
    company_email: str | None
    company_phone_number: str | None
    alias: str | None
    account_number: str | None
    ref_field_1: str | None
    ref_field_2: str | None
    business_id: str | None
    external_vendor_id: str | None
    diverse_supplier: bool
    shipping: Address
    billing: Address
    license_number: str | None
    website: str | None
    note: str | None
    active: bool
    state_expiration_date: str
    contacts: tuple[Contact, ...]
    audit: Audit
