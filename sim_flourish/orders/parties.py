"""Finds or makes whom an order goes to and who sells it (contract section 2 Outbound orders).

By id it must exist. In full, a destination is looked for by its name and a sales rep by e-mail, and only a
miss makes a new one. Nothing is stored here: what is new is handed back, to be stored with the order.
"""

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.destinations.rules import make_destination, with_contacts
from sim_flourish.model.people import SalesRep
from sim_flourish.model.places import Destination, DestinationId
from sim_flourish.orders.request import ById
from sim_flourish.people.sales_reps import make_sales_rep
from sim_flourish.warehouse.warehouse import Work

NO_SALES_REP = "0"


def find_or_make_destination(work: Work, asked: ById | Destination) -> Destination:
    """The destination that is meant; with a contact added when the request names a new one.

    Raises:
        RefusedError: no destination has the id.
    """
    if isinstance(asked, ById):
        found = work.world.destinations.get(DestinationId(asked.id))
        if found is None:
            raise RefusedError(Refusal.DESTINATION_UNKNOWN, field=asked.field, id=asked.id)
        return found
    named = (place for place in work.world.destinations.values() if place.name == asked.name)
    found = next(named, None)
    return make_destination(work, asked) if found is None else with_contacts(work, found, asked.contacts)


def names_nobody(asked: ById | SalesRep | None) -> bool:
    """Whether no sales rep is meant; the id "0" is nobody, as in what orders answer."""
    return asked is None or (isinstance(asked, ById) and asked.id == NO_SALES_REP)


def find_or_make_sales_rep(work: Work, asked: ById | SalesRep | None) -> SalesRep | None:
    """The sales rep that is meant, if any.

    Raises:
        RefusedError: no active sales rep has the id.
    """
    if asked is None or names_nobody(asked):
        return None
    if isinstance(asked, SalesRep):
        reps = work.world.sales_reps.values()
        known = [rep for rep in reps if asked.email and rep.email == asked.email and rep.active]
        return known[0] if known else make_sales_rep(work, asked)
    found = next((rep for rep in work.world.sales_reps.values() if str(rep.sales_rep_id) == asked.id), None)
    if found is None or not found.active:
        raise RefusedError(Refusal.SALES_REP_UNKNOWN, id=asked.id)
    return found
