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

from foundation.contract import Contract
from harness.serving import serve
from integration_engine.app import EngineConfig
from integration_engine.app import create_app as create_engine
from sim_flourish.app import create_app as create_flourish
from sim_ordo.app import OrdoConfig
from sim_ordo.app import create_app as create_ordo
from tests.contract.flourish_worlds import flourish_back_office, flourish_external
from tests.contract.tenants import NOWHERE, SMALLEST_PNG, World, done

EVENTS_SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"
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
class Subject:
    """One API, its contract, and how to get a tenant to try an operation on, chosen by its path."""

    app: Flask
    contract: Contract
    fresh_world: Callable[[str], World]


SeedTenant: TypeAlias = Callable[[FlaskClient, str], World]


@contextmanager
def subjects() -> Iterator[Mapping[str, Subject]]:
    """Every subject, over one service of each kind; behind Ordo something says yes to everything."""
    agreeable = serve(_agreeable_engine())
    flourish = create_flourish()
    ordo = create_ordo(OrdoConfig(engine_url=agreeable.url, events_secret=EVENTS_SECRET))
    tenants: dict[str, tuple[Flask, SeedTenant]] = {
        "flourish external": (flourish, flourish_external),
        "flourish external v2": (flourish, flourish_external),
        "flourish back office": (flourish, flourish_back_office),
        "flourish control": (flourish, _control),
        "ordo screens": (ordo, _ordo_screens),
        "ordo integration": (ordo, _ordo_integration),
        "ordo control": (ordo, _control),
    }
    try:
        with running_engine() as engine:
            tenants["engine"] = (engine, _engine)
            yield {name: _subject(name, app, seed_tenant) for name, (app, seed_tenant) in tenants.items()}
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


def _subject(name: str, app: Flask, seed_tenant: SeedTenant) -> Subject:
    return Subject(
        app=app,
        contract=Contract.load(DOCUMENTS[name]),
        fresh_world=lambda path: seed_tenant(app.test_client(), path),
    )


def _engine(_client: FlaskClient, _path: str) -> World:
    return World(headers={}, real={})  # nobody can sign what is generated, so that most is refused


def _control(client: FlaskClient, _path: str) -> World:
    tenant = done(client.post("/_sim/tenants", json={"seed": 5}))["tenant"]
    faults = f"/_sim/tenants/{tenant}/faults"
    fault = done(client.post(faults, json={"kind": "status", "status": 503}))
    return World(headers={}, real={"tenant_id": tenant, "fault_id": fault["fault_id"]})


def _ordo_screens(client: FlaskClient, path: str) -> World:
    screens, _, real = _seeded_ordo(client, path)
    return World(headers=screens, real=real)


def _ordo_integration(client: FlaskClient, path: str) -> World:
    _, integration, real = _seeded_ordo(client, path)
    return World(headers=integration, real=real)


def _seeded_ordo(client: FlaskClient, path: str) -> tuple[dict[str, str], dict[str, str], dict[str, Any]]:
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
    if path.endswith("/refusal"):  # only what was sent can be refused
        done(client.post(f"/api/v1/orders/{real['order_id']}/confirm", headers=screens))
    if "{sync_id}" in path:
        real["sync_id"] = done(client.post("/api/v1/inventory/syncs", headers=screens))["sync_id"]
    return screens, integration, real


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
