"""A client of the Flourish API as real ones are seen: one key, a facility that it sends or does not."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson
import urllib3

Json: TypeAlias = Any
API = "/external/api/v1"
OK = 200
HTTP = urllib3.PoolManager(retries=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A client as they are seen: one key, a facility that it sends or does not, and status 200 or nothing."""

    base: str
    tenant: Mapping[str, Any]

    @property
    def facility(self) -> str:
        """The id that goes into FacilityID."""
        return str(self.tenant["facility"]["id"])

    def send(
        self, method: str, path: str, body: Json = None, *, facility: bool = True, login: str = "key"
    ) -> tuple[int, Json]:
        """Status and JSON of a call of the External API."""
        headers = {"FacilityID": self.facility} if facility else {}
        username, key = self.tenant["username"], self.tenant["api_key"]
        basic = b64encode(f"{username}:{key}".encode()).decode()
        headers |= {"key": {"x-api-key": key}, "basic": {"Authorization": f"Basic {basic}"}, "none": {}}[
            login
        ]
        return call(method, self.base + path, headers, body)

    def data(self, method: str, path: str, body: Json = None, *, facility: bool = True) -> Json:
        """The `data` of an answer with exactly status 200."""
        status, answer = self.send(method, path, body, facility=facility)
        assert status == OK, answer
        assert isinstance(answer["data"], dict | list)
        return answer["data"]

    def office(self, method: str, path: str, body: Json = None) -> Json:
        """What somebody does in the screens."""
        headers = {"Authorization": f"Bearer {self.tenant['back_office_token']}"}
        status, answer = call(method, f"{self.base}/back-office{path}", headers, body)
        assert status == OK, answer
        return answer["data"]

    def first(self, path: str) -> Json:
        """The first row of a list."""
        return self.data("GET", API + path)[0]

    def place(self, **fields: Json) -> Json:
        """An outbound order with lines as clients send them, without item_id."""
        line = {"sku": self.first("/items")["sku"], "order_qty": 2, "unit_price": 8.25, "discount_price": 0}
        body = {"original_order_id": "ord_1", "order_lines": [line], **fields}
        if "destination" not in body:
            body["destination"] = {"id": self.destination()["id"]}
        return self.data("POST", f"{API}/outbound-orders", body)

    def destination(self) -> Json:
        """A buyer."""
        body = {"type": "Dispensary", "name": "Juniper Corner", "license_number": "LAB-0042"}
        return self.data("POST", f"{API}/destinations", body)

    def set(self, **settings: Json) -> None:
        """Changes what the tenant is set to do."""
        url = f"{self.base}/_sim/tenants/{self.tenant['tenant']}/settings"
        assert call("PATCH", url, {}, settings)[0] == OK


def call(method: str, url: str, headers: Mapping[str, str], body: Json = None) -> tuple[int, Json]:
    """Status and JSON of one request."""
    raw = None if body is None else orjson.dumps(body)
    sent = {**headers, "Content-Type": "application/json"} if raw is not None else dict(headers)
    answer = HTTP.request(method, url, headers=sent, body=raw)
    return answer.status, orjson.loads(answer.data)


def shop(client: Client, **fields: Json) -> Json:
    """A retail order as clients place one: the customer by e-mail, or a new one, then version 2."""
    found = client.data("GET", f"{API}/customers?email=robin%40example.com", facility=False)
    person = {
        "email": "robin@example.com",
        "first_name": "Robin",
        "last_name": "Hale",
        "dob": "1991-05-04",
        "address": [
            {
                "address_line_1": "7 Mill Lane",
                "city": "Reno",
                "state": "NV",
                "postcode": "89501",
                "country": "US",
            }
        ],
    }
    customer = found[0] if found else client.data("POST", f"{API}/customers", person, facility=False)
    body = {
        "original_order_id": "web-1",
        "customer_id": customer["id"],
        "order_status": "created",
        "fulfillment_type": "pickup",
        "order_lines": [{"sku": client.first("/items")["sku"], "order_qty": 1}],
        **fields,
    }
    return client.data("POST", "/external/api/v2/retail-orders", body)
