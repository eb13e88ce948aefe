"""Draws the timeline of a scenario as a Mermaid sequence diagram, which CI systems show in a summary."""

import re
from collections.abc import Iterator, Sequence

from harness.report.scenario_record import StepResult, TimelineEntry, TimelineKind
from harness.report.timeline import PARTS
from harness.report.wording import TIMES

_MOST_ROWS = 120
_UNSAFE = re.compile(r"[;#<>`\n\r]")


def mermaid(timeline: Sequence[TimelineEntry], steps: Sequence[StepResult]) -> str:
    """The diagram's text, without the fence around it."""
    return "\n".join(
        ["sequenceDiagram", *(f"    participant {part}" for part in PARTS), *_rows(timeline, steps)]
    )


def _rows(timeline: Sequence[TimelineEntry], steps: Sequence[StepResult]) -> Iterator[str]:
    coming = [step for step in steps if step.at]
    left_out = max(0, len(timeline) - _MOST_ROWS)
    if left_out:
        yield f"    Note over Seller,Warehouse: {left_out} earlier ones are left out"
    for entry in timeline[left_out:]:
        while coming and coming[0].at <= entry.at:
            yield _step(coming.pop(0))
        yield _row(entry)
    yield from (_step(step) for step in coming)


def _step(step: StepResult) -> str:
    mark = "✗ " if step.outcome == "failed" else ""
    return f"    Note over Seller,Warehouse: {mark}{_safe(f'{step.keyword} {step.name}')}"


def _row(entry: TimelineEntry) -> str:
    fault = f"⚡{entry.fault} " if entry.fault else ""
    match entry.kind:
        case TimelineKind.TIME:
            return f"    Note over Seller,Warehouse: {_safe(entry.label)}"
        case TimelineKind.NOTE:
            return f"    Note over {entry.sender}: {fault and '⚡ '}{_safe(entry.label)}"
        case TimelineKind.CALL | TimelineKind.MESSAGE:
            arrow = "--x" if entry.bad else "-->>" if entry.kind is TimelineKind.MESSAGE else "->>"
            times = f" {TIMES}{entry.times}" if entry.times > 1 else ""
            text = _safe(f"{fault}{entry.label} → {entry.outcome}{times}")
            return f"    {entry.sender}{arrow}{entry.receiver}: {text}"


def _safe(text: str) -> str:
    return _UNSAFE.sub(" ", text)
