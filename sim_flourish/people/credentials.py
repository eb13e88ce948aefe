"""Who calls: External API keys in both their forms, and the back office's token (S3; contract section 1).

The credential chooses the tenant. Newer clients send the key alone in `x-api-key`, older ones Basic
`username:key`; when both are there, the header counts.
"""

import hmac
from collections.abc import Iterable

from flask import Request

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.people import ApiKey
from sim_flourish.model.world import World
from sim_kernel.api_router import Identity
from sim_kernel.simulator import Simulator
from sim_kernel.tenants import Tenant, digest

_NO_OWNER = "flourish_software"
BACK_OFFICE = "back office"
"""What people in its screens are called by; programs by the username of their key."""


def key_credential(key: str) -> str:
    """The kernel's name for an API key, so that a back-office token is none."""
    return f"api-key:{key}"


def token_credential(token: str) -> str:
    return f"back-office:{token}"


def credentials_of(world: World) -> Iterable[str]:
    """The digests that choose this world's tenant."""
    yield digest(token_credential(world.back_office_token))
    for api_key in world.api_keys.values():
        yield digest(key_credential(api_key.key))


def identify_api_caller(simulator: Simulator[World], request: Request) -> Identity[World]:
    """The tenant of the key, and the e-mail address that its writes are logged under.

    Raises:
        RefusedError: 401, no credentials or wrong ones.
    """
    username, key = _sent_key(request)
    tenant = simulator.tenants.by_credential(key_credential(key))
    api_key = None if tenant is None else _find_key(tenant, key)
    if tenant is None or api_key is None or username not in (None, api_key.username):
        raise _unauthorized("the API username or key is wrong")
    if username is not None and tenant.world.settings.basic_refused:
        raise _unauthorized("Basic authorization is no longer taken; send the API key in x-api-key")
    return Identity(tenant=tenant, caller=api_key.owner_email, name=api_key.username)


def identify_back_office_caller(simulator: Simulator[World], request: Request) -> Identity[World]:
    """The tenant of the token; what it does is logged under the company's first user.

    Raises:
        RefusedError: 401, no token or a wrong one.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _unauthorized("send the back-office token as Authorization: Bearer")
    tenant = simulator.tenants.by_credential(token_credential(token.strip()))
    if tenant is None:
        raise _unauthorized("the back-office token is wrong")
    with tenant.lock:
        first = next(iter(tenant.world.users.values()), None)
    return Identity(tenant=tenant, caller=first.email if first else _NO_OWNER, name=BACK_OFFICE)


def _sent_key(request: Request) -> tuple[str | None, str]:
    if header := request.headers.get("x-api-key"):
        return None, header
    basic = request.authorization
    if basic is not None and basic.type == "basic" and basic.username is not None and basic.password:
        return basic.username, basic.password
    raise _unauthorized("send the API key in x-api-key, or username and key as Basic authorization")


def _find_key(tenant: Tenant[World], key: str) -> ApiKey | None:
    with tenant.lock:
        keys = list(tenant.world.api_keys.values())
    sent = key.encode()
    return next((api_key for api_key in keys if hmac.compare_digest(api_key.key.encode(), sent)), None)


def _unauthorized(problem: str) -> RefusedError:
    return RefusedError(Refusal.UNAUTHORIZED, problem=problem)
