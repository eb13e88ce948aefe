"""Puts the simulated Flourish together: the External API, the back office, the webhooks, the control API."""

from collections.abc import Collection
from functools import partial

from flask import Flask

from groundwork.contract import Contract
from sim_flourish.back_office.facilities_screen import hang_facilities_screen
from sim_flourish.back_office.fleet_screen import hang_fleet_screen
from sim_flourish.back_office.inventory_adjustments_screen import hang_inventory_adjustments
from sim_flourish.back_office.item_art_screen import hang_item_art_screen
from sim_flourish.back_office.item_categories_screen import hang_item_categories_screen
from sim_flourish.back_office.item_variations_screen import hang_item_variations_screen
from sim_flourish.back_office.items_screen import hang_items_screen
from sim_flourish.back_office.outbound_orders_screen import hang_outbound_orders_screen
from sim_flourish.back_office.packages_screen import hang_packages_screen
from sim_flourish.back_office.people_screen import hang_people
from sim_flourish.back_office.retail_discounts_screen import hang_retail_discounts_screen
from sim_flourish.back_office.retail_orders_screen import hang_retail_orders_screen
from sim_flourish.back_office.stock_screen import hang_stock_screen
from sim_flourish.back_office.strains_screen import hang_strains_screen
from sim_flourish.back_office.trips_screen import hang_trips_screen
from sim_flourish.back_office.users_screen import UsersScreen
from sim_flourish.back_office.webhook_endpoints_screen import WebhookEndpointsScreen
from sim_flourish.boms_api import hang_boms
from sim_flourish.credentials import credentials_of, identify_api_caller, identify_back_office_caller
from sim_flourish.customers_api import hang_customers
from sim_flourish.destinations_api import hang_destinations
from sim_flourish.envelope import render_error
from sim_flourish.facilities_api import hang_facilities
from sim_flourish.fleet_api import hang_fleet
from sim_flourish.flourish_config import FlourishConfig
from sim_flourish.inventory_adjustments_api import hang_inventory_adjustments_list
from sim_flourish.inventory_api import hang_inventory
from sim_flourish.item_art_api import hang_item_art
from sim_flourish.item_categories_api import hang_item_categories
from sim_flourish.item_variations_api import hang_item_variations
from sim_flourish.items_api import hang_items
from sim_flourish.new_company import OPTIONS, furnish
from sim_flourish.order_payment_terms_api import hang_order_payment_terms
from sim_flourish.order_webhook import SUBJECT
from sim_flourish.outbound_orders_api import hang_outbound_orders
from sim_flourish.packages_api import hang_packages
from sim_flourish.retail_discounts_api import hang_retail_discounts
from sim_flourish.retail_order_webhook import RETAIL_SUBJECT
from sim_flourish.retail_orders_api import hang_retail_orders, hang_retail_orders_v2
from sim_flourish.sales_reps_api import hang_sales_reps
from sim_flourish.strains_api import hang_strains
from sim_flourish.tenant_settings import change_settings, settings_shown
from sim_flourish.trips_api import hang_trips
from sim_flourish.vendors_api import hang_vendors
from sim_flourish.warehouse.order_status_table import ORDER_TRANSITIONS
from sim_flourish.warehouse.payment_status import PAYMENT_VERDICTS
from sim_flourish.warehouse.retail_status_table import RETAIL_TRANSITIONS
from sim_flourish.warehouse.trip_status_table import TRIP_TRANSITIONS
from sim_flourish.warehouse.trips import TripKind
from sim_flourish.warehouse.world import World
from sim_flourish.webhook_delivery import RETRY_DELAYS, address
from sim_kernel.http_edge import HttpEdge
from sim_kernel.simulator import Simulator, Vendor
from sim_kernel.simulator_app import simulator_app
from sim_kernel.transitions import Machine, Use

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
        furnish=furnish,
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


def _external_api(simulator: Simulator[World]) -> HttpEdge[World]:
    edge = HttpEdge(
        name="external_api",
        prefix=EXTERNAL_API_PREFIX,
        contract=Contract.load("flourish/openapi.json"),
        identify=partial(identify_api_caller, simulator),
        render_error=render_error,
    )
    hang_facilities(edge)
    hang_items(edge)
    hang_item_variations(edge)
    hang_boms(edge)
    hang_item_art(edge, simulator)
    hang_item_categories(edge)
    hang_strains(edge)
    hang_inventory(edge)
    hang_inventory_adjustments_list(edge)
    hang_packages(edge)
    hang_destinations(edge)
    hang_outbound_orders(edge)
    hang_order_payment_terms(edge)
    hang_sales_reps(edge)
    hang_vendors(edge)
    hang_fleet(edge)
    hang_trips(edge)
    hang_customers(edge)
    hang_retail_orders(edge)
    hang_retail_discounts(edge)
    return edge


def _external_api_v2(simulator: Simulator[World]) -> HttpEdge[World]:
    edge = HttpEdge(
        name="external_api_v2",
        prefix=EXTERNAL_API_V2_PREFIX,
        contract=Contract.load("flourish/v2_openapi.json"),
        identify=partial(identify_api_caller, simulator),
        render_error=render_error,
    )
    hang_retail_orders_v2(edge)
    return edge


def _back_office(simulator: Simulator[World], allowed_webhook_hosts: Collection[str]) -> HttpEdge[World]:
    edge = HttpEdge(
        name="back_office",
        prefix=BACK_OFFICE_PREFIX,
        contract=Contract.load("flourish/back_office_openapi.json"),
        identify=partial(identify_back_office_caller, simulator),
        render_error=render_error,
    )
    UsersScreen(simulator.tenants).hang(edge)
    WebhookEndpointsScreen(allowed_hosts=allowed_webhook_hosts).hang(edge)
    hang_facilities_screen(edge)
    hang_items_screen(edge)
    hang_item_variations_screen(edge)
    hang_item_art_screen(edge)
    hang_item_categories_screen(edge)
    hang_stock_screen(edge)
    hang_strains_screen(edge)
    hang_packages_screen(edge)
    hang_inventory_adjustments(edge)
    hang_people(edge)
    hang_outbound_orders_screen(edge)
    hang_fleet_screen(edge)
    hang_trips_screen(edge)
    hang_retail_orders_screen(edge)
    hang_retail_discounts_screen(edge)
    return edge
