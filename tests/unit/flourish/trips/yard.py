"""A company that sends goods off: something to sell, a vehicle, a driver."""

from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from tests.unit.flourish.company import Company, Json, message, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Yard:
    """A company with something to sell, a vehicle and a driver."""

    company: Company
    vehicle: str
    driver: str

    def order(self) -> str:
        """A new order of two pieces."""
        order_id: str = self.company.order({"sku": "F-1", "order_qty": 2})["id"]
        return order_id

    def allocated(self) -> str:
        """The same with everything set aside for it."""
        order_id = self.order()
        self.company.do({"id": order_id}, "allocate")
        return order_id

    def shipment(self, *order_ids: str, **fields: Json) -> dict[str, Any]:
        """A new shipment with these orders, each a stop of its own."""
        body = {"stops": [{"orders": [one]} for one in order_ids], **fields}
        return record(self.company.api("POST", "/shipments", body))

    def do(self, shipment: dict[str, Any], action: str) -> dict[str, Any]:
        """Something done to a shipment in the screens."""
        return record(self.company.office("POST", f"/shipments/{shipment['shipment_id']}/{action}"))

    def refused(self, shipment: dict[str, Any], action: str) -> str:
        """The message with which it is refused."""
        return message(self.company.office("POST", f"/shipments/{shipment['shipment_id']}/{action}"))

    def read(self, shipment: dict[str, Any]) -> dict[str, Any]:
        """The shipment as it is now."""
        return record(self.company.api("GET", f"/shipments/{shipment['shipment_id']}"))

    def put(self, shipment: dict[str, Any], body: Json) -> TestResponse:
        """The answer to a change by API."""
        return self.company.api("PUT", f"/shipments/{shipment['shipment_id']}", body)

    def order_now(self, order_id: str) -> dict[str, Any]:
        """The order as it is now."""
        return record(self.company.api("GET", f"/outbound-orders/{order_id}"))
