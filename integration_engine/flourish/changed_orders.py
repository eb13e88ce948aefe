"""Lists the orders that changed in Flourish, for the webhooks that never came.

The window begins where the last sweep ended, by Flourish's own clock: the newest `last_updated_timestamp`
that it listed, a little earlier. So when nothing has changed, the answer is one short page.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from integration_engine.core.order import FlourishOrder
from integration_engine.flourish.answers import GarbledError, Row, parse_order
from integration_engine.flourish.client import FlourishClient
from integration_engine.flourish.place_order import flourish_moment

OVERLAP = timedelta(minutes=5)
"""Looked at twice, because what is written first is not always listed first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOrder:
    """An order as the list shows it; `order` is None where that cannot be understood."""

    flourish_order_id: str
    changed_at: datetime | None
    order: FlourishOrder | None


def list_changed_orders(client: FlourishClient, since: datetime) -> list[ListedOrder]:
    """Every order of the company that changed since then, all pages.

    Raises:
        FlourishError: as `FlourishClient.get`.
    """
    query = (("last_updated_timestamp_start", flourish_moment(since)),)
    return list(client.every("/outbound-orders", parse_listed_order, query=query))


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
