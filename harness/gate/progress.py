"""What the gate says while it runs: a pytest plugin of the controlling process that keeps the results.

It collects the reports of all tests, to the last of which `harness/gate/collect.py` has added the scenario's
record, and shows how far the run is.
"""

import re
from collections.abc import Sequence
from typing import Protocol

import pytest
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from harness.gate.features import name_of_test
from harness.lab.scenario_labs import NOT_CHECKED
from harness.report.results import ScenarioResult
from harness.report.scenario_record import Failure, Scenario, ScenarioRecord, unpacked
from harness.steps.context.failure_context import ExpectationFailedError

_FAILED = re.compile(rf"^[\w.]*{ExpectationFailedError.__name__}: ")
MESSAGE_LINES = 12  # How much of a failing step's message is shown.


class _Node(Protocol):
    """An xdist worker, of which nothing is used."""


class GateProgress:
    """Collects the results of a gate run, and shows progress on a console."""

    def __init__(self, console: Console) -> None:
        self.results: list[ScenarioResult] = []
        self.problems: list[str] = []
        self.ended_early = False
        """Whether pytest was told to stop at so many failures, and did."""
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

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Tell a stop that pytest-xdist was asked for (`-x`) from one that somebody made.

        By the name of its class: whoever imports it before pytest does has pytest warn.
        """
        self.ended_early = type(excinfo.value).__module__ == "xdist.dsession"

    def pytest_internalerror(self, excrepr: object) -> None:
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
        description = f"{alarm}[dim]{escape(self.results[-1].scenario.feature)}"
        self._bar.update(self._task, completed=done, description=description)
        tenth = max(1, self._total // 10)
        if not self._console.is_terminal and (done % tenth == 0 or done == self._total):
            self._console.print(f"{done} of {self._total} scenarios, {failed} failed", highlight=False)


def result_of(phases: Sequence[pytest.TestReport]) -> ScenarioResult:
    """Read the reports of one test's phases; a failed fixture counts against its scenario."""
    decisive = next((phase for phase in phases if phase.failed), None)
    decisive = decisive or next((phase for phase in phases if phase.skipped), phases[-1])
    packed = phases[-1].__dict__.get("scenario_record")
    return ScenarioResult(
        scenario_record=unpacked(packed) if packed else _record_of_lost_worker(phases[-1]),
        outcome=decisive.outcome,
        seconds=sum(phase.duration for phase in phases),
        message=_message(decisive),
    )


def _message(phase: pytest.TestReport) -> str:
    """What is said of a failure; of a skipped scenario the reason, which stands behind file and line."""
    if phase.failed:
        crash = getattr(phase.longrepr, "reprcrash", None)
        return shorten(_FAILED.sub("", crash.message if crash is not None else str(phase.longrepr)))
    reason = phase.longrepr[2] if isinstance(phase.longrepr, tuple) else str(phase.longrepr or "")
    return reason.removeprefix("Skipped: ").removeprefix(NOT_CHECKED)


def _record_of_lost_worker(report: pytest.TestReport) -> ScenarioRecord:
    """All that is known of a scenario whose process died."""
    test, message = name_of_test(report.nodeid), str(report.longrepr)
    scenario = Scenario(
        feature="(a process that died)",
        feature_file="",
        feature_line=0,
        feature_description="",
        feature_tags=(),
        keyword="Scenario",
        name=test,
        line=0,
        description="",
        tags=(),
        test=test,
    )
    failure = Failure(step="", expected="to go on", seen=message, near_miss="", message=message)
    return ScenarioRecord(scenario=scenario, failure=failure)


def shorten(message: str, lines: int = MESSAGE_LINES) -> str:
    every = message.strip().splitlines()
    if len(every) <= lines:
        return "\n".join(every)
    return "\n".join([*every[:lines], f"... {len(every) - lines} more lines"])
