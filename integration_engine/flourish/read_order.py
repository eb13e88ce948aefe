"""Reads an order in Flourish: webhooks only hint, the reading is what counts (O14)."""

from urllib.parse import quote

from integration_engine.core.order import FlourishOrder
from integration_engine.flourish.answers import parse_order
from integration_engine.flourish.client import FlourishClient


def read_order(client: FlourishClient, flourish_order_id: str) -> FlourishOrder:
    """The order as it is now.

    Raises:
        FlourishRefusedError: with status 404, Flourish has no such order.
        FlourishError: as `FlourishClient.get`.
    """
    return client.get(f"/outbound-orders/{quote(flourish_order_id, safe='')}", parse_order)
