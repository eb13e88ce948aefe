"""Places an order, changes it through the API, cancels it (O2, O3, O15, O16; contract section 2).

Whom it goes to and who sells it must exist where they are named by id. In full, a destination is looked for
by its name and a sales rep by e-mail, and only a miss makes a new one, which is stored with the order.
"""

from dataclasses import dataclass, replace

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.destinations.rules import make_destination, with_contacts
from sim_flourish.model.order_status import ORDER_STATUS_TABLE, OrderEvent, OrderStatus
from sim_flourish.model.orders import (
    LARGEST_TOTAL,
    OrderAmount,
    OrderId,
    OrderLine,
    OutboundOrder,
    is_too_large,
    order_totals,
)
from sim_flourish.model.people import SalesRep
from sim_flourish.model.places import Destination, DestinationId, Facility
from sim_flourish.model.values import ZERO
from sim_flourish.orders.allocation import carry_allocation_over, release_everything, settle_allocation_status
from sim_flourish.orders.lines import make_lines
from sim_flourish.orders.request import ById, OrderRequest
from sim_flourish.orders.rules import next_status
from sim_flourish.people.sales_reps import NO_SALES_REP, make_sales_rep
from sim_flourish.warehouse.warehouse import Work


def cancel_order(work: Work, order: OutboundOrder) -> OutboundOrder:
    """The order, Cancelled."""
    status = next_status(ORDER_STATUS_TABLE, order.order_status, OrderEvent.CANCELLED)
    return work.store(replace(release_everything(work, order), order_status=status))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parties:
    """Whom an order concerns; what is new among them is stored together with the order."""

    destination: Destination | None
    distributor: Destination | None
    sales_rep: SalesRep | None

    def store(self, work: Work) -> None:
        """Keeps them; storing somebody known again changes nothing."""
        for place in (self.destination, self.distributor):
            if place is not None:
                work.world.destinations[place.destination_id] = place
        if self.sales_rep is not None:
            work.world.sales_reps[self.sales_rep.sales_rep_id] = self.sales_rep


def place_order(work: Work, facility: Facility, asked: OrderRequest) -> OutboundOrder:
    """A new order, Created, with its totals; a used `original_order_id` is accepted (contract section 6).

    Raises:
        RefusedError: something asked for is missing, unknown or impossible; nothing is stored.
    """
    if asked.order_status not in (None, OrderStatus.CREATED.value):
        raise RefusedError(Refusal.STATUS_NOT_SETTABLE, status=asked.order_status)
    lines = make_lines(work, asked.order_lines or ())
    parties = _find_parties(work, asked)
    if parties.destination is None:
        raise RefusedError(Refusal.DESTINATION_MISSING)
    if parties.sales_rep is None and facility.sales_rep_required_for_outbound:
        raise RefusedError(Refusal.SALES_REP_REQUIRED)
    if not work.world.settings.unknown_payment_term_kept:
        _check_payment_term(work, asked)
    blank = _blank_order(work, facility, parties.destination, lines)
    return _store_changed(work, blank, asked, parties)


def _blank_order(
    work: Work, facility: Facility, destination: Destination, lines: tuple[OrderLine, ...]
) -> OutboundOrder:
    """A Created order of these lines about which nothing else is said yet."""
    return OutboundOrder(
        order_id=OrderId(f"{work.ids.number('order'):08d}"),
        facility_id=facility.facility_id,
        order_status=OrderStatus.CREATED,
        order_timestamp=work.signed.at,
        excise_tax_rate=facility.excise_tax_rate,
        destination_id=destination.destination_id,
        order_lines=lines,
        audit=work.signed.new(),
    )


def update_order_by_api(work: Work, order: OutboundOrder, asked: OrderRequest) -> OutboundOrder:
    """The External API's PUT: only while nothing is allocated (contract section 2).

    Raises:
        RefusedError: the order's state forbids it, or something asked for is impossible.
    """
    next_status(ORDER_STATUS_TABLE, order.order_status, OrderEvent.UPDATED_BY_API)
    if asked.order_status not in (None, order.order_status.value):
        raise RefusedError(Refusal.STATUS_NOT_SETTABLE, status=asked.order_status)
    facility = work.world.facilities[order.facility_id]
    has_rep = order.sales_rep_id is not None or not _names_nobody(asked.sales_rep)
    if facility.sales_rep_required_for_outbound and not has_rep:
        raise RefusedError(Refusal.SALES_REP_REQUIRED)
    return _change(work, order, asked)


def edit_order(work: Work, order: OutboundOrder, asked: OrderRequest) -> OutboundOrder:
    """An edit in Flourish's screens, until shipping; allocation above a line's new quantity is released (O5).

    Raises:
        RefusedError: the order's state forbids it, or something asked for is impossible.
    """
    next_status(ORDER_STATUS_TABLE, order.order_status, OrderEvent.EDITED)
    _check_payment_term(work, asked)
    return _change(work, order, asked)


def _change(work: Work, order: OutboundOrder, asked: OrderRequest) -> OutboundOrder:
    """The order with what is said changed, its allocation carried over to the new lines."""
    if asked.order_lines is None:
        return _store_changed(work, order, asked, _find_parties(work, asked))
    lines = make_lines(work, asked.order_lines)
    relined = replace(order, order_lines=lines, marked_as_fully_paid=False)
    return _store_changed(work, relined, asked, _find_parties(work, asked), allocated=order)


_TEXTS = ("original_order_id", "requested_delivery_date", "invoice_date", "ref_field_1")
_AS_SAID = (*_TEXTS, "order_timestamp", "pretax_discounts")


def _store_changed(
    work: Work,
    order: OutboundOrder,
    asked: OrderRequest,
    parties: _Parties,
    *,
    allocated: OutboundOrder | None = None,
) -> OutboundOrder:
    """Replaces charges and discounts where said, adds notes, keeps the rest (contract section 6).

    `allocated` is the order as it was, when its lines are others now.
    """
    destination, distributor, rep = parties.destination, parties.distributor, parties.sales_rep
    changed = replace(
        order,
        payment_term=order.payment_term if asked.payment_term is None else asked.payment_term or None,
        destination_id=destination.destination_id if destination else order.destination_id,
        distributor_id=distributor.destination_id if distributor else order.distributor_id,
        sales_rep_id=rep.sales_rep_id if rep else order.sales_rep_id,
        charges=_make_amounts(work, "charge", asked.charges, order.charges),
        discounts=_make_amounts(work, "discount", asked.discounts, order.discounts),
        **{name: said for name in _AS_SAID if (said := getattr(asked, name)) is not None},
        notes=order.notes + tuple(replace(note, note_id=work.ids.number("note")) for note in asked.notes),
    )
    if is_too_large(changed):
        raise RefusedError(Refusal.TOTAL_TOO_LARGE, most=LARGEST_TOTAL)
    if order_totals(changed).total_price < ZERO:
        raise RefusedError(Refusal.TOTAL_BELOW_ZERO)
    parties.store(work)
    if allocated is not None:
        changed = settle_allocation_status(carry_allocation_over(work, allocated, changed))
    return work.store(changed)


def _find_parties(work: Work, asked: OrderRequest) -> _Parties:
    return _Parties(
        destination=_find_or_make_destination(work, asked.destination) if asked.destination else None,
        distributor=_find_or_make_destination(work, asked.distributor) if asked.distributor else None,
        sales_rep=_find_or_make_sales_rep(work, asked.sales_rep),
    )


def _find_or_make_destination(work: Work, asked: ById | Destination) -> Destination:
    """The destination that is meant; with a contact added when the request names a new one."""
    if isinstance(asked, ById):
        found = work.world.destinations.get(DestinationId(asked.id))
        if found is None:
            raise RefusedError(Refusal.DESTINATION_UNKNOWN, field=asked.field, id=asked.id)
        return found
    named = (place for place in work.world.destinations.values() if place.name == asked.name)
    found = next(named, None)
    return make_destination(work, asked) if found is None else with_contacts(work, found, asked.contacts)


def _names_nobody(asked: ById | SalesRep | None) -> bool:
    """Whether no sales rep is meant; the id "0" is nobody, as in what orders answer."""
    return asked is None or (isinstance(asked, ById) and asked.id == NO_SALES_REP)


def _find_or_make_sales_rep(work: Work, asked: ById | SalesRep | None) -> SalesRep | None:
    if asked is None or _names_nobody(asked):
        return None
    if isinstance(asked, SalesRep):
        reps = work.world.sales_reps.values()
        known = [rep for rep in reps if asked.email and rep.email == asked.email and rep.active]
        return known[0] if known else make_sales_rep(work, asked)
    found = next((rep for rep in work.world.sales_reps.values() if str(rep.sales_rep_id) == asked.id), None)
    if found is None or not found.active:
        raise RefusedError(Refusal.SALES_REP_UNKNOWN, id=asked.id)
    return found


def _check_payment_term(work: Work, asked: OrderRequest) -> None:
    known = {term.order_payment_term for term in work.world.payment_terms.values()}
    if asked.payment_term and asked.payment_term not in known:
        raise RefusedError(Refusal.PAYMENT_TERM_UNKNOWN, name=asked.payment_term)


def _make_amounts(
    work: Work, counter: str, asked: tuple[OrderAmount, ...] | None, before: tuple[OrderAmount, ...]
) -> tuple[OrderAmount, ...]:
    if asked is None:
        return before
    return tuple(replace(amount, amount_id=work.ids.number(counter)) for amount in asked)
