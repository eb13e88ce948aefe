"""What the gate says while it runs: a pytest plugin that counts scenarios by feature.

It collects the reports of all tests, to each of which `harness/gate/scenario_reports.py` has added the
scenario, shows how far the run is, and keeps the results.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import pytest
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from harness.gate.last_run import name_of_test
from harness.lab.scenario_labs import NOT_CHECKED

_FAILED = re.compile(r"^[\w.]*UnmetExpectationError: ")
MESSAGE_LINES = 12  # How much of a failing step's message is shown.


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResult:
    """How one scenario ended. `outcome` is passed, failed or skipped; `seconds` includes its fixtures.

    A skipped one is *not checked*, and `message` says why: the engine lacks what it needs.
    """

    feature: str
    scenario: str
    test: str
    place: str
    outcome: str
    seconds: float
    failed_step: str | None = None
    message: str | None = None
    tags: tuple[str, ...] = ()


class _Node(Protocol):
    """An xdist worker, of which nothing is used."""


class GateProgress:
    """Collects the results of a gate run, and shows progress on a console."""

    def __init__(self, console: Console) -> None:
        self.results: list[ScenarioResult] = []
        self.problems: list[str] = []
        self._console = console
        self._open: dict[str, list[pytest.TestReport]] = {}
        self._total = 0
        self._bar = Progress(
            TextColumn("[bold]scenarios"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=None)

    def pytest_sessionstart(self) -> None:
        """Start showing."""
        self._bar.start()

    def pytest_sessionfinish(self) -> None:
        """Take the bar off the screen; the table follows."""
        self._bar.stop()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Know how many scenarios there are, when they run in this process."""
        if session.items:
            self._expect(len(session.items))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: _Node, ids: Sequence[str]) -> None:
        """Know how many scenarios there are, when workers run them."""
        del node
        self._expect(len(ids))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what prevented a feature from being read."""
        if report.failed:
            self.problems.append(str(report.longrepr))

    def pytest_internalerror(self, excrepr: object) -> None:
        """Keep what broke pytest or a plugin."""
        self.problems.append(str(excrepr))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a scenario when its last phase is reported, or its worker died."""
        self._open.setdefault(report.nodeid, []).append(report)
        if report.when not in ("setup", "call"):
            self.results.append(result_of(self._open.pop(report.nodeid)))
            self._show()

    def _expect(self, scenarios: int) -> None:
        self._total = scenarios
        self._bar.update(self._task, total=scenarios)

    def _show(self) -> None:
        done = len(self.results)
        failed = sum(result.outcome == "failed" for result in self.results)
        alarm = f"[red]{failed} failed[/] " if failed else ""
        description = f"{alarm}[dim]{escape(self.results[-1].feature)}"
        self._bar.update(self._task, completed=done, description=description)
        tenth = max(1, self._total // 10)
        if not self._console.is_terminal and (done % tenth == 0 or done == self._total):
            self._console.print(f"{done} of {self._total} scenarios, {failed} failed", highlight=False)


def result_of(phases: Sequence[pytest.TestReport]) -> ScenarioResult:
    """Read the reports of one test's phases; a failed fixture counts against its scenario."""
    decisive = next((phase for phase in phases if phase.failed), None)
    decisive = decisive or next((phase for phase in phases if phase.skipped), phases[-1])
    scenario: dict[str, str] = decisive.__dict__.get("scenario", {})
    message = None
    if decisive.failed:
        crash = getattr(decisive.longrepr, "reprcrash", None)
        said = crash.message if crash is not None else str(decisive.longrepr)
        message = shorten(_FAILED.sub("", said))
    elif decisive.skipped:
        message = _why_skipped(decisive)
    return ScenarioResult(
        feature=scenario.get("feature", "(no feature)"),
        scenario=scenario.get("scenario", decisive.nodeid),
        test=name_of_test(decisive.nodeid),
        place=scenario.get("place", decisive.nodeid),
        outcome=decisive.outcome,
        seconds=sum(phase.duration for phase in phases),
        failed_step=scenario.get("failed_step") or None,
        message=message,
        tags=tuple(scenario.get("tags", "").split()),
    )


def _why_skipped(phase: pytest.TestReport) -> str:
    """A skip's representation is the file, the line and the reason."""
    reason = phase.longrepr[2] if isinstance(phase.longrepr, tuple) else str(phase.longrepr)
    return reason.removeprefix("Skipped: ").removeprefix(NOT_CHECKED)


def shorten(message: str, lines: int = MESSAGE_LINES) -> str:
    """The first lines of a message, and how many were left out."""
    every = message.strip().splitlines()
    if len(every) <= lines:
        return "\n".join(every)
    return "\n".join([*every[:lines], f"... {len(every) - lines} more lines"])
