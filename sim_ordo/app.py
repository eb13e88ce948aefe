"""Puts the simulated Ordo together: both APIs, the signed events, the control API."""

from urllib.parse import urlsplit

from flask import Flask

from groundwork.contract import Contract
from sim_kernel.http_edge import HttpEdge
from sim_kernel.simulator import Simulator, Vendor
from sim_kernel.simulator_app import simulator_app
from sim_kernel.tenants import Tenant, digest
from sim_kernel.transitions import Machine
from sim_ordo import (
    brands_api,
    integration_api,
    inventory_api,
    licenses_api,
    order_status,
    orders_api,
    organization_api,
    syncs,
    syncs_api,
)
from sim_ordo.connection_endpoint import ConnectionEndpoint
from sim_ordo.edit_lock import LOCK_VERDICTS
from sim_ordo.engine_events import RETRY_DELAYS, address_events
from sim_ordo.events import EventSigner
from sim_ordo.identification import Identify, identify_engine, identify_user
from sim_ordo.integration_settings_api import IntegrationSettingsApi
from sim_ordo.new_organization import credentials, furnish
from sim_ordo.ordo_config import OrdoConfig, OrdoConfigError
from sim_ordo.routing import hang, render_error
from sim_ordo.world import OrdoWorld

__all__ = ["OrdoConfig", "OrdoConfigError", "create_app"]

SCREENS_PREFIX = "/api/v1"
INTEGRATION_PREFIX = "/integration/v1"


def create_app(config: OrdoConfig | None = None) -> Flask:
    """The app; without a config, ENGINE_URL and ORDO_EVENTS_SECRET are read from the environment.

    `app.extensions["simulator"].close()` ends its background threads.

    Raises:
        OrdoConfigError: a setting is missing or wrong.
    """
    config = config or OrdoConfig.from_environment()
    signer = EventSigner(config.events_secret)
    vendor = Vendor(
        name="ordo",
        world_type=OrdoWorld,
        empty_world=OrdoWorld,
        furnish=furnish,
        credentials=credentials,
        address=address_events(config.engine_url, signer),
        retry_delays=RETRY_DELAYS,
        machines=[
            Machine(subject="order", rows=order_status.ORDER_TRANSITIONS, uses=order_status.USES),
            Machine(subject="sync", rows=syncs.SYNC_TRANSITIONS, uses=syncs.USES),
        ],
        derived=[LOCK_VERDICTS],
    )
    engine_host = urlsplit(config.engine_url).hostname or ""
    simulator = Simulator(
        vendor,
        allowed_webhook_hosts={engine_host},
        journal_capacity=config.journal_capacity,
        shard=config.shard,
    )
    settings = IntegrationSettingsApi(
        endpoint=ConnectionEndpoint(config.engine_url, config.patience), signer=signer
    )
    return simulator_app(simulator, [_screens(simulator, settings), _integration(simulator)])


def _screens(simulator: Simulator[OrdoWorld], settings: IntegrationSettingsApi) -> HttpEdge[OrdoWorld]:
    edge = _edge("screens", SCREENS_PREFIX, "ordo/openapi.json", identify_user(simulator.tenants))

    def bind_token(tenant: Tenant[OrdoWorld], token: str) -> None:
        simulator.tenants.bind(tenant.tenant_id, [digest(token)])

    hang(edge, organization_api.routes(bind_token))
    hang(edge, settings.routes())
    for api in (brands_api, licenses_api, inventory_api, syncs_api, orders_api):
        hang(edge, api.ROUTES)
    return edge


def _integration(simulator: Simulator[OrdoWorld]) -> HttpEdge[OrdoWorld]:
    identify = identify_engine(simulator.tenants)
    edge = _edge("integration", INTEGRATION_PREFIX, "ordo/integration_openapi.json", identify)
    hang(edge, integration_api.ROUTES)
    return edge


def _edge(name: str, prefix: str, contract: str, identify: Identify) -> HttpEdge[OrdoWorld]:
    return HttpEdge(
        name=name,
        prefix=prefix,
        contract=Contract.load(contract),
        identify=identify,
        render_error=render_error,
        violation_status=422,
    )
