"""Lists after a snapshot was brought back elsewhere: a client in the middle of one misses nothing."""

from collections.abc import Iterator, Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient

from foundation.service_description import description
from sim_flourish.app import create_app
from tests.unit.flourish.company import API, OFFICE, Company, Json, data
from tests.unit.flourish.retail.retail_shop import CUSTOMER

LISTS = [
    (base, path)
    for base, document in ((API, "flourish/openapi.json"), (OFFICE, "flourish/back_office_openapi.json"))
    for path, item in description(document)["paths"].items()
    if "get" in item and "{" not in path
]
MANY = 12  # more than nine, so that ids in the order of text are not in the order in which they were made


@pytest.fixture(scope="module")
def company() -> Iterator[Company]:
    """A company with a dozen of everything, some of it changed after the rest was made."""
    app = create_app()
    made = Company.of(app, items=5, seed=3)
    for number in range(MANY):
        _one_more_of_each(made, number)
    data(made.office("PATCH", "/items/" + data(made.api("GET", "/items"))[0]["id"], {"item_name": "Changed"}))
    data(made.api("PUT", "/outbound-orders/00000001", {"original_order_id": "changed"}))
    yield made
    app.extensions["simulator"].close()


@pytest.fixture(scope="module")
def elsewhere(company: Company) -> Iterator[FlaskClient]:
    """Another simulator, to which the company was brought."""
    snapshot = company.client.get(f"/_sim/tenants/{company.tenant}/snapshot?secrets=true").data
    app: Flask = create_app()
    client = app.test_client()
    body = b'{"snapshot": ' + snapshot + b"}"
    assert client.post("/_sim/tenants", data=body, content_type="application/json").status_code == 201
    yield client
    app.extensions["simulator"].close()


def _one_more_of_each(company: Company, number: int) -> None:
    """Names fall while ids rise."""
    name = f"N{99 - number}"
    company.item(sku=name, item_name=name, stock=3)
    buyer = company.destination(name=name, license_number=name)
    company.order({"sku": name, "order_qty": 1}, destination={"id": buyer["id"]})
    bodies: Mapping[str, Json] = {
        "/customers": {**CUSTOMER, "email": f"{name}@example.com"},
        "/retail-orders": {
            "customer_id": str(number + 1),
            "fulfillment_type": "pickup",
            "order_lines": [{"sku": name, "order_qty": 1}],
        },
        "/vendors": {"name": name},
        "/order-payment-terms": {"order_payment_term": name},
    }
    screens: Mapping[str, Json] = {
        "/brands": {"brand_name": name},
        "/retail-discounts": {"discount_name": name, "method": "dollar", "amount": 1},
        "/vehicles": {"vehicle_nickname": name},
        "/drivers": {"driver_first_name": name, "driver_last_name": "Moss"},
        "/shipments": {},
        "/deliveries": {},
        "/sales-reps": {"first_name": name, "last_name": "Moss"},
        "/facilities": {"facility_name": name, "facility_type": "Dispensary"},
    }
    for path, body in bodies.items():
        assert company.api("POST", path, body).status_code == 200, path
    for path, body in screens.items():
        assert company.office("POST", path, body).status_code == 200, path


def _rows(client: FlaskClient, company: Company, base: str, path: str, *, offset: int) -> Json:
    key = {"x-api-key": company.api_key, "FacilityID": company.facility_id}
    headers = key if base == API else {"Authorization": f"Bearer {company.token}"}
    query = {"limit": 50, "offset": offset} if base == API and offset else {}
    answer = client.get(base + path, headers=headers, query_string=query)
    assert answer.status_code == 200, (path, answer.text)
    return answer.get_json()["data"]


@pytest.mark.parametrize(("base", "path"), LISTS, ids="".join)
def test_a_list_goes_on_in_the_order_it_had(
    company: Company, elsewhere: FlaskClient, base: str, path: str
) -> None:
    """The whole of it, and what follows after the first seven rows."""
    for offset in (0, 7):
        before = _rows(company.client, company, base, path, offset=offset)
        assert _rows(elsewhere, company, base, path, offset=offset) == before
