"""The demo tenants of an interactive lab: one in each simulator, with its credentials.

The credentials are what a person pastes and what `up --env-file` writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from harness.clients.control import (
    FlourishTenant,
    OrdoTenant,
    create_flourish_tenant,
    create_ordo_tenant,
)
from harness.clients.wire import UnexpectedAnswerError, Wire, open_session
from harness.errors import CouldNotCheckError
from harness.lab.lab import Lab


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTenants:
    flourish: FlourishTenant
    ordo: OrdoTenant


def make_demo_tenants(lab: Lab, *, items: int, seed: int | None) -> DemoTenants:
    """Make a demo tenant on each side, lenient; the same seed gives Flourish the same catalogue of `items`.

    Raises:
        CouldNotCheckError: a simulator does not make it.
    """
    options: Mapping[str, object] = {"lenient": True} if seed is None else {"lenient": True, "seed": seed}
    with open_session() as session:
        try:
            return DemoTenants(
                flourish=create_flourish_tenant(
                    Wire(origin=lab.flourish_url, session=session), {"items": items, **options}
                ),
                ordo=create_ordo_tenant(Wire(origin=lab.ordo_url, session=session), options),
            )
        except UnexpectedAnswerError as problem:
            raise CouldNotCheckError(f"no demo tenant could be made: {problem}") from problem
