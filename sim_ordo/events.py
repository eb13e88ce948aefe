"""The events that Ordo sends to an engine: how each is made, signed, addressed and sent again."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson
from standardwebhooks import Webhook

from foundation.contract import payload
from sim_kernel.answers import ContractBugError
from sim_kernel.delivery import Delivery, Outgoing
from sim_kernel.tenants import Tenant
from sim_ordo.formats import moment_text
from sim_ordo.model.world import OrdoWorld


def event_body(event_type: str, schema: str, at: datetime, data: Mapping[str, Any]) -> bytes:
    """The event as it is sent, byte for byte, on every attempt; `schema` is its file's name.

    Raises:
        ContractBugError: the event breaks the contract that Ordo publishes.
    """
    raw = orjson.dumps({"type": event_type, "timestamp": moment_text(at), "data": data})
    if problem := payload(f"ordo/events/{schema}.json").first_problem(orjson.loads(raw)):
        message = f"the event {event_type} would break its contract: {problem}"
        raise ContractBugError(message)
    return raw


class EventSigner:
    """Signs events with the secret that Ordo and the engine share (`whsec_...`)."""

    def __init__(self, secret: str) -> None:
        self._webhook = Webhook(secret)

    def headers(self, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
        """The three headers of one attempt, which is made at `at`; the message id stays over attempts."""
        return {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": self._webhook.sign(message_id, at, body.decode()),
        }


ENGINE = "engine"
PATH = "/v1/ordo-events"
_FIRST_DELAY_SECONDS = 2
_LONGEST_DELAY_SECONDS = 300
_MOST_TRIES = 10_000

RETRY_DELAYS = tuple(
    timedelta(seconds=min(_FIRST_DELAY_SECONDS * 2 ** min(tries, 10), _LONGEST_DELAY_SECONDS))
    for tries in range(_MOST_TRIES)
)


def address_events(
    engine_url: str, signer: EventSigner
) -> Callable[[Tenant[OrdoWorld], Delivery], Outgoing | None]:
    """Addresses and signs one attempt, with the attempt's own moment; None when nobody is connected."""
    url = engine_url.rstrip("/") + PATH

    def address(tenant: Tenant[OrdoWorld], delivery: Delivery) -> Outgoing | None:
        if tenant.world.integration is None:
            return None
        headers = signer.headers(delivery.message_id, tenant.clock.now(), delivery.body)
        return Outgoing(url=url, headers=headers, signature_header="webhook-signature")

    return address
