"""A new company: what a tenant begins with, and the settings it can be given and changed."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import msgspec

from foundation.contract import payload
from foundation.shapes import convert
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import work_as
from sim_flourish.facilities.back_office import make_facility
from sim_flourish.model.orders import OrderPaymentTerm
from sim_flourish.model.world import LENIENT, Settings, World
from sim_flourish.people.back_office import make_api_key, make_user
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import CallerError
from sim_kernel.tenants import Tenant


def settings_shown(world: World) -> Mapping[str, Any]:
    return asdict(world.settings)


def change_settings(world: World, wanted: object) -> None:
    """Sets what is said and leaves the rest; in force from the next request on.

    Raises:
        CallerError: 422, a setting is unknown or cannot be so.
    """
    if not isinstance(wanted, Mapping):
        raise CallerError(422, "settings must be an object", field="settings")
    if unknown := sorted(set(map(str, wanted)) - set(Settings.__dataclass_fields__)):
        known = ", ".join(Settings.__dataclass_fields__)
        raise CallerError(422, f"settings takes no {unknown[0]!r}; it takes {known}", field="settings")
    try:
        world.settings = convert({**asdict(world.settings), **wanted}, Settings)
    except msgspec.ValidationError as error:
        raise CallerError(422, f"settings: {error}", field="settings") from error


OPTIONS = frozenset({"items", "facility", "settings"})
"""What `POST /_sim/tenants` takes beside `tenant` and `seed`."""

_MOST_ITEMS = 1_000_000
_TERMS = {"COD": 0, "Net 7": 7, "Net 15": 15, "Net 30": 30}


def seed_tenant(tenant: Tenant[World], options: Mapping[str, Any]) -> dict[str, Any]:
    """Fills the tenant's empty world; returns its credentials and its facility.

    Raises:
        CallerError: an option is wrong.
    """
    items = options.get("items", 0)
    if not isinstance(items, int) or isinstance(items, bool) or not 0 <= items <= _MOST_ITEMS:
        raise CallerError(422, f"items must be a whole number from 0 to {_MOST_ITEMS}", field="items")
    world = tenant.world
    if tenant.lenient:
        change_settings(world, LENIENT)
    change_settings(world, options.get("settings", {}))
    world.back_office_token = tenant.ids.secret("bo_")
    work = work_as(tenant, f"owner-{tenant.ids.hex('company', 6)}@flourish.example")
    make_user(work, "Owner", work.signed.by)
    facility = make_facility(work, JsonFields(_facility_fields(work, options.get("facility", {}))))
    world.facilities[facility.facility_id] = facility
    api_key = make_api_key(work, f"api-{tenant.ids.mark}{tenant.ids.hex('api_username', 8)}")
    for name, days in _TERMS.items():
        _add_term(work, name, days)
    if items:
        # Faker takes a while to load, and most tenants need no catalogue
        from sim_flourish.seed.catalogue import stock_demo_catalogue

        stock_demo_catalogue(work, facility, tenant.random, items)
    return {
        "username": api_key.username,
        "api_key": api_key.key,
        "back_office_token": world.back_office_token,
        "facility": {
            "id": facility.facility_id,
            "facility_name": facility.facility_name,
            "license_number": facility.license_number,
        },
    }


def _facility_fields(work: Work, wanted: object) -> dict[str, object]:
    """What is said about the facility over what every tenant's first facility has."""
    if wanted and (
        problem := payload("flourish/back_office/facility_edit_request.json").first_problem(wanted)
    ):
        raise CallerError(422, f"facility.{problem}", field="facility")
    if not isinstance(wanted, dict):
        raise CallerError(422, "facility must be an object", field="facility")
    number = work.ids.hex("license", 8).upper()
    return {
        "facility_name": f"Warehouse {number[:4]}",
        "facility_type": "Distributor",
        "license_number": f"LIC-{number}",
        "address_line_1": "1 Harvest Way",
        "city": "Reno",
        "state": "NV",
        "zip_code": "89501",
        "country": "United States",
        "company_phone_number": "7755550100",
        **wanted,
    }


def _add_term(work: Work, name: str, days: int) -> None:
    term = OrderPaymentTerm(
        order_payment_term_id=work.ids.number("payment_term"), order_payment_term=name, due_num_days=days
    )
    work.world.payment_terms[term.order_payment_term_id] = term
