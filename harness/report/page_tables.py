"""The page's tables: by feature, by rule, what was not checked, what was exercised, and the run itself."""

from collections.abc import Iterable, Sequence
from html import escape

from foundation.provenance import Source
from harness.report.coverage import Coverage, Line
from harness.report.exercised import OperationUse
from harness.report.provenance_summary import Exercised, ProvenanceCount, ProvenanceSummary
from harness.report.records import Record, RunFacts
from harness.report.totals import Sum, by_feature, by_reason, by_rule


def table(head: Sequence[str], rows: Iterable[str], kind: str = "") -> str:
    """A table; a heading that starts with a blank is a column of numbers."""
    cells = "".join(
        f'<th class="r">{name.strip()}</th>' if name.startswith(" ") else f"<th>{name}</th>" for name in head
    )
    attribute = f' class="{kind}"' if kind else ""
    return (
        f'<div class="wide"><table{attribute}><thead><tr>{cells}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def mark(outcome: str) -> str:
    """A small coloured word for an outcome."""
    return f'<span class="mark {outcome.replace(" ", "-")}">{outcome}</span>'


def anchor(text: str) -> str:
    """The id of a feature on the page."""
    return "f-" + "".join(letter if letter.isalnum() else "-" for letter in text.lower())


def features(records: Sequence[Record]) -> str:
    """One line for each feature."""
    rows = (
        f'<tr><td>{mark(one.verdict)}</td><td><a href="#{anchor(one.name)}">{escape(one.name)}</a></td>'
        f"{_numbers(one)}<td class='r'>{one.seconds:.1f} s</td></tr>"
        for one in by_feature(records)
    )
    head = ("", "feature", " scenarios", " passed", " failed", " not checked", " assumed", " time")
    return table(head, rows)


def rules(records: Sequence[Record]) -> str:
    """One line for each rule, with where it comes from."""
    rows = (
        f'<tr id="{rule.rule_id}"><td>{mark(one.verdict if one.scenarios else "none")}</td>'
        f"<td><b>{rule.rule_id}</b></td><td>{escape(rule.wording)}</td>"
        f"<td>{', '.join(rule.sources)}{_assumed(rule.assumed)}</td>{_numbers(one)}</tr>"
        for rule, one in by_rule(records)
    )
    legend = (
        '<p class="note">Sources: A, the article on setup and workflow; B, the overview article; C, the API '
        "docs; D, silent in all three and decided here.</p>"
    )
    head = (
        "",
        "rule",
        "what it says",
        "source",
        " scenarios",
        " passed",
        " failed",
        " not checked",
        " assumed",
    )
    return table(head, rows) + legend


def not_checked(records: Sequence[Record]) -> str:
    """What was left out, by the reason; empty when everything was played."""
    blocks = []
    for reason in by_reason(records):
        own = [one for one in records if one.outcome == "not checked" and one.reason == reason.name]
        listed = "".join(
            f"<li>{escape(one.scenario_record.scenario.name)} <small>{escape(one.place)}</small></li>"
            for one in own
        )
        blocks.append(
            f"<details open><summary><b>{len(own)}</b> {escape(reason.name)}</summary>"
            f"<ul>{listed}</ul></details>"
        )
    return "".join(blocks)


def coverage_table(coverage: Coverage, *, narrowed: bool) -> str:
    """What was exercised, group by group; a group with a gap is open, unless gaps are to be expected."""
    groups = "".join(_group(coverage, group, narrowed=narrowed) for group in coverage.groups)
    why = "Only a part of the scenarios was selected, so there are gaps by nature."
    return f'<p class="note">{why}</p>{groups}' if narrowed and groups else groups


def _group(coverage: Coverage, group: str, *, narrowed: bool) -> str:
    done, required = coverage.share(group)
    sourced = any(line.provenance for line in coverage.of(group))
    rows = (
        f'<tr class="{_kind(line)}"><td>{escape(line.name)}</td><td class="r">{line.times}</td>'
        f"{_provenance(line) if sourced else ''}<td>{escape(_remark(line))}</td></tr>"
        for line in coverage.of(group)
    )
    head = ("what", " times", *(("provenance",) if sourced else ()), "")
    mistaken = any(line.mistake for line in coverage.of(group))
    opened = " open" if mistaken or (done < required and not narrowed) else ""
    kind = "passed" if done == required else "not-checked" if narrowed else "failed"
    return (
        f'<details{opened}><summary>{escape(group)} <span class="mark {kind}">{done} of {required}</span>'
        f"</summary>{table(head, rows)}</details>"
    )


def _provenance(line: Line) -> str:
    """A cell: the source in a word, and the place that says so."""
    if line.provenance is None:
        return "<td></td>"
    word, place = line.provenance.source.value, escape(line.provenance.reference)
    return f'<td><span class="tag">{word}</span> <small>{place}</small></td>'


def provenance_table(provenance: ProvenanceSummary) -> str:
    """How much of what was exercised is documented, observed, assumed; what is assumed, by name."""
    if not provenance.kinds:
        return ""
    rows = (
        f"<tr><td>{kind.value}</td>"
        + "".join(f'<td class="r">{provenance.count(kind, source) or "·"}</td>' for source in Source)
        + f'<td class="r">{len(provenance.assumed(kind)) / provenance.total(kind):.0%}</td></tr>'
        for kind in provenance.kinds
    )
    head = ("exercised in this run", *(f" {source.value}" for source in Source), " share assumed")
    lists = "".join(
        _assumed_list(kind, own) for kind in provenance.kinds if (own := provenance.assumed(kind))
    )
    legend = (
        '<p class="note">Documented: in the vendors\' public documentation or the setup article. Observed: '
        "in public code of real clients. Assumed: decided here, because all of these are silent; what went "
        "along it is proven of the simulators only.</p>"
    )
    return legend + table(head, rows) + lists


def _assumed_list(kind: Exercised, own: Sequence[ProvenanceCount]) -> str:
    rows = (f"<tr><td>{escape(one.name)}</td><td>{escape(one.reference)}</td></tr>" for one in own)
    return (
        f"<details><summary><b>{len(own)}</b> assumed {kind.value}</summary>"
        f"{table(('what', 'decided in'), rows)}</details>"
    )


def _kind(line: Line) -> str:
    return "gap" if line.gap or line.mistake else "unused" if not line.times else ""


def _remark(line: Line) -> str:
    return "; ".join(part for part in ("gap: never exercised" if line.gap else "", line.remark) if part)


def contract_table(uses: Sequence[OperationUse]) -> str:
    """What the engine asks of either side: operations, and what it sends with them."""
    rows = (
        f"<tr><td>{escape(one.side)}</td><td>{escape(one.operation)}</td><td class='r'>{one.calls}</td>"
        f"<td>{escape(', '.join(one.headers))}</td><td>{escape(', '.join(one.query))}</td>"
        f"<td>{escape(', '.join(one.body))}</td><td>{escape(', '.join(one.undescribed))}</td></tr>"
        for one in uses
    )
    head = ("of", "operation", " calls", "headers", "query", "fields of the body", "not described")
    sums = f"{len(uses)} operations, {sum(len(one.body) for one in uses)} fields of bodies"
    return f"<details><summary>{sums}</summary>{table(head, rows)}</details>" if uses else ""


def run(facts: RunFacts) -> str:
    """Seed, versions and capabilities."""
    facts_shown = {
        "seed": str(facts.seed),
        "started": facts.started_at,
        "took": f"{facts.seconds:.1f} s",
        "engine": facts.engine,
        "capabilities of the engine": ", ".join(facts.capabilities) or "none",
        **facts.versions,
    }
    rows = (
        f"<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>" for name, value in facts_shown.items()
    )
    return table(("", ""), rows, "facts")


def _numbers(one: Sum) -> str:
    numbers = (one.scenarios, one.passed, one.failed, one.not_checked, one.assumed)
    return "".join(f'<td class="r">{number or "·"}</td>' for number in numbers)


def _assumed(holds: bool) -> str:  # noqa: FBT001 - says which of two texts
    return ' <span class="tag">assumed</span>' if holds else ""
