"""Puts the simulated Flourish together: the External API, the back office, the webhooks, the control API."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from flask import Flask

from foundation.contract import Contract
from sim_flourish.conventions.envelope import render_error
from sim_flourish.destinations.api import register_destinations
from sim_flourish.destinations.back_office import register_people
from sim_flourish.facilities.api import register_facilities
from sim_flourish.facilities.back_office import register_facilities_screen
from sim_flourish.inventory.api import (
    register_inventory,
    register_inventory_adjustments_list,
    register_packages,
)
from sim_flourish.inventory.back_office import (
    register_inventory_adjustments,
    register_packages_screen,
    register_stock_screen,
)
from sim_flourish.items.api import register_item_categories, register_item_variations, register_items
from sim_flourish.items.back_office import register_items_screen
from sim_flourish.items.variations_back_office import (
    register_item_categories_screen,
    register_item_variations_screen,
)
from sim_flourish.model.order_status import ORDER_TRANSITIONS
from sim_flourish.model.payment_status import PAYMENT_VERDICTS
from sim_flourish.model.retail_status import RETAIL_TRANSITIONS
from sim_flourish.model.trips import TRIP_TRANSITIONS, TripKind
from sim_flourish.model.world import World
from sim_flourish.orders.api import register_order_payment_terms, register_outbound_orders
from sim_flourish.orders.back_office import register_outbound_orders_screen
from sim_flourish.orders.webhook import SUBJECT
from sim_flourish.people.back_office import UsersScreen
from sim_flourish.people.credentials import credentials_of, identify_api_caller, identify_back_office_caller
from sim_flourish.people.sales_reps import register_sales_reps
from sim_flourish.peripheral.boms.api import register_boms
from sim_flourish.peripheral.item_art import register_item_art, register_item_art_screen
from sim_flourish.peripheral.retail.api import (
    register_customers,
    register_retail_discounts,
    register_retail_orders,
    register_retail_orders_v2,
)
from sim_flourish.peripheral.retail.back_office import (
    register_retail_discounts_screen,
    register_retail_orders_screen,
)
from sim_flourish.peripheral.retail.webhook import RETAIL_SUBJECT
from sim_flourish.peripheral.strains import register_strains, register_strains_screen
from sim_flourish.peripheral.trips.api import register_fleet, register_trips
from sim_flourish.peripheral.trips.back_office import register_fleet_screen, register_trips_screen
from sim_flourish.peripheral.vendors import register_vendors
from sim_flourish.seed.company import OPTIONS, change_settings, seed_tenant, settings_shown
from sim_flourish.webhooks.back_office import WebhookEndpointsScreen
from sim_flourish.webhooks.delivery import RETRY_DELAYS, address
from sim_kernel.api_router import ApiRouter
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


def _external_api(simulator: Simulator[World]) -> ApiRouter[World]:
    router = ApiRouter(
        name="external_api",
        prefix=EXTERNAL_API_PREFIX,
        contract=Contract.load("flourish/openapi.json"),
        identify=partial(identify_api_caller, simulator),
        render_error=render_error,
    )
    register_facilities(router)
    register_items(router)
    register_item_variations(router)
    register_boms(router)
    register_item_art(router, simulator)
    register_item_categories(router)
    register_strains(router)
    register_inventory(router)
    register_inventory_adjustments_list(router)
    register_packages(router)
    register_destinations(router)
    register_outbound_orders(router)
    register_order_payment_terms(router)
    register_sales_reps(router)
    register_vendors(router)
    register_fleet(router)
    register_trips(router)
    register_customers(router)
    register_retail_orders(router)
    register_retail_discounts(router)
    return router


def _external_api_v2(simulator: Simulator[World]) -> ApiRouter[World]:
    router = ApiRouter(
        name="external_api_v2",
        prefix=EXTERNAL_API_V2_PREFIX,
        contract=Contract.load("flourish/v2_openapi.json"),
        identify=partial(identify_api_caller, simulator),
        render_error=render_error,
    )
    register_retail_orders_v2(router)
    return router


def _back_office(simulator: Simulator[World], allowed_webhook_hosts: Collection[str]) -> ApiRouter[World]:
    router = ApiRouter(
        name="back_office",
        prefix=BACK_OFFICE_PREFIX,
        contract=Contract.load("flourish/back_office_openapi.json"),
        identify=partial(identify_back_office_caller, simulator),
        render_error=render_error,
    )
    UsersScreen(simulator.tenants).register(router)
    WebhookEndpointsScreen(allowed_hosts=allowed_webhook_hosts).register(router)
    register_facilities_screen(router)
    register_items_screen(router)
    register_item_variations_screen(router)
    register_item_art_screen(router)
    register_item_categories_screen(router)
    register_stock_screen(router)
    register_strains_screen(router)
    register_packages_screen(router)
    register_inventory_adjustments(router)
    register_people(router)
    register_outbound_orders_screen(router)
    register_fleet_screen(router)
    register_trips_screen(router)
    register_retail_orders_screen(router)
    register_retail_discounts_screen(router)
    return router
