"""`summary.md`: the run in a form that GitHub shows under a job, with a Mermaid drawing of each failure."""

import re
from collections.abc import Iterator, Sequence

from foundation.provenance import Source
from harness.report.coverage import Coverage
from harness.report.exercised import contract_line, contract_use
from harness.report.provenance_summary import ProvenanceSummary, provenance_summary_of
from harness.report.records import Record, RunFacts, again, in_order
from harness.report.scenario_record import Failure
from harness.report.sequence_mermaid import mermaid
from harness.report.totals import add_up, by_feature, by_reason

_MOST_DRAWN = 10  # GitHub shows a summary of at most 1 MiB
_MOST_NAMED = 20  # the page names them all
_CELL = re.compile(r"[|\r\n]+")
_SIGNS = {"passed": "✅", "failed": "❌", "not checked": "⚪", "none": "⚪"}


def summary(facts: RunFacts, records: Sequence[Record], coverage: Coverage) -> str:
    """The text."""
    return "\n".join(_lines(facts, in_order(records), coverage)) + "\n"


def _lines(facts: RunFacts, records: Sequence[Record], coverage: Coverage) -> Iterator[str]:
    total = add_up("all", records)
    yield f"## {_SIGNS[total.verdict]} Ordo and Flourish gate: {total.verdict}"
    yield ""
    yield f"{total.passed} of {total.scenarios} scenarios passed, {total.failed} failed,"
    yield f"{total.not_checked} not checked; {total.assumed} of those that passed ({total.assumed_share:.0%})"
    yield "rest on an assumption."
    yield f"Engine: {facts.engine}. Seed: {facts.seed}."
    yield ""
    yield "| | feature | scenarios | passed | failed | not checked | time |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    for one in by_feature(records):
        numbers = f"{one.scenarios} | {one.passed} | {one.failed} | {one.not_checked} | {one.seconds:.1f} s"
        yield f"| {_SIGNS[one.verdict]} | {_cell(one.name)} | {numbers} |"
    for reason in by_reason(records):
        yield ""
        yield f"Not checked: {reason.not_checked} scenarios, {_cell(reason.name)}."
    yield ""
    yield f"Coverage: {', '.join(_shares(coverage))}."
    for gap in [] if facts.narrowed else coverage.gaps:
        yield f"- gap: {_cell(gap.group)}: {_cell(gap.name)}"
    yield ""
    yield from _provenance_summary(provenance_summary_of(coverage, (one.scenario_record for one in records)))
    yield f"Contract: {contract_line(contract_use(one.scenario_record for one in records))}."
    failed = [(one, one.failure) for one in records if one.outcome == "failed" and one.failure is not None]
    for index, (record, failure) in enumerate(failed):
        yield from failure_lines(facts, record, failure, drawn=index < _MOST_DRAWN)


def _provenance_summary(provenance: ProvenanceSummary) -> Iterator[str]:
    """How much of what was exercised is documented, observed, assumed; what is assumed is folded away."""
    if not provenance.kinds:
        return
    yield f"| exercised | {' | '.join(source.value for source in Source)} |"
    yield "|---|--:|--:|--:|"
    for kind in provenance.kinds:
        yield f"| {kind.value} | {' | '.join(str(provenance.count(kind, source)) for source in Source)} |"
    yield ""
    yield "<details><summary>What is assumed</summary>"
    yield ""
    for kind in provenance.kinds:
        if own := provenance.assumed(kind):
            more = f"; and {len(own) - _MOST_NAMED} more" if len(own) > _MOST_NAMED else ""
            yield f"- {kind.value}: {'; '.join(_cell(one.name) for one in own[:_MOST_NAMED])}{more}"
    yield ""
    yield "</details>"
    yield ""


def _shares(coverage: Coverage) -> Iterator[str]:
    for group in coverage.groups:
        done, required = coverage.share(group)
        if required:
            yield f"{group} {done} of {required}"


def failure_lines(facts: RunFacts, record: Record, failure: Failure, *, drawn: bool = True) -> Iterator[str]:
    """One failure: what was expected, what came instead, both sides, and the drawing."""
    scenario = record.scenario_record.scenario
    yield ""
    yield f"### ❌ {_cell(scenario.feature)}: {_cell(scenario.name)}"
    yield ""
    yield f"- step: {_cell(failure.step)} ({record.place})"
    yield f"- expected: {_cell(failure.expected)}"
    yield f"- but: {_cell(failure.seen)}"
    yield f"- nearest to it: {_cell(failure.near_miss)}"
    yield f"- rules: {', '.join(record.rules) or 'none'}{', assumed' if record.assumed else ''}"
    yield ""
    yield f"```sh\n{again(facts, scenario.test)}\n```"
    if failure.rows:
        yield ""
        yield "| both sides | Ordo shows | Flourish has | the rules make of it |"
        yield "|---|---|---|---|"
        for row in failure.rows:
            sign = "❌ " if row.differs else ""
            cells = (row.what, row.in_ordo, row.in_flourish, row.by_the_rules)
            yield f"| {sign}{' | '.join(_cell(cell) for cell in cells)} |"
    if drawn and record.scenario_record.timeline:
        yield ""
        yield f"```mermaid\n{mermaid(record.scenario_record.timeline, record.scenario_record.steps)}\n```"


def _cell(text: str) -> str:
    """Text that breaks out of no cell and starts no markup of its own."""
    plain = _CELL.sub(" ", text).strip()
    return re.sub(r"([\\`*_<>\[\]#])", r"\\\1", plain)
