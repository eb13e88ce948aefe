"""What happened in a scenario, in order, from two journals, and what comes nearest to an expectation.

Both simulators write their tenant's time, which tests move; taking back every move that the same journal has
gives real time, by which the two are put together.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from math import log
from typing import NamedTuple

import msgspec

from foundation.journal_entries import (
    Altered,
    Change,
    ClockMove,
    ContractViolation,
    DeliveryAttempt,
    FaultHit,
    JournalEntry,
    Request,
    SimulatorBug,
    Transition,
)
from harness.report.exercised import is_by_engine
from harness.report.scenario_record import TimelineEntry, TimelineKind
from harness.report.wording import (
    action_label,
    call_label,
    call_words,
    change_note,
    fault_note,
    news_label,
    news_words,
    span,
    transition_note,
)

SELLER, ORDO, ENGINE, FLOURISH, WAREHOUSE = "Seller", "Ordo", "Engine", "Flourish", "Warehouse"
PARTS = (SELLER, ORDO, ENGINE, FLOURISH, WAREHOUSE)
_PEOPLE = {ORDO: SELLER, FLOURISH: WAREHOUSE}
_FIRST_REFUSAL = 400


class _Timed(NamedTuple):
    """An entry and when it was in real time."""

    at: float
    entry: JournalEntry


def timeline_of(ordo: Sequence[JournalEntry], flourish: Sequence[JournalEntry]) -> list[TimelineEntry]:
    """What happened on both sides, in order; what people only looked at is left out."""
    both = [*_side(ORDO, ordo), *_side(FLOURISH, flourish)]
    return list(_once(sorted(both, key=lambda entry: entry.at)))


def _side(side: str, entries: Sequence[JournalEntry]) -> Iterator[TimelineEntry]:
    hits = [entry for entry in entries if isinstance(entry, FaultHit) and not entry.delivery]
    faults = {hit.cause: hit.fault for hit in hits}
    for timed in _in_real_time(entries):
        if (timeline_entry := _timeline_entry(side, timed, faults)) is not None:
            yield timeline_entry


def _in_real_time(entries: Sequence[JournalEntry]) -> Iterator[_Timed]:
    ahead = skew = 0.0
    for entry in entries:
        if isinstance(entry, ClockMove):
            ahead += entry.advanced_seconds
            skew = skew if entry.skew_seconds is None else entry.skew_seconds
        yield _Timed(datetime.fromisoformat(entry.at).timestamp() - ahead - skew, entry)


def _timeline_entry(side: str, timed: _Timed, faults: Mapping[int | None, str]) -> TimelineEntry | None:
    at = timed.at
    match timed.entry:
        case Request() as request:
            return _call(side, at, request, faults.get(request.id, ""))
        case DeliveryAttempt() as attempt:
            return TimelineEntry(
                at=at,
                kind=TimelineKind.MESSAGE,
                sender=side,
                receiver=ENGINE,
                label=news_label(side, attempt),
                words=news_words(side, attempt),
                outcome=_outcome(attempt),
                bad=_is_bad(attempt),
            )
        case ClockMove(skew_seconds=float(skew)):
            return _note(side, at, f"its clock is {span(abs(skew))} {'behind' if skew < 0 else 'ahead'}")
        case ClockMove(advanced_seconds=seconds):  # all clocks are moved alike: one side tells of it
            passing = TimelineEntry(at=at, kind=TimelineKind.TIME, sender="", label=f"{span(seconds)} passes")
            return passing if side == FLOURISH else None
        case FaultHit(delivery=delivery) as hit:
            return _note(side, at, fault_note(hit), fault=hit.fault) if delivery else None
        case Altered() as altered:
            text = f"the {altered.direction} of {altered.operation} is altered: {altered.place}"
            return _note(side, at, f"{text} {altered.alteration}") if altered.changed else None
        case Transition() as transition:
            return _note(side, at, transition_note(transition))
        case Change() as change:
            return _note(side, at, text) if (text := change_note(change)) else None
        case ContractViolation(pointer=pointer, message=message):
            return _note(side, at, f"breaks the contract: {pointer} {message}", bad=True)
        case SimulatorBug(message=message):
            return _note(side, at, f"bug of the simulator: {message}", bad=True)


def _call(side: str, at: float, request: Request, fault: str) -> TimelineEntry | None:
    by_people = not is_by_engine(request)
    if by_people and request.method == "GET" and not fault:
        return None
    sender = _PEOPLE[side] if by_people else ENGINE
    return TimelineEntry(
        at=at,
        kind=TimelineKind.CALL,
        sender=sender,
        receiver=side,
        label=call_label(request) if sender == ENGINE else action_label(request),
        words=call_words(side, sender, request),
        outcome=_outcome(request),
        fault=fault,
        bad=_is_bad(request),
    )


def _note(side: str, at: float, text: str, *, fault: str = "", bad: bool = False) -> TimelineEntry:
    words = f"in {side} {text}"
    return TimelineEntry(
        at=at, kind=TimelineKind.NOTE, sender=side, label=text, words=words, fault=fault, bad=bad
    )


def _outcome(exchange: Request | DeliveryAttempt) -> str:
    error = exchange.error if isinstance(exchange, DeliveryAttempt) else None
    return str(exchange.status) if exchange.status is not None else (error or "no answer")


def _is_bad(exchange: Request | DeliveryAttempt) -> bool:
    return exchange.status is None or exchange.status >= _FIRST_REFUSAL


def _once(timeline: Sequence[TimelineEntry]) -> Iterator[TimelineEntry]:
    """The same thing several times in a row is one with a number."""
    last: TimelineEntry | None = None
    for entry in timeline:
        if last is not None and _alike(last, entry):
            last = msgspec.structs.replace(last, times=last.times + 1)
            continue
        if last is not None:
            yield last
        last = entry
    if last is not None:
        yield last


def _alike(a: TimelineEntry, b: TimelineEntry) -> bool:
    return (a.kind, a.sender, a.receiver, a.label, a.outcome, a.fault) == (
        b.kind,
        b.sender,
        b.receiver,
        b.label,
        b.outcome,
        b.fault,
    )


_WORD = re.compile(r"[a-z][a-z0-9]{2,}")
_EMPTY_WORDS = frozenset(
    {"the", "and", "was", "for", "with", "which", "that", "from", "but", "not", "its", "has"}
)
_TRANSITION_WEIGHT = 1.5  # what became of something says more than who called whom


def near_miss(expected: str, timeline: Sequence[TimelineEntry]) -> TimelineEntry | None:
    """The entry that shares the rarest words with the expectation; of equals the latest.

    None when nothing happened at all; the last entry when no word is shared.
    """
    entries = [entry for entry in timeline if entry.words]
    if not entries:
        return None
    words = [_words(entry.words) for entry in entries]
    common = Counter(word for each in words for word in each)
    wanted = _words(expected)

    def score(index: int) -> tuple[float, int]:
        shared = sum(log(1 + len(entries) / common[word]) for word in wanted & words[index])
        weight = _TRANSITION_WEIGHT if entries[index].kind is TimelineKind.NOTE else 1.0
        return shared * weight, index

    return entries[max(range(len(entries)), key=score)]


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower())) - _EMPTY_WORDS
