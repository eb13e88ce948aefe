"""What of transitions, faults and contracts a scenario exercised, and a run used."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from urllib.parse import unquote

import msgspec

from harness.clients.control import Entry
from harness.clients.wire import AGENT
from harness.report.results import RunFacts
from harness.report.scenario_record import ScenarioRecord

REQUEST, DELIVERY, USE, CALLED, MESSAGE = "request", "delivery", "use", "called", "message"
_SCREENS = frozenset({"screens", "back_office"})
_BETWEEN = "|"


class DeliveryOrder(StrEnum):
    """How a simulator's messages arrived."""

    IN_ORDER = "in order"
    DUPLICATED = "duplicated"
    REORDERED = "reordered"
    DROPPED = "dropped"
    HELD = "held"
    RETRIED = "retried"


def key(simulator: str, kind: str, *names: str) -> str:
    """What is counted, as one word; a name may have anything in it, as those have that callers made up."""
    return _BETWEEN.join(_escaped(one) for one in (simulator, kind, *names))


def counted(kind: str, exercises: Iterable[Mapping[str, int]]) -> dict[tuple[str, ...], int]:
    """What is of a kind, summed up: how often, by the simulator and the names that its key was made of."""
    counts: Counter[tuple[str, ...]] = Counter()
    for exercise in exercises:
        for word, times in exercise.items():
            simulator, found, *names = map(unquote, word.split(_BETWEEN))
            if found == kind:
                counts[(simulator, *names)] += times
    return dict(counts)


def _escaped(name: str) -> str:
    return name.replace("%", "%25").replace(_BETWEEN, f"%{ord(_BETWEEN):X}")


def is_by_engine(entry: Entry) -> bool:
    """Whether a request came from the engine, and not from people or from the features themselves."""
    return entry.api not in _SCREENS and entry.agent != AGENT


def exercised(simulator: str, entries: Sequence[Entry]) -> dict[str, int]:
    """How often each thing happened, by its key."""
    counts = Counter(_transitions(simulator, entries))
    counts.update(_faults(simulator, entries))
    counts.update(_uses(simulator, entries))
    counts.update(_messages(simulator, entries))
    counts.update(key(simulator, "order", order.value) for order in _orders(entries))
    return dict(counts)


def _transitions(simulator: str, entries: Sequence[Entry]) -> Iterator[str]:
    for entry in entries:
        if entry.kind not in {"transition", "change"}:
            continue
        status = entry.from_ if entry.from_ is not None else entry.from_status
        for event in entry.events or ((entry.event,) if entry.event else ()):
            if status is not None:
                yield key(simulator, "transition", entry.subject, status, event)


def _faults(simulator: str, entries: Sequence[Entry]) -> Iterator[str]:
    for entry in entries:
        if entry.kind == "fault":
            yield key(simulator, "fault", DELIVERY if entry.delivery else REQUEST, entry.fault)


def _uses(simulator: str, entries: Sequence[Entry]) -> Iterator[str]:
    for entry in entries:
        if entry.kind == "request" and is_by_engine(entry):
            for use in (CALLED, *entry.use, *entry.body_use):
                yield key(simulator, USE, entry.operation, use)


def _messages(simulator: str, entries: Sequence[Entry]) -> Iterator[str]:
    for entry in _accepted(entries):
        yield key(simulator, MESSAGE, entry.topic)


def _accepted(entries: Sequence[Entry]) -> list[Entry]:
    attempts = [one for one in entries if one.kind == "delivery" and one.delivery]
    return [one for one in attempts if isinstance(one.status, int) and one.status < 300]


def _orders(entries: Sequence[Entry]) -> Iterator[DeliveryOrder]:
    accepted = _accepted(entries)
    times = Counter(one.message for one in accepted)
    if any(count > 1 for count in times.values()):
        yield DeliveryOrder.DUPLICATED
    first = list({one.message: one for one in reversed(accepted)}.values())[::-1]
    if any(later.made_at < earlier.made_at for earlier, later in pairwise(first)):
        yield DeliveryOrder.REORDERED
    elif len(first) > 1:
        yield DeliveryOrder.IN_ORDER
    if any(one.attempt > 1 for one in accepted):
        yield DeliveryOrder.RETRIED
    hit = {(one.fault, one.delivery) for one in entries if one.kind == "fault"}
    if any(fault == "drop" for fault, _ in hit):
        yield DeliveryOrder.DROPPED
    if any(("hold", one.delivery) in hit for one in accepted):
        yield DeliveryOrder.HELD


SIDES: Mapping[str, str] = {"flourish": "Flourish", "ordo": "Ordo"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationUse:
    """One operation that the engine called, and everything that it ever sent with it."""

    side: str
    operation: str
    calls: int
    headers: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    undescribed: tuple[str, ...] = ()


def contract_use(scenario_records: Iterable[ScenarioRecord]) -> list[OperationUse]:
    """Every operation that was called in these scenarios, Flourish's first."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for (side, operation, use), times in counted(USE, (one.exercised for one in scenario_records)).items():
        found.setdefault((side, operation), {})[use] = times
    return [_use(side, operation, uses) for (side, operation), uses in sorted(found.items())]


def _use(side: str, operation: str, uses: Mapping[str, int]) -> OperationUse:
    named = [use.partition(" ") for use in sorted(uses)]

    def of(kind: str) -> tuple[str, ...]:
        return tuple(name for one, _, name in named if one == kind)

    return OperationUse(
        side=SIDES.get(side, side),
        operation=operation,
        calls=uses.get(CALLED, 0),
        headers=of("header"),
        query=of("query"),
        body=of("body"),
        undescribed=of("undescribed"),
    )


def contract_line(uses: Sequence[OperationUse]) -> str:
    """The sum in a few words."""
    sides = [f"{sum(one.side == side for one in uses)} operations of {side}" for side in SIDES.values()]
    undescribed = sum(len(one.undescribed) for one in uses)
    return f"{', '.join(sides)}, {undescribed} undescribed parameters"


def contract_json(uses: Sequence[OperationUse], facts: RunFacts) -> bytes:
    """The table for programs. `whole` is false where only a part of the scenarios was played."""
    whole = {"engine": facts.engine, "whole": not facts.narrowed, "operations": uses}
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"
