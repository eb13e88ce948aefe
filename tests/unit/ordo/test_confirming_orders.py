"""The Confirm button: the order on its way, and the signed event that tells of it (O2, O16, O17)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from foundation.contract import payload
from sim_kernel.answers import ContractBugError
from sim_ordo.orders.shapes import order_confirmed_event
from tests.unit.ordo.engine_stand_in import EngineStandIn
from tests.unit.ordo.ordo_lab import OrdoLab, order_body
from tests.waiting import wait_until


def _nothing_to_send(lab: OrdoLab) -> bool:
    pending = lab.tenant.outbox.pending()
    return bool(pending["due"] == pending["in_flight"] == 0)


def test_confirm_sends_a_signed_event(
    connected: OrdoLab, stand_in: EngineStandIn, events_secret: str
) -> None:
    """Any Standard Webhooks library verifies the event, whose shape is the published one (O2)."""
    order = connected.confirmed_order(terms="Net Terms", notes="Ring twice")
    wait_until("the event is sent", lambda: stand_in.events)
    received = stand_in.events[0]
    Webhook(events_secret).verify(received.raw, received.headers)
    assert payload("ordo/events/order_confirmed.json").first_problem(received.event) is None
    said = received.event["data"]["order"]
    assert received.event["type"] == "order.confirmed"
    assert (said["order_id"], said["revision"], said["net_days"]) == (order["order_id"], 1, 30)
    assert said["lines"][0]["flourish_item_id"] == "id-SKU-1"
    assert (order["sending"], order["editable"], order["status"]) == (True, False, "Pending")


def test_another_secret_does_not_verify_the_event(connected: OrdoLab, stand_in: EngineStandIn) -> None:
    """The signature is worth something."""
    connected.confirmed_order()
    wait_until("the event is sent", lambda: stand_in.events)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_b3RoZXI=").verify(stand_in.events[0].raw, stand_in.events[0].headers)


def test_a_second_click_sends_nothing_more(connected: OrdoLab) -> None:
    """Confirming an order that is on its way answers the same and queues no second event (O17)."""
    order = connected.confirmed_order()
    again = connected.rep("POST", f"/orders/{order['order_id']}/confirm")
    assert (again.status_code, again.get_json()) == (202, order)
    wait_until("the event is sent", lambda: _nothing_to_send(connected))
    assert len(connected.tenant.outbox.deliveries()) == 1


def test_clicks_at_the_same_moment_send_one_event(connected: OrdoLab) -> None:
    """However many click at once, the order is confirmed once (O17)."""
    path = f"/orders/{connected.write_order()['order_id']}/confirm"
    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(lambda _: connected.rep("POST", path).status_code, range(16)))
    assert answers == [202] * 16
    wait_until("the event is sent", lambda: _nothing_to_send(connected))
    assert len(connected.tenant.outbox.deliveries()) == 1
    assert [entry["revision"] for entry in connected.journal("transition")] == [1]


def test_an_engine_that_is_away_gets_the_event_later(connected: OrdoLab, stand_in: EngineStandIn) -> None:
    """A failed attempt is repeated on the tenant's clock, with the same id and a newer timestamp."""
    stand_in.answers["/v1/ordo-events"] = (503, b"")
    connected.confirmed_order()
    wait_until("the first attempt is over", lambda: connected.tenant.outbox.pending()["later"])
    stand_in.answers.clear()
    connected.tenant.clock.advance(timedelta(hours=1))
    wait_until("the second attempt", lambda: len(stand_in.events) == 2)
    first, second = stand_in.events
    assert first.raw == second.raw
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) >= 3600


def test_nothing_is_confirmed_without_a_connection(ordo: OrdoLab) -> None:
    """An organization that is not connected keeps its order Pending and editable."""
    ordo.stock()
    order_id = ordo.write_order()["order_id"]
    answer = ordo.rep("POST", f"/orders/{order_id}/confirm")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "not_connected")
    assert ordo.rep("GET", f"/orders/{order_id}").get_json()["editable"] is True


@pytest.mark.parametrize("status", ["Awaiting Delivery", "Delivered", "Paid", "Cancelled"])
def test_what_flourish_has_cannot_be_confirmed(connected: OrdoLab, status: str) -> None:
    """Confirm is for Pending orders."""
    order_id = connected.confirmed_order()["order_id"]
    connected.report(order_id, status)
    answer = connected.rep("POST", f"/orders/{order_id}/confirm")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "not_pending")


def test_after_a_refusal_the_order_is_edited_and_confirmed_again(
    connected: OrdoLab, stand_in: EngineStandIn
) -> None:
    """The reason is shown, the edit goes through, and the next event has a higher revision (O16)."""
    order_id = connected.confirmed_order()["order_id"]
    refusal = {"code": "unknown_destination", "reason": "no destination has the license BUY-1"}
    refused = connected.engine("PUT", f"/orders/{order_id}/refusal", json=refusal).get_json()
    assert (refused["status"], refused["sending"], refused["editable"]) == ("Pending", False, True)
    assert (refused["refusal"]["code"], refused["refusal"]["reason"]) == tuple(refusal.values())
    assert connected.rep("PUT", f"/orders/{order_id}", json=order_body(notes="x")).status_code == 200
    again = connected.rep("POST", f"/orders/{order_id}/confirm").get_json()
    assert (again["sending"], again["revision"], again["refusal"]) == (True, 2, None)
    wait_until("both events are sent", lambda: len(stand_in.events) == 2)
    assert [one.event["data"]["order"]["revision"] for one in stand_in.events] == [1, 2]


def test_a_refusal_of_an_older_confirmation_is_not_taken_for_the_newest(connected: OrdoLab) -> None:
    """A late refusal that names its revision does not unlock an order that is on its way again."""
    order_id = connected.confirmed_order()["order_id"]
    refusal = {"code": "unknown_sku", "reason": "no such item", "revision": 1}
    connected.engine("PUT", f"/orders/{order_id}/refusal", json=refusal)
    connected.rep("POST", f"/orders/{order_id}/confirm")
    late = connected.engine("PUT", f"/orders/{order_id}/refusal", json=refusal)
    assert (late.status_code, late.get_json()["error"]["code"]) == (409, "stale_refusal")
    assert connected.rep("GET", f"/orders/{order_id}").get_json()["sending"] is True


def test_an_order_that_nobody_confirmed_has_no_event(connected: OrdoLab) -> None:
    """There is nothing to tell before the rep clicks."""
    order = connected.tenant.world.orders[connected.write_order()["order_id"]]
    with pytest.raises(ContractBugError, match="never confirmed"):
        order_confirmed_event("org_1", order)


def test_what_flourish_has_cannot_be_refused(connected: OrdoLab) -> None:
    """A refusal is for Pending orders."""
    order_id = connected.confirmed_order()["order_id"]
    connected.report(order_id, "Awaiting Delivery")
    refusal = {"code": "unknown_sku", "reason": "no such item"}
    answer = connected.engine("PUT", f"/orders/{order_id}/refusal", json=refusal)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "not_pending")
