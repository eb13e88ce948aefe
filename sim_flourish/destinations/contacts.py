"""Reads the contacts of a destination or a vendor out of request bodies, which are lists."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.destinations.shapes import ContactNames
from sim_flourish.model.places import Contact
from sim_flourish.warehouse.warehouse import Work


def make_contacts(work: Work, kind: str, body: Sequence[object]) -> list[Contact]:
    """New contacts, not yet kept; `kind` names the counter of their ids."""
    rows = list(_rows(body))
    for fields in rows:
        fields.required_text("first_name")
        fields.required_text("last_name")
    return [_edited(work, _blank(work, work.ids.number(kind)), fields) for fields in rows]


def edit_contacts(
    work: Work, names: ContactNames, contacts: Sequence[Contact], body: Sequence[object]
) -> list[Contact]:
    """The contacts that the body names, with what it says changed and the rest left.

    Raises:
        RefusedError: one is not among the contacts of this place; then none is changed.
    """
    known = {str(one.contact_id): one for one in contacts}
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


def _blank(work: Work, contact_id: int) -> Contact:
    return Contact(
        contact_id=contact_id,
        first_name="",
        middle_name="",
        last_name="",
        email="",
        phone_number=None,
        department=None,
        notes=None,
        is_primary=False,
        audit=work.signed.new(),
    )


def _edited(work: Work, before: Contact, fields: JsonFields) -> Contact:
    primary = fields.whole_number("is_primary")

    def said(name: str, was: str | None) -> str | None:
        return fields.text(name) if fields.has(name) else was

    return replace(
        before,
        first_name=fields.text("first_name") or before.first_name,
        last_name=fields.text("last_name") or before.last_name,
        email=said("email", before.email) or "",
        phone_number=said("phone_number", before.phone_number),
        department=said("department", before.department),
        notes=said("notes", before.notes),
        is_primary=before.is_primary if primary is None else bool(primary),
        audit=work.signed.on(before.audit),
    )
