"""Announces what changed to the endpoints in force, and signs each delivery (S6, S7, contract section 5)."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta

import orjson

from foundation.contract import payload
from foundation.journal_entries import SimulatorBug
from sim_flourish.conventions.formats import compact_json
from sim_flourish.model.webhook_endpoints import ResourceType, WebhookAction
from sim_flourish.model.world import World
from sim_kernel.answers import ContractBugError
from sim_kernel.delivery import Delivery, Outgoing
from sim_kernel.tenants import Tenant

SIGNATURE_HEADER = "Auth-Signature"
RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (10, 20, 40, 80, 160))
"""Our choice (contract section 6): five retries, exponential."""


def announce(
    tenant: Tenant[World], action: WebhookAction, resource_type: ResourceType, data: Mapping[str, object]
) -> None:
    """Queues the message for every endpoint that wants such a resource; the lock is held by the caller.

    Raises:
        ContractBugError: the message would break the contract of our own webhooks.
    """
    listening = [one for one in tenant.world.webhook_endpoints.values() if one.wants(resource_type)]
    if not listening:
        return
    body = compact_json({"action": action.value, "resource_type": resource_type.value, "data": data})
    problem = payload(f"flourish/webhooks/{resource_type.value}.json").first_problem(orjson.loads(body))
    if problem is not None:
        tenant.journal.write(SimulatorBug(message=f"our {resource_type.value} webhook: {problem}"))
        raise ContractBugError(str(problem))
    for endpoint in listening:
        tenant.outbox.announce(endpoint.webhook_endpoint_id, resource_type.value, body)


def address(tenant: Tenant[World], delivery: Delivery) -> Outgoing | None:
    """Where a delivery goes and what proves its sender; None when the endpoint is gone or a draft again."""
    endpoint = tenant.world.webhook_endpoints.get(delivery.endpoint_id)
    if endpoint is None or not endpoint.saved:
        return None
    headers = {header.key: header.value for header in endpoint.headers}
    headers[SIGNATURE_HEADER] = signature(endpoint.signing_key, delivery.body)
    return Outgoing(url=endpoint.url, headers=headers, signature_header=SIGNATURE_HEADER)


def signature(signing_key: str, body: bytes) -> str:
    """Lower-case hex HMAC-SHA256 of the whole raw body (S7)."""
    return hmac.new(signing_key.encode(), body, hashlib.sha256).hexdigest()
