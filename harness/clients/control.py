"""A simulator's control API: tenants, clock, journal, misfortune, deliveries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from harness.clients.flourish_shapes import Facility
from harness.clients.wire import Parameter, Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishTenant:
    """A new world in Flourish and the secrets to enter it."""

    tenant: str
    username: str
    api_key: str
    back_office_token: str
    facility: Facility


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdoTenant:
    """A new organization in Ordo and the secrets to enter it."""

    tenant: str
    organization_id: str
    admin_token: str
    rep_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What a simulator has still to deliver for a tenant."""

    due: int
    in_flight: int
    later: int
    activity: int
    next_due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Whether everything due has been delivered."""

    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A webhook or an event, sent or to be sent."""

    delivery_id: str
    topic: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryList:
    """The deliveries of a tenant, past ones first."""

    deliveries: list[Delivery]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A journal entry: what happened, whatever it was."""

    id: int
    at: str
    kind: str
    api: str = ""
    method: str = ""
    path: str = ""
    status: object = None
    dropped: bool = False
    topic: str = ""
    fault: str = ""
    error: str | None = None
    body: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPage:
    """Entries of a journal, oldest first."""

    entries: list[Entry]
    last_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAnswer:
    """The time a tenant's clock shows."""

    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SimControl:
    """The control API of one simulator for one tenant."""

    wire: Wire
    tenant: str

    @property
    def _base(self) -> str:
        return f"/_sim/tenants/{self.tenant}"

    def drop(self) -> None:
        """Forgets the tenant."""
        _ = self.wire.send("DELETE", self._base, lambda _: None).value

    def pending(self) -> Pending:
        """What is still to be delivered."""
        return self.wire.get(f"{self._base}/pending", Pending).value

    def settle(self, seconds: float) -> Settled:
        """Wait until nothing is due or in flight, at most so long in real time."""
        return self.wire.post(f"{self._base}/settle", Settled, {"timeout_seconds": seconds}).value

    def now(self) -> datetime:
        """The time of the tenant's clock."""
        return self.wire.get(f"{self._base}/clock", ClockAnswer).value.now

    def advance_clock(self, seconds: float) -> datetime:
        """Moves the tenant's clock forward; returns its new time."""
        return self.wire.post(f"{self._base}/clock", ClockAnswer, {"advance_seconds": seconds}).value.now

    def journal(self, *, since: int = 0, kind: str | None = None) -> JournalPage:
        """What happened after the entry `since`."""
        wanted: dict[str, Parameter] = {"since": since}
        if kind is not None:
            wanted["kind"] = kind
        return self.wire.get(f"{self._base}/journal", JournalPage, wanted).value

    def arm(self, kind: str, **facts: object) -> None:
        """Arms a fault; `facts` are its match, nth, count and parameters."""
        _ = self.wire.post(f"{self._base}/faults", msgspec.Raw, {"kind": kind, **facts}).value

    def disarm(self) -> None:
        """Removes every fault."""
        _ = self.wire.delete(f"{self._base}/faults").value

    def deliveries(self, topic: str | None = None) -> Sequence[Delivery]:
        """The deliveries in the order they were made, of one topic or of all."""
        listed = self.wire.get(f"{self._base}/deliveries", DeliveryList).value.deliveries
        return [one for one in listed if topic in (None, one.topic)]

    def repeat(self, delivery_id: str) -> None:
        """Sends a past delivery once more, byte for byte."""
        _ = self.wire.post(f"{self._base}/deliveries", msgspec.Raw, {"delivery_id": delivery_id}).value

    def release(self, order: str) -> None:
        """Lets the held deliveries go, `first` come first or `reversed`."""
        _ = self.wire.post(f"{self._base}/deliveries/release", msgspec.Raw, {"order": order}).value


def create_flourish_tenant(wire: Wire, options: Mapping[str, object]) -> FlourishTenant:
    """Makes a world in Flourish."""
    return wire.post("/_sim/tenants", FlourishTenant, options).value


def create_ordo_tenant(wire: Wire, options: Mapping[str, object]) -> OrdoTenant:
    """Makes an organization in Ordo."""
    return wire.post("/_sim/tenants", OrdoTenant, options).value
