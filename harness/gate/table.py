"""How a gate's results are shown at the terminal: by feature, then what failed and how to repeat it."""

from collections.abc import Callable, Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from harness.report.coverage import Coverage
from harness.report.results import ScenarioResult, add_up, by_feature, by_reason, in_order


def print_table(console: Console, results: Sequence[ScenarioResult]) -> None:
    """Print scenarios, passed, skipped (if any) and time by feature, their sums, and the verdict."""
    features, total = by_feature(results), add_up("all", results)
    table = Table(box=box.SIMPLE_HEAD, show_footer=True)
    table.add_column("feature", f"{len(features)} features")
    table.add_column("scenarios", str(total.scenarios), justify="right")
    table.add_column("passed", str(total.passed), justify="right")
    if total.skipped:
        table.add_column("skipped", str(total.skipped), justify="right")
    table.add_column("time", f"{total.seconds:.1f} s", justify="right")
    for feature in features:
        colour = "red" if feature.failed else "green"
        counts = [str(feature.scenarios), f"[{colour}]{feature.passed}[/]"]
        if total.skipped:
            counts.append(f"[yellow]{feature.skipped or ''}[/]")
        table.add_row(escape(feature.name), *counts, f"{feature.seconds:.1f} s")
    console.print(table)
    if total.failed:
        console.print(f"[bold red]failed[/]: {total.failed} of {total.scenarios} scenarios", highlight=False)
    else:
        which = f"{total.passed} of {total.scenarios}" if total.skipped else f"all {total.scenarios}"
        console.print(f"[bold green]passed[/]: {which} scenarios", highlight=False)
    if about_simulators := sum(not result.judges_engine for result in results):
        console.print(f"{about_simulators} of them judge the simulators, not the engine", highlight=False)
    for reason in by_reason(results):
        text = f"[yellow]skipped[/]: {reason.skipped} scenarios, {reason.name}"
        console.print(text, highlight=False, soft_wrap=True)


def print_assumed(console: Console, results: Sequence[ScenarioResult]) -> None:
    """Print what is green only on an assumption of ours (`--strict`)."""
    console.print(
        f"[bold red]strict[/]: {len(results)} scenarios passed that rest on an assumption", highlight=False
    )
    for result in in_order(results):
        place = f"[dim]{escape(result.place)}"
        console.print(f"  {escape(result.scenario.name)}  {place}", highlight=False, soft_wrap=True)


def print_failures(
    console: Console, results: Sequence[ScenarioResult], *, again: Callable[[str], str]
) -> None:
    """Print what did not pass: feature, scenario, failing step, message, and what `again` says."""
    for result in in_order(results):
        if result.outcome != "failed":
            continue
        scenario = result.scenario
        lines = [
            f"[bold red]{result.outcome}[/] [bold]{escape(scenario.feature)}[/]",
            f"  Scenario: {escape(scenario.name)}  [dim]{escape(result.place)}",
            *([f"  Step: [yellow]{escape(result.failed_step)}"] if result.failed_step else []),
            *(f"    {escape(line)}" for line in result.message.splitlines()),
            f"  again: {escape(again(scenario.test))}",
        ]
        console.print()
        for line in lines:
            console.print(line, highlight=False, soft_wrap=True)


def print_coverage(console: Console, coverage: Coverage) -> None:
    """Print the whole table, group by group; gaps are marked."""
    for group in coverage.groups:
        done, required = coverage.share(group)
        colour = "green" if done == required else "red"
        console.print(f"\n[bold]{escape(group)}[/] [{colour}]{done} of {required}[/]", highlight=False)
        for line in coverage.of(group):
            colour = "red" if line.gap else "dim" if not line.times else "default"
            source = "" if line.provenance is None else line.provenance.source.value
            remark = ", ".join(part for part in ("gap" if line.gap else line.remark, source) if part)
            text = f"{line.times:>7}  {escape(line.name)}" + (f" ({escape(remark)})" if remark else "")
            console.print(f"[{colour}]{text}[/]", highlight=False, soft_wrap=True)
    console.print()


def print_gaps(console: Console, coverage: Coverage) -> None:
    console.print(f"[bold red]coverage[/]: {len(coverage.gaps)} gaps", highlight=False)
    for gap in coverage.gaps:
        console.print(f"  {escape(gap.group)}: {escape(gap.name)}", highlight=False, soft_wrap=True)
