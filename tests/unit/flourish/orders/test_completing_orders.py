"""What becomes of an order after it was shipped."""

from tests.unit.flourish.company import data, message
from tests.unit.flourish.trips.yard import Yard


def test_a_shipped_order_is_completed_and_then_over(yard: Yard) -> None:
    """It has arrived; it is found by the time of that, and the documented refusal of cancelling is real."""
    order_id = yard.allocated()
    assert "before it is shipped" in yard.company.refusal({"id": order_id}, "complete")
    yard.company.do({"id": order_id}, "ship")
    done = yard.company.do({"id": order_id}, "complete")
    assert (done["order_status"], bool(done["delivered_timestamp"])) == ("Completed", True)
    cancelling = yard.company.api("PUT", f"/outbound-orders/{order_id}", {"order_status": "Cancelled"})
    assert message(cancelling) == "Order has already been completed"
    query = {"completed_timestamp_start": "2001-01-01T00:00:00Z"}
    found = data(yard.company.api("GET", "/outbound-orders", query=query))
    assert [one["id"] for one in found] == [order_id]
    refused = yard.company.api("GET", "/outbound-orders", query={"order_status": "Completed"})
    assert "order_status" in message(refused)
