"""The page's scenarios: the steps, the drawing of the traffic, and of a failure everything that is known."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from harness.report.page_tables import anchor, mark, table
from harness.report.records import Record, RunFacts, again, folder_name
from harness.report.scenario_record import Failure, Row, Step
from harness.report.sequence_svg import draw
from harness.report.totals import add_up

_OPENED = 3  # drawings of failures that are open from the start; more would hide the other failures
_FILTER = (
    '<p class="filter" hidden><input type="search" placeholder="filter by name, tag or outcome" '
    'aria-label="filter scenarios"></p>'
)


def failures(facts: RunFacts, records: Sequence[Record]) -> str:
    """Every failure, open; empty when there is none."""
    return "".join(
        f'<article class="failed"><h3>{escape(one.scenario_record.scenario.name)}</h3>{_about(one)}'
        f"{_failure(facts, one, one.failure)}{_steps(one)}{_drawing(one, opened=index < _OPENED)}</article>"
        for index, one in enumerate(record for record in records if record.outcome == "failed")
        if one.failure is not None
    )


def scenarios(facts: RunFacts, records: Sequence[Record]) -> str:
    """Every feature with its scenarios, folded."""
    blocks = [_FILTER]
    for feature, group in groupby(records, key=lambda one: one.scenario_record.scenario.feature):
        own = list(group)
        one = add_up(feature, own)
        title = f"{mark(one.verdict)} <b>{escape(feature)}</b>"
        counted = f"<small>{one.passed} of {one.scenarios} passed</small>"
        blocks.append(
            f'<details class="feature" id="{anchor(feature)}"><summary>{title} {counted}</summary>'
            f"{''.join(_scenario(facts, each) for each in own)}</details>"
        )
    return "".join(blocks)


def _scenario(facts: RunFacts, record: Record) -> str:
    scenario = record.scenario_record.scenario
    why = f'<p class="note">not checked: {escape(record.reason)}</p>' if record.reason else ""
    return (
        f'<details class="scenario"><summary>{mark(record.outcome)} {escape(scenario.name)} '
        f"<small>{escape(_example(scenario.test))}</small></summary>{_about(record)}{why}{_steps(record)}"
        f'{_drawing(record, opened=False)}<p class="again">again: {_again(facts, record)}</p></details>'
    )


def _again(facts: RunFacts, record: Record) -> str:
    return f"<code>{escape(again(facts, record.scenario_record.scenario.test))}</code>"


def _example(test: str) -> str:
    """What tells the examples of an outline apart."""
    return test.partition("[")[2].removesuffix("]")


def _about(record: Record) -> str:
    tags = "".join(
        f'<a class="tag" href="#{escape(tag)}">{escape(tag)}</a>' if tag in record.rules else _tag(tag)
        for tag in record.scenario_record.scenario.tags
    )
    return f'<p class="about">{tags} <small>{escape(record.place)} · {record.seconds:.2f} s</small></p>'


def _tag(tag: str) -> str:
    return f'<span class="tag">{escape(tag)}</span>'


def _steps(record: Record) -> str:
    lines = "".join(_step(step) for step in record.scenario_record.steps)
    return f'<ol class="steps">{lines}</ol>' if lines else ""


def _step(step: Step) -> str:
    time = (
        f"<small>{step.seconds * 1000:.0f} ms</small>"
        if step.outcome != "skipped"
        else "<small>skipped</small>"
    )
    return f'<li class="{step.outcome}"><b>{escape(step.keyword)}</b> {escape(step.name)} {time}</li>'


def _drawing(record: Record, *, opened: bool) -> str:
    scenario_record = record.scenario_record
    if not scenario_record.timeline:
        return ""
    drawing = draw(scenario_record.timeline, scenario_record.steps)
    state = " open" if opened else ""
    return f'<details class="traffic"{state}><summary>what happened</summary>{drawing}</details>'


def _failure(facts: RunFacts, record: Record, failure: Failure) -> str:
    folder = f"failures/{folder_name(record.scenario_record.scenario.test)}/"
    trouble = "".join(f'<p class="note">{escape(one)}</p>' for one in failure.trouble)
    return (
        f'<dl class="diff"><dt>step</dt><dd>{escape(failure.step)}</dd>'
        f'<dt>expected</dt><dd class="minus">{escape(failure.expected)}</dd>'
        f'<dt>but</dt><dd class="plus">{escape(failure.seen)}</dd>'
        f"<dt>nearest to it</dt><dd>{escape(failure.near_miss)}</dd>"
        f"<dt>again</dt><dd>{_again(facts, record)}</dd>"
        f'<dt>more</dt><dd><a href="{folder}">{folder}</a></dd></dl>{trouble}{both_sides(failure.rows)}'
        f"<details><summary>message</summary><pre>{escape(failure.message)}</pre></details>"
    )


def both_sides(rows: Sequence[Row]) -> str:
    """The comparison of both sides."""
    if not rows:
        return ""
    cells = (
        f'<tr class="{"gap" if row.differs else ""}"><td>{escape(row.what)}</td>'
        f"<td>{escape(row.in_ordo)}</td><td>{escape(row.in_flourish)}</td>"
        f"<td>{escape(row.by_the_rules)}</td></tr>"
        for row in rows
    )
    return table(("both sides", "Ordo shows", "Flourish has", "the rules make of it"), cells)
