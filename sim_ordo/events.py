"""What every event of Ordo to the engine has: its envelope and its signature after Standard Webhooks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from standardwebhooks import Webhook

from groundwork.contract import payload
from sim_kernel.answers import ContractBugError
from sim_ordo.amounts import moment_text


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
