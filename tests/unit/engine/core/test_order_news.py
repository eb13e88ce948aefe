"""What a listing says is news only where it differs from what was last read."""

from dataclasses import replace

from integration_engine.core.order import OrderState, Stage
from integration_engine.core.order_events import is_news
from tests.unit.engine.core.orders_in_core import ORDER_ID, flourish_order

READ = flourish_order()
PLACED = OrderState(order_id=ORDER_ID, stage=Stage.PLACED, seen=READ)


def test_the_same_again_is_no_news() -> None:
    """An order that is listed as it was read needs no reading."""
    assert not is_news(PLACED, READ)


def test_every_difference_is_news() -> None:
    """Another status, an order never read, and one that cannot be understood are to be read."""
    assert is_news(PLACED, replace(READ, payment_status="Paid"))
    assert is_news(replace(PLACED, seen=None), READ)
    assert is_news(PLACED, None)
    assert is_news(replace(PLACED, seen=None), None)
