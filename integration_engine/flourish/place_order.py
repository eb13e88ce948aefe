"""Places a confirmed order in Flourish: who buys, who sells, the one request that creates it (O2, O16)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from integration_engine.core.order import Confirmation, FlourishOrder, OrderState, Problem
from integration_engine.core.order_events import PartiesResolved
from integration_engine.core.ordo_status import Terms
from integration_engine.errors import FlourishRefusedError, FlourishUnclearError, OrderRefusedError
from integration_engine.flourish.answers import (
    GarbledError,
    parse_destination,
    parse_order,
    parse_original_order_id,
    parse_payment_term,
    parse_sales_rep,
)
from integration_engine.flourish.client import FlourishClient
from integration_engine.flourish.paired_facility import read_paired_facility


def resolve_parties(
    client: FlourishClient, facility_id: str, license_number: str, confirmation: Confirmation
) -> PartiesResolved:
    """Finds the buyer's destination by license number, and the sales rep by e-mail if the facility wants one.

    Raises:
        FacilityUnusableError: the seller's own facility cannot be worked with (S11).
        OrderRefusedError: Flourish does not know them (O16).
    """
    facility = read_paired_facility(client, facility_id, license_number)
    destination_id = _destination_id(client, confirmation)
    sales_rep_id = (
        _sales_rep_id(client, facility_id, confirmation.sales_rep.email)
        if facility.sales_rep_required
        else None
    )
    term, problem = _payment_term(client, facility_id, confirmation)
    return PartiesResolved(
        destination_id=destination_id, sales_rep_id=sales_rep_id, payment_term=term, term_problem=problem
    )


def _payment_term(
    client: FlourishClient, facility_id: str, confirmation: Confirmation
) -> tuple[str | None, Problem | None]:
    """The one payment term of so many days; else why there is none: no order is refused for that (O20)."""
    days = 0 if confirmation.terms is Terms.CASH else confirmation.net_days
    try:
        known = client.every("/order-payment-terms", parse_payment_term, facility_id=facility_id)
        names = [term.name for term in known if term.days == days]
    except FlourishRefusedError as error:
        return None, _no_term(f"Flourish refused to list its payment terms: {error}")
    if len(names) == 1:
        return names[0], None
    if names:
        return None, _no_term(f"Flourish has several payment terms of {days} days: {', '.join(names)}")
    return None, _no_term(f"Flourish has no payment term of {days} days")


def _no_term(why: str) -> Problem:
    message = f"The order is in Flourish without a payment term. {why}. Set it in Flourish."
    return Problem(code="payment_term_not_found", message=message)


def _destination_id(client: FlourishClient, confirmation: Confirmation) -> str:
    """The one destination with the buyer's license number; inactive ones count where none is active (O22)."""
    wanted = confirmation.buyer.license_number
    query = (("license_number", wanted),)
    # The filter only narrows the list; what counts is an equal license number.
    found = [
        one
        for one in client.every("/destinations", parse_destination, query=query)
        if one.license_number == wanted
    ]
    if not found:
        raise OrderRefusedError(
            "unknown_destination", f"Flourish has no destination with the license number {wanted!r}"
        )
    meant = [one for one in found if one.active] or found
    if len(meant) > 1:
        names = " and ".join(f"{one.name!r} (id {one.destination_id})" for one in meant)
        raise OrderRefusedError(
            "ambiguous_destination",
            f"Flourish has {len(meant)} destinations with the license number {wanted!r}: {names}. "
            "Leave only the right one active there.",
        )
    return meant[0].destination_id


def _sales_rep_id(client: FlourishClient, facility_id: str, email: str) -> str:
    for rep in client.every("/sales-reps", parse_sales_rep, facility_id=facility_id):
        if rep.active and rep.email is not None and rep.email.strip().casefold() == email.casefold():
            return rep.sales_rep_id
    raise OrderRefusedError(
        "unknown_sales_rep",
        f"the Flourish facility requires a sales rep, and Flourish has none with the e-mail {email!r}",
    )


def post_order(client: FlourishClient, facility_id: str, state: OrderState) -> FlourishOrder | None:
    """Sends the order. None when Flourish took it without saying its id.

    Raises:
        FlourishUnclearError: it may or may not have been taken.
        FlourishError: it was not; as `FlourishClient.post`.
    """
    data = client.post("/outbound-orders", outbound_order(state), facility_id=facility_id)
    if "id" not in data and parse_original_order_id(data) == state.order_id:
        return None
    try:
        return parse_order(data)
    except GarbledError as error:
        raise FlourishUnclearError(f"Flourish's answer cannot be understood: {error}") from error


def outbound_order(state: OrderState) -> dict[str, Any]:
    """The body of POST outbound-orders. The invoice date is left to Flourish (O10)."""
    confirmation = state.confirmation
    if confirmation is None or state.destination_id is None:
        raise OrderRefusedError("not_confirmed", "the order was not confirmed")
    body: dict[str, Any] = {
        "original_order_id": state.order_id,
        "order_timestamp": flourish_moment(confirmation.confirmed_at),
        "destination": {"id": state.destination_id},
        "order_lines": [
            {
                "item_id": line.flourish_item_id,
                **({"item_variation_pk": line.flourish_variation_id} if line.flourish_variation_id else {}),
                "sku": line.sku,
                "order_qty": _number(line.quantity),
                "unit_price": _number(line.unit_price),
                "discount_price": _number(line.discount),
            }
            for line in confirmation.lines
        ],
    }
    if confirmation.requested_delivery_date is not None:
        body["requested_delivery_date"] = confirmation.requested_delivery_date.isoformat()
    if state.payment_term is not None:
        body["payment_term"] = state.payment_term
    if state.sales_rep_id is not None:
        body["sales_rep"] = {"id": state.sales_rep_id}
    if confirmation.notes:
        subject = f"Ordo order {confirmation.order_number}"
        body["notes"] = [{"subject": subject, "note": confirmation.notes, "internal_only": False}]
    return body


def flourish_moment(moment: datetime) -> str:
    """A datetime as Flourish's requests write it (contract section 1 Datetimes)."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
