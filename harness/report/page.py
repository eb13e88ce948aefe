"""`index.html`: the whole run on one page that needs nothing but itself.

No script is needed to read it, none and nothing else is fetched; the little script it has only filters.
Everything that comes from a run is escaped.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from harness.report import page_tables, sequence_svg
from harness.report.coverage import Coverage
from harness.report.exercised import contract_use
from harness.report.page_scenarios import failures, scenarios
from harness.report.provenance_summary import ProvenanceSummary, provenance_summary_of
from harness.report.records import Record, RunFacts, in_order
from harness.report.totals import Sum, add_up

_HERE = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_SECTIONS = (
    ("failures", "Failures"),
    ("features", "Features"),
    ("rules", "Rules"),
    ("provenance", "Provenance"),
    ("not-checked", "Not checked"),
    ("coverage", "Coverage"),
    ("contract", "Contract"),
    ("scenarios", "Scenarios"),
    ("run", "Run"),
)


def page(facts: RunFacts, records: Sequence[Record], coverage: Coverage) -> str:
    """The page."""
    ordered = in_order(records)
    total = add_up("all", ordered)
    provenance_summary = provenance_summary_of(coverage, (one.scenario_record for one in ordered))
    parts = {
        "failures": failures(facts, ordered),
        "features": page_tables.features(ordered),
        "rules": page_tables.rules(ordered),
        "provenance": page_tables.provenance_table(provenance_summary),
        "not-checked": page_tables.not_checked(ordered),
        "coverage": page_tables.coverage_table(coverage, narrowed=facts.narrowed),
        "contract": page_tables.contract_table(contract_use(one.scenario_record for one in ordered)),
        "scenarios": scenarios(facts, ordered),
        "run": page_tables.run(facts),
    }
    shown = [(name, title) for name, title in _SECTIONS if parts[name]]
    links = "".join(f'<a href="#{name}">{title}</a>' for name, title in shown)
    body = "".join(f'<section id="{name}"><h2>{title}</h2>{parts[name]}</section>' for name, title in shown)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{_verdict(total)}: Ordo and Flourish gate</title>"
        f"<style>{_file('page.css')}{sequence_svg.STYLE}</style></head><body>{sequence_svg.HEADS}"
        f"{_head(facts, total, coverage, provenance_summary)}<nav>{links}</nav><main>{body}</main>"
        f"<script>{_file('page.js')}</script></body></html>\n"
    )


def _head(facts: RunFacts, total: Sum, coverage: Coverage, provenance_summary: ProvenanceSummary) -> str:
    gaps = len(coverage.gaps)
    share = f"{total.assumed_share:.0%}"
    tiles = [
        ("scenarios", str(total.scenarios), ""),
        ("passed", str(total.passed), "good" if total.passed else ""),
        ("failed", str(total.failed), "bad" if total.failed else ""),
        ("not checked", str(total.not_checked), "warn" if total.not_checked else ""),
        ("of the green is assumed", share, ""),
        ("coverage gaps", str(gaps), "warn" if gaps and not facts.narrowed else ""),
    ]
    shown = "".join(
        f'<div class="tile {kind}"><b>{value}</b><span>{name}</span></div>' for name, value, kind in tiles
    )
    about = f"{facts.engine} · seed {facts.seed} · {facts.started_at} · {facts.seconds:.0f} s"
    assumed = (
        f'<p class="note">{total.assumed} of {total.passed} scenarios that passed rest, at least in part, on '
        "decisions of ours where the vendors are silent. They are marked <i>assumed</i>."
        f"{_more(provenance_summary)}</p>"
    )
    return (
        f'<header class="{total.verdict.replace(" ", "-")}"><h1><span class="badge">{_verdict(total)}</span> '
        f'Ordo and Flourish gate</h1><p class="about">{escape(about)}</p><div class="tiles">{shown}</div>'
        f"{assumed}</header>"
    )


def _more(provenance_summary: ProvenanceSummary) -> str:
    """How much of what the run went along is assumed too."""
    shown = ", ".join(
        f"{len(provenance_summary.assumed(kind))} of {provenance_summary.total(kind)} {kind.value}"
        for kind in provenance_summary.kinds
    )
    return f' Of what the run exercised are <a href="#provenance">assumed</a>: {shown}.' if shown else ""


def _verdict(total: Sum) -> str:
    return total.verdict if total.verdict != "none" else "nothing played"


def _file(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
