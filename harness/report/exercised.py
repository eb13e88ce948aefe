"""What of transitions, faults and contracts a scenario exercised, and a run used."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from urllib.parse import unquote

import msgspec

from foundation.journal_entries import Change, DeliveryAttempt, FaultHit, JournalEntry, Request, Transition
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
    return _BETWEEN.join(_escaped(name) for name in (simulator, kind, *names))


def counted(kind: str, exercises: Iterable[Mapping[str, int]]) -> dict[tuple[str, ...], int]:
    """What is of a kind, summed up: how often, by the simulator and the names that its key was made of."""
    words: Counter[str] = Counter()
    for exercise in exercises:
        words.update(exercise)
    counts: Counter[tuple[str, ...]] = Counter()
    for word, times in words.items():
        simulator, found, *names = map(unquote, word.split(_BETWEEN))
        if found == kind:
            counts[(simulator, *names)] += times
    return dict(counts)


def _escaped(name: str) -> str:
    return name.replace("%", "%25").replace(_BETWEEN, f"%{ord(_BETWEEN):X}")


def is_by_engine(request: Request) -> bool:
    """Whether a request came from the engine, and not from people or from the features themselves."""
    return request.api not in _SCREENS and request.agent != AGENT


def exercised(simulator: str, entries: Sequence[JournalEntry]) -> dict[str, int]:
    """How often each thing happened, by its key."""
    counts = Counter(_transitions(simulator, entries))
    counts.update(_faults(simulator, entries))
    counts.update(_uses(simulator, entries))
    counts.update(_messages(simulator, entries))
    counts.update(key(simulator, "order", order.value) for order in _orders(entries))
    return dict(counts)


def _transitions(simulator: str, entries: Sequence[JournalEntry]) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, Transition | Change) and entry.before is not None:
            for event in entry.events:
                yield key(simulator, "transition", entry.subject, entry.before, event)


def _faults(simulator: str, entries: Sequence[JournalEntry]) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, FaultHit):
            yield key(simulator, "fault", DELIVERY if entry.delivery else REQUEST, entry.fault)


def _uses(simulator: str, entries: Sequence[JournalEntry]) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, Request) and is_by_engine(entry):
            for use in (CALLED, *entry.use, *entry.body_use):
                yield key(simulator, USE, entry.operation, use)


def _messages(simulator: str, entries: Sequence[JournalEntry]) -> Iterator[str]:
    for attempt in _accepted(entries):
        yield key(simulator, MESSAGE, attempt.topic)


def _accepted(entries: Sequence[JournalEntry]) -> list[DeliveryAttempt]:
    attempts = [entry for entry in entries if isinstance(entry, DeliveryAttempt) and entry.delivery]
    return [attempt for attempt in attempts if attempt.status is not None and attempt.status < 300]


def _orders(entries: Sequence[JournalEntry]) -> Iterator[DeliveryOrder]:
    accepted = _accepted(entries)
    times = Counter(attempt.message_id for attempt in accepted)
    if any(count > 1 for count in times.values()):
        yield DeliveryOrder.DUPLICATED
    first = list({attempt.message_id: attempt for attempt in reversed(accepted)}.values())[::-1]
    if any(later.made_at < earlier.made_at for earlier, later in pairwise(first)):
        yield DeliveryOrder.REORDERED
    elif len(first) > 1:
        yield DeliveryOrder.IN_ORDER
    if any(attempt.attempt > 1 for attempt in accepted):
        yield DeliveryOrder.RETRIED
    hit = {(entry.fault, entry.delivery) for entry in entries if isinstance(entry, FaultHit)}
    if any(fault == "drop" for fault, _ in hit):
        yield DeliveryOrder.DROPPED
    if any(("hold", attempt.delivery) in hit for attempt in accepted):
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
    for (side, operation, use), times in counted(
        USE, (record.exercised for record in scenario_records)
    ).items():
        found.setdefault((side, operation), {})[use] = times
    return [_use(side, operation, uses) for (side, operation), uses in sorted(found.items())]


def _use(side: str, operation: str, uses: Mapping[str, int]) -> OperationUse:
    named = [use.partition(" ") for use in sorted(uses)]

    def of(kind: str) -> tuple[str, ...]:
        return tuple(name for place, _, name in named if place == kind)

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
    sides = [f"{sum(use.side == side for use in uses)} operations of {side}" for side in SIDES.values()]
    undescribed = sum(len(use.undescribed) for use in uses)
    return f"{', '.join(sides)}, {undescribed} undescribed parameters"


def contract_json(uses: Sequence[OperationUse], facts: RunFacts) -> bytes:
    """The table for programs. `whole` is false where only a part of the scenarios was played."""
    whole = {"engine": facts.engine, "whole": not facts.narrowed, "operations": uses}
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"
