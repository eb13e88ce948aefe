"""Where goods are and go: facilities, destinations, vendors, and the people to talk to there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from sim_flourish.model.values import Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person; of those of one place at most one is primary, and it speaks for the place's orders."""

    contact_id: int
    first_name: str
    middle_name: str = ""
    last_name: str
    email: str = ""
    phone_number: str | None = None
    department: str | None = None
    notes: str | None = None
    is_primary: bool = False
    audit: Audit


def with_written(contacts: Iterable[Contact], written: Iterable[Contact]) -> tuple[Contact, ...]:
    """The contacts after some were added or changed; the last one written as primary is the primary one."""
    kept = {contact.contact_id: contact for contact in contacts}
    for contact in written:
        if contact.is_primary:
            kept = {key: replace(contact, is_primary=False) for key, contact in kept.items()}
        kept[contact.contact_id] = contact
    return tuple(kept.values())


def speaker(contacts: Iterable[Contact]) -> Contact | None:
    """Who speaks for the place: the primary contact, or the first one when none is primary."""
    return min(contacts, key=lambda contact: not contact.is_primary, default=None)


FacilityId = NewType("FacilityId", str)
DestinationId = NewType("DestinationId", str)


class FacilityType(StrEnum):
    """What a place is licensed to be; facilities and destinations share the list (T8)."""

    LABORATORY = "Laboratory"
    PROCESSOR = "Processor"
    GROWER = "Grower"
    DISPENSARY = "Dispensary"
    DISTRIBUTOR = "Distributor"
    MANUFACTURER = "Manufacturer"
    OTHER = "Other"
    MICROBUSINESS = "Microbusiness"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address; `state` is two letters, `country` the full name."""

    address_line_1: str | None = None
    address_line_2: str | None = None
    city: str | None = None
    state: str | None = None
    zip_code: str | None = None
    country: str | None = None


NO_ADDRESS = Address()
"""Where nothing is known."""
ADDRESS_FIELDS = tuple(Address.__dataclass_fields__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """One of the company's own licensed places; stock and orders belong to one."""

    facility_id: FacilityId
    facility_name: str
    alias: str
    facility_type: FacilityType
    license_number: str | None = None
    address: Address
    timezone: str
    company_phone_number: str = ""
    active: bool = True
    sales_rep_required_for_outbound: bool = False
    excise_tax_rate: Decimal | None = None
    audit: Audit
    retail_tax_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Somebody else's licensed place, to which outbound orders go."""

    destination_id: DestinationId
    type: FacilityType
    name: str
    alias: str
    company_email: str | None = None
    company_phone_number: str | None = None
    address: Address
    billing: Address = NO_ADDRESS
    timezone: str
    local_license_number: str | None = None
    license_number: str | None = None
    external_id: int | str | None = None
    website: str | None = None
    notes: str | None = None
    active: bool = True
    contacts: tuple[Contact, ...] = ()
    audit: Audit


VendorId = NewType("VendorId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """Somebody who sells to the company; of the two addresses only the first line is used."""

    vendor_id: VendorId
    name: str
    vendor_type_name: str | None = None
    company_email: str | None = None
    company_phone_number: str | None = None
    alias: str | None
    account_number: str | None = None
    ref_field_1: str | None = None
    ref_field_2: str | None = None
    business_id: str | None = None
    external_vendor_id: str | None = None
    diverse_supplier: bool
    shipping: Address
    billing: Address
    license_number: str | None = None
    website: str | None = None
    note: str | None = None
    active: bool
    state_expiration_date: str
    contacts: tuple[Contact, ...] = ()
    audit: Audit
