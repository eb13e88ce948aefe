"""`gate --list`: which scenarios there are and what they check, without a lab."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from rich.console import Console
from rich.markup import escape

from harness.errors import CouldNotCheckError, WrongUsageError
from harness.gate.features import scenario_of
from harness.gate.pytest_run import run_pytest
from harness.gate.request import NOTHING_SELECTED, GateRequest
from harness.rules import CAPABILITIES, RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedScenario:
    """A scenario as its feature has it, whatever number of examples it has."""

    feature: str
    file: str
    line: int
    name: str
    tags: frozenset[str]


class _Collected:
    """Keeps what was collected, or why it could not be."""

    def __init__(self) -> None:
        self.scenarios: list[ListedScenario] = []
        self.problems: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(str(report.longrepr))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.scenarios += [listed for item in session.items if (listed := _listed(item)) is not None]


def list_scenarios(wanted: GateRequest, console: Console) -> None:
    """Print the selected scenarios by feature with their tags, then how often each rule is checked.

    Raises:
        WrongUsageError: none is selected, or an expression cannot be read.
        CouldNotCheckError: the features cannot be read.
    """
    found = _Collected()
    run_pytest(wanted, [found], "--collect-only")
    if found.problems:
        raise CouldNotCheckError(
            "the features could not be read: " + found.problems[0].strip().splitlines()[-1]
        )
    if not found.scenarios:
        raise WrongUsageError(NOTHING_SELECTED)
    _print_scenarios(console, found.scenarios, frozenset(wanted.without))
    _print_rules(console, found.scenarios)


def _listed(item: pytest.Item) -> ListedScenario | None:
    template = scenario_of(item)
    if template is None:
        return None
    return ListedScenario(
        feature=template.feature.name,
        file=template.feature.rel_filename,
        line=template.line_number,
        name=template.name,
        tags=frozenset(template.tags | template.feature.tags),
    )


def _print_scenarios(console: Console, scenarios: Sequence[ListedScenario], without: frozenset[str]) -> None:
    examples = Counter(scenarios)
    ordered = sorted(examples, key=lambda one: (one.file, one.line))
    shown = ""
    for one in ordered:
        if one.file != shown:
            shown = one.file
            heading = f"\n[bold]{escape(one.feature)}[/]  [dim]{escape(one.file)}"
            console.print(heading, highlight=False, soft_wrap=True)
        times = f" ({examples[one]} examples)" if examples[one] > 1 else ""
        lacking = " [yellow]not checked[/]" if one.tags & without else ""
        tags = " ".join(_in_order(one.tags))
        console.print(
            f"  {escape(one.name)}{times}  [dim]{tags}[/]{lacking}", highlight=False, soft_wrap=True
        )
    console.print(f"\n{len(ordered)} scenarios, {len(scenarios)} with every example", highlight=False)


def _in_order(tags: frozenset[str]) -> list[str]:
    known = [*RULES, "assumed", *CAPABILITIES]
    return sorted(tags, key=lambda tag: (known.index(tag) if tag in known else len(known), tag))


def _print_rules(console: Console, scenarios: Sequence[ListedScenario]) -> None:
    cited = Counter(tag for one in scenarios for tag in one.tags)
    console.print("\n[bold]Rules[/] and how many of these check them", highlight=False)
    for rule_id, rule in RULES.items():
        if cited[rule_id]:
            line = f"  {rule_id:<4}{cited[rule_id]:>4}  {escape(rule.wording)}"
            console.print(line, highlight=False, soft_wrap=True)
