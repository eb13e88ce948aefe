"""Publishes events to the endpoints in force, and signs each delivery (S6, S7, contract section 5)."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson

from foundation.contract import payload
from foundation.journal_entries import SimulatorBug
from sim_flourish.conventions.formats import compact_json
from sim_flourish.events import Event
from sim_flourish.model.webhook_endpoints import ResourceType, WebhookAction, WebhookEndpoint
from sim_flourish.model.world import World
from sim_kernel.answers import ContractBugError
from sim_kernel.delivery import Delivery, Outgoing
from sim_kernel.tenants import Tenant

SIGNATURE_HEADER = "Auth-Signature"
RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (10, 20, 40, 80, 160))
"""Our choice (contract section 6): five retries, exponential."""


Message = tuple[WebhookAction, Mapping[str, object]]
"""What happened to a resource, and the resource as it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Carries an event from the action to the outbox; the caller holds the tenant's lock.

    `follow_ups` are what an event leads to before any message: its journal entry, and what it
    means for other rooms. `webhooks` makes the messages of each type of resource, and is asked only where an
    endpoint in force listens for it.
    """

    follow_ups: Mapping[type, Sequence[Callable[[Tenant[World], Any], None]]]
    webhooks: Mapping[type, Mapping[ResourceType, Callable[[World, Any], Iterable[Message]]]]

    def __call__(self, tenant: Tenant[World], event: Event) -> None:
        """Journal, follow-ups, messages.

        Raises:
            ContractBugError: a message would break the contract of our own webhooks.
        """
        for follow_up in self.follow_ups.get(type(event), ()):
            follow_up(tenant, event)
        for resource_type, messages in self.webhooks.get(type(event), {}).items():
            endpoints = tenant.world.webhook_endpoints.values()
            if listening := [endpoint for endpoint in endpoints if endpoint.wants(resource_type)]:
                for action, data in messages(tenant.world, event):
                    _announce(tenant, listening, resource_type, action, data)


def _announce(
    tenant: Tenant[World],
    listening: Iterable[WebhookEndpoint],
    resource_type: ResourceType,
    action: WebhookAction,
    data: Mapping[str, object],
) -> None:
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
