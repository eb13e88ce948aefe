"""Reads destinations and contacts out of requests, makes them and changes them.

A request is read into the record that it asks for, without ids. Nothing is stored here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.destinations.shapes import ContactNames
from sim_flourish.model.places import (
    ADDRESS_FIELDS,
    Address,
    Contact,
    Destination,
    DestinationId,
    FacilityType,
    with_written,
)
from sim_flourish.model.values import Audit, time_zone_of
from sim_flourish.warehouse.warehouse import Work


def parse_destination(fields: JsonFields, audit: Audit) -> Destination:
    """A destination in full, with the contact that it names; `name` is what none can be made without.

    Orders may say `facility_name` for `name` (observed-clients Met by running real clients unchanged).
    """
    name = fields.text("name") or fields.text("facility_name") or fields.required_text("name")
    address = parse_address(fields)
    return Destination(
        destination_id=DestinationId(""),
        type=fields.choice("type", FacilityType) or FacilityType.DISPENSARY,
        name=name,
        alias=fields.text("alias") or name,
        address=address,
        billing=parse_address(fields.inner("billing") or JsonFields({})),
        timezone=time_zone_of(address.state),
        external_id=fields.text_or_number("external_id"),
        active=fields.flag("active") is not False,
        contacts=_parse_contact(fields.inner("contact"), audit),
        audit=audit,
        **fields.texts_of("company_email", "company_phone_number", "local_license_number"),
        **fields.texts_of("license_number", "website", "notes"),
    )


def parse_address(fields: JsonFields) -> Address:
    return Address(**fields.texts_of(*ADDRESS_FIELDS))


def _parse_contact(fields: JsonFields | None, audit: Audit) -> tuple[Contact, ...]:
    if fields is None or not any(fields.text(name) for name in fields.names()):
        return ()
    names = ("first_name", "middle_name", "last_name", "email", "phone_number")
    texts = {name: text or "" for name, text in fields.texts_of(*names).items()}
    return (Contact(contact_id=0, is_primary=True, audit=audit, **texts),)


def make_destination(work: Work, asked: Destination) -> Destination:
    """A new destination with its contact, not yet stored."""
    destination_id = DestinationId(work.ids.hex("destination", 20))
    return with_contacts(work, replace(asked, destination_id=destination_id, contacts=()), asked.contacts)


def with_contacts(work: Work, destination: Destination, asked: Iterable[Contact]) -> Destination:
    """The destination with the contacts asked for, each found by e-mail or new."""
    known = {contact.email: contact for contact in reversed(destination.contacts) if contact.email}
    written = [
        replace(known[contact.email], is_primary=True)
        if contact.email in known
        else replace(contact, contact_id=work.ids.number("contact"))
        for contact in asked
    ]
    return replace(destination, contacts=with_written(destination.contacts, written))


def make_contacts(work: Work, counter: str, body: Sequence[object]) -> list[Contact]:
    """New contacts, not yet saved; `counter` names that of their ids."""
    rows = list(_rows(body))
    for fields in rows:
        fields.required_text("first_name")
        fields.required_text("last_name")
    return [
        _edited(
            work,
            Contact(
                contact_id=work.ids.number(counter), first_name="", last_name="", audit=work.signed.new()
            ),
            fields,
        )
        for fields in rows
    ]


def edit_contacts(
    work: Work, names: ContactNames, contacts: Sequence[Contact], body: Sequence[object]
) -> list[Contact]:
    """The contacts that the body names, with what it says changed and the rest left.

    Raises:
        RefusedError: one is not among the contacts of this place; then none is changed.
    """
    known = {str(contact.contact_id): contact for contact in contacts}
    written = []
    for fields in _rows(body):
        contact_id = fields.identity(names.contact_id) or ""
        if contact_id not in known:
            raise RefusedError(Refusal.CONTACT_UNKNOWN, what=names.what, id=contact_id)
        known[contact_id] = _edited(work, known[contact_id], fields)
        written.append(known[contact_id])
    return written


def _rows(body: Sequence[object]) -> Iterator[JsonFields]:
    return (JsonFields(row, f"[{index}]") for index, row in enumerate(body))


def _edited(work: Work, before: Contact, fields: JsonFields) -> Contact:
    primary = fields.whole_number("is_primary")
    return replace(
        before,
        is_primary=before.is_primary if primary is None else bool(primary),
        audit=work.signed.on(before.audit),
        **fields.texts_given("first_name", "last_name"),
        **fields.texts_said("email", null=""),
        **fields.texts_said("phone_number", "department", "notes"),
    )
