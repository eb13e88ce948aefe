"""The texts of a report: the page, the summary that CI systems show, and the files of a failure's folder.

The templates are in `templates/`: `page.html` needs nothing but itself, fetches nothing, and escapes all that
comes from a run; `summary.md` draws failures with Mermaid, which GitHub shows.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from foundation.provenance import Source
from harness.report import sequence_svg
from harness.report.coverage import Coverage
from harness.report.exercised import contract_line, contract_use
from harness.report.provenance_summary import provenance_summary_of
from harness.report.results import (
    RunFacts,
    ScenarioResult,
    add_up,
    again,
    by_feature,
    by_reason,
    by_rule,
    folder_name,
    in_order,
)
from harness.report.scenario_record import Failure
from harness.report.sequence_mermaid import mermaid

_CELL = re.compile(r"[|\r\n]+")


def _cell(text: str) -> str:
    """Text for Markdown that breaks out of no cell and starts no markup of its own."""
    plain = _CELL.sub(" ", text).strip()
    return re.sub(r"([\\`*_<>\[\]#])", r"\\\1", plain)


def _anchor(feature: str) -> str:
    """The id of a feature on the page."""
    return "f-" + "".join(letter if letter.isalnum() else "-" for letter in feature.lower())


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_TEMPLATES.filters.update(cell=_cell, anchor=_anchor, percent=lambda share: f"{share:.0%}")
_TEMPLATES.globals.update(
    again=again,
    arrow_heads=sequence_svg.HEADS,
    draw=sequence_svg.draw,
    folder_name=folder_name,
    mermaid=mermaid,
    most_drawn=10,  # GitHub shows a summary of at most 1 MiB
    most_named=20,  # the page names them all
    signs={"passed": "✅", "failed": "❌", "skipped": "⚪", "none": "⚪"},
    sources=list(Source),
    source_columns=[f" {source.value}" for source in Source],
)


def render_page(facts: RunFacts, results: Sequence[ScenarioResult], coverage: Coverage) -> str:
    """`index.html`."""
    return _render_run("page.html", facts, results, coverage)


def render_summary(facts: RunFacts, results: Sequence[ScenarioResult], coverage: Coverage) -> str:
    return _render_run("summary.md", facts, results, coverage)


def render_failure(facts: RunFacts, result: ScenarioResult) -> str:
    """`failure.md`: what the summary says of this failure."""
    return _TEMPLATES.get_template("failure.md").render(facts=facts, result=result)


def render_difference(failure: Failure) -> str:
    return _TEMPLATES.get_template("difference.txt").render(failure=failure)


def _render_run(template: str, facts: RunFacts, results: Sequence[ScenarioResult], coverage: Coverage) -> str:
    ordered = in_order(results)
    scenario_records = [result.scenario_record for result in ordered]
    contract = contract_use(scenario_records)
    return _TEMPLATES.get_template(template).render(
        facts=facts,
        results=ordered,
        failed=[result for result in ordered if result.outcome == "failed" and result.failure],
        total=add_up("all", ordered),
        features=by_feature(ordered),
        rules=by_rule(ordered),
        reasons=by_reason(ordered),
        coverage=coverage,
        provenance=provenance_summary_of(coverage, scenario_records),
        contract=contract,
        contract_line=contract_line(contract),
    )
