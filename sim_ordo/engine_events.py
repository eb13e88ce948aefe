"""The way of Ordo's background events to the engine: where they go, how they are signed, how often tried.

An order that was confirmed must reach Flourish however long the engine is away (O17), so the tries go on for
weeks of the tenant's clock.
"""

from collections.abc import Callable
from datetime import timedelta

from sim_kernel.delivery import Delivery, Outgoing
from sim_kernel.tenants import Tenant
from sim_ordo.events import EventSigner
from sim_ordo.world import OrdoWorld

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
