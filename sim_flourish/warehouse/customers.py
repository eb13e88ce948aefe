"""Retail customers: who buys in the shop or has it brought home (the collection, Retail Customers)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from sim_flourish.warehouse.audit import Audit

CustomerId = NewType("CustomerId", str)


class AddressType(StrEnum):
    """What an address is for."""

    SHIPPING = "shipping"
    BILLING = "billing"


class CustomerGroup(StrEnum):
    """Groups that get discounts of their own."""

    VETERAN = "veteran"
    STUDENT = "student"
    FIRST_RESPONDER = "first responder"
    EMPLOYEE = "employee"
    INDUSTRY = "industry"


class DisciplinaryStatus(StrEnum):
    """How a customer has behaved."""

    NO_ISSUES = "No Issues"
    WARNING_1 = "Warning - Level 1"
    WARNING_2 = "Warning - Level 2"
    BANNED = "Banned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A postal address as retail writes it: `postcode`, and a country in any form."""

    address_line_1: str
    address_line_2: str | None
    city: str
    state: str
    postcode: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAddress:
    """One address of a customer; addresses are deactivated, never removed."""

    address_id: int
    first_name: str
    last_name: str
    place: Place
    type: AddressType | None
    active: bool
    is_primary: bool
    audit: Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One customer of the company, whatever the facility. Dates are as sent, `2026-03-02`."""

    customer_id: CustomerId
    email: str
    alternate_email: str | None
    first_name: str
    last_name: str
    middle_name: str | None
    preferred_name: str | None
    dob: str
    allergies: str | None
    state: str | None
    patient_id: str | None
    medical_card_state: str | None
    medical_card_expiration: str | None
    phone: str | None
    home_phone: str | None
    alternate_phone: str | None
    state_id: str | None
    state_id_expiration: str | None
    customer_group: CustomerGroup | None
    disciplinary_status: DisciplinaryStatus
    is_verified: bool
    is_active: bool
    addresses: tuple[CustomerAddress, ...]
    audit: Audit

    def address(self, address_id: int) -> CustomerAddress | None:
        """The address with the id, active or not."""
        return next((one for one in self.addresses if one.address_id == address_id), None)
