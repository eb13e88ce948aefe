"""Reads an order, and finds out whether Flourish has one already (O17, contract section 4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from integration_engine.core.order import FlourishOrder
from integration_engine.flourish.answers import Row, parse_order, parse_original_order_id
from integration_engine.flourish.client import FlourishClient
from integration_engine.flourish.place_order import flourish_moment


def read_order(client: FlourishClient, flourish_order_id: str) -> FlourishOrder:
    """The order as it is now.

    Raises:
        FlourishRefusedError: with status 404, Flourish has no such order.
        FlourishError: as `FlourishClient.get`.
    """
    return client.get(f"/outbound-orders/{quote(flourish_order_id, safe='')}", parse_order)


CLOCK_DIFFERENCE = timedelta(days=2)
"""How far Flourish's clock may be behind ours. Generous: looking is rare, a miss would be a double order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    flourish_order_id: str
    original_order_id: str
    cancelled: bool


def find_order(client: FlourishClient, order_id: str, first_attempt_at: datetime) -> FlourishOrder | None:
    """Our order in Flourish; None when it has none.

    If there should be several, the first that is not cancelled is ours.

    Raises:
        FlourishError: as `FlourishClient.get`.
    """
    query = (("created_timestamp_start", flourish_moment(first_attempt_at - CLOCK_DIFFERENCE)),)
    found = [
        one
        for one in client.every("/outbound-orders", parse_candidate, query=query)
        if one.original_order_id == order_id
    ]
    if not found:
        return None
    ours = min(found, key=lambda one: (one.cancelled, one.flourish_order_id))
    return read_order(client, ours.flourish_order_id)


def parse_candidate(row: Row) -> _Candidate:
    """A row of GET outbound-orders, as far as it takes to find ours."""
    return _Candidate(
        flourish_order_id=str(row.get("id", "")),
        original_order_id=parse_original_order_id(row),
        cancelled=row.get("order_status") == "Cancelled",
    )
