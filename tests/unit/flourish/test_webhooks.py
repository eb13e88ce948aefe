"""What is announced, to whom, and how it is signed."""

import hashlib
import hmac
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from foundation.contract import payload
from sim_flourish.model.webhook_endpoints import WebhookEvent
from tests.unit.flourish.company import Company, data, message
from tests.unit.flourish.retail.retail_shop import CUSTOMER, deliver
from tests.unit.flourish.trips.yard import Yard
from tests.waiting import wait_until

Received = list[tuple[dict[str, str], bytes]]


@pytest.fixture
def received() -> Iterator[tuple[str, Received]]:
    """A receiver's URL, and what it has received."""
    requests: Received = []

    class Receiver(BaseHTTPRequestHandler):
        """Takes everything."""

        def do_POST(self) -> None:
            """Keeps headers and raw body."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            requests.append((dict(self.headers), body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook", requests
    server.shutdown()
    thread.join()
    server.server_close()


def _published(company: Company) -> list[tuple[str, str]]:
    return [(one["resource_type"], one["action"]) for one in company.messages()]


def test_a_delivery_is_signed_over_its_raw_body(company: Company, received: tuple[str, Received]) -> None:
    """Lower-case hex HMAC-SHA256 under the signing key, and both headers (S7)."""
    url, requests = received
    headers = [{"key": "X-One", "value": "first"}, {"key": "X-Two", "value": "second"}]
    body = {"url": url, "signing_key": "the key", "headers": headers, "events": ["Outbound Order"]}
    data(company.office("POST", "/webhook-endpoints", body))
    company.item()
    company.order()
    wait_until("the delivery", lambda: requests)
    sent, raw = requests[0]
    assert sent["Auth-Signature"] == hmac.new(b"the key", raw, hashlib.sha256).hexdigest()
    assert (sent["X-One"], sent["X-Two"], sent["Content-Type"]) == ("first", "second", "application/json")


def test_an_order_tells_of_itself_and_of_every_item_on_it(company: Company) -> None:
    """One order message in the shape of GET, then one inventory message an item."""
    company.item(stock=5)
    company.item(sku="F-2")
    company.listen()
    order = company.order({"sku": "F-1", "order_qty": 2}, {"sku": "F-2", "order_qty": 1})
    published, first, second = company.messages()
    assert published == {"action": "create", "resource_type": "order", "data": order}
    assert (first["resource_type"], first["data"]["sku"], first["data"]["sellable_qty"]) == (
        "inventory_summary",
        "F-1",
        3,
    )
    assert (second["data"]["sku"], second["data"]["sellable_qty"]) == ("F-2", -1)
    assert first["data"] == company.summary("F-1")


@pytest.mark.parametrize(
    ("actions", "stock_too"),
    [
        (["allocate"], True),
        (["allocate", "deallocate"], True),
        (["allocate", "ship"], True),
        (["cancel"], True),
        (["mark-as-fully-paid"], False),
    ],
)
def test_whatever_is_done_to_an_order_is_told(
    company: Company, actions: list[str], *, stock_too: bool
) -> None:
    """Each deed an update of the order; of its stock too where that moved."""
    company.item(stock=5)
    order = company.order()
    for action in actions[:-1]:
        company.do(order, action)
    company.listen()
    after = company.do(order, actions[-1])
    expected = [("order", "update"), ("inventory_summary", "update")]
    assert _published(company) == (expected if stock_too else expected[:1])
    assert company.messages()[0]["data"] == after


def test_changed_lines_tell_of_old_and_new_items(company: Company) -> None:
    """An item that left the order has more to sell again."""
    company.item(stock=5)
    company.item(sku="F-2", stock=5)
    order = company.order()
    company.listen("Inventory")
    body = {"order_lines": [{"sku": "F-2", "order_qty": 1}]}
    data(company.api("PUT", f"/outbound-orders/{order['id']}", body))
    published = {one["data"]["sku"]: one["data"]["sellable_qty"] for one in company.messages()}
    assert published == {"F-1": 5, "F-2": 4}


def test_an_adjustment_tells_of_stock_and_an_edit_of_the_item_only(company: Company) -> None:
    """An edited item reaches inventory listeners with the next change of its stock (I5)."""
    item = company.item(stock=1)
    company.listen("Inventory")
    data(company.office("PATCH", f"/items/{item['id']}", {"item_name": "New name"}))
    assert company.messages() == []
    body = {"item_id": item["id"], "adjustment_qty": 2}
    data(company.office("POST", "/inventory-adjustments", body))
    (published,) = company.messages()
    assert (published["data"]["item_name"], published["data"]["qty"]) == ("New name", 3)


def test_item_events_go_to_who_asked_for_them(company: Company) -> None:
    """A new item is a create, an edit an update."""
    company.listen("Item")
    item = company.item()
    data(company.office("PATCH", f"/items/{item['id']}", {"price": 11}))
    assert _published(company) == [("item", "create"), ("item", "update")]


def test_nothing_is_in_force_until_it_is_saved(company: Company) -> None:
    """A draft hears nothing, and nothing of before once it is saved (S6)."""
    company.item()
    draft = company.listen(saved=False)
    company.order()
    assert company.messages() == []
    saved = data(company.office("POST", f"/webhook-endpoints/{draft['webhook_endpoint_id']}/save"))
    assert saved["saved"] is True
    order = company.order()
    assert company.messages()[0]["data"]["id"] == order["id"]


def test_an_endpoint_hears_only_its_events(company: Company) -> None:
    """Several endpoints each get what they asked for, in the order it happened."""
    company.item(stock=5)
    orders, stock = company.listen("Outbound Order"), company.listen("Inventory")
    company.do(company.order(), "allocate")
    by_endpoint: dict[str, list[str]] = {}
    for delivery in company.deliveries():
        by_endpoint.setdefault(delivery.endpoint_id, []).append(delivery.topic)
    assert by_endpoint == {
        orders["webhook_endpoint_id"]: ["order", "order"],
        stock["webhook_endpoint_id"]: ["inventory_summary", "inventory_summary"],
    }


def test_every_kind_of_message_is_as_it_is_described(yard: Yard) -> None:
    """Orders that leave on shipments and deliveries, stock that moves, items: each obeys its schema."""
    company = yard.company
    assert company.api("POST", "/customers", CUSTOMER).status_code == 200
    company.listen(*WebhookEvent)
    item = company.item(sku="V-1", item_name="Vape", stock=20)
    pack = company.variation(item)
    data(company.office("PATCH", f"/items/{item['id']}", {"price": 11}))
    data(company.office("PATCH", f"/itemvariations/{pack['id']}", {"unit_price": 40}))
    data(company.office("POST", "/packages", {"item_id": item["id"], "qty": 5, "lot_number": "L-7"}))
    company.adjust(item, -2)
    yard.do(yard.shipment(yard.allocated(), vehicle_id=yard.vehicle), "ship")
    company.do({"id": yard.order()}, "cancel")
    home = deliver(
        company, order_status="submitted", applied_discounts=[{"method": "percentage", "amount": 10}]
    )
    data(company.office("POST", f"/retail-orders/{home['id']}/pack"))
    trip = data(company.office("POST", "/deliveries", {"orders": [home["id"]], "drivers": [yard.driver]}))
    data(company.office("POST", f"/deliveries/{trip['delivery_id']}/ship"))
    published = company.messages()
    assert {(one["resource_type"], one["action"]) for one in published} == {
        ("order", "create"),
        ("order", "update"),
        ("retail_order", "create"),
        ("retail_order", "update"),
        ("inventory_summary", "update"),
        ("item", "create"),
        ("item", "update"),
    }
    for one in published:
        assert payload(f"flourish/webhooks/{one['resource_type']}.json").first_problem(one) is None


def test_a_signing_key_is_never_shown_again(company: Company) -> None:
    """Reads and changes answer it masked."""
    made = company.listen()
    path = f"/webhook-endpoints/{made['webhook_endpoint_id']}"
    body = {"url": made["url"], "signing_key": "another", "events": ["Inventory"]}
    shown = [made, data(company.office("GET", path)), data(company.office("PUT", path, body))]
    shown += data(company.office("GET", "/webhook-endpoints"))
    assert {one["signing_key"] for one in shown} == {"***"}
    assert shown[-1]["events"] == ["Inventory"]


def test_a_removed_endpoint_hears_nothing_any_more(company: Company) -> None:
    """What was still to be sent to it is given up."""
    company.item()
    made = company.listen()
    company.order()
    path = f"/webhook-endpoints/{made['webhook_endpoint_id']}"
    data(company.office("DELETE", path))
    assert {one.state.value for one in company.deliveries()} == {"dropped"}
    assert message(company.office("GET", path), 404)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"signing_key": ""}, "signing_key"),
        ({"signing_key": None}, "signing_key"),
        ({"url": "ftp://x"}, "url"),
        ({"url": "http://10.1.2.3/"}, "url cannot be sent to: the host '10.1.2.3' is not on this machine"),
        ({"url": "http://169.254.169.254/latest"}, "not on this machine"),
        ({"url": "http://[::ffff:10.1.2.3]/", "saved": False}, "not on this machine"),
        ({"url": "http://no-such-host.invalid/"}, "cannot be resolved"),
        ({"events": ["Weather"]}, "events"),
        ({"events": []}, "events"),
        ({"headers": [{"key": "X One", "value": "1"}]}, "headers"),
        ({"headers": [{"key": "X-One", "value": "a\r\nb: c"}]}, "headers"),
        ({"headers": [{"key": "Content-Length", "value": "0"}]}, "headers[0].key"),
        ({"headers": [{"key": "transfer-encoding", "value": "chunked"}]}, "headers[0].key"),
        ({"headers": [{"key": "Auth-signature", "value": "mine"}]}, "headers[0].key"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_endpoint_is_refused(company: Company, change: dict[str, Any], words: str) -> None:
    """The signing key is mandatory, headers cannot smuggle others in."""
    body = {"url": "http://127.0.0.1:9/", "signing_key": "k", "events": ["Inventory"], **change}
    assert words in message(company.office("POST", "/webhook-endpoints", body))
    assert data(company.office("GET", "/webhook-endpoints")) == []
    good = {"url": "http://127.0.0.1:9/", "signing_key": "k", "events": ["Inventory"]}
    made = data(company.office("POST", "/webhook-endpoints", good))
    path = f"/webhook-endpoints/{made['webhook_endpoint_id']}"
    assert words in message(company.office("PUT", path, body))
    assert data(company.office("GET", path)) == made


def test_a_transition_is_written_into_the_journal_with_its_cause(company: Company) -> None:
    """The request that shipped the order stands above the order's new status and the delivery."""
    company.item(stock=1)
    order = company.order()
    company.do(order, "allocate")
    company.do(order, "ship")
    journal = company.client.get(f"/_sim/tenants/{company.tenant}/journal").get_json()["entries"]
    last = [entry for entry in journal if entry["kind"] == "transition"][-1]
    assert (last["before"], last["after"]) == ("Allocated", "Shipped")
    (request,) = [entry for entry in journal if entry["id"] == last["cause"]]
    assert request["path"].endswith(f"/outbound-orders/{order['id']}/ship")
