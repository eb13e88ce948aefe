"""Flourish as the steps use it: the External API, and what people do in its own screens (the back office)."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from foundation.shapes import decoder
from harness.clients.flourish_shapes import (
    ApiKey,
    Brand,
    Destination,
    Envelope,
    Facility,
    FacilityStock,
    Made,
    OutboundOrder,
    Page,
    Shipment,
    SummaryRow,
    WebhookEndpoint,
)
from harness.clients.wire import Parameter, Reply, Wire

Nothing = Envelope[msgspec.Raw]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalApi:
    wire: Wire

    @classmethod
    def with_key(cls, wire: Wire, username: str, api_key: str) -> "ExternalApi":
        basic = b64encode(f"{username}:{api_key}".encode()).decode()
        return cls(wire=wire.with_headers({"Authorization": f"Basic {basic}"}))

    def _in(self, facility_id: str) -> Wire:
        return self.wire.with_headers({**self.wire.headers, "FacilityID": facility_id})

    def facilities(self) -> Reply[Page[Facility]]:
        """The first page of the facilities; the cheapest way to try a key."""
        return self.wire.get("/external/api/v1/facilities", Page[Facility])

    def summary(self, facility_id: str, sku: str) -> list[SummaryRow]:
        """The rows of the inventory summary for a SKU in a facility, those without stock included."""
        return [decoder(SummaryRow)(raw) for raw in self.raw_summary(facility_id, sku)]

    def raw_summary(self, facility_id: str, sku: str) -> list[msgspec.Raw]:
        """The same rows as they are on the wire."""
        wire = self._in(facility_id)
        params: dict[str, Parameter] = {"sku": sku, "include_all_items": True}
        return wire.get("/external/api/v1/inventory/summary", Page[msgspec.Raw], params).value.data

    def raw_order(self, order_id: str) -> msgspec.Raw:
        return self.wire.get(f"/external/api/v1/outbound-orders/{order_id}", Nothing).value.data

    def place_order(self, facility_id: str, body: Mapping[str, object]) -> Reply[Nothing]:
        """Makes an outbound order, as any other client of the API would."""
        wire = self._in(facility_id)
        return wire.post("/external/api/v1/outbound-orders", Nothing, body)

    def destinations(self, license_number: str) -> list[Destination]:
        """Those with the license number."""
        params: dict[str, Parameter] = {"license_number": license_number}
        return self.wire.get("/external/api/v1/destinations", Page[Destination], params).value.data

    def update_order(self, facility_id: str, order_id: str, body: Mapping[str, object]) -> Reply[Nothing]:
        """Changes an outbound order, as any other client of the API would."""
        wire = self._in(facility_id)
        return wire.put(f"/external/api/v1/outbound-orders/{order_id}", Nothing, body)

    def add_payment_term(self, facility_id: str, name: str, days: int) -> Reply[Nothing]:
        """Makes a payment term that is due so many days after the invoice."""
        body = {"order_payment_term": name, "due_num_days": days}
        return self._in(facility_id).post("/external/api/v1/order-payment-terms", Nothing, body)

    def add_customer(self, body: Mapping[str, object]) -> Reply[Envelope[Made]]:
        """Makes a retail customer, as a web shop would."""
        return self.wire.post("/external/api/v1/customers", Envelope[Made], body)

    def place_retail_order(self, facility_id: str, body: Mapping[str, object]) -> Reply[Nothing]:
        """Makes a retail order, as a web shop would."""
        wire = self._in(facility_id)
        return wire.post("/external/api/v1/retail-orders", Nothing, body)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackOffice:
    wire: Wire

    def create_api_key(self, username: str = "") -> Reply[Envelope[ApiKey]]:
        """Generates an API key under this username, or one of its own."""
        body = {"username": username} if username else None
        return self.wire.post("/back-office/api-keys", Envelope[ApiKey], body)

    def api_keys(self) -> Reply[Nothing]:
        return self.wire.get("/back-office/api-keys", Nothing)

    def reset_api_key(self, username: str) -> Reply[Envelope[ApiKey]]:
        return self.wire.post("/back-office/api-keys/reset", Envelope[ApiKey], {"username": username})

    def add_webhook_endpoint(self, body: Mapping[str, object]) -> Reply[Envelope[WebhookEndpoint]]:
        return self.wire.post("/back-office/webhook-endpoints", Envelope[WebhookEndpoint], body)

    def change_webhook_endpoint(
        self, endpoint: WebhookEndpoint, body: Mapping[str, object]
    ) -> Reply[Nothing]:
        """Replaces a webhook endpoint's settings."""
        return self.wire.put(f"/back-office/webhook-endpoints/{endpoint.webhook_endpoint_id}", Nothing, body)

    def save_webhook_endpoint(self, endpoint: WebhookEndpoint) -> Reply[Nothing]:
        """Puts a webhook endpoint in force."""
        return self.wire.post(f"/back-office/webhook-endpoints/{endpoint.webhook_endpoint_id}/save", Nothing)

    def add_facility(self, body: Mapping[str, object]) -> Reply[Envelope[Facility]]:
        return self.wire.post("/back-office/facilities", Envelope[Facility], body)

    def change_facility(self, facility_id: str, body: Mapping[str, object]) -> Reply[Envelope[Facility]]:
        return self.wire.patch(f"/back-office/facilities/{facility_id}", Envelope[Facility], body)

    def add_brand(self, name: str) -> Reply[Envelope[Brand]]:
        return self.wire.post("/back-office/brands", Envelope[Brand], {"brand_name": name})

    def brands(self) -> list[Brand]:
        """All brands, inactive ones too."""
        return self.wire.get("/back-office/brands", Envelope[list[Brand]]).value.data

    def rename_brand(self, brand: Brand, name: str) -> Reply[Envelope[Brand]]:
        """Renames a brand, on all its items too."""
        path = f"/back-office/brands/{brand.brand_id}"
        return self.wire.patch(path, Envelope[Brand], {"brand_name": name})

    def add_item(self, body: Mapping[str, object]) -> Reply[Envelope[Made]]:
        return self.wire.post("/back-office/items", Envelope[Made], body)

    def import_items(
        self, facility_id: str, items: Sequence[Mapping[str, object]]
    ) -> Reply[Envelope[list[Made]]]:
        """Makes many items at once, with what there is of each in a facility (`qty`)."""
        body: dict[str, object] = {"facility_id": facility_id, "items": items}
        return self.wire.post("/back-office/item-imports", Envelope[list[Made]], body)

    def change_item(self, item_id: str, body: Mapping[str, object]) -> Reply[Envelope[Made]]:
        return self.wire.patch(f"/back-office/items/{item_id}", Envelope[Made], body)

    def add_variation(self, item_id: str, body: Mapping[str, object]) -> Reply[Envelope[Made]]:
        """An item is packed in another way, too."""
        path = f"/back-office/items/{item_id}/itemvariations"
        return self.wire.post(path, Envelope[Made], body)

    def adjust_inventory(
        self,
        item_id: str,
        quantity: Decimal,
        *,
        facility_id: str,
        lot_number: str | None = None,
        variation_id: str | None = None,
    ) -> Reply[Nothing]:
        """Adds to or takes from the stock of an item, or of its packs."""
        body: dict[str, object] = {"item_id": item_id, "adjustment_qty": quantity, "facility_id": facility_id}
        if lot_number is not None:
            body["lot_number"] = lot_number
        if variation_id is not None:
            body["item_variation_id"] = variation_id
        return self.wire.post("/back-office/inventory-adjustments", Nothing, body)

    def stock(self, facility_id: str) -> list[SummaryRow]:
        """What lies in a facility, item by item; no fault hits this call."""
        listed = self.wire.get("/back-office/stock", Envelope[list[FacilityStock]]).value.data
        return next(stock.items for stock in listed if stock.facility_id == facility_id)

    def add_sales_rep(self, first_name: str, last_name: str, email: str) -> Reply[Nothing]:
        body = {"first_name": first_name, "last_name": last_name, "email": email}
        return self.wire.post("/back-office/sales-reps", Nothing, body)

    def add_destination(self, name: str, license_number: str) -> Reply[Envelope[Destination]]:
        body = {"type": "Dispensary", "name": name, "license_number": license_number}
        return self.wire.post("/back-office/destinations", Envelope[Destination], body)

    def deactivate_destination(self, destination: Destination) -> Reply[Envelope[Destination]]:
        """Nothing is to go there any more."""
        body = {
            "type": "Dispensary",
            "name": destination.name,
            "license_number": destination.license_number,
            "active": False,
        }
        return self.wire.put(f"/back-office/destinations/{destination.id}", Envelope[Destination], body)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDesk:
    """Flourish's own screens: what the warehouse does with an outbound order."""

    wire: Wire

    def orders(self) -> list[OutboundOrder]:
        return self.wire.get("/back-office/outbound-orders", Envelope[list[OutboundOrder]]).value.data

    def order(self, order_id: str) -> OutboundOrder:
        return self.wire.get(f"{_order(order_id)}", Envelope[OutboundOrder]).value.data

    def edit(self, order_id: str, body: Mapping[str, object]) -> Reply[Nothing]:
        return self.wire.patch(_order(order_id), Nothing, body)

    def allocate(self, order_id: str, lines: Sequence[Mapping[str, object]] = ()) -> Reply[Nothing]:
        """Allocates the named quantities, or everything."""
        return self.wire.post(f"{_order(order_id)}/allocate", Nothing, {"lines": lines} if lines else {})

    def deallocate(self, order_id: str) -> Reply[Nothing]:
        return self.wire.post(f"{_order(order_id)}/deallocate", Nothing)

    def ship(self, order_id: str) -> Reply[Nothing]:
        return self.wire.post(f"{_order(order_id)}/ship", Nothing)

    def complete(self, order_id: str) -> Reply[Nothing]:
        """Notes that a shipped order has arrived."""
        return self.wire.post(f"{_order(order_id)}/complete", Nothing)

    def pay(self, order_id: str, amount: Decimal) -> Reply[Nothing]:
        """Records a payment, in dollars."""
        return self.wire.post(f"{_order(order_id)}/payments", Nothing, {"amount": amount})

    def refund(self, order_id: str, amount: Decimal) -> Reply[Nothing]:
        """Records a refund, in dollars."""
        return self.wire.post(f"{_order(order_id)}/refunds", Nothing, {"amount": amount})

    def mark_as_fully_paid(self, order_id: str) -> Reply[Nothing]:
        return self.wire.post(f"{_order(order_id)}/mark-as-fully-paid", Nothing)

    def cancel(self, order_id: str) -> Reply[Nothing]:
        return self.wire.post(f"{_order(order_id)}/cancel", Nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentDesk:
    """Flourish's own screens: what the warehouse does with a shipment."""

    wire: Wire

    def plan(self, facility_id: str) -> Reply[Envelope[Shipment]]:
        return self.wire.post("/back-office/shipments", Envelope[Shipment], {"facility_id": facility_id})

    def edit(self, shipment_id: str, body: Mapping[str, object]) -> Reply[Nothing]:
        return self.wire.patch(f"/back-office/shipments/{shipment_id}", Nothing, body)

    def print_manifest(self, shipment_id: str) -> Reply[Nothing]:
        return self.wire.post(f"/back-office/shipments/{shipment_id}/print-manifest", Nothing)

    def ship(self, shipment_id: str) -> Reply[Nothing]:
        return self.wire.post(f"/back-office/shipments/{shipment_id}/ship", Nothing)

    def cancel(self, shipment_id: str) -> Reply[Nothing]:
        return self.wire.post(f"/back-office/shipments/{shipment_id}/cancel", Nothing)


def _order(order_id: str) -> str:
    return f"/back-office/outbound-orders/{order_id}"
