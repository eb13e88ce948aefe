"""A shop in the simulated Flourish: one customer, ten of one item, and what is done to a retail order."""

from typing import Any

from werkzeug.test import TestResponse

from tests.unit.flourish.company import Company, Json, message, record

CUSTOMER = {"email": "robin@example.com", "first_name": "Robin", "last_name": "Hale", "dob": "1991-05-04"}
PLACE = {
    "address_line_1": "7 Mill Lane",
    "city": "Reno",
    "state": "NV",
    "postcode": "89501",
    "country": "US",
}


def open_shop(company: Company) -> Company:
    """The company with ten of F-1 at 10 dollars, and a customer."""
    company.item(stock=10)
    record_of(company.api("POST", "/customers", CUSTOMER))
    return company


def record_of(response: TestResponse) -> dict[str, Any]:
    """What a written customer's answer carries, whatever its message."""
    assert response.status_code == 200, response.text
    carried: dict[str, Any] = response.get_json()["data"]
    return carried


def body_of(**fields: Json) -> dict[str, Any]:
    """An order of two F-1 for the only customer, to be picked up."""
    return {
        "customer_id": "1",
        "fulfillment_type": "pickup",
        "order_lines": [{"sku": "F-1", "order_qty": 2}],
        **fields,
    }


def place(shop: Company, **fields: Json) -> dict[str, Any]:
    """A new order."""
    return record(shop.api("POST", "/retail-orders", body_of(**fields)))


def deliver(shop: Company, **fields: Json) -> dict[str, Any]:
    """A new order to be brought home."""
    return place(shop, **{"fulfillment_type": "delivery", "delivery_address": PLACE, **fields})


def do(shop: Company, order: dict[str, Any], action: str, body: Json = None) -> dict[str, Any]:
    """Something done in the screens."""
    return record(shop.office("POST", f"/retail-orders/{order['id']}/{action}", body))


def refusal(shop: Company, order: dict[str, Any], action: str, body: Json = None) -> str:
    """The message with which it is refused."""
    return message(shop.office("POST", f"/retail-orders/{order['id']}/{action}", body))


def read(shop: Company, order: dict[str, Any]) -> dict[str, Any]:
    """The order as it is now."""
    return record(shop.api("GET", f"/retail-orders/{order['id']}"))


def stock(shop: Company) -> tuple[float, float, float, float]:
    """What the summary says of F-1: there, available, on order, sellable."""
    row = shop.summary()
    return row["qty"], row["available_qty"], row["on_order_qty"], row["sellable_qty"]
