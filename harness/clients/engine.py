"""The engine under test, from outside: what is pending, its clock in a lab, and its webhook endpoint."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from foundation.shapes import decoder
from harness.clients.control import ClockAnswer
from harness.clients.wire import Parameter, Reply, Wire


class EnginePending(msgspec.Struct, frozen=True, kw_only=True):
    due: int
    later: int = 0
    next_due_at: datetime | None = None


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """The engine's own account of itself."""

    status: str
    pending: EnginePending
    activity: int
    capabilities: tuple[str, ...] = ()
    version: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineClient:
    """The engine as one organization meets it."""

    wire: Wire
    organization_id: str

    def health(self, *, wait_seconds: float = 0) -> Health:
        """What is pending for the organization; an engine that can waits so long until nothing is due."""
        wanted: dict[str, Parameter] = {"organization_id": self.organization_id}
        if wait_seconds:
            wanted["wait_seconds"] = wait_seconds
        return self.wire.get("/healthz", Health, wanted).value

    def advance_clock(self, seconds: float) -> datetime:
        """Moves the organization's clock forward; returns its new time."""
        body = {"organization_id": self.organization_id, "advance_seconds": seconds}
        return self.wire.post("/_lab/clock", ClockAnswer, body).value.now

    def deliver(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply[msgspec.Raw]:
        """Sends a webhook by hand, exactly these bytes under exactly these headers."""
        return self.wire.send("POST", url, decoder(msgspec.Raw), content=body, headers=headers)
