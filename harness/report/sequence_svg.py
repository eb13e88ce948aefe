"""Draws the timeline of a scenario as a sequence diagram, in SVG of our own: small, exact, and plain text.

In the page the drawing takes its colours and arrow heads from the page; a drawing that stands alone in a file
brings them along.
"""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from harness.report.scenario_record import StepResult, TimelineEntry, TimelineKind
from harness.report.timeline import PARTS
from harness.report.wording import TIMES

WIDTH = 1200
_ROW, _TOP, _STEP = 20, 34, 26
_COLUMNS = dict(zip(PARTS, (70, 310, 600, 890, 1130), strict=True))
_LETTER = 6.65  # the width of a letter, roughly; decides where a label is cut
_MOST_ROWS = 220
_INSIDE = 12

STYLE = (Path(__file__).parent / "templates" / "drawing.css").read_text(encoding="utf-8")
_HEADS = "".join(
    f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    f'<path class="{name}" d="M0 1L7 4L0 7z"/></marker>'
    for name in ("tip", "badtip")
)
HEADS = f'<svg class="seq" width="0" height="0" style="position:absolute"><defs>{_HEADS}</defs></svg>'
"""The arrow heads, which all drawings of a page share."""


def draw(timeline: Sequence[TimelineEntry], steps: Sequence[StepResult], *, alone: bool = False) -> str:
    """The drawing; `alone` for a file of its own."""
    body: list[str] = []
    y = _TOP
    for what in _rows(timeline, steps):
        if isinstance(what, StepResult):
            y += _STEP
            body.append(_step(what, y))
        elif isinstance(what, str):
            y += _ROW
            body.append(f'<text class="t" x="{WIDTH // 2}" y="{y}">{escape(what)}</text>')
        else:
            y += _ROW
            body.append(_timeline_entry(what, y))
    height = y + 14
    heads = "".join(f'<text class="p" x="{x}" y="16">{name}</text>' for name, x in _COLUMNS.items())
    lifelines = "".join(
        f'<line class="v" x1="{x}" x2="{x}" y1="22" y2="{height}"/>' for x in _COLUMNS.values()
    )
    inside = f"{lifelines}{heads}{''.join(body)}"
    box = f'viewBox="0 0 {WIDTH} {height}"'
    if not alone:
        return f'<svg class="seq" {box} role="img" aria-label="Sequence diagram">{inside}</svg>'
    size = f'xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
    paper = f'<rect class="paper" width="{WIDTH}" height="{height}"/>'
    own = f"<style>{STYLE}</style><defs>{_HEADS}</defs>{paper}"
    return f'<svg {size} class="seq" {box}>{own}{inside}</svg>\n'


def _rows(
    timeline: Sequence[TimelineEntry], steps: Sequence[StepResult]
) -> Iterator[TimelineEntry | StepResult | str]:
    """Every entry under the step during which it began; very long ones are cut."""
    played = [step for step in steps if step.at]
    shown = list(timeline[:_MOST_ROWS])
    for index, step in enumerate(played):
        yield step
        until = played[index + 1].at if index + 1 < len(played) else float("inf")
        first = index == 0
        yield from (entry for entry in shown if (first or entry.at >= step.at) and entry.at < until)
    if not played:
        yield from shown
    if (more := len(timeline) - len(shown)) > 0:
        yield f"and {more} more, which the journals of a failure show in full"


def _step(step: StepResult, y: int) -> str:
    mark = {"failed": "✗ ", "passed": ""}.get(step.outcome, "")
    text = escape(_cut(f"{mark}{step.keyword} {step.name}", WIDTH - 20))
    bad = " b" if step.outcome == "failed" else ""
    return (
        f'<rect class="s" y="{y - 14}" width="{WIDTH}" height="19" rx="3"/>'
        f'<text class="st{bad}" x="8" y="{y}">{text}</text>'
    )


def _timeline_entry(entry: TimelineEntry, y: int) -> str:
    match entry.kind:
        case TimelineKind.TIME:
            return f'<text class="t" x="{WIDTH // 2}" y="{y}">— {escape(entry.label)} —</text>'
        case TimelineKind.NOTE:
            return _note(entry, y)
        case TimelineKind.CALL | TimelineKind.MESSAGE:
            return _arrow(entry, y)


def _note(entry: TimelineEntry, y: int) -> str:
    x = _COLUMNS[entry.sender]
    text = f"⚡ {entry.label}" if entry.fault else entry.label
    width = len(text) * _LETTER
    x = int(min(max(x, width / 2 + 4), WIDTH - width / 2 - 4))
    kind = "n f" if entry.fault else "n"
    bad = " b" if entry.bad else ""
    return f'<text class="{kind}{bad}" x="{x}" y="{y}">{escape(_cut(text, WIDTH))}</text>'


def _arrow(entry: TimelineEntry, y: int) -> str:
    start, end = _COLUMNS[entry.sender], _COLUMNS[entry.receiver]
    room = abs(end - start) - _INSIDE
    outcome = f" → {entry.outcome}"
    times = f" {TIMES}{entry.times}" if entry.times > 1 else ""
    fault = f"⚡{entry.fault} " if entry.fault else ""
    label = _cut(entry.label, room - (len(outcome) + len(times) + len(fault)) * _LETTER)
    mark = f'<tspan class="f">{escape(fault)}</tspan>' if fault else ""
    kinds = " ".join(
        name for name, holds in (("x", entry.bad), ("w", entry.kind is TimelineKind.MESSAGE)) if holds
    )
    kind = f' class="{kinds}"' if kinds else ""
    text = f"{mark}{escape(label + outcome + times)}"
    middle = (start + end) // 2
    return f'<g{kind}><text x="{middle}" y="{y - 4}">{text}</text><path d="M{start} {y}H{end}"/></g>'


def _cut(text: str, room: float) -> str:
    most = max(4, int(room / _LETTER))
    return text if len(text) <= most else text[: most - 1] + "…"
