"""Draws what happened in a scenario as a Mermaid sequence diagram, which CI systems show in a summary."""

import re
from collections.abc import Iterator, Sequence

from harness.report.scenario_record import Kind, Step, TimelineEntry
from harness.report.timeline import PARTS
from harness.report.wording import TIMES

_MOST_ROWS = 120
_UNSAFE = re.compile(r"[;#<>`\n\r]")


def mermaid(timeline: Sequence[TimelineEntry], steps: Sequence[Step]) -> str:
    """The diagram's text, without the fence around it."""
    return "\n".join(
        ["sequenceDiagram", *(f"    participant {part}" for part in PARTS), *_rows(timeline, steps)]
    )


def _rows(timeline: Sequence[TimelineEntry], steps: Sequence[Step]) -> Iterator[str]:
    coming = [step for step in steps if step.at]
    left_out = max(0, len(timeline) - _MOST_ROWS)
    if left_out:
        yield f"    Note over Seller,Warehouse: {left_out} earlier ones are left out"
    for one in timeline[left_out:]:
        while coming and coming[0].at <= one.at:
            yield _step(coming.pop(0))
        yield _row(one)
    yield from (_step(step) for step in coming)


def _step(step: Step) -> str:
    mark = "✗ " if step.outcome == "failed" else ""
    return f"    Note over Seller,Warehouse: {mark}{_safe(f'{step.keyword} {step.name}')}"


def _row(one: TimelineEntry) -> str:
    fault = f"⚡{one.fault} " if one.fault else ""
    match one.kind:
        case Kind.TIME:
            return f"    Note over Seller,Warehouse: {_safe(one.label)}"
        case Kind.NOTE:
            return f"    Note over {one.sender}: {fault and '⚡ '}{_safe(one.label)}"
        case Kind.CALL | Kind.NEWS:
            arrow = "--x" if one.bad else "-->>" if one.kind is Kind.NEWS else "->>"
            times = f" {TIMES}{one.times}" if one.times > 1 else ""
            text = _safe(f"{fault}{one.label} → {one.outcome}{times}")
            return f"    {one.sender}{arrow}{one.receiver}: {text}"


def _safe(text: str) -> str:
    return _UNSAFE.sub(" ", text)
