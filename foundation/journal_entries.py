"""What can stand in a simulator's journal: a closed set of entries, told apart in JSON by `kind`.

The simulators write these classes and the harness reads them. A field at its default is left out of the
JSON; `id` and `cause` are always there.
"""

from typing import Any

import msgspec


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """What every entry has. The journal sets all three when the entry is written.

    `at` is the tenant's time, `cause` the id of the entry that was being handled.
    """

    id: int = 0
    at: str = ""
    cause: int | None = None

    @property
    def kind(self) -> str:
        """What tells the class apart in JSON."""
        return str(self.__struct_config__.tag)


class Request(Entry, frozen=True, kw_only=True, tag="request"):
    """A call of one of the vendor's APIs; `caller` is whose credentials it carried.

    `use` and `body_use` name the parts of the contract that it made use of. The outcome is filled in when
    there is one: the answer, of which only `cut_after` bytes were sent if that is set, or `dropped`.
    """

    api: str = ""
    caller: str = ""
    agent: str = ""
    method: str = ""
    path: str = ""
    query: str = ""
    operation: str = ""
    use: tuple[str, ...] = ()
    body: Any = None
    body_use: tuple[str, ...] = ()
    status: int | None = None
    answer: Any = None
    dropped: bool = False
    cut_after: int | None = None


class ContractViolation(Entry, frozen=True, kw_only=True, tag="contract_violation"):
    """A request's body that breaks the contract, and the JSON pointer to where it does.

    `undescribed` are the pointers of fields that the contract does not describe. `ignored` says that nothing
    else was wrong, and that the request was taken without them.
    """

    pointer: str = ""
    message: str = ""
    undescribed: tuple[str, ...] = ()
    ignored: bool = False


class FaultHit(Entry, frozen=True, kw_only=True, tag="fault"):
    """An armed fault that hit the request that is its cause or, where there is one, a delivery."""

    fault: str = ""
    fault_id: str = ""
    delivery: str = ""
    topic: str = ""


class Altered(Entry, frozen=True, kw_only=True, tag="alteration"):
    """What a standing alteration has changed in the call or the message that is its cause.

    Each of `changed` has the place, and the value before and after where there was and is one.
    """

    operation: str = ""
    direction: str = ""
    place: str = ""
    alteration: str = ""
    changed: list[dict[str, Any]] = []


class Transition(Entry, frozen=True, kw_only=True, tag="transition"):
    """Events that a state machine took, and the statuses before (None of something new) and after.

    `name` is what people call the subject, where that is not its id. An order of Flourish has payment
    statuses too, one of Ordo `sending` and `revision`.
    """

    subject: str = ""
    subject_id: str = ""
    name: str = ""
    events: tuple[str, ...] = ()
    before: str | None = None
    after: str = ""
    payment_before: str | None = None
    payment_after: str | None = None
    sending: bool = False
    revision: int | None = None


class Change(Entry, frozen=True, kw_only=True, tag="change"):
    """Something changed and no status moved: `action` says what was done.

    `before` is the status of what has one, and `events` what its state machine was asked about.
    """

    subject: str = ""
    subject_id: str = ""
    name: str = ""
    action: str = ""
    events: tuple[str, ...] = ()
    before: str | None = None
    settings: dict[str, Any] | None = None


class DeliveryAttempt(Entry, frozen=True, kw_only=True, tag="delivery"):
    """One attempt to send a message, with the receiver's status or what went wrong instead.

    `delivery` is empty where the sender waits for the answer itself instead of queueing the message.
    """

    delivery: str = ""
    message_id: str = ""
    made_at: str = ""
    topic: str = ""
    url: str = ""
    attempt: int = 0
    body: Any = None
    status: int | None = None
    error: str | None = None


class ClockMove(Entry, frozen=True, kw_only=True, tag="clock"):
    """The tenant's clock was moved forward, or set wrong by `skew_seconds`."""

    advanced_seconds: float = 0.0
    skew_seconds: float | None = None


class SimulatorBug(Entry, frozen=True, kw_only=True, tag="simulator_bug"):
    """An answer or a message of the simulator's own that breaks its contract."""

    message: str = ""


JournalEntry = (
    Request
    | ContractViolation
    | FaultHit
    | Altered
    | Transition
    | Change
    | DeliveryAttempt
    | ClockMove
    | SimulatorBug
)


def to_json(entry: JournalEntry) -> dict[str, Any]:
    """The entry as the control API shows it. The JSON in it is not copied."""
    named = zip(entry.__struct_fields__, entry.__struct_defaults__, strict=True)
    changed = {name: value for name, default in named if (value := getattr(entry, name)) != default}
    return {"kind": entry.kind, "cause": entry.cause, **changed}
