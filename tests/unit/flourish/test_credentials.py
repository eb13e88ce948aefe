"""Who may call: both forms of an API key, resets, tokens, tenants apart."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.unit.flourish.company import Company, data, message


@pytest.mark.parametrize(
    "headers",
    [lambda one: {"x-api-key": one.api_key}, lambda one: one.basic()],
    ids=["x-api-key", "basic"],
)
def test_a_key_works_in_both_forms(company: Company, headers: Callable[[Company], dict[str, str]]) -> None:
    """Newer clients send the key alone, older ones Basic."""
    assert data(company.api("GET", "/facilities", headers=headers(company)))[0]["id"] == company.facility_id


@pytest.mark.parametrize(
    "headers",
    [
        lambda _: {},
        lambda _: {"x-api-key": "wrong"},
        lambda one: one.basic(key="wrong"),
        lambda one: one.basic(username="somebody"),
        lambda one: one.basic(username="somebody@farm.example"),
        lambda one: {"x-api-key": one.token},
        lambda one: {"Authorization": f"Bearer {one.api_key}"},
        lambda _: {"Authorization": "Basic !!!"},
    ],
    ids=["none", "wrong key", "wrong basic key", "username", "e-mail", "token", "bearer", "garbage"],
)
def test_anything_else_is_401(company: Company, headers: Callable[[Company], dict[str, str]]) -> None:
    """In the vendor's envelope, whatever was wrong."""
    assert message(company.api("GET", "/items", headers=headers(company)), 401)


def test_a_tenant_can_be_set_to_refuse_basic(company: Company) -> None:
    """The refusal names the header in its place; a wrong pair is told apart from it (S10)."""
    settings = f"/_sim/tenants/{company.tenant}/settings"
    assert company.client.patch(settings, json={"basic_refused": True}).status_code == 200
    assert "x-api-key" in message(company.api("GET", "/items", headers=company.basic()), 401)
    wrong = message(company.api("GET", "/items", headers=company.basic(username="somebody")), 401)
    assert "x-api-key" not in wrong
    assert data(company.api("GET", "/facilities", headers={"x-api-key": company.api_key}))


def test_a_reset_ends_the_old_key_at_once(company: Company) -> None:
    """The new key is shown once, the old one chooses nobody (S3)."""
    answer = data(company.office("POST", "/api-keys/reset", {"username": company.username}))
    assert answer["username"] == company.username
    assert message(company.api("GET", "/items"), 401)
    assert data(company.api("GET", "/items", headers={"x-api-key": answer["api_key"]})) == []
    assert data(company.office("GET", "/api-keys")) == [{"username": company.username}]


def test_a_second_user_has_a_key_of_its_own(company: Company) -> None:
    """Usernames are unique; each key works; an unknown username cannot be reset."""
    second = data(company.office("POST", "/api-keys", {"username": "ordo"}))
    for key in (company.api_key, second["api_key"]):
        assert data(company.api("GET", "/items", headers={"x-api-key": key})) == []
    assert "already exists" in message(company.office("POST", "/api-keys", {"username": "ordo"}))
    assert message(company.office("POST", "/api-keys/reset", {"username": "nobody"}), 404)


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer wrong", "Basic abc"])
def test_the_back_office_needs_its_token(company: Company, sent: str) -> None:
    """An API key opens nothing there."""
    for header in (sent, f"Bearer {company.api_key}"):
        answer = company.client.get("/back-office/users", headers={"Authorization": header})
        assert message(answer, 401)


def test_tenants_do_not_see_each_other(app: Flask) -> None:
    """Another tenant's ids do not exist here: 404 in addresses, 400 in bodies and headers."""
    ours, theirs = Company.of(app), Company.of(app)
    theirs.item(stock=5)
    buyer, order = theirs.destination(), theirs.order()
    for path in (
        "/items/1",
        f"/destinations/{buyer['id']}",
        f"/outbound-orders/{order['id']}",
        f"/facilities/{theirs.facility_id}",
    ):
        assert "does not exist" in message(ours.api("GET", path), 404)
    foreign = {"x-api-key": ours.api_key, "FacilityID": theirs.facility_id}
    assert "FacilityID" in message(ours.api("GET", "/inventory/summary", headers=foreign))
    ours.item()
    body = {"destination": {"id": buyer["id"]}, "order_lines": [{"sku": "F-1", "order_qty": 1}]}
    assert "does not exist" in message(ours.api("POST", "/outbound-orders", body))
    assert message(ours.office("POST", f"/outbound-orders/{order['id']}/ship"), 404)
    assert data(theirs.api("GET", f"/outbound-orders/{order['id']}")) == order


def test_a_foreign_page_cannot_reach_the_back_office(company: Company) -> None:
    """Other hosts and origins are refused, in the envelope."""
    headers = {"Authorization": f"Bearer {company.token}", "Origin": "https://evil.example"}
    assert message(company.client.get("/back-office/users", headers=headers), 403)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/inventory"), ("GET", "/inventory/summary"), ("GET", "/order-payment-terms")],
)
def test_facility_id_is_required_where_it_is_sent(company: Company, method: str, path: str) -> None:
    """A missing header is 400, and so is one that names no facility."""
    key = {"x-api-key": company.api_key}
    assert message(company.api(method, path, headers=key)) == "the FacilityID header is required"
    unknown = message(company.api(method, path, headers={**key, "FacilityID": "f00"}))
    assert unknown == "the FacilityID header names no facility of this company: f00"


def test_facility_id_may_be_left_out_where_clients_do(company: Company) -> None:
    """Reading orders and sales reps works without; an order list is company-wide then."""
    company.item()
    order = company.order()
    key = {"x-api-key": company.api_key}
    for path in ("/outbound-orders", f"/outbound-orders/{order['id']}", "/sales-reps", "/items"):
        assert company.api("GET", path, headers=key).status_code == 200
    other = data(company.office("POST", "/facilities", {"facility_name": "Other", "facility_type": "Grower"}))
    elsewhere = {**key, "FacilityID": other["id"]}
    assert data(company.api("GET", "/outbound-orders", headers=elsewhere)) == []
    assert "FacilityID" in message(company.api("POST", "/outbound-orders", company.order_body(), headers=key))
