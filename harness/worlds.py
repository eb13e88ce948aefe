"""The demo worlds of a lab that is up for people: one tenant in each simulator, and their credentials.

The credentials are what a person pastes and what `up --env-file` writes; every value comes from the
simulators' answer to `POST /_sim/tenants`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from harness.errors import CouldNotCheckError

ANSWER_SECONDS = 120  # A catalogue of 100,000 items takes some seconds to make.


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishWorld:
    """A tenant of the Flourish simulator."""

    tenant: str
    username: str
    api_key: str
    back_office_token: str
    facility_id: str
    license_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdoWorld:
    """A tenant of the Ordo simulator."""

    tenant: str
    organization_id: str
    admin_token: str
    rep_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """The demo tenants of both sides."""

    flourish: FlourishWorld
    ordo: OrdoWorld


def make_worlds(flourish_url: str, ordo_url: str, *, items: int, seed: int | None) -> Worlds:
    """Make a demo tenant on each side; the same seed gives Flourish the same catalogue of `items`."""
    seeded = {} if seed is None else {"seed": seed}
    return Worlds(
        flourish=parse_flourish_world(create_tenant(flourish_url, {"items": items, **seeded})),
        ordo=parse_ordo_world(create_tenant(ordo_url, seeded)),
    )


def create_tenant(url: str, body: Mapping[str, object]) -> Mapping[str, Any]:
    """Ask a simulator for a tenant, new or from a snapshot.

    Raises:
        CouldNotCheckError: the simulator does not make it.
    """
    answer = requests.post(f"{url}/_sim/tenants", json=body, timeout=ANSWER_SECONDS)
    if answer.status_code != requests.codes.created:
        msg = f"{url} made no tenant: {answer.status_code} {answer.text[:200]}"
        raise CouldNotCheckError(msg)
    created: Mapping[str, Any] = answer.json()
    return created


def parse_flourish_world(created: Mapping[str, Any]) -> FlourishWorld:
    """Read the Flourish simulator's answer to a new tenant."""
    return FlourishWorld(
        tenant=str(created["tenant"]),
        username=str(created["username"]),
        api_key=str(created["api_key"]),
        back_office_token=str(created["back_office_token"]),
        facility_id=str(created["facility"]["id"]),
        license_number=str(created["facility"]["license_number"]),
    )


def parse_ordo_world(created: Mapping[str, Any]) -> OrdoWorld:
    """Read the Ordo simulator's answer to a new tenant."""
    return OrdoWorld(
        tenant=str(created["tenant"]),
        organization_id=str(created["organization_id"]),
        admin_token=str(created["admin_token"]),
        rep_token=str(created["rep_token"]),
    )
