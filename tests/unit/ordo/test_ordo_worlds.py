"""Worlds of the simulated Ordo: made quickly, kept whole, configured clearly."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from sim_kernel.answers import ContractBugError
from sim_ordo.app import OrdoConfig, OrdoConfigError
from sim_ordo.events import event_body
from tests.unit.ordo.engine_stand_in import EngineStandIn
from tests.unit.ordo.ordo_lab import OrdoLab, order_body

SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"


def test_a_tenant_is_made_by_the_control_api(app: Flask) -> None:
    """Its creator learns the organization and both tokens."""
    said = app.test_client().post("/_sim/tenants", json={"seed": 7}).get_json()
    assert set(said) == {"tenant", "seed", "organization_id", "admin_token", "rep_token"}
    roles = {}
    for name in ("admin_token", "rep_token"):
        headers = {"Authorization": f"Bearer {said[name]}"}
        roles[name] = app.test_client().get("/api/v1/me", headers=headers).get_json()["role"]
    assert roles == {"admin_token": "Admin", "rep_token": "Sales Rep"}


def test_the_same_seed_gives_the_same_ids(app: Flask) -> None:
    """Tokens differ, ids do not, except the organization's: an engine may serve both (S9)."""
    client = app.test_client()
    first, second = (client.post("/_sim/tenants", json={"seed": 7}).get_json() for _ in range(2))
    tokens = [{"Authorization": f"Bearer {made['admin_token']}"} for made in (first, second)]
    users = {client.get("/api/v1/me", headers=token).get_json()["user_id"] for token in tokens}
    assert len(users) == 1
    assert first["organization_id"] != second["organization_id"]
    assert first["admin_token"] != second["admin_token"]


def test_an_organization_can_claim_the_id_of_another(app: Flask) -> None:
    """How an engine takes that is what S9 is about; what can be no id is refused."""
    client = app.test_client()
    made = client.post("/_sim/tenants", json={}).get_json()
    claimed = {"organization_id": made["organization_id"]}
    assert client.post("/_sim/tenants", json=claimed).get_json()["organization_id"] == made["organization_id"]
    assert client.post("/_sim/tenants", json={"organization_id": "a:b"}).status_code == 422


def test_message_ids_are_unique_whatever_the_seed(app: Flask, stand_in: EngineStandIn) -> None:
    """An engine recognizes a repeated message by its id, over restarts of a lab too (S9)."""
    simulator = app.extensions["simulator"]
    for _ in range(2):
        tenant, made = simulator.create_tenant({"seed": 7})
        lab = OrdoLab(
            client=app.test_client(),
            tenant=tenant,
            admin_token=made["admin_token"],
            rep_token=made["rep_token"],
        )
        assert lab.connect().status_code == 200
        simulator.drop_tenant(tenant.tenant_id)
    ids = [received.headers["webhook-id"] for received in stand_in.at("/v1/connection")]
    assert len(ids) == len(set(ids)) == 2


def test_a_snapshot_keeps_everything(connected: OrdoLab, app: Flask) -> None:
    """After it is restored, every screen shows the same, logos too, and the tokens still work."""
    brand = connected.add_brand("Kiwi Farms").get_json()
    order = connected.confirmed_order(terms="Net Terms", notes="x")
    connected.report(order["order_id"], "Delivered", invoice_date="2026-03-01")
    connected.rep("POST", "/inventory/syncs")
    screens = ["/me", "/users", "/brands", f"/brands/{brand['brand_id']}/logo", "/licenses"]
    screens += ["/integrations/flourish", "/inventory", "/inventory/syncs", "/orders"]
    before = [connected.rep("GET", path).data for path in screens]
    client = app.test_client()
    path = f"/_sim/tenants/{connected.tenant.tenant_id}"
    snapshot = client.get(f"{path}/snapshot?secrets=true").data
    connected.rep("POST", "/orders", json=order_body())
    assert client.delete(path).status_code == 200
    assert connected.rep("GET", "/me").status_code == 401
    restored = client.post(
        "/_sim/tenants", data=b'{"snapshot":' + snapshot + b"}", content_type="application/json"
    )
    assert restored.status_code == 201
    assert [connected.rep("GET", path).data for path in screens] == before
    assert connected.engine("GET", f"/orders/{order['order_id']}").status_code == 200


def test_a_snapshot_keeps_its_secrets_to_itself(connected: OrdoLab, app: Flask) -> None:
    """Unless it is asked for them: neither tokens nor what the engine told for the webhooks is in it."""
    tenant = connected.tenant
    shown = app.test_client().get(f"/_sim/tenants/{tenant.tenant_id}/snapshot").get_data(as_text=True)
    assert '"masked":true' in shown
    assert tenant.world.integration_token not in shown


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({}, "lacks ENGINE_URL and ORDO_EVENTS_SECRET"),
        ({"ENGINE_URL": "http://127.0.0.1:1"}, "lacks ORDO_EVENTS_SECRET"),
        ({"ENGINE_URL": "engine", "ORDO_EVENTS_SECRET": SECRET}, "ENGINE_URL must be"),
        ({"ENGINE_URL": "http://127.0.0.1:1", "ORDO_EVENTS_SECRET": "whsec_"}, "ORDO_EVENTS_SECRET must be"),
        ({"ENGINE_URL": "http://127.0.0.1:1", "ORDO_EVENTS_SECRET": "whsec_ä"}, "ORDO_EVENTS_SECRET must be"),
        ({"ENGINE_URL": "http://127.0.0.1:1", "ORDO_EVENTS_SECRET": "whsec_MDEyMzQ1Njc4"}, "fewer than 24"),
    ],
)
def test_a_wrong_setting_is_named(environment: dict[str, str], reason: str) -> None:
    """The message says which setting it is, and never the secret."""
    with pytest.raises(OrdoConfigError, match=reason):
        OrdoConfig.from_environment(environment)


def test_an_event_that_would_break_its_contract_is_our_bug() -> None:
    """It never leaves."""
    with pytest.raises(ContractBugError, match="would break its contract"):
        event_body(
            "inventory.sync_requested", "inventory_sync_requested", datetime(2026, 1, 1, tzinfo=UTC), {}
        )


def test_the_secret_is_not_shown() -> None:
    """A printed config has no secret in it."""
    config = OrdoConfig.from_environment({"ENGINE_URL": "http://127.0.0.1:1", "ORDO_EVENTS_SECRET": SECRET})
    assert SECRET not in repr(config)
