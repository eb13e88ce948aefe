"""Facilities and destinations: where goods come from and where they go (contract section 2)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from sim_flourish.warehouse.audit import Audit
from sim_flourish.warehouse.contacts import Contact

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """One of the company's own licensed places; stock and orders belong to one."""

    facility_id: FacilityId
    facility_name: str
    alias: str
    facility_type: FacilityType
    license_number: str | None
    address: Address
    timezone: str
    company_phone_number: str
    active: bool
    sales_rep_required_for_outbound: bool
    excise_tax_rate: Decimal | None
    audit: Audit
    retail_tax_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Somebody else's licensed place, to which outbound orders go."""

    destination_id: DestinationId
    type: FacilityType
    name: str
    alias: str
    company_email: str | None
    company_phone_number: str | None
    address: Address
    billing: Address
    timezone: str
    local_license_number: str | None
    license_number: str | None
    external_id: int | str | None
    website: str | None
    notes: str | None
    active: bool
    contacts: tuple[Contact, ...]
    audit: Audit
