"""Puts the simulated Ordo together: both APIs, the signed events, the control API."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from flask import Flask, Request

from foundation.contract import Contract
from sim_kernel.answers import error_json
from sim_kernel.api_router import ApiRouter, Identity
from sim_kernel.simulator import Simulator, Vendor
from sim_kernel.simulator_app import simulator_app
from sim_kernel.tenants import Tenant, digest
from sim_kernel.transitions import Machine
from sim_ordo.config import OrdoConfig, OrdoConfigError
from sim_ordo.events import RETRY_DELAYS, EventSigner, address_events
from sim_ordo.identification import identify_engine, identify_user
from sim_ordo.integration import integration_api as connection_api
from sim_ordo.integration.screens import IntegrationSettingsApi
from sim_ordo.integration.settings import ConnectionEndpoint
from sim_ordo.inventory import integration_api as inventory_api
from sim_ordo.inventory import screens as inventory_screens
from sim_ordo.model import order_status, syncs
from sim_ordo.model.world import OrdoWorld
from sim_ordo.orders import integration_api as orders_api
from sim_ordo.orders import screens as order_screens
from sim_ordo.orders.edit_lock import LOCK_VERDICTS
from sim_ordo.organization import brands, licenses, screens
from sim_ordo.organization.screens import OPTIONS, credentials, seed_tenant
from sim_ordo.routing import register

__all__ = ["OrdoConfig", "OrdoConfigError", "create_app"]

SCREENS_PREFIX = "/api/v1"
INTEGRATION_PREFIX = "/integration/v1"


Identify = Callable[[Request], Identity[OrdoWorld]]


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
        seed_tenant=seed_tenant,
        options=OPTIONS,
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
        lenient=config.lenient,
    )
    settings = IntegrationSettingsApi(
        endpoint=ConnectionEndpoint(config.engine_url, config.patience), signer=signer
    )
    return simulator_app(simulator, [_screens(simulator, settings), _integration(simulator)])


def _screens(simulator: Simulator[OrdoWorld], settings: IntegrationSettingsApi) -> ApiRouter[OrdoWorld]:
    router = _router(
        "screens", SCREENS_PREFIX, "ordo/openapi.json", partial(identify_user, simulator.tenants)
    )

    def bind_token(tenant: Tenant[OrdoWorld], token: str) -> None:
        simulator.tenants.bind(tenant.tenant_id, [digest(token)])

    register(router, screens.routes(bind_token))
    register(router, settings.routes())
    for room in (brands, licenses, inventory_screens, order_screens):
        register(router, room.ROUTES)
    return router


def _integration(simulator: Simulator[OrdoWorld]) -> ApiRouter[OrdoWorld]:
    identify = partial(identify_engine, simulator.tenants)
    router = _router("integration", INTEGRATION_PREFIX, "ordo/integration_openapi.json", identify)
    for room in (connection_api, inventory_api, orders_api):
        register(router, room.ROUTES)
    return router


def _router(name: str, prefix: str, contract: str, identify: Identify) -> ApiRouter[OrdoWorld]:
    return ApiRouter(
        name=name,
        prefix=prefix,
        contract=Contract.load(contract),
        identify=identify,
        render_error=error_json,
        violation_status=422,
    )
