"""The APIs that generated requests are sent to, and how to get a fresh tenant with real things to ask for."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from cryptography.fernet import Fernet
from flask import Flask, Response, jsonify
from flask.testing import FlaskClient

from groundwork.contract import Contract
from harness.serving import serve
from integration_engine.app import EngineConfig
from integration_engine.app import create_app as create_engine
from sim_flourish.app import create_app as create_flourish
from sim_ordo.app import OrdoConfig
from sim_ordo.app import create_app as create_ordo

EVENTS_SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"
SMALLEST_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
A_MOMENT = "2026-03-02T09:30:05.000Z"
NOWHERE = "http://127.0.0.1:9/hook"  # the discard port: deliveries fail at once
DOCUMENTS = {
    "flourish external": "flourish/openapi.json",
    "flourish external v2": "flourish/v2_openapi.json",
    "flourish back office": "flourish/back_office_openapi.json",
    "flourish control": "control/openapi.json",
    "ordo screens": "ordo/openapi.json",
    "ordo integration": "ordo/integration_openapi.json",
    "ordo control": "control/openapi.json",
    "engine": "engine/openapi.json",
}
DONE_BEFORE = {"ship": "allocate", "deallocate": "allocate", "refunds": "mark-as-fully-paid"}
RETAIL = ("/retail-", "/customers")
RETAIL_DONE_BEFORE = {"send-out": ("pack",), "mark-as-undeliverable": ("pack", "send-out")}
SETTINGS = {"api_username": "lab", "api_key": "a made-up key"}
CASH_ORDER = {
    "terms": "Cash",
    "buyer": {"name": "Juniper Corner", "license_number": "LAB-0042"},
    "lines": [{"sku": "PRE-ROLL-1G", "quantity": 2}],
}
LICENSE = {
    "license_number": "LAB-0001",
    "license_type": "Distributor",
    "street_address_line_1": "7 Mill Lane",
    "street_address_line_2": "Unit 2",
    "city": "Reno",
    "state": "NV",
    "zip_code": "89501",
}
ITEM = {
    "sku": "PRE-ROLL-1G",
    "flourish_item_id": "7",
    "name": "Pre-roll, one gram",
    "brand": "Juniper",
    "description": "",
    "category": "Pre-rolls",
    "price": "8.25",
    "uom": "ea",
    "sellable_qty": 40,
    "active": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A fresh tenant: the headers that open it, and real values of its fields by their names."""

    headers: Mapping[str, str]
    real: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One API, its contract, and how to get a tenant to try an operation on, chosen by its path."""

    app: Flask
    contract: Contract
    fresh_world: Callable[[str], World]


Furnish: TypeAlias = Callable[[FlaskClient, str], World]


@contextmanager
def subjects() -> Iterator[Mapping[str, Subject]]:
    """Every subject, over one service of each kind; behind Ordo something says yes to everything."""
    agreeable = serve(_agreeable_engine())
    flourish = create_flourish()
    ordo = create_ordo(OrdoConfig(engine_url=agreeable.url, events_secret=EVENTS_SECRET))
    worlds: dict[str, tuple[Flask, Furnish]] = {
        "flourish external": (flourish, _flourish_external),
        "flourish external v2": (flourish, _flourish_external),
        "flourish back office": (flourish, _flourish_back_office),
        "flourish control": (flourish, _control),
        "ordo screens": (ordo, _ordo_screens),
        "ordo integration": (ordo, _ordo_integration),
        "ordo control": (ordo, _control),
    }
    try:
        with running_engine() as engine:
            worlds["engine"] = (engine, _engine)
            yield {name: _subject(name, app, furnish) for name, (app, furnish) in worlds.items()}
    finally:
        for app in (flourish, ordo):
            app.extensions["simulator"].close()
        agreeable.stop()


@contextmanager
def running_engine() -> Iterator[Flask]:
    """The built-in engine with nobody around it, its tables in a folder that goes away."""
    with TemporaryDirectory() as folder:
        app = create_engine(
            EngineConfig(
                flourish_url=NOWHERE,
                ordo_url=NOWHERE,
                public_url=NOWHERE,
                database_url=f"sqlite:///{folder}/engine.sqlite3",
                events_secret=EVENTS_SECRET,
                encryption_key=Fernet.generate_key().decode(),
                controllable_clock=True,
            )
        )
        try:
            yield app
        finally:
            app.extensions["integration_engine"].close()


def _subject(name: str, app: Flask, furnish: Furnish) -> Subject:
    return Subject(
        app=app,
        contract=Contract.load(DOCUMENTS[name]),
        fresh_world=lambda path: furnish(app.test_client(), path),
    )


def _engine(_client: FlaskClient, _path: str) -> World:
    return World(headers={}, real={})  # nobody can sign what is generated, so that most is refused


def _control(client: FlaskClient, _path: str) -> World:
    tenant = done(client.post("/_sim/tenants", json={"seed": 5}))["tenant"]
    faults = f"/_sim/tenants/{tenant}/faults"
    fault = done(client.post(faults, json={"kind": "status", "status": 503}))
    return World(headers={}, real={"tenant_id": tenant, "fault_id": fault["fault_id"]})


def _flourish_external(client: FlaskClient, path: str) -> World:
    tenant = done(client.post("/_sim/tenants", json={"seed": 5, "items": 20}))
    facility = tenant["facility"]["id"]
    headers = {"x-api-key": tenant["api_key"]}
    real = {"FacilityID": facility, **_placed_order(client, headers, facility)}
    if path.startswith(RETAIL):
        real |= _retail_order(client, headers, facility, real["sku"])
    return World(headers=headers, real={**real, **_people(client, headers, real["destination_id"])})


def _retail_order(client: FlaskClient, headers: Mapping[str, str], facility: str, sku: str) -> dict[str, Any]:
    base, headers = "/external/api/v1", {**headers, "FacilityID": facility}
    person = {"email": "robin@example.com", "first_name": "Robin", "last_name": "Hale", "dob": "1991-05-04"}
    customer = done(client.post(f"{base}/customers", headers=headers, json=person))["data"]["id"]
    wanted = {
        "customer_id": customer,
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


def _flourish_back_office(client: FlaskClient, path: str) -> World:
    tenant = done(client.post("/_sim/tenants", json={"seed": 5, "items": 20}))
    headers = {"Authorization": f"Bearer {tenant['back_office_token']}"}
    facility, key = tenant["facility"]["id"], {"x-api-key": tenant["api_key"]}
    real = _placed_order(client, key, facility)
    last = path.rpartition("/")[2]
    if path.startswith(RETAIL):
        real |= _retail_order(client, key, facility, real["sku"])
        discount = {"discount_name": "Fern week", "method": "dollar", "amount": 1}
        made = done(client.post("/back-office/retail-discounts", headers=headers, json=discount))["data"]
        real["discount_id"] = made["discount_id"]
        for earlier in RETAIL_DONE_BEFORE.get(last, ()):
            done(client.post(f"/back-office/retail-orders/{real['order_id']}/{earlier}", headers=headers))
    elif first := DONE_BEFORE.get(last):
        done(client.post(f"/back-office/outbound-orders/{real['order_id']}/{first}", headers=headers))
    return World(headers=headers, real={**real, **_settings(client, headers)})


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
    varied = next(one for one in _all_rows(client, headers) if one["item_variation_id"])
    term = done(client.get(f"{base}/order-payment-terms", headers=headers))["data"][0]
    return {
        "item_id": item["id"],
        "sku": item["sku"],
        "strain_id": item["strain_id"],
        "package_id": package["package_id"],
        "item_variation_pk": varied["item_variation_id"],
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


def _all_rows(client: FlaskClient, headers: Mapping[str, str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = done(client.get("/external/api/v1/inventory", headers=headers))["data"]
    return rows


def _settings(client: FlaskClient, headers: Mapping[str, str]) -> dict[str, Any]:
    hook = {
        "url": NOWHERE,
        "signing_key": "k",
        "events": ["Outbound Order", "Inventory", "Item", "Retail Order"],
    }
    endpoint = done(client.post("/back-office/webhook-endpoints", headers=headers, json=hook))["data"]
    brand = done(client.post("/back-office/brands", headers=headers, json={"brand_name": "Juniper"}))["data"]
    key = done(client.post("/back-office/api-keys", headers=headers, json={}))["data"]
    return {
        "webhook_endpoint_id": endpoint["webhook_endpoint_id"],
        "url": NOWHERE,
        "brand_id": brand["brand_id"],
        "username": key["username"],
    }


def _ordo_screens(client: FlaskClient, path: str) -> World:
    screens, _, real = _furnished_ordo(client, path)
    return World(headers=screens, real=real)


def _ordo_integration(client: FlaskClient, path: str) -> World:
    _, integration, real = _furnished_ordo(client, path)
    return World(headers=integration, real=real)


def _furnished_ordo(client: FlaskClient, path: str) -> tuple[dict[str, str], dict[str, str], dict[str, Any]]:
    tenant = done(client.post("/_sim/tenants", json={"seed": 5}))
    screens = {"Authorization": f"Bearer {tenant['admin_token']}"}
    simulator = client.application.extensions["simulator"]
    token = simulator.tenants.get(tenant["tenant"]).world.integration_token
    integration = {"Authorization": f"Bearer {token}"}
    license_id = done(client.post("/api/v1/licenses", headers=screens, json=LICENSE))["license_id"]
    if "{license_id}" not in path:  # a connected license can be neither edited nor removed
        done(client.put("/api/v1/integrations/flourish", headers=screens, json=SETTINGS))
    done(client.put("/integration/v1/items", headers=integration, json={"items": [ITEM]}))
    logo = {"name": "Juniper", "logo": (BytesIO(SMALLEST_PNG), "logo.png")}
    real = {
        "order_id": done(client.post("/api/v1/orders", headers=screens, json=CASH_ORDER))["order_id"],
        "sku": ITEM["sku"],
        "brand_id": done(client.post("/api/v1/brands", headers=screens, data=logo))["brand_id"],
        "license_id": license_id,
    }
    if "{sync_id}" in path:
        real["sync_id"] = done(client.post("/api/v1/inventory/syncs", headers=screens))["sync_id"]
    return screens, integration, real


def done(response: Any) -> Any:  # noqa: ANN401 - a test client's response, and any JSON
    """The JSON of an answer that says yes."""
    assert response.status_code in {200, 201, 202}, response.get_data(as_text=True)
    return response.get_json()


def _agreeable_engine() -> Flask:
    app = Flask("agreeable_engine")

    @app.post("/v1/connection")
    def connection() -> Response:
        return jsonify(
            connection_id="con_1",
            facility={"id": "fac_1", "facility_name": "North", "license_number": "LAB-0001"},
            webhook={
                "endpoint_url": NOWHERE,
                "signing_key": "k",
                "headers": [{"key": "X-One", "value": "1"}, {"key": "X-Two", "value": "2"}],
                "events": ["Outbound Order", "Inventory"],
            },
        )

    @app.post("/v1/ordo-events")
    def event() -> tuple[Response, int]:
        return jsonify(accepted=True, duplicate=False), 202

    return app
