"""Contacts: the people at a destination or a vendor (contract section 2 Destinations)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sim_flourish.warehouse.audit import Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person; of those of one place at most one is primary, and it speaks for the place's orders."""

    contact_id: int
    first_name: str
    middle_name: str
    last_name: str
    email: str
    phone_number: str | None
    department: str | None
    notes: str | None
    is_primary: bool
    audit: Audit


def with_written(contacts: Iterable[Contact], written: Iterable[Contact]) -> tuple[Contact, ...]:
    """The contacts after some were added or changed; the last one written as primary is the primary one."""
    kept = {one.contact_id: one for one in contacts}
    for contact in written:
        if contact.is_primary:
            kept = {key: replace(one, is_primary=False) for key, one in kept.items()}
        kept[contact.contact_id] = contact
    return tuple(kept.values())


def speaker(contacts: Iterable[Contact]) -> Contact | None:
    """Who speaks for the place: the primary contact, or the first one when none is primary."""
    return min(contacts, key=lambda one: not one.is_primary, default=None)
