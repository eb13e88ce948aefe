"""Puts the simulated Flourish together: the External API, the back office, the webhooks, the control API."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from flask import Flask, Request

from foundation.contract import Contract
from sim_flourish.conventions.envelope import render_error
from sim_flourish.destinations import api as destinations
from sim_flourish.events import InventoryChanged, ItemChanged, OrderChanged, RetailOrderChanged, TripChanged
from sim_flourish.facilities import api as facilities
from sim_flourish.facilities import back_office as facilities_screen
from sim_flourish.inventory import api as inventory
from sim_flourish.inventory import back_office as inventory_screen
from sim_flourish.inventory import item_import
from sim_flourish.inventory.webhook import inventory_messages, item_messages
from sim_flourish.items import api as items
from sim_flourish.items import back_office as items_screen
from sim_flourish.model.order_status import ORDER_TRANSITIONS
from sim_flourish.model.payment_status import PAYMENT_VERDICTS
from sim_flourish.model.retail_status import RETAIL_TRANSITIONS
from sim_flourish.model.trips import TRIP_TRANSITIONS, TripKind
from sim_flourish.model.webhook_endpoints import ResourceType
from sim_flourish.model.world import World
from sim_flourish.orders import api as orders
from sim_flourish.orders import back_office as orders_screen
from sim_flourish.orders.webhook import SUBJECT, order_messages, record_order_changed
from sim_flourish.people import sales_reps
from sim_flourish.people.back_office import UsersScreen
from sim_flourish.people.credentials import credentials_of, identify_api_caller, identify_back_office_caller
from sim_flourish.peripheral import boms, item_art, strains, vendors
from sim_flourish.peripheral.retail import api as retail
from sim_flourish.peripheral.retail import back_office as retail_screen
from sim_flourish.peripheral.retail.webhook import (
    RETAIL_SUBJECT,
    record_retail_order_changed,
    retail_order_messages,
)
from sim_flourish.peripheral.trips import api as trips
from sim_flourish.peripheral.trips import back_office as trips_screen
from sim_flourish.peripheral.trips.webhook import record_trip_changed, release_from_trip
from sim_flourish.seed.company import OPTIONS, change_settings, seed_tenant, settings_shown
from sim_flourish.webhooks.back_office import WebhookEndpointsScreen
from sim_flourish.webhooks.delivery import RETRY_DELAYS, Publisher, address
from sim_kernel.api_router import ApiRouter, Identity
from sim_kernel.simulator import Simulator, Vendor
from sim_kernel.simulator_app import simulator_app
from sim_kernel.transitions import Machine, Use


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishConfig:
    """Safe by default: webhooks go to this machine only, unless a host is allowed by name.

    `shard` is this process' name among several behind a balancer; every credential carries it. `lenient` says
    what tenants are where whoever makes one does not say.
    """

    allowed_webhook_hosts: frozenset[str] = frozenset()
    allowed_hosts: frozenset[str] = frozenset()
    journal_capacity: int = 5000
    shard: str = ""
    lenient: bool = False


__all__ = ["FlourishConfig", "create_app"]

EXTERNAL_API_PREFIX = "/external/api/v1"
EXTERNAL_API_V2_PREFIX = "/external/api/v2"
BACK_OFFICE_PREFIX = "/back-office"


PUBLISHER = Publisher(
    follow_ups={
        OrderChanged: (release_from_trip, record_order_changed),
        RetailOrderChanged: (release_from_trip, record_retail_order_changed),
        TripChanged: (record_trip_changed,),
    },
    webhooks={
        OrderChanged: {
            ResourceType.ORDER: order_messages,
            ResourceType.INVENTORY_SUMMARY: inventory_messages,
        },
        RetailOrderChanged: {
            ResourceType.RETAIL_ORDER: retail_order_messages,
            ResourceType.INVENTORY_SUMMARY: inventory_messages,
        },
        InventoryChanged: {ResourceType.INVENTORY_SUMMARY: inventory_messages},
        ItemChanged: {ResourceType.ITEM: item_messages},
    },
)


def create_app(config: FlourishConfig | None = None) -> Flask:
    """The app; `app.extensions["simulator"].close()` ends its background threads."""
    config = config or FlourishConfig()
    vendor = Vendor(
        name="flourish",
        world_type=World,
        empty_world=World,
        seed_tenant=seed_tenant,
        credentials=credentials_of,
        address=address,
        retry_delays=RETRY_DELAYS,
        publish=PUBLISHER,
        options=OPTIONS,
        settings_shown=settings_shown,
        change_settings=change_settings,
        machines=[
            Machine(subject=SUBJECT, rows=ORDER_TRANSITIONS, uses={}),
            Machine(
                subject=RETAIL_SUBJECT,
                rows=RETAIL_TRANSITIONS,
                uses=dict.fromkeys(RETAIL_TRANSITIONS, Use.OUTSIDE),
            ),
            Machine(subject=TripKind.SHIPMENT.value, rows=TRIP_TRANSITIONS, uses={}),
            Machine(
                subject=TripKind.DELIVERY.value,
                rows=TRIP_TRANSITIONS,
                uses=dict.fromkeys(TRIP_TRANSITIONS, Use.OUTSIDE),
            ),
        ],
        derived=[PAYMENT_VERDICTS],
    )
    simulator = Simulator(
        vendor,
        allowed_webhook_hosts=config.allowed_webhook_hosts,
        journal_capacity=config.journal_capacity,
        shard=config.shard,
        lenient=config.lenient,
    )
    return simulator_app(
        simulator,
        [
            _external_api(simulator),
            _external_api_v2(simulator),
            _back_office(simulator, config.allowed_webhook_hosts),
        ],
        guarded_prefixes=[BACK_OFFICE_PREFIX],
        allowed_hosts=config.allowed_hosts,
    )


def _router(
    name: str, prefix: str, contract: str, identify: Callable[[Request], Identity[World]]
) -> ApiRouter[World]:
    return ApiRouter(
        name=name,
        prefix=prefix,
        contract=Contract.load(f"flourish/{contract}"),
        identify=identify,
        render_error=render_error,
    )


def _external_api(simulator: Simulator[World]) -> ApiRouter[World]:
    identify = partial(identify_api_caller, simulator)
    router = _router("external_api", EXTERNAL_API_PREFIX, "openapi.json", identify)
    for register in (
        facilities.register,
        items.register,
        boms.register,
        strains.register_api,
        inventory.register,
        destinations.register_api,
        orders.register,
        sales_reps.register_api,
        vendors.register,
        trips.register,
        retail.register,
    ):
        register(router)
    item_art.register_api(router, simulator)
    return router


def _external_api_v2(simulator: Simulator[World]) -> ApiRouter[World]:
    identify = partial(identify_api_caller, simulator)
    router = _router("external_api_v2", EXTERNAL_API_V2_PREFIX, "v2_openapi.json", identify)
    retail.register_v2(router)
    return router


def _back_office(simulator: Simulator[World], allowed_webhook_hosts: Collection[str]) -> ApiRouter[World]:
    identify = partial(identify_back_office_caller, simulator)
    router = _router("back_office", BACK_OFFICE_PREFIX, "back_office_openapi.json", identify)
    UsersScreen(simulator.tenants).register(router)
    WebhookEndpointsScreen(allowed_hosts=allowed_webhook_hosts).register(router)
    for register in (
        facilities_screen.register,
        items_screen.register,
        item_import.register,
        item_art.register_screen,
        inventory_screen.register,
        strains.register_screen,
        sales_reps.register_screen,
        destinations.register_screen,
        orders_screen.register,
        trips_screen.register,
        retail_screen.register,
    ):
        register(router)
    return router
