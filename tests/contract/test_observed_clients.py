"""What real clients of the Flourish API do works on the simulator unchanged, sentence by sentence, over HTTP.

The sentences are those of the notes on public client code; their request bodies alone are measured in
`test_observed_requests.py`, and what receivers answer in the engine's own tests.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode

import orjson
import pytest
from flask import Flask, Response, request

from harness.serving import serve
from sim_flourish.app import create_app
from tests.contract.observed_client import API, OK, Client, Json, call, shop
from tests.waiting import wait_until

PAGE = 50
ITEM_FIELDS = {
    *("id", "sku", "item_name", "item_description", "item_category", "price", "brand", "ecommerce_active"),
    *("uom", "uom_description", "unit_weight", "weight_uom", "weight_uom_description"),
}
KEY = "the key"


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """Where a simulated Flourish is served."""
    app = create_app()
    serving = serve(app)
    yield serving.url
    serving.stop()
    app.extensions["simulator"].close()


@pytest.fixture
def client(base: str) -> Client:
    """A client of a fresh company with a catalogue of 120 items."""
    status, tenant = call("POST", f"{base}/_sim/tenants", {}, {"seed": 5, "items": 120})
    assert status == 201
    return Client(base=base, tenant=tenant)


@pytest.mark.parametrize("login", ["key", "basic"])
def test_both_ways_to_log_in_work(client: Client, login: str) -> None:
    """Newer clients send the key alone, older ones username and key as Basic."""
    assert client.send("GET", f"{API}/facilities", login=login, facility=False)[0] == OK


def test_reads_that_clients_make_without_a_facility_answer(client: Client) -> None:
    """One outbound order, one retail order and the sales reps are read without FacilityID."""
    order, retail = client.place()["id"], shop(client)["id"]
    for path in (f"/outbound-orders/{order}", f"/retail-orders/{retail}", "/sales-reps"):
        client.data("GET", API + path, facility=False)


def test_every_success_is_200_with_data(client: Client) -> None:
    """POST and PUT too; an empty result is [], never null; a posted order has its id inside the envelope."""
    order = client.place()
    path = f"{API}/outbound-orders/{order['id']}"
    assert client.data("PUT", path, {"original_order_id": "ord_2"})["original_order_id"] == "ord_2"
    assert client.data("GET", f"{API}/items?sku=nothing") == []


@pytest.mark.parametrize("path", ["/items", "/inventory/summary", "/destinations"])
def test_both_ways_to_end_a_list_read_the_same(client: Client, path: str) -> None:
    """Some stop when `next` is empty, some at a page shorter than 50; both have every row then."""
    by_next, total = walk(client, path, lambda answer: bool(answer["meta"]["next"] == ""))
    by_length, _ = walk(client, path, lambda answer: len(answer["data"]) < PAGE)
    assert by_next == by_length
    assert len(by_next) == total


def walk(client: Client, path: str, is_last: Callable[[Json], bool]) -> tuple[list[Json], int]:
    """Every row of a list, counted off by offset, and how many there are."""
    rows: list[Json] = []
    while True:
        query = urlencode({"limit": PAGE, "offset": len(rows)})
        status, answer = client.send("GET", f"{API}{path}?{query}")
        assert status == OK
        rows += answer["data"]
        if is_last(answer):
            return rows, answer["meta"]["total"]


def test_fifty_items_are_asked_for_at_once(client: Client) -> None:
    """A bulk query repeats item_id fifty times without a limit, and reads all of it from one page."""
    stocked = client.data("GET", f"{API}/inventory/summary?limit={PAGE}")
    wanted = list(dict.fromkeys(one["item_id"] for one in stocked))
    wanted += [str(number) for number in range(1000, 1000 + PAGE - len(wanted))]  # that are not there
    query = urlencode([("item_id", one) for one in wanted])
    status, answer = client.send("GET", f"{API}/inventory/summary?{query}")
    assert (status, answer["meta"]["limit"], answer["meta"]["next"]) == (OK, PAGE, "")
    assert answer["data"] == stocked


def test_a_shop_finds_most_of_a_catalogue(client: Client) -> None:
    """A shop imports what is on in e-commerce, which most items of the demo catalogue are."""
    items = every_item(client)
    assert sum(item["ecommerce_active"] for item in items) >= 0.9 * len(items)


def test_any_fifty_items_of_a_shop_fit_on_one_page_of_the_summary(client: Client) -> None:
    """Each item that is on in e-commerce has one row; the further rows of packs are those of other items."""
    shown = [item["id"] for item in every_item(client) if item["ecommerce_active"]]
    for first in range(0, len(shown), PAGE):
        wanted = shown[first : first + PAGE]
        query = urlencode([("item_id", item_id) for item_id in wanted] + [("include_all_items", "true")])
        status, answer = client.send("GET", f"{API}/inventory/summary?{query}")
        assert (status, answer["meta"]["next"]) == (OK, "")
        assert [row["item_id"] for row in answer["data"]] == wanted
    rows, _ = walk(client, "/inventory/summary", lambda answer: bool(answer["meta"]["next"] == ""))
    packs = [row["item_id"] for row in rows if row["item_variation_id"] is not None]
    assert packs
    assert not set(packs) & set(shown)


def every_item(client: Client) -> list[Json]:
    """Every item of the catalogue."""
    return walk(client, "/items", lambda answer: bool(answer["meta"]["next"] == ""))[0]


@pytest.mark.parametrize("name", ["id", "sku"])
def test_items_are_found_though_it_is_undocumented(client: Client, name: str) -> None:
    """`items?item_id=` and `items?sku=` find the one item, with every field that clients read."""
    item = client.first("/items?offset=7")
    query = urlencode({"item_id" if name == "id" else name: item[name]})
    (found,) = client.data("GET", f"{API}/items?{query}")
    assert found[name] == item[name]
    assert found.keys() >= ITEM_FIELDS


def test_the_summary_counts_in_numbers(client: Client) -> None:
    """sellable_qty is a number and may be below zero; an item may have several rows."""
    item = client.first("/items")
    lot = {"item_id": item["id"], "adjustment_qty": 4, "lot_number": "LOT-B"}
    client.office("POST", "/inventory-adjustments", lot)
    query = urlencode({"sku": item["sku"], "group_by": "lot_number"})
    rows = client.data("GET", f"{API}/inventory/summary?{query}")
    assert len(rows) > 1
    client.place(order_lines=[{"sku": item["sku"], "order_qty": 100_000}])
    (row,) = client.data("GET", f"{API}/inventory/summary?{urlencode({'sku': item['sku']})}")
    assert isinstance(row["sellable_qty"], int | float)
    assert row["sellable_qty"] < 0
    assert {"item_id", "sku", "brand"} <= row.keys()


def test_small_resources_have_the_fields_that_are_read(client: Client) -> None:
    """Facilities, brands, units, sales reps and destinations show what clients take from them."""
    client.office("POST", "/sales-reps", {"first_name": "Kim", "last_name": "Fern"})
    client.destination()
    fields = {
        "/facilities": "id facility_name facility_type alias sales_rep_required_for_outbound",
        "/brands": "brand_name",
        "/uoms": "uom description",
        "/sales-reps": "sales_rep_id first_name last_name",
        "/destinations": "id name alias license_number",
    }
    for path, names in fields.items():
        assert set(names.split()) <= client.first(path).keys(), path


@pytest.mark.parametrize("query", ["destinations?license_number=NOBODY", "customers?email=no@example.com"])
def test_nobody_is_an_empty_list(client: Client, query: str) -> None:
    """An unknown license or e-mail address gives 200 with an empty list."""
    assert client.data("GET", f"{API}/{query}") == []


def test_an_order_names_its_items_by_sku_alone(client: Client) -> None:
    """Lines with sku, order_qty, unit_price and discount_price are taken; the order is exactly Created."""
    order = client.place()
    assert order["order_status"] == "Created"
    assert order["order_lines"][0]["line_total_price"] == 16.5


def test_destinations_come_in_three_forms(client: Client) -> None:
    """By id, in full with an integer external_id, and for one client by id beside other fields."""
    known = client.destination()["id"]
    full = {
        "type": "Dispensary",
        "name": "Fern Hill",
        "company_phone_number": "7755550100",
        "external_id": 42,
    }
    assert client.place(destination={"id": known})["destination"]["name"] == "Juniper Corner"
    assert client.place(destination=full)["destination"]["external_id"] == 42
    client.set(strict_ids=False)
    both = client.place(destination={"id": known, "name": "Fern Hill"})
    assert both["destination"]["name"] == "Juniper Corner"


def test_a_sales_rep_is_named_by_text(client: Client) -> None:
    """The id of a sales rep arrives as a text."""
    rep = client.office("POST", "/sales-reps", {"first_name": "Kim", "last_name": "Fern"})
    order = client.place(sales_rep={"id": str(rep["sales_rep_id"])})
    assert order["sales_rep"]["first_name"] == "Kim"


def test_notes_are_a_list_here_and_a_text_there(client: Client) -> None:
    """Outbound notes are objects in a list, retail notes one text."""
    order = client.place(notes=[{"subject": "Gate", "note": "Ring twice"}])
    assert order["notes"][0]["note"] == "Ring twice"
    assert shop(client, notes="Ring twice")["notes"] == "Ring twice"


def test_an_order_is_cancelled_with_four_fields(client: Client) -> None:
    """Without lines and without a sales rep, even where the facility insists on one for new orders."""
    order = client.place()
    insisting = {"sales_rep_required_for_outbound": True}
    client.office("PATCH", f"/facilities/{client.facility}", insisting)
    body = {
        "original_order_id": "ord_1",
        "destination": {"id": order["destination"]["id"]},
        "order_timestamp": "2026-03-02T09:30:05.000Z",
        "order_status": "Cancelled",
    }
    cancelled = client.data("PUT", f"{API}/outbound-orders/{order['id']}", body)
    assert cancelled["order_status"] == "Cancelled"


def test_retail_orders_are_made_on_v2_and_kept_on_v1(client: Client) -> None:
    """`created` in, `Created` back; then the order is read and replaced on version 1."""
    order = shop(client)
    assert order["order_status"] == "Created"
    assert shop(client, order_status="submitted")["order_status"] == "Submitted"
    path = f"{API}/retail-orders/{order['id']}"
    assert client.data("GET", path, facility=False)["original_order_id"] == "web-1"
    body = {
        "customer_id": order["customer_id"],
        "fulfillment_type": "pickup",
        "order_lines": [{"sku": client.first("/items")["sku"], "order_qty": 3}],
    }
    assert client.data("PUT", path, body)["order_lines"][0]["order_qty"] == 3


def test_401_is_told_apart(client: Client) -> None:
    """Without credentials 401, for anything else another status, and the same envelope."""
    said = {
        client.send("GET", f"{API}/items", login="none")[0]: 401,
        client.send("GET", f"{API}/items/nothing")[0]: 404,
        client.send("POST", f"{API}/outbound-orders", {})[0]: 400,
    }
    assert all(status == expected for status, expected in said.items())
    assert client.send("GET", f"{API}/items", login="none")[1].keys() == {"message", "status"}


def test_the_same_request_is_refused_again_and_again(client: Client) -> None:
    """A client that repeats for ever gets the same refusal each time, and makes nothing."""
    refusals = [client.send("POST", f"{API}/outbound-orders", {"order_lines": []}) for _ in range(3)]
    assert refusals[0] == refusals[1] == refusals[2]
    assert client.data("GET", f"{API}/outbound-orders") == []


@contextmanager
def receiver(client: Client) -> Iterator[list[tuple[Mapping[str, str], bytes]]]:
    """A receiver that reads the inventory summary before it answers, and what it got."""
    app, got = Flask("receiver"), list[tuple[Mapping[str, str], bytes]]()

    @app.post("/hook")
    def hook() -> Response:
        client.data("GET", f"{API}/inventory/summary?limit=1")
        got.append((dict(request.headers), request.get_data()))
        return Response(status=OK)

    serving = serve(app)
    body = {
        "url": f"{serving.url}/hook",
        "signing_key": KEY,
        "events": ["Outbound Order", "Inventory", "Item", "Retail Order"],
    }
    client.office("POST", "/webhook-endpoints", body)
    try:
        yield got
    finally:
        serving.stop()


def test_receivers_may_call_back_before_they_answer(client: Client) -> None:
    """Every kind of delivery arrives at such a receiver, signed over its bytes, with the fields it needs."""
    with receiver(client) as got:
        order, retail = client.place(), shop(client)
        item = client.first("/items")
        client.office("PATCH", f"/items/{item['id']}", {"item_name": "Renamed"})
        wait_until("every kind has arrived", lambda: len({kind_of(raw) for _, raw in got}) == 4)
        first: dict[str, Json] = {}
        for headers, raw in list(got):
            assert headers["Auth-Signature"] == hmac.new(KEY.encode(), raw, hashlib.sha256).hexdigest()
            first.setdefault(kind_of(raw), orjson.loads(raw))
    assert first.keys() == {"item", "order", "retail_order", "inventory_summary"}
    said = {kind: one["data"] for kind, one in first.items()}
    assert said["order"]["id"] == order["id"]
    assert said["retail_order"]["order_id"] == retail["id"]
    for kind in ("order", "retail_order"):
        assert {"original_order_id", "order_status"} <= said[kind].keys()
    assert {"sku", "brand", "sellable_qty"} <= said["inventory_summary"].keys()


def kind_of(raw: bytes) -> str:
    """The resource type of a delivery."""
    return str(orjson.loads(raw)["resource_type"])
