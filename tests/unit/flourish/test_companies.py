"""New companies: what they start with, demo catalogues, snapshots."""

import pytest
from flask import Flask

from tests.unit.flourish.company import Company, data


def test_a_new_company_has_one_facility_and_nothing_to_sell(company: Company) -> None:
    """An empty catalogue, payment terms, one user."""
    (facility,) = data(company.api("GET", "/facilities"))
    assert (facility["id"], facility["active"]) == (company.facility_id, True)
    assert facility["license_number"]
    assert data(company.api("GET", "/items")) == []
    terms = data(company.api("GET", "/order-payment-terms"))
    assert "Net 30" in [term["order_payment_term"] for term in terms]


def test_the_first_facility_can_be_described(app: Flask) -> None:
    """The option `facility` takes what the screen takes."""
    company = Company.of(app, facility={"license_number": "C11-1", "sales_rep_required_for_outbound": True})
    (facility,) = data(company.api("GET", "/facilities"))
    assert (facility["license_number"], facility["sales_rep_required_for_outbound"]) == ("C11-1", True)


def test_a_seed_fixes_the_catalogue(app: Flask) -> None:
    """The same seed gives the same items and buyers; another seed gives others."""
    first, again, other = (Company.of(app, items=60, seed=seed) for seed in (5, 5, 6))

    def catalogue(company: Company) -> list[object]:
        items = data(company.api("GET", "/items"))
        rows = data(company.api("GET", "/inventory/summary"))
        return [
            [(item["item_name"], item["sku"], item["brand"], item["price"]) for item in items],
            [(row["sku"], row["qty"]) for row in rows],
            [one["license_number"] for one in data(company.api("GET", "/destinations"))],
        ]

    assert catalogue(first) == catalogue(again)
    assert catalogue(first) != catalogue(other)


def test_a_demo_catalogue_has_something_to_report(app: Flask) -> None:
    """Some items have no brand, some no stock."""
    company = Company.of(app, items=60)
    items = data(company.office("GET", "/items"))
    assert len(items) == 60
    assert any(item["brand"] is None for item in items)
    assert 0 < len(data(company.office("GET", "/brands"))) < 10
    rows = data(company.api("GET", "/inventory/summary", query={"include_all_items": "true", "offset": 10}))
    assert any(row["sellable_qty"] == 0 for row in rows)
    assert len(data(company.api("GET", "/vehicles"))) == len(data(company.api("GET", "/drivers"))) == 1


def test_a_snapshot_brings_everything_back(app: Flask) -> None:
    """Credentials, orders, allocated stock, draft endpoints; new ids go on where they were."""
    company = Company.of(app, items=3)
    sku = data(company.api("GET", "/items"))[0]["sku"]
    order = company.order({"sku": sku, "order_qty": 1})
    company.do(order, "allocate")
    company.listen(saved=False)
    path = f"/_sim/tenants/{company.tenant}"
    kept = company.client.get(f"{path}/snapshot?secrets=true").data
    before = _shown(company)
    company.do(order, "cancel")
    company.client.delete(path)
    body = b'{"snapshot":' + kept + b"}"
    restored = company.client.post("/_sim/tenants", data=body, content_type="application/json")
    assert restored.status_code == 201, restored.text
    assert _shown(company) == before
    assert company.order({"sku": sku, "order_qty": 1})["id"] == "00000002"
    assert company.do(order, "ship")["order_status"] == "Shipped"


def _shown(company: Company) -> list[object]:
    paths = ("/items", "/inventory", "/inventory/summary", "/outbound-orders", "/destinations")
    return [*(data(company.api("GET", path)) for path in paths), data(company.office("GET", "/brands"))]


def test_a_snapshot_keeps_its_secrets_to_itself(app: Flask) -> None:
    """Unless it is asked for them: no key, token, signing key or header that was told once is in it."""
    client = app.test_client()
    published = client.post("/_sim/tenants", json={"items": 1}).get_json()
    office = {"Authorization": f"Bearer {published['back_office_token']}"}
    hook = {
        "url": "http://127.0.0.1:9/hook",
        "signing_key": "a word to sign with",
        "headers": [{"key": "X-One", "value": "a word of the header"}],
        "events": ["Outbound Order"],
    }
    assert client.post("/back-office/webhook-endpoints", headers=office, json=hook).status_code == 200
    secrets = [
        published["api_key"],
        published["back_office_token"],
        "a word to sign with",
        "a word of the header",
    ]
    path = f"/_sim/tenants/{published['tenant']}/snapshot"
    shown = client.get(path).get_data(as_text=True)
    assert [secret for secret in secrets if secret in shown] == []
    asked = client.get(f"{path}?secrets=true").get_data(as_text=True)
    assert all(secret in asked for secret in secrets if secret != published["back_office_token"])


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400"])
def test_a_snapshot_with_a_number_that_is_none_is_refused(app: Flask, number: str) -> None:
    """A snapshot that was edited by hand brings nothing in that would make later answers fail."""
    client = app.test_client()
    published = client.post("/_sim/tenants", json={"items": 2}).get_json()
    snapshot = client.get(f"/_sim/tenants/{published['tenant']}/snapshot?secrets=true").get_json()
    next(iter(snapshot["world"]["items"].values()))["price"] = number
    answer = client.post("/_sim/tenants", json={"snapshot": snapshot})
    assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, "snapshot")
    headers = {"x-api-key": published["api_key"]}
    assert client.get("/external/api/v1/items", headers=headers).status_code == 200
