"""A company in the simulated Flourish with one real thing of each kind, as far as a path needs it."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient

from tests.contract.tenants import NOWHERE, SMALLEST_PNG, World, done

A_MOMENT = "2026-03-02T09:30:05.000Z"
DONE_BEFORE = {
    "ship": ("allocate",),
    "deallocate": ("allocate",),
    "refunds": ("mark-as-fully-paid",),
    "complete": ("allocate", "ship"),
}
CATALOGUE = ("/items/{item_id}/", "/itemvariations", "/item-art")
RETAIL = ("/retail-", "/customers", "/deliveries")
RETAIL_DONE_BEFORE = {
    "send-out": ("pack",),
    "mark-as-undeliverable": ("pack", "send-out"),
    "ship": ("pack",),
}


def flourish_external(client: FlaskClient, path: str) -> World:
    """The External API's world for an operation on this path."""
    tenant = done(client.post("/_sim/tenants", json={"seed": 5, "items": 20}))
    facility = tenant["facility"]["id"]
    headers = {"x-api-key": tenant["api_key"]}
    real = {"FacilityID": facility, **_placed_order(client, headers, facility)}
    if path.startswith(RETAIL):
        real |= _retail_order(client, headers, facility, real["sku"], order_status="submitted")
    real |= _people(client, headers, real["destination_id"])
    office = {"Authorization": f"Bearer {tenant['back_office_token']}"}
    _listen(client, office)
    if path.startswith(CATALOGUE):
        real |= _pack_and_art(client, office, real["item_id"])
        (link,) = done(client.get(f"/external/api/v1/items/{real['item_id']}/art", headers=headers))["data"]
        real["link"] = link["url"].rpartition("/")[2]
    return World(headers=headers, real=real | _trips(client, office, real["order_id"], path))


def _retail_order(
    client: FlaskClient, headers: Mapping[str, str], facility: str, sku: str, *, order_status: str = "created"
) -> dict[str, Any]:
    base, headers = "/external/api/v1", {**headers, "FacilityID": facility}
    person = {"email": "ada@example.com", "first_name": "Ada", "last_name": "Poole", "dob": "1991-05-04"}
    customer = done(client.post(f"{base}/customers", headers=headers, json=person))["data"]["id"]
    wanted = {
        "customer_id": customer,
        "order_status": order_status,
        "fulfillment_type": "delivery",
        "order_lines": [{"sku": sku, "order_qty": 2, "unit_price": 40}],
    }
    order = done(client.post(f"{base}/retail-orders", headers=headers, json=wanted))["data"]["id"]
    return {
        "customer_id": customer,
        "order_id": order,
        "discount_id": None,
        "applied_discounts": [],
        "delivery_address_id": None,
        "item_variation_pk": None,
    }


def _people(client: FlaskClient, headers: Mapping[str, str], destination_id: str) -> dict[str, Any]:
    base, person = "/external/api/v1", [{"first_name": "Ada", "last_name": "Poole"}]
    vendor = done(client.post(f"{base}/vendors", headers=headers, json={"name": "Fern"}))["data"]["id"]
    real = {"vendor_id": vendor}
    for place in (f"destinations/{destination_id}", f"vendors/{vendor}"):
        made = done(client.post(f"{base}/{place}/contacts", headers=headers, json=person))["data"]
        real |= {name: value for name, value in made[0].items() if name.endswith("contact_id")}
    return real


def flourish_back_office(client: FlaskClient, path: str) -> World:
    """The back office's world for an operation on this path."""
    tenant = done(client.post("/_sim/tenants", json={"seed": 5, "items": 20}))
    headers = {"Authorization": f"Bearer {tenant['back_office_token']}"}
    facility, key = tenant["facility"]["id"], {"x-api-key": tenant["api_key"]}
    real = _placed_order(client, key, facility)
    last = path.rpartition("/")[2]
    if path.startswith(CATALOGUE):
        real |= _pack_and_art(client, headers, real["item_id"])
    if path.startswith(RETAIL):
        real |= _retail_order(client, key, facility, real["sku"])
        discount = {"discount_name": "Fern week", "method": "dollar", "amount": 1}
        made = done(client.post("/back-office/retail-discounts", headers=headers, json=discount))["data"]
        real["discount_id"] = made["discount_id"]
        if last == "refunds":
            payment = f"/external/api/v1/retail-orders/{real['order_id']}/payment"
            done(client.post(payment, headers=key, json={"payment_type": "Cash", "amount": 80}))
        for earlier in RETAIL_DONE_BEFORE.get(last, ()):
            done(client.post(f"/back-office/retail-orders/{real['order_id']}/{earlier}", headers=headers))
    for first in () if path.startswith(RETAIL) else DONE_BEFORE.get(last, ()):
        done(client.post(f"/back-office/outbound-orders/{real['order_id']}/{first}", headers=headers))
    real |= _settings(client, headers)
    return World(headers=headers, real=real | _trips(client, headers, real["order_id"], path))


def _trips(client: FlaskClient, office: Mapping[str, str], order_id: str, path: str) -> dict[str, Any]:
    """A vehicle, a driver, a shipment and a delivery; the one that the path is about carries the order."""

    def add(what: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
        return done(client.post(f"/back-office/{what}", headers=office, json=body))["data"]

    van = add("vehicles", {"vehicle_nickname": "Van"})["vehicle_id"]
    driver = add("drivers", {"driver_first_name": "Ida", "driver_last_name": "Moss"})["driver_id"]
    load = {"orders": [order_id]}
    return {
        "vehicle_id": van,
        "driver_id": driver,
        "drivers": [driver],
        "orders": [order_id],
        "shipment_id": add("shipments", load if "{shipment_id}" in path else {})["shipment_id"],
        "delivery_id": add("deliveries", load if "{delivery_id}" in path else {})["delivery_id"],
    }


def _placed_order(client: FlaskClient, headers: Mapping[str, str], facility: str) -> dict[str, Any]:
    base, headers = "/external/api/v1", {**headers, "FacilityID": facility}
    item = done(client.get(f"{base}/items?limit=1", headers=headers))["data"][0]
    place = {"type": "Dispensary", "name": "Juniper Corner", "license_number": "LAB-0042"}
    destination = done(client.post(f"{base}/destinations", headers=headers, json=place))["data"]["id"]
    wanted = {
        "original_order_id": "ord_1",
        "destination": {"id": destination},
        "order_lines": [{"sku": item["sku"], "order_qty": 2}],
    }
    order = done(client.post(f"{base}/outbound-orders", headers=headers, json=wanted))["data"]["id"]
    package = done(client.get(f"{base}/packages?limit=1", headers=headers))["data"][0]
    term = done(client.get(f"{base}/order-payment-terms", headers=headers))["data"][0]
    return {
        "item_id": item["id"],
        "sku": item["sku"],
        "strain_id": item["strain_id"],
        "package_id": package["package_id"],
        "item_variation_pk": None,
        **_bom(client, headers, item["id"]),
        "destination": {"id": destination},
        "destination_id": destination,
        "distributor": None,
        "sales_rep": None,
        "order_id": order,
        "facility_id": facility,
        "order_payment_term_id": term["order_payment_term_id"],
        "payment_term": term["order_payment_term"],
    }


def _bom(client: FlaskClient, headers: Mapping[str, str], item_id: str) -> dict[str, Any]:
    base, uom = "/external/api/v1/boms", {"qty": 1, "qty_uom_id": 1}
    bom = {"item_id": item_id, "nickname": "By hand", "qty_to_create": 1, "effective_date": A_MOMENT}
    bom_id = done(client.post(base, headers=headers, json=bom))["data"]["bom_id"]
    detail = done(client.post(f"{base}/{bom_id}/details", headers=headers, json={**uom, "item_id": item_id}))
    return {
        "bom_id": bom_id,
        "bom_detail_id": detail["data"]["bom_detail_id"],
        "item_category_id": 1,
        "qty_uom_id": 1,
    }


def _pack_and_art(client: FlaskClient, office: Mapping[str, str], item_id: str) -> dict[str, Any]:
    """A variation and a picture of the item, for paths that name them."""
    base = f"/back-office/items/{item_id}"
    pack = {"variation_name": "Pack of five", "unit_qty": 5, "unit_price": 40}
    made = done(client.post(f"{base}/itemvariations", headers=office, json=pack))["data"]
    art = {"picture": (BytesIO(SMALLEST_PNG), "art.png")}
    done(client.put(f"{base}/art/product", headers=office, data=art))
    return {"item_variation_pk": made["id"], "image_type": "product"}


def _settings(client: FlaskClient, headers: Mapping[str, str]) -> dict[str, Any]:
    endpoint = _listen(client, headers)
    brand = done(client.post("/back-office/brands", headers=headers, json={"brand_name": "Alder"}))["data"]
    key = done(client.post("/back-office/api-keys", headers=headers, json={}))["data"]
    return {
        "webhook_endpoint_id": endpoint["webhook_endpoint_id"],
        "url": NOWHERE,
        "brand_id": brand["brand_id"],
        "username": key["username"],
    }


def _listen(client: FlaskClient, office: Mapping[str, str]) -> dict[str, Any]:
    """An endpoint that is told of everything, so that every webhook is written, and held to its schema."""
    events = ["Outbound Order", "Inventory", "Item", "Retail Order"]
    hook = {"url": NOWHERE, "signing_key": "k", "events": events}
    made: dict[str, Any] = done(client.post("/back-office/webhook-endpoints", headers=office, json=hook))[
        "data"
    ]
    return made
