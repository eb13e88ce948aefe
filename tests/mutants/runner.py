"""Runs every mutant past the gate's features and says which scenario caught it.

Each mutant has a process of its own, which stops at the first scenario that fails. A kill counts only if the
product as it is passes that very scenario, which the control run at the end shows.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from foundation.clock import SystemClock
from tests.mutants.judge import Outcome, Task, Verdict
from tests.mutants.mutant import Mutant

CHECKOUT = Path(__file__).parents[2]
SECONDS_FOR_ONE = 300.0
"""More than the whole suite needs; a mutant without a verdict by then is an error."""

Judging = Callable[[Task], Verdict]


class Ending(IntEnum):
    """The exit codes, as the gate has them."""

    ALL_KILLED = 0
    SURVIVORS = 1
    WRONG_USAGE = 2
    COULD_NOT_JUDGE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A mutant and its verdict."""

    mutant: Mutant
    verdict: Verdict


def judge_in_a_process(task: Task) -> Verdict:
    """The verdict of a fresh process; what it printed is the message when it gave none."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        asked, answered = Path(folder) / "task.json", Path(folder) / "verdict.json"
        asked.write_bytes(msgspec.json.encode(task))
        command = [sys.executable, "-m", "tests.mutants.judge", str(asked), str(answered)]
        try:
            ran = subprocess.run(
                command, cwd=CHECKOUT, capture_output=True, text=True, timeout=SECONDS_FOR_ONE, check=False
            )
        except subprocess.TimeoutExpired:
            return Verdict(outcome=Outcome.ERROR, message=f"no verdict within {SECONDS_FOR_ONE:.0f} seconds")
        if answered.exists():
            return msgspec.json.decode(answered.read_bytes(), type=Verdict)
        said = [line for line in (ran.stderr or ran.stdout).splitlines() if line.strip()]
        return Verdict(outcome=Outcome.ERROR, message=said[-1] if said else "the process said nothing")


def run(
    mutants: Sequence[Mutant], console: Console, *, processes: int, judging: Judging = judge_in_a_process
) -> Ending:
    """Judge the mutants, so many at a time, then the product as it is; print who caught whom."""
    clock = SystemClock()
    began = clock.now()
    judged: list[Judged] = []
    with ThreadPoolExecutor(processes) as pool:
        tasks = {pool.submit(judging, Task(mutant=one.name)): one for one in mutants}
        for done in as_completed(tasks):
            judged.append(Judged(mutant=tasks[done], verdict=done.result()))
            _say(console, judged, len(mutants))
    judged.sort(key=lambda one: mutants.index(one.mutant))
    control = _control(judged, judging)
    _print_table(console, judged)
    seconds = (clock.now() - began).total_seconds()
    killed, survived, errors = (_count(judged, outcome) for outcome in Outcome)
    console.print(f"{killed} killed, {survived} survived in {seconds:.0f} seconds", highlight=False)
    if control is not None:
        console.print(f"[red]the product as it is fails too:[/] {escape(control)}", highlight=False)
    if errors:
        console.print(f"[red]{errors} could not be judged[/]", highlight=False)
    if errors or control is not None:
        return Ending.COULD_NOT_JUDGE
    return Ending.SURVIVORS if survived else Ending.ALL_KILLED


def _control(judged: Sequence[Judged], judging: Judging) -> str | None:
    """What goes wrong when the product as it is runs the scenarios that killed; None when all pass."""
    tests = sorted({one.verdict.test for one in judged if one.verdict.outcome is Outcome.KILLED})
    if not tests:
        return None
    verdict = judging(Task(mutant=None, only=tests))
    if verdict.outcome is not Outcome.SURVIVED:
        return f"{verdict.scenario} {verdict.step} {verdict.message}".strip()
    return None if verdict.ran == len(tests) else f"only {verdict.ran} of {len(tests)} scenarios ran"


def _count(judged: Sequence[Judged], outcome: Outcome) -> int:
    return sum(one.verdict.outcome is outcome for one in judged)


def _say(console: Console, judged: Sequence[Judged], total: int) -> None:
    latest = judged[-1]
    line = f"{len(judged)} of {total} {latest.verdict.outcome.value}: {latest.mutant.name}"
    console.print(escape(line), highlight=False, soft_wrap=True)


def _print_table(console: Console, judged: Sequence[Judged]) -> None:
    table = Table("mutant", "breaks", "caught by", "at the step", title="Mutants")
    for one in judged:
        verdict = one.verdict
        by, step = escape(verdict.scenario), escape(verdict.step)
        if verdict.outcome is Outcome.SURVIVED:
            by, step = "[red]nobody[/]", f"{verdict.ran} scenarios passed"
        elif verdict.outcome is Outcome.ERROR:
            by, step = (
                f"[red]could not be judged[/] {by}",
                escape(f"{verdict.step} {verdict.message}".strip()),
            )
        table.add_row(escape(one.mutant.name), " ".join(one.mutant.breaks), by, step)
    console.print(table)
