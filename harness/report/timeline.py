"""Makes one story of two journals: who called whom, what was announced, which fault hit, what became of what.

Both simulators write their tenant's time, which tests move; taking back every move that the same journal
tells of gives real time, by which the two stories are put together.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from harness.clients.control import Entry
from harness.report.exercised import is_by_engine
from harness.report.scenario_record import TimelineEntry, TimelineKind
from harness.report.wording import (
    call_label,
    call_words,
    change_note,
    deed_label,
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
    entry: Entry


def timeline_of(ordo: Sequence[Entry], flourish: Sequence[Entry]) -> list[TimelineEntry]:
    """What happened on both sides, in order; what people only looked at is left out."""
    both = [*_side(ORDO, ordo), *_side(FLOURISH, flourish)]
    return list(_once(sorted(both, key=lambda one: one.at)))


def _side(side: str, entries: Sequence[Entry]) -> Iterator[TimelineEntry]:
    faults = {
        one.cause: one.fault for one in entries if one.kind == "fault" and not one.delivery and one.cause
    }
    for timed in _in_real_time(entries):
        if (timeline_entry := _told(side, timed, faults.get(timed.entry.id, ""))) is not None:
            yield timeline_entry


def _in_real_time(entries: Sequence[Entry]) -> Iterator[_Timed]:
    ahead = 0.0
    for entry in entries:
        ahead += entry.advanced_seconds
        yield _Timed(datetime.fromisoformat(entry.at).timestamp() - ahead, entry)


def _told(side: str, timed: _Timed, fault: str) -> TimelineEntry | None:
    entry = timed.entry
    match entry.kind:
        case "request":
            return _call(side, timed, fault)
        case "delivery":
            return TimelineEntry(
                at=timed.at,
                kind=TimelineKind.MESSAGE,
                sender=side,
                receiver=ENGINE,
                label=news_label(side, entry),
                words=news_words(side, entry),
                outcome=_outcome(entry),
                bad=_is_bad(entry),
            )
        case "clock" if side == FLOURISH:  # all clocks are moved alike
            return TimelineEntry(
                at=timed.at, kind=TimelineKind.TIME, sender="", label=f"{span(entry.advanced_seconds)} passes"
            )
        case _:
            return _note(side, timed)


def _call(side: str, timed: _Timed, fault: str) -> TimelineEntry | None:
    entry = timed.entry
    by_people = not is_by_engine(entry)
    if by_people and entry.method == "GET" and not fault:
        return None
    sender = _PEOPLE[side] if by_people else ENGINE
    return TimelineEntry(
        at=timed.at,
        kind=TimelineKind.CALL,
        sender=sender,
        receiver=side,
        label=call_label(entry) if sender == ENGINE else deed_label(entry),
        words=call_words(side, sender, entry),
        outcome=_outcome(entry),
        fault=fault,
        bad=_is_bad(entry),
    )


def _note(side: str, timed: _Timed) -> TimelineEntry | None:
    entry = timed.entry
    bad = entry.kind in {"contract_violation", "simulator_bug"}
    fault = entry.fault if entry.kind == "fault" and entry.delivery else ""
    text = {
        "transition": lambda: transition_note(entry),
        "change": lambda: change_note(entry),
        "fault": lambda: fault_note(entry) if entry.delivery else "",
        "contract_violation": lambda: f"breaks the contract: {entry.pointer} {entry.message}",
        "simulator_bug": lambda: f"bug of the simulator: {entry.message}",
    }.get(entry.kind, lambda: "")()
    if not text:
        return None
    words = f"in {side} {text}"
    return TimelineEntry(
        at=timed.at, kind=TimelineKind.NOTE, sender=side, label=text, words=words, fault=fault, bad=bad
    )


def _outcome(entry: Entry) -> str:
    if entry.dropped:
        return "no answer"
    return str(entry.status) if entry.status is not None else (entry.error or "no answer")


def _is_bad(entry: Entry) -> bool:
    refused = isinstance(entry.status, int) and entry.status >= _FIRST_REFUSAL
    return entry.dropped or refused or entry.status is None


def _once(timeline: Sequence[TimelineEntry]) -> Iterator[TimelineEntry]:
    """The same thing several times in a row is one with a number."""
    last: TimelineEntry | None = None
    for one in timeline:
        if last is not None and _alike(last, one):
            last = msgspec.structs.replace(last, times=last.times + 1)
            continue
        if last is not None:
            yield last
        last = one
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
