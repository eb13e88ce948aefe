"""Finds or makes whom an order goes to and who sells it (contract section 2 Outbound orders).

By id it must exist. In full, a destination is looked for by its name and a sales rep by e-mail, and only a
miss makes a new one. Nothing is stored here: what is new is handed back, to be stored with the order.
"""

from dataclasses import replace

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.people import SalesRep, SalesRepId
from sim_flourish.model.places import Contact, Destination, DestinationId, with_written
from sim_flourish.model.values import Audit, time_zone_of
from sim_flourish.orders.request import ById, ContactRequest, DestinationRequest, SalesRepRequest
from sim_flourish.warehouse.warehouse import Work

NO_SALES_REP = "0"


def find_or_make_destination(work: Work, asked: ById | DestinationRequest) -> Destination:
    """The destination that is meant; with a contact added when the request names a new one.

    Raises:
        RefusedError: no destination has the id.
    """
    if isinstance(asked, ById):
        found = work.world.destinations.get(DestinationId(asked.id))
        if found is None:
            raise RefusedError(Refusal.DESTINATION_UNKNOWN, field=asked.field, id=asked.id)
        return found
    named = [one for one in work.world.destinations.values() if one.name == asked.name]
    destination = named[0] if named else make_destination(work, asked)
    return with_contact(work, destination, asked.contact)


def make_destination(work: Work, asked: DestinationRequest) -> Destination:
    """A new destination, without contacts, not yet stored."""
    return described(DestinationId(work.ids.hex("destination", 20)), asked, work.signed.new())


def described(destination_id: DestinationId, asked: DestinationRequest, audit: Audit) -> Destination:
    """A destination that says about itself what is asked for, without contacts."""
    return Destination(
        destination_id=destination_id,
        type=asked.type,
        name=asked.name,
        alias=asked.alias,
        company_email=asked.company_email,
        company_phone_number=asked.company_phone_number,
        address=asked.address,
        billing=asked.billing,
        timezone=time_zone_of(asked.address.state),
        local_license_number=asked.local_license_number,
        license_number=asked.license_number,
        external_id=asked.external_id,
        website=asked.website,
        notes=asked.notes,
        active=asked.active,
        contacts=(),
        audit=audit,
    )


def with_contact(work: Work, destination: Destination, asked: ContactRequest | None) -> Destination:
    """The destination with the contact asked for, found by e-mail or new; it is the primary one now."""
    if asked is None:
        return destination
    known = [one for one in destination.contacts if one.email and one.email == asked.email]
    contact = replace(known[0], is_primary=True) if known else _new_contact(work, asked)
    return replace(destination, contacts=with_written(destination.contacts, [contact]))


def _new_contact(work: Work, asked: ContactRequest) -> Contact:
    return Contact(
        contact_id=work.ids.number("contact"),
        first_name=asked.first_name,
        middle_name=asked.middle_name,
        last_name=asked.last_name,
        email=asked.email,
        phone_number=asked.phone_number,
        department=None,
        notes=None,
        is_primary=True,
        audit=work.signed.new(),
    )


def names_nobody(asked: ById | SalesRepRequest | None) -> bool:
    """Whether no sales rep is meant; the id "0" is nobody, as in what orders answer."""
    return asked is None or (isinstance(asked, ById) and asked.id == NO_SALES_REP)


def find_or_make_sales_rep(work: Work, asked: ById | SalesRepRequest | None) -> SalesRep | None:
    """The sales rep that is meant, if any.

    Raises:
        RefusedError: no active sales rep has the id.
    """
    if asked is None or names_nobody(asked):
        return None
    if isinstance(asked, SalesRepRequest):
        reps = work.world.sales_reps.values()
        known = [rep for rep in reps if asked.email and rep.email == asked.email and rep.active]
        return known[0] if known else make_sales_rep(work, asked)
    found = next((rep for rep in work.world.sales_reps.values() if str(rep.sales_rep_id) == asked.id), None)
    if found is None or not found.active:
        raise RefusedError(Refusal.SALES_REP_UNKNOWN, id=asked.id)
    return found


def make_sales_rep(work: Work, asked: SalesRepRequest) -> SalesRep:
    """A new sales rep, not yet stored."""
    return SalesRep(
        sales_rep_id=SalesRepId(work.ids.number("sales_rep")),
        first_name=asked.first_name,
        middle_name=asked.middle_name,
        last_name=asked.last_name,
        phone_number=asked.phone_number,
        email=asked.email,
        active=True,
        audit=work.signed.new(),
    )
