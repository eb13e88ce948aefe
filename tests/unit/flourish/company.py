"""A company in the simulated Flourish, as its API clients and its people use it."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sim_kernel.delivery import Delivery

API = "/external/api/v1"
OFFICE = "/back-office"
Json: TypeAlias = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One tenant and its credentials."""

    app: Flask
    client: FlaskClient
    tenant: str
    username: str
    api_key: str
    token: str
    facility_id: str

    @classmethod
    def of(cls, app: Flask, **options: Json) -> "Company":
        """A new company."""
        client = app.test_client()
        made = client.post("/_sim/tenants", json=options)
        assert made.status_code == 201, made.text
        return cls(
            app=app,
            client=client,
            tenant=made.get_json()["tenant"],
            username=made.get_json()["username"],
            api_key=made.get_json()["api_key"],
            token=made.get_json()["back_office_token"],
            facility_id=made.get_json()["facility"]["id"],
        )

    def api(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        headers: Mapping[str, str] | None = None,
        query: Json = None,
    ) -> TestResponse:
        """A call of the External API with this company's key and facility, or exactly these headers."""
        sent = (
            {"x-api-key": self.api_key, "FacilityID": self.facility_id} if headers is None else dict(headers)
        )
        more: Json = {} if body is None else {"json": body}
        return self.client.open(API + path, method=method, headers=sent, query_string=query, **more)

    def basic(self, username: str | None = None, key: str | None = None) -> dict[str, str]:
        """Basic authorization."""
        login = f"{username or self.username}:{key or self.api_key}"
        return {"Authorization": f"Basic {b64encode(login.encode()).decode()}"}

    def office(self, method: str, path: str, body: Json = None) -> TestResponse:
        """A call of the back office."""
        headers = {"Authorization": f"Bearer {self.token}"}
        more: Json = {} if method == "GET" else {"json": body or {}}
        return self.client.open(OFFICE + path, method=method, headers=headers, **more)

    def item(self, *, stock: float = 0, **fields: Json) -> dict[str, Any]:
        """A new item, with stock if wanted."""
        body = {"item_name": "Flower", "sku": "F-1", "price": 10, **fields}
        made = record(self.office("POST", "/items", body))
        if stock:
            data(
                self.office(
                    "POST", "/inventory-adjustments", {"item_id": made["id"], "adjustment_qty": stock}
                )
            )
        return made

    def variation(self, item: Mapping[str, Any], **fields: Json) -> dict[str, Any]:
        """A new variation of an item."""
        body = {"variation_name": "Pack of 5", "unit_qty": 5, "unit_price": 45, **fields}
        return record(self.office("POST", f"/items/{item['id']}/itemvariations", body))

    def adjust(self, item: Mapping[str, Any], qty: float, **fields: Json) -> list[dict[str, Any]]:
        """Corrects what lies in stock; one adjustment for each package that was touched."""
        body = {"item_id": item["id"], "adjustment_qty": qty, **fields}
        adjustments: list[dict[str, Any]] = data(self.office("POST", "/inventory-adjustments", body))
        return adjustments

    def destination(self, **fields: Json) -> dict[str, Any]:
        """A new buyer."""
        body = {"type": "Dispensary", "name": "Corner", "license_number": "LIC-9", **fields}
        return record(self.api("POST", "/destinations", body))

    def order(self, *lines: Mapping[str, Any], **fields: Json) -> dict[str, Any]:
        """A new order for a buyer of its own, of one F-1 when no lines are given."""
        return record(self.api("POST", "/outbound-orders", self.order_body(*lines, **fields)))

    def order_body(self, *lines: Mapping[str, Any], **fields: Json) -> dict[str, Any]:
        """What `order` posts."""
        known = data(self.api("GET", "/destinations"))
        buyer = known[0] if known else self.destination()
        return {
            "destination": {"id": buyer["id"]},
            "order_lines": list(lines) or [{"sku": "F-1", "order_qty": 1}],
            **fields,
        }

    def do(self, order: Mapping[str, Any], action: str, body: Json = None) -> dict[str, Any]:
        """Something done to an order in the screens."""
        return record(self.office("POST", f"/outbound-orders/{order['id']}/{action}", body))

    def refusal(self, order: Mapping[str, Any], action: str, body: Json = None) -> str:
        """The message with which it is refused."""
        return message(self.office("POST", f"/outbound-orders/{order['id']}/{action}", body))

    def summary(self, sku: str = "F-1", **query: Json) -> dict[str, Any]:
        """The only row of the inventory summary for a SKU."""
        asked = {"sku": sku, "include_all_items": "true", **query}
        rows: list[dict[str, Any]] = data(self.api("GET", "/inventory/summary", query=asked))
        (row,) = rows
        return row

    def listen(self, *events: str, **fields: Json) -> dict[str, Any]:
        """Adds a webhook endpoint whose deliveries are held, so that they can be looked at."""
        self.client.post(f"/_sim/tenants/{self.tenant}/faults", json={"kind": "hold", "count": None})
        body = {
            "url": "http://127.0.0.1:9/hook",
            "signing_key": "the key",
            "headers": [{"key": "X-One", "value": "1"}, {"key": "X-Two", "value": "2"}],
            "events": list(events) or ["Outbound Order", "Inventory", "Item"],
            **fields,
        }
        return record(self.office("POST", "/webhook-endpoints", body))

    def deliveries(self) -> list[Delivery]:
        """Everything announced, oldest first."""
        return list(self.app.extensions["simulator"].tenants.get(self.tenant).outbox.deliveries())

    def messages(self) -> list[dict[str, Any]]:
        """The same as what the receivers would read."""
        return [json.loads(delivery.body) for delivery in self.deliveries()]


def data(response: TestResponse) -> Json:
    """What a successful answer carries."""
    assert response.status_code == 200, response.text
    assert (response.get_json()["message"], response.get_json()["status"]) == ("Success", 200)
    return response.get_json()["data"]


def record(response: TestResponse) -> dict[str, Any]:
    """The one object that a successful answer carries."""
    carried: dict[str, Any] = data(response)
    return carried


def message(response: TestResponse, status: int = 400) -> str:
    """What a refusal says; the envelope carries the status too, and no data."""
    assert response.status_code == status, response.text
    assert response.get_json().keys() == {"message", "status"}
    assert response.get_json()["status"] == status
    return str(response.get_json()["message"])
