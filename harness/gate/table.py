"""How a gate's results are shown at the terminal: by feature, then what failed and how to repeat it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from harness.gate.progress import ScenarioResult


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureLine:
    """One line of the table. `seconds` adds up over its scenarios, also when they ran in parallel."""

    feature: str
    scenarios: int
    passed: int
    not_checked: int
    seconds: float


def by_feature(results: Sequence[ScenarioResult]) -> list[FeatureLine]:
    """The lines of the table, in the features' alphabetical order."""
    names = sorted({result.feature for result in results})
    lines = []
    for name in names:
        own = [result for result in results if result.feature == name]
        passed = sum(result.outcome == "passed" for result in own)
        line = FeatureLine(
            feature=name,
            scenarios=len(own),
            passed=passed,
            not_checked=sum(result.outcome == "skipped" for result in own),
            seconds=sum(result.seconds for result in own),
        )
        lines.append(line)
    return lines


def print_table(console: Console, results: Sequence[ScenarioResult]) -> None:
    """Print feature, scenarios, passed, not checked (if any) and time, with a sum at the end."""
    lines = by_feature(results)
    passed, not_checked = (sum(line.passed for line in lines), sum(line.not_checked for line in lines))
    table = Table(box=box.SIMPLE_HEAD, show_footer=True)
    table.add_column("feature", f"{len(lines)} features")
    table.add_column("scenarios", str(len(results)), justify="right")
    table.add_column("passed", str(passed), justify="right")
    if not_checked:
        table.add_column("not checked", str(not_checked), justify="right")
    table.add_column("time", f"{sum(line.seconds for line in lines):.1f} s", justify="right")
    for line in lines:
        colour = "green" if line.passed + line.not_checked == line.scenarios else "red"
        counts = [str(line.scenarios), f"[{colour}]{line.passed}[/]"]
        if not_checked:
            counts.append(f"[yellow]{line.not_checked or ''}[/]")
        table.add_row(escape(line.feature), *counts, f"{line.seconds:.1f} s")
    console.print(table)
    print_verdict(console, results)


def print_verdict(console: Console, results: Sequence[ScenarioResult]) -> None:
    """Print how many passed or failed, and how many were not checked, by reason."""
    outcomes = Counter(result.outcome for result in results)
    failed, skipped = outcomes["failed"], outcomes["skipped"]
    if failed:
        of = f"{failed} of {len(results)}"
        console.print(f"[bold red]failed[/]: {of} scenarios", highlight=False)
    else:
        which = f"{outcomes['passed']} of {len(results)}" if skipped else f"all {len(results)}"
        console.print(f"[bold green]passed[/]: {which} scenarios", highlight=False)
    reasons = Counter(result.message for result in results if result.outcome == "skipped")
    for reason, times in sorted(reasons.items(), key=str):
        console.print(f"[yellow]not checked[/]: {times} scenarios, {reason}", highlight=False, soft_wrap=True)


def print_assumed(console: Console, results: Sequence[ScenarioResult]) -> None:
    """Print what is green only on an assumption of ours (`--strict`)."""
    console.print(
        f"[bold red]strict[/]: {len(results)} scenarios passed that rest on an assumption", highlight=False
    )
    for result in sorted(results, key=lambda one: (one.feature, one.place)):
        console.print(
            f"  {escape(result.scenario)}  [dim]{escape(result.place)}", highlight=False, soft_wrap=True
        )


def print_failures(
    console: Console, results: Sequence[ScenarioResult], *, again: Callable[[str], str]
) -> None:
    """Print what did not pass: feature, scenario, failing step, message, and what `again` says."""
    for result in sorted(results, key=lambda one: (one.feature, one.place)):
        if result.outcome != "failed":
            continue
        console.print()
        console.print(f"[bold red]{result.outcome}[/] [bold]{escape(result.feature)}[/]", highlight=False)
        console.print(
            f"  Scenario: {escape(result.scenario)}  [dim]{escape(result.place)}",
            highlight=False,
            soft_wrap=True,
        )
        if result.failed_step:
            console.print(f"  Step: [yellow]{escape(result.failed_step)}", highlight=False)
        for line in (result.message or "").splitlines():
            console.print(f"    {escape(line)}", highlight=False, soft_wrap=True)
        console.print(f"  again: {escape(again(result.test))}", highlight=False, soft_wrap=True)
