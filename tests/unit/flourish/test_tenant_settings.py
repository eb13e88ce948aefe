"""Where the vendor contradicts itself a tenant can be set either way, when it is made and later."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from foundation.contract import payload
from sim_flourish.model.world import Settings
from tests.unit.flourish.company import Company, Json, data, message, record

CREATED = "flourish/outbound_order_created.json"
UPDATED = "flourish/answers.json#/$defs/outbound_order_updated"
FULL: dict[str, Any] = {
    "original_order_id": "ord_1",
    "sales_rep": {"first_name": "Kim", "last_name": "Fern", "email": "kim@example.com"},
    "distributor": {"type": "Distributor", "name": "Hauler"},
    "charges": [{"amount": 2, "method": "dollar"}],
    "discounts": [{"amount": 10, "method": "percentage"}],
    "notes": [{"subject": "Gate", "note": "Ring twice", "internal_only": True}],
}


def made(app: Flask, **settings: Json) -> Company:
    """A company that is set so from the start, with ten of F-1."""
    company = Company.of(app, settings=settings)
    company.item(stock=10)
    return company


def change(company: Company, wanted: Json) -> TestResponse:
    """Changes settings of a company that is there."""
    return company.client.patch(f"/_sim/tenants/{company.tenant}/settings", json=wanted)


def test_settings_are_shown_and_changed_one_by_one(app: Flask) -> None:
    """What is not said stays; what is unknown or cannot be so changes nothing; the journal tells."""
    company = made(app, strict_ids=False)
    path = f"/_sim/tenants/{company.tenant}/settings"
    assert change(company, {"mmur": "found"}).status_code == 200
    shown = company.client.get(path).get_json()["settings"]
    assert (shown["strict_ids"], shown["mmur"], shown["bare_post_response"]) == (False, "found", False)
    assert shown.keys() == set(Settings.__dataclass_fields__)
    for wrong in ({"colour": "red"}, {"mmur": "maybe"}, {"mmur": "disabled", "strict_ids": 1}):
        assert change(company, wrong).status_code == 422, wrong
    assert company.client.get(path).get_json()["settings"] == shown
    entries = company.client.get(f"/_sim/tenants/{company.tenant}/journal?kind=change").get_json()["entries"]
    assert [one["settings"] for one in entries if one["subject"] == "settings"] == [{"mmur": "found"}]


def test_settings_outlive_a_snapshot(app: Flask) -> None:
    """A tenant that is brought back is set as it was."""
    company = made(app)
    change(company, {"large_limit_refused": True})
    snapshot = company.client.get(f"/_sim/tenants/{company.tenant}/snapshot?secrets=true").get_json()
    assert company.client.post("/_sim/tenants", json={"snapshot": snapshot}).status_code == 201
    assert "limit" in message(company.api("GET", "/items", query={"limit": 51}))


def test_a_posted_order_can_be_answered_bare(app: Flask) -> None:
    """Without envelope and id, exactly in the shape of the vendor's example."""
    company = made(app, bare_post_response=True)
    for fields in ({}, FULL):
        answer = company.api("POST", "/outbound-orders", company.order_body(**fields)).get_json()
        assert payload(CREATED).first_problem(answer) is None
    change(company, {"bare_post_response": False})
    assert company.order()["order_status"] == "Created"


def test_a_changed_order_can_be_answered_as_documented(app: Flask) -> None:
    """In the shape of the vendor's example, when it is changed and when it is cancelled."""
    company = made(app, documented_put_response=True)
    order = company.order(**FULL)
    path = f"/outbound-orders/{order['id']}"
    for body in ({"order_lines": [{"sku": "F-1", "order_qty": 2}]}, {"order_status": "Cancelled"}):
        answer = company.api("PUT", path, body)
        assert payload(UPDATED).first_problem(answer.get_json()) is None
        assert answer.get_json()["data"]["id"] == order["id"]
    assert record(company.api("GET", path))["order_status"] == "Cancelled"


def test_an_id_can_stand_with_others(app: Flask) -> None:
    """Refused at first, as the prose has it; otherwise the id counts and the rest is ignored."""
    company = made(app)
    both = {"destination": {"id": company.destination()["id"], "name": "Elsewhere"}}
    refused = company.api("POST", "/outbound-orders", company.order_body(**both))
    assert message(refused) == "destination: no other fields may be passed with id"
    change(company, {"strict_ids": False})
    assert company.order(**both)["destination"]["name"] == "Corner"


def test_cancelling_can_be_held_to_the_rule_of_updates(app: Flask) -> None:
    """Then an order with anything set aside cannot be cancelled by the API; one that is over says so."""
    company = made(app, cancel_while_allocated=False)
    order = company.order()
    company.do(order, "allocate")
    path, cancel = f"/outbound-orders/{order['id']}", {"order_status": "Cancelled"}
    assert message(company.api("PUT", path, cancel)) == "order cannot be updated while items are allocated"
    change(company, {"cancel_while_allocated": True})
    assert record(company.api("PUT", path, cancel))["order_status"] == "Cancelled"
    change(company, {"cancel_while_allocated": False})
    shipped = company.order()
    company.do(shipped, "allocate")
    company.do(shipped, "ship")
    late = company.api("PUT", f"/outbound-orders/{shipped['id']}", cancel)
    assert message(late) == "Order has already been shipped"


@pytest.mark.parametrize(
    "path_of",
    [
        lambda _: "/outbound-orders",
        lambda order: f"/outbound-orders/{order['id']}",
        lambda _: "/retail-orders",
        lambda _: "/sales-reps",
    ],
)
def test_reads_can_insist_on_a_facility(app: Flask, path_of: Callable[[dict[str, Any]], str]) -> None:
    """At first these answer without FacilityID, as real clients read them; then they refuse."""
    company = made(app)
    path, key = path_of(company.order()), {"x-api-key": company.api_key}
    data(company.api("GET", path, headers=key))
    change(company, {"facility_required_on_reads": True})
    assert message(company.api("GET", path, headers=key)) == "the FacilityID header is required"
    data(company.api("GET", path))


def test_a_discount_can_be_off_each_unit(app: Flask) -> None:
    """Three units at 10 with a discount of 2 cost 28 at first, then 24; an order that is there stays."""
    company = made(app)
    line = {"sku": "F-1", "order_qty": 3, "discount_price": 2}
    before = company.order(line)
    change(company, {"discount_per_unit": True})
    after = company.order(line)
    assert (before["total_price"], after["total_price"]) == (28, 24)
    assert after["order_lines"][0]["line_total_price"] == 24
    assert record(company.api("GET", f"/outbound-orders/{before['id']}"))["total_price"] == 28
    refused = company.api("POST", "/outbound-orders", company.order_body({**line, "discount_price": 11}))
    assert message(refused) == "order_lines[0].discount_price is more than the line costs"


def test_a_large_limit_can_be_refused(app: Flask) -> None:
    """At first 60 counts as 50, as in the example; then it is refused, and 50 is still taken."""
    company = made(app)
    assert company.api("GET", "/items", query={"limit": 60}).get_json()["meta"]["limit"] == 50
    change(company, {"large_limit_refused": True})
    for path in ("/items", "/destinations", "/inventory/summary"):
        assert message(company.api("GET", path, query={"limit": 60})) == "limit must not be above 50"
        data(company.api("GET", path, query={"limit": 50}))
