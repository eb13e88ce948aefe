"""Reads orders: one by its id, one that may be there already (O17, contract section 4), those that changed.

What calls Flourish raises as `FlourishClient.get` does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import quote

from integration_engine.core.order import FlourishOrder
from integration_engine.flourish.answers import GarbledError, Row, parse_order, parse_original_order_id
from integration_engine.flourish.client import FlourishClient
from integration_engine.flourish.place_order import flourish_moment


def read_order(client: FlourishClient, flourish_order_id: str) -> FlourishOrder:
    """The order as it is now.

    Raises:
        FlourishRefusedError: with status 404, Flourish has no such order.
    """
    return client.get(f"/outbound-orders/{quote(flourish_order_id, safe='')}", parse_order)


CLOCK_DIFFERENCE = timedelta(days=2)
"""How far Flourish's clock may be behind ours. Generous: looking is rare, a miss would be a double order.

Where the Date of its answer shows that half of that is used up, the same is asked again from earlier on.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    flourish_order_id: str
    original_order_id: str
    cancelled: bool


def find_order(
    client: FlourishClient, order_id: str, first_attempt_at: datetime, now: datetime
) -> FlourishOrder | None:
    """Our order in Flourish, the first that is not cancelled if there should be several; None for none."""
    earliest = first_attempt_at - CLOCK_DIFFERENCE

    def ask(behind: timedelta) -> list[_Candidate]:
        query = (("created_timestamp_start", flourish_moment(earliest - behind)),)
        return list(client.every("/outbound-orders", parse_candidate, query=query))

    listed = _by_flourish_clock(client, ask, now)
    found = [one for one in listed if one.original_order_id == order_id]
    if not found:
        return None
    ours = min(found, key=lambda one: (one.cancelled, one.flourish_order_id))
    return read_order(client, ours.flourish_order_id)


_Listed = TypeVar("_Listed")


def _by_flourish_clock(
    client: FlourishClient, ask: Callable[[timedelta], list[_Listed]], now: datetime
) -> list[_Listed]:
    """What is listed, asked anew where Flourish's clock is further behind ours than was reckoned with."""
    listed = ask(timedelta(0))
    behind = client.clock_behind(now)
    return listed if behind <= CLOCK_DIFFERENCE / 2 else ask(behind)


def parse_candidate(row: Row) -> _Candidate:
    """A row of GET outbound-orders, as far as it takes to find ours."""
    return _Candidate(
        flourish_order_id=str(row.get("id", "")),
        original_order_id=parse_original_order_id(row),
        cancelled=row.get("order_status") == "Cancelled",
    )


OVERLAP = timedelta(minutes=5)
"""Looked at twice, because what is written first is not always listed first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOrder:
    """An order as the list shows it; `order` is None where that cannot be understood."""

    flourish_order_id: str
    changed_at: datetime | None
    order: FlourishOrder | None


def list_changed_orders(
    client: FlourishClient, since: datetime, newest: datetime | None, now: datetime
) -> list[ListedOrder]:
    """Every order of the company that changed since then: what the webhooks that never came were about.

    `since` is when the first of these orders can have changed, by our clock; `newest` the newest change that
    was listed before, by Flourish's own. So when nothing has changed, the answer is one short page.
    """

    def ask(behind: timedelta) -> list[ListedOrder]:
        earliest = since - CLOCK_DIFFERENCE - behind
        start = earliest if newest is None else max(earliest, newest - OVERLAP)
        query = (("last_updated_timestamp_start", flourish_moment(start)),)
        return list(client.every("/outbound-orders", parse_listed_order, query=query))

    return _by_flourish_clock(client, ask, now)


def newest_change(listed: list[ListedOrder], before: datetime | None) -> datetime | None:
    """The newest change of all; never older than what was the newest before."""
    return max(
        (one for one in (before, *(row.changed_at for row in listed)) if one is not None), default=None
    )


def parse_listed_order(row: Row) -> ListedOrder:
    """A row of GET outbound-orders, whoever ordered."""
    try:
        order = parse_order(row)
    except GarbledError:
        order = None  # not worth failing the sweep for: most orders of the list are not ours
    return ListedOrder(
        flourish_order_id=str(row.get("id", "")),
        changed_at=_moment(row.get("last_updated_timestamp")),
        order=order,
    )


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
