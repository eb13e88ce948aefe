"""`gate --list`: which scenarios there are and what they check, without a lab."""

from collections import Counter
from collections.abc import Sequence

import pytest
from rich.console import Console
from rich.markup import escape

from harness.errors import CouldNotCheckError, WrongUsageError
from harness.gate.features import ListedScenario, listed
from harness.gate.pytest_run import run_pytest
from harness.gate.request import NOTHING_SELECTED, GateRequest
from harness.rules import RULES, tag_texts


class _Collected:
    """Keeps what was collected, or why it could not be."""

    def __init__(self) -> None:
        self.scenarios: list[ListedScenario] = []
        self.problems: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(str(report.longrepr))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.scenarios += [scenario for item in session.items if (scenario := listed(item)) is not None]


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


def _print_scenarios(console: Console, scenarios: Sequence[ListedScenario], without: frozenset[str]) -> None:
    examples = Counter(scenarios)
    ordered = sorted(examples, key=lambda scenario: (scenario.file, scenario.line))
    shown = ""
    for scenario in ordered:
        if scenario.file != shown:
            shown = scenario.file
            heading = f"\n[bold]{escape(scenario.feature)}[/]  [dim]{escape(scenario.file)}"
            console.print(heading, highlight=False, soft_wrap=True)
        times = f" ({examples[scenario]} examples)" if examples[scenario] > 1 else ""
        lacking = " [yellow]skipped[/]" if scenario.tags & without else ""
        tags = " ".join(_in_order(scenario.tags))
        console.print(
            f"  {escape(scenario.name)}{times}  [dim]{tags}[/]{lacking}", highlight=False, soft_wrap=True
        )
    console.print(f"\n{len(ordered)} scenarios, {len(scenarios)} with every example", highlight=False)


def _in_order(tags: frozenset[str]) -> list[str]:
    known = list(tag_texts())
    return sorted(tags, key=lambda tag: (known.index(tag) if tag in known else len(known), tag))


def _print_rules(console: Console, scenarios: Sequence[ListedScenario]) -> None:
    cited = Counter(tag for scenario in scenarios for tag in scenario.tags)
    console.print("\n[bold]Rules[/] and how many of these check them", highlight=False)
    for rule_id, rule in RULES.items():
        if cited[rule_id]:
            line = f"  {rule_id:<4}{cited[rule_id]:>4}  {escape(rule.wording)}"
            console.print(line, highlight=False, soft_wrap=True)
