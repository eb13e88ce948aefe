"""Who is calling: a user by their token, or the engine by the organization's integration token."""

import hmac
from collections.abc import Callable

from flask import Request

from sim_kernel.api_router import Identity
from sim_kernel.tenants import Tenant, Tenants, digest
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.model.world import OrdoWorld

Identify = Callable[[Request], Identity[OrdoWorld]]


def identify_user(tenants: Tenants[OrdoWorld]) -> Identify:
    """Finds the organization and the user by a user's token; anything else is `unauthenticated`."""

    def identify(request: Request) -> Identity[OrdoWorld]:
        token = _bearer_token(request, "a user's token")
        tenant = _tenant(tenants, token, "a user's token")
        user_id = tenant.world.users_by_token.get(digest(token))
        user = None if user_id is None else tenant.world.users.get(user_id)
        if user is None:
            raise _unauthenticated("this token is not a user's token")
        return Identity(tenant=tenant, caller=user)

    return identify


def identify_engine(tenants: Tenants[OrdoWorld]) -> Identify:
    """Finds the organization by its integration token; anything else is `unauthenticated`."""

    def identify(request: Request) -> Identity[OrdoWorld]:
        token = _bearer_token(request, "the integration token")
        tenant = _tenant(tenants, token, "the integration token")
        if not hmac.compare_digest(digest(tenant.world.integration_token), digest(token)):
            raise _unauthenticated("this token is not the organization's integration token")
        return Identity(tenant=tenant)

    return identify


def _bearer_token(request: Request, which: str) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _unauthenticated(f"send {which} as 'Authorization: Bearer <token>'")
    return token.strip()


def _tenant(tenants: Tenants[OrdoWorld], token: str, which: str) -> Tenant[OrdoWorld]:
    tenant = tenants.by_credential(token)
    if tenant is None:
        raise _unauthenticated(f"the token is unknown; send {which}")
    return tenant


def _unauthenticated(message: str) -> OrdoError:
    return OrdoError(ErrorCode.UNAUTHENTICATED, message)
