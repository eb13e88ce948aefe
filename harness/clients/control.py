"""A simulator's control API: tenants, clock, journal, misfortune, deliveries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec

from foundation.provenance import Source
from foundation.shapes import decoder
from harness.clients.flourish_shapes import Facility
from harness.clients.wire import AGENT, Parameter, Wire

_WHOLE_JOURNAL = 1_000_000
_ENDED = frozenset({"delivered", "exhausted", "dropped"})


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
    held: int = 0
    next_due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryList:
    """The deliveries of a tenant, past ones first."""

    deliveries: list[Delivery]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmedFault:
    """A fault that is armed, and how often it struck."""

    kind: str
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultList:
    """The faults armed for a tenant, spent ones too."""

    faults: list[ArmedFault]


class Entry(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A journal entry: what happened, whatever it was. Which fields there are depends on the kind.

    A transition of Flourish has `from_status`, `to_status` and payment statuses, one of Ordo `from_`, `to`.
    """

    id: int
    at: str
    kind: str
    cause: int | None = None
    api: str = ""
    agent: str = ""
    method: str = ""
    path: str = ""
    query: str = ""
    operation: str = ""
    use: tuple[str, ...] = ()
    body_use: tuple[str, ...] = ()
    status: object = None
    dropped: bool = False
    topic: str = ""
    delivery: str = ""
    message: str = ""
    made_at: str = ""
    attempt: int = 0
    fault: str = ""
    error: str | None = None
    body: object = None
    subject: str = ""
    subject_id: str = ""
    sync_id: str = ""
    event: str = ""
    events: tuple[str, ...] = ()
    from_: str | None = None
    to: str = ""
    from_status: str | None = None
    to_status: str = ""
    from_payment_status: str | None = None
    to_payment_status: str = ""
    deed: str | None = None
    order_number: str = ""
    sending: bool = False
    advanced_seconds: float = 0.0
    pointer: str = ""
    undescribed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPage:
    """Entries of a journal, oldest first."""

    entries: list[Entry]
    last_id: int
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a state machine, and the place (`reference`) that says so.

    `use` and `source` are words of `schemas/control/openapi.json`, such as ordinary and documented.
    """

    status: str
    event: str
    becomes: str
    use: str
    source: Source
    reference: Annotated[str, msgspec.Meta(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A state machine, and how journal entries name what goes through it."""

    subject: str
    transitions: list[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultKinds:
    """The faults there are."""

    request: list[str]
    delivery: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What can happen in a simulator."""

    vendor: str
    machines: list[Machine]
    faults: FaultKinds


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

    def everything(self) -> list[Entry]:
        """Every entry that is kept, however many pages they take."""
        entries: list[Entry] = []
        while page := self.journal(since=entries[-1].id if entries else 0).entries:
            entries += page
        return entries

    def own_bugs(self) -> Sequence[str]:
        """What the simulator found wrong with its own answers and messages to others."""
        return [one.message for one in self.journal(kind="simulator_bug").entries]

    def undescribed_fields(self) -> Sequence[str]:
        """Fields that others than the features sent and no contract describes, call by call."""
        violations = [one for one in self.journal(kind="contract_violation").entries if one.undescribed]
        calls = {entry.id: entry for entry in self.everything()} if violations else {}
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
