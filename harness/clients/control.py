"""A simulator's control API: tenants, clock, journal, faults, deliveries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

import msgspec

from foundation.journal_entries import ContractViolation, Entry, JournalEntry, Request, SimulatorBug
from foundation.provenance import Source
from foundation.shapes import decoder
from harness.clients.flourish_shapes import Facility
from harness.clients.wire import AGENT, Parameter, Wire

EntryT = TypeVar("EntryT", bound=Entry)
_WHOLE_JOURNAL = 1_000_000
_ENDED = frozenset({"delivered", "exhausted", "dropped"})


class FlourishTenant(msgspec.Struct, frozen=True, kw_only=True):
    """A new world in Flourish and the secrets to enter it."""

    tenant: str
    username: str
    api_key: str
    back_office_token: str
    facility: Facility


class OrdoTenant(msgspec.Struct, frozen=True, kw_only=True):
    """A new organization in Ordo and the secrets to enter it."""

    tenant: str
    organization_id: str
    admin_token: str
    rep_token: str


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """What a simulator has still to deliver for a tenant."""

    due: int
    in_flight: int
    later: int
    activity: int
    held: int = 0
    next_due_at: datetime | None = None
    caller_gives_up_at: datetime | None = None


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """Whether everything due has been delivered; `activity` counts everything that was ever sent."""

    settled: bool
    activity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A webhook or an event, sent or to be sent."""

    delivery_id: str
    topic: str
    state: str

    @property
    def ended(self) -> bool:
        """Whether it will not be tried again; only such a one can be repeated."""
        return self.state in _ENDED


class DeliveryList(msgspec.Struct, frozen=True, kw_only=True):
    """The deliveries of a tenant, past ones first."""

    deliveries: list[Delivery]


class ArmedFault(msgspec.Struct, frozen=True, kw_only=True):
    """A fault that is armed, and how often it struck."""

    kind: str
    hits: int


class FaultList(msgspec.Struct, frozen=True, kw_only=True):
    """The faults armed for a tenant, spent ones too."""

    faults: list[ArmedFault]


class JournalPage(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of a journal, oldest first."""

    entries: list[JournalEntry]
    last_id: int
    dropped: int = 0


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a state machine, and the place (`reference`) that says so.

    `use` and `source` are words of `schemas/control/openapi.json`, such as ordinary and documented.
    """

    status: str
    event: str
    becomes: str
    use: str
    source: Source
    reference: Annotated[str, msgspec.Meta(min_length=1)]


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """A state machine, and how journal entries name what goes through it."""

    subject: str
    transitions: list[Row]


class FaultKinds(msgspec.Struct, frozen=True, kw_only=True):
    request: list[str]
    delivery: list[str]


class Catalogue(msgspec.Struct, frozen=True, kw_only=True):
    """What can happen in a simulator."""

    vendor: str
    machines: list[Machine]
    faults: FaultKinds


class ClockAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The time that a tenant's or an engine's clock shows."""

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

    def set_clock_wrong(self, seconds: float) -> datetime:
        """Sets the tenant's clock ahead of where it belongs, or behind; returns what it then shows."""
        return self.wire.post(f"{self._base}/clock", ClockAnswer, {"skew_seconds": seconds}).value.now

    def journal(self, *, since: int = 0, kind: str | None = None) -> JournalPage:
        """What happened after the entry `since`."""
        wanted: dict[str, Parameter] = {"since": since}
        if kind is not None:
            wanted["kind"] = kind
        return self.wire.get(f"{self._base}/journal", JournalPage, wanted).value

    def entries(self, of: type[EntryT], *, since: int = 0) -> list[EntryT]:
        """The entries of one class after the entry `since`."""
        page = self.journal(since=since, kind=str(of.__struct_config__.tag))
        return [entry for entry in page.entries if isinstance(entry, of)]

    def everything(self) -> list[JournalEntry]:
        """Every entry that is kept, however many pages they take."""
        entries: list[JournalEntry] = []
        while page := self.journal(since=entries[-1].id if entries else 0).entries:
            entries += page
        return entries

    def own_bugs(self) -> Sequence[str]:
        """What the simulator found wrong with its own answers and messages to others."""
        return [bug.message for bug in self.entries(SimulatorBug)]

    def undescribed_fields(self) -> Sequence[str]:
        """Fields that others than the features sent and no contract describes, call by call."""
        violations = [entry for entry in self.entries(ContractViolation) if entry.undescribed]
        everything = self.everything() if violations else ()
        calls = {entry.id: entry for entry in everything if isinstance(entry, Request)}
        found: dict[str, None] = {}
        for violation in violations:
            call = calls.get(violation.cause or 0)
            if call is not None and call.agent != AGENT:
                found[f"{call.method} {call.path} with {', '.join(violation.undescribed)}"] = None
        return list(found)

    def whole_journal(self, *, bodies: bool) -> bytes:
        """Everything that happened, as it is on the wire; `bodies` are most of it."""
        wanted: dict[str, Parameter] = {"limit": _WHOLE_JOURNAL, "bodies": bodies}
        return self.wire.send("GET", f"{self._base}/journal", bytes, params=wanted).value

    def arm(self, kind: str, **facts: object) -> None:
        """Arms a fault; `facts` are its match, nth, count and parameters."""
        _ = self.wire.post(f"{self._base}/faults", msgspec.Raw, {"kind": kind, **facts}).value

    def armed(self) -> Sequence[ArmedFault]:
        """What is armed, and how often it struck."""
        return self.wire.get(f"{self._base}/faults", FaultList).value.faults

    def change_settings(self, wanted: Mapping[str, object]) -> None:
        """Has the vendor do otherwise where its documentation leaves a choice."""
        _ = self.wire.patch(f"{self._base}/settings", msgspec.Raw, wanted).value

    def disarm(self) -> None:
        """Removes every fault."""
        _ = self.wire.delete(f"{self._base}/faults").value

    def deliveries(self, topic: str | None = None) -> Sequence[Delivery]:
        """The deliveries in the order they were made, of one topic or of all."""
        listed = self.wire.get(f"{self._base}/deliveries", DeliveryList).value.deliveries
        return [delivery for delivery in listed if topic in (None, delivery.topic)]

    def repeat(self, delivery_id: str) -> None:
        """Sends a past delivery once more, byte for byte."""
        _ = self.wire.post(f"{self._base}/deliveries", msgspec.Raw, {"delivery_id": delivery_id}).value

    def release(self, order: str) -> None:
        """Lets the held deliveries go, `first` come first or `reversed`."""
        _ = self.wire.post(f"{self._base}/deliveries/release", msgspec.Raw, {"order": order}).value


def read_journal(raw: bytes) -> JournalPage:
    """A journal as it came over the wire.

    Raises:
        msgspec.MsgspecError: it is not one.
    """
    return decoder(JournalPage)(raw)


def read_catalogue(wire: Wire) -> Catalogue:
    """What can happen in a simulator."""
    return wire.get("/_sim/catalogue", Catalogue).value


def create_flourish_tenant(wire: Wire, options: Mapping[str, object]) -> FlourishTenant:
    """Makes a world in Flourish."""
    return wire.post("/_sim/tenants", FlourishTenant, options).value


def create_ordo_tenant(wire: Wire, options: Mapping[str, object]) -> OrdoTenant:
    """Makes an organization in Ordo."""
    return wire.post("/_sim/tenants", OrdoTenant, options).value
