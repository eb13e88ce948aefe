"""A message on its way to an endpoint, the attempts that were made, and what a fault may change of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from foundation.clock import utc_text


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderCorruption:
    """One header carries a wrong value: the signature, or another one.

    `header` None means the first that is not the signature; `attempts` None means every attempt.
    """

    signature: bool = False
    header: str | None = None
    attempts: int | None = None

    def corrupt(self, headers: Mapping[str, str], signature_header: str, tries: int) -> Mapping[str, str]:
        """The headers of the attempt after `tries` others."""
        if self.attempts is not None and tries >= self.attempts:
            return headers
        others = [name for name in headers if name != signature_header]
        wanted = signature_header if self.signature else self.header or next(iter(others), signature_header)
        return {name: _changed(value) if name == wanted else value for name, value in headers.items()}


def _changed(value: str) -> str:
    """Another value of the same length and alphabet: one character in the middle differs."""
    middle = len(value) // 2
    return f"{value[:middle]}{'b' if value[middle : middle + 1] == 'a' else 'a'}{value[middle + 1 :]}"


class DeliveryState(StrEnum):
    """Where a delivery stands. `held` and `behind_next` wait for somebody, `queued` for its due time."""

    QUEUED = "queued"
    HELD = "held"
    BEHIND_NEXT = "behind_next"
    DELIVERED = "delivered"
    EXHAUSTED = "exhausted"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try: when, and the receiver's status or what went wrong instead."""

    at: datetime
    status: int | None
    error: str | None

    @property
    def accepted(self) -> bool:
        """Whether the receiver took it: any 2xx."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(slots=True, kw_only=True)
class Delivery:
    """A message to one endpoint. `body` is what is signed and sent, byte for byte, on every attempt."""

    delivery_id: str
    endpoint_id: str
    topic: str
    body: bytes
    message_id: str
    created_at: datetime
    due_at: datetime
    cause: int | None = None
    state: DeliveryState = DeliveryState.QUEUED
    attempts: list[Attempt] = field(default_factory=list)
    header_corruption: HeaderCorruption | None = None

    def hold(self) -> None:
        self.state = DeliveryState.HELD

    def drop(self) -> None:
        self.state = DeliveryState.DROPPED

    def wait_for_next(self) -> None:
        """Keeps it until the next delivery of its topic to the same endpoint was queued."""
        self.state = DeliveryState.BEHIND_NEXT

    def copy(self, number: int) -> "Delivery":
        """The same message once more, under an id of its own."""
        return replace(self, delivery_id=f"{self.delivery_id}-{number}", attempts=[])

    def shown(self) -> dict[str, Any]:
        """The delivery as the control API shows it; without the body, which is the receiver's business."""
        return {
            "delivery_id": self.delivery_id,
            "endpoint_id": self.endpoint_id,
            "topic": self.topic,
            "state": self.state.value,
            "created_at": utc_text(self.created_at),
            "due_at": utc_text(self.due_at),
            "cause": self.cause,
            "attempts": [
                {"at": utc_text(attempt.at), "status": attempt.status, "error": attempt.error}
                for attempt in self.attempts
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Where a delivery goes just now and the headers it carries; one of them is its signature."""

    url: str
    headers: Mapping[str, str]
    signature_header: str

    def corrupted(self, delivery: Delivery) -> "Outgoing":
        """The same with what a fault has made wrong about it, if one has."""
        if delivery.header_corruption is None:
            return self
        tries = len(delivery.attempts)
        return replace(
            self, headers=delivery.header_corruption.corrupt(self.headers, self.signature_header, tries)
        )
