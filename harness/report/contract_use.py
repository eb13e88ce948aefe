"""What the engine asks of the contract: which operations of either side, and what it sends with them.

Counted by the simulators, so it holds for any engine. It says what a change of the contract would touch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from harness.report.evidence import Evidence
from harness.report.exercised import CALLED, USE, counted
from harness.report.run_facts import RunFacts

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


def contract_use(evidences: Iterable[Evidence]) -> list[OperationUse]:
    """Every operation that was called in these scenarios, Flourish's first."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for (side, operation, use), times in counted(USE, (one.exercised for one in evidences)).items():
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
