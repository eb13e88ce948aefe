"""Who is calling: a user by their token, or the engine by the organization's integration token."""

import hmac

from flask import Request

from sim_kernel.api_router import Identity
from sim_kernel.tenants import Tenant, Tenants, digest
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.events import ENGINE
from sim_ordo.model.world import OrdoWorld


def identify_user(tenants: Tenants[OrdoWorld], request: Request) -> Identity[OrdoWorld]:
    """The organization and the user whose token was sent; anything else is `unauthenticated`."""
    token, tenant = _token_and_tenant(tenants, request, "a user's token")
    user = tenant.world.users.get(tenant.world.users_by_token.get(digest(token), ""))
    if user is None:
        raise _unauthenticated("this token is not a user's token")
    return Identity(tenant=tenant, caller=user, name=user.email)


def identify_engine(tenants: Tenants[OrdoWorld], request: Request) -> Identity[OrdoWorld]:
    """The organization whose integration token was sent; anything else is `unauthenticated`."""
    token, tenant = _token_and_tenant(tenants, request, "the integration token")
    if not hmac.compare_digest(digest(tenant.world.integration_token), digest(token)):
        raise _unauthenticated("this token is not the organization's integration token")
    return Identity(tenant=tenant, name=ENGINE)


def _token_and_tenant(
    tenants: Tenants[OrdoWorld], request: Request, which: str
) -> tuple[str, Tenant[OrdoWorld]]:
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    token = sent.strip()
    if scheme.lower() != "bearer" or not token:
        raise _unauthenticated(f"send {which} as 'Authorization: Bearer <token>'")
    tenant = tenants.by_credential(token)
    if tenant is None:
        raise _unauthenticated(f"the token is unknown; send {which}")
    return token, tenant


def _unauthenticated(message: str) -> OrdoError:
    return OrdoError(ErrorCode.UNAUTHENTICATED, message)
