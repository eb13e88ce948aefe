"""A tenant begins as an organization with one Admin and one Sales Rep, and nothing set up."""

from collections.abc import Iterable, Mapping
from typing import Any

from sim_kernel.tenants import Tenant, digest
from sim_ordo.organization import Organization, Role, UserDraft
from sim_ordo.organization_api import add_user
from sim_ordo.world import OrdoWorld

NAME = "Green Door Wholesale"
ADMIN = UserDraft(name="Alex Morgan", email="alex.morgan@green-door.example", role=Role.ADMIN)
REP = UserDraft(name="Robin Reyes", email="robin.reyes@green-door.example", role=Role.SALES_REP)


def furnish(tenant: Tenant[OrdoWorld], options: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    """Fills a new tenant's world; tells the two tokens, which are not kept. Takes no options."""
    world = tenant.world
    world.organization = Organization(organization_id=f"org_{tenant.ids.hex('organization')}", name=NAME)
    world.integration_token = tenant.ids.secret("ordo_integration_")
    _, admin_token = add_user(tenant, ADMIN)
    _, rep_token = add_user(tenant, REP)
    return {
        "organization_id": world.organization.organization_id,
        "admin_token": admin_token,
        "rep_token": rep_token,
    }


def credentials(world: OrdoWorld) -> Iterable[str]:
    """The digests of every token that chooses this tenant."""
    return [*world.users_by_token, digest(world.integration_token)]
