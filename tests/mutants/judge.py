"""Judges one mutant: puts it into force in this process, starts a lab here, runs features until one fails.

`python -m tests.mutants.judge TASK VERDICT` reads a task and writes a verdict, both JSON files. A process
judges one mutant only, so that nothing of it can reach the next.
"""

import os
import shlex
import sys
from collections.abc import Collection, Generator
from enum import StrEnum
from pathlib import Path

import msgspec
import pytest

import harness
from harness.clients.idle import NotIdleError
from harness.gate.features import scenario_of
from harness.rules import SIMULATOR
from tests.mutants.mutant import Mutant, PatchError, apply
from tests.mutants.registry import MUTANTS

SUITE = Path(harness.__file__).parent / "gate" / "suite"
SEED = 1
EXPECTATIONS = (AssertionError, NotIdleError)
"""How a step says that what it expects is not so; any other exception says that the step could not run."""


class Outcome(StrEnum):
    """What became of a mutant. An error is never a kill: it proves nothing about the features."""

    KILLED = "killed"
    SURVIVED = "survived"
    ERROR = "error"


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What to judge: a mutant by its name, or the product as it is (None); by all tests or by some `only`."""

    mutant: str | None
    only: list[str] = []


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """How it ended; `scenario` and `step` are those that failed, `test` is how to select it again."""

    outcome: Outcome
    scenario: str = ""
    step: str = ""
    message: str = ""
    test: str = ""
    ran: int = 0


class Judge:
    """A pytest plugin: the scenarios that should catch the mutant first, and what the first failure was."""

    def __init__(self, mutant: Mutant | None, only: Collection[str]) -> None:
        self._mutant = mutant
        self._only = only
        self._step = ""
        self.ran = 0
        self.verdict: Verdict | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Selects, and puts the likeliest and quickest first."""
        if self._only:
            items[:] = [item for item in items if item.name in self._only]
        if self._mutant is not None:
            of_simulators = self._mutant.simulator
            items[:] = [
                item for item in items if (item.get_closest_marker(SIMULATOR) is not None) is of_simulators
            ]
        items.sort(key=self._rank)

    def _rank(self, item: pytest.Item) -> tuple[bool, ...]:
        tags = {marker.name for marker in item.iter_markers()}
        hinted = bool(self._mutant and self._mutant.first and self._mutant.first in full_name(item))
        ruled = bool(self._mutant and tags & set(self._mutant.breaks))
        return not hinted, not ruled, "controllable_clock" in tags

    def pytest_bdd_step_error(self, step: object) -> None:
        """Keeps which step it was."""
        self._step = f"{getattr(step, 'keyword', '')} {getattr(step, 'name', '')}".strip()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Judges the first failure: an expectation that does not hold kills, anything else is an error."""
        report = yield
        self.ran += report.when == "call"
        if report.failed and self.verdict is None and call.excinfo is not None:
            fair = report.when == "call" and isinstance(call.excinfo.value, EXPECTATIONS)
            message = f"{call.excinfo.typename}: {call.excinfo.value}".splitlines()[0]
            self.verdict = Verdict(
                outcome=Outcome.KILLED if fair else Outcome.ERROR,
                scenario=full_name(item),
                step=self._step,
                message=message if report.when == "call" else f"{report.when}: {message}",
                test=item.name,
                ran=self.ran,
            )
        return report


def full_name(item: pytest.Item) -> str:
    """The scenario's name, with the example in brackets."""
    template = scenario_of(item)
    bare, bracket, example = item.name.partition("[")
    return f"{template.name if template else bare}{' ' + bracket if bracket else ''}{example}"


def judge(task: Task) -> Verdict:
    """Judge one mutant, or the product as it is."""
    mutant = next((one for one in MUTANTS if one.name == task.mutant), None)
    if mutant is not None:
        try:
            apply(mutant)
        except PatchError as error:
            return Verdict(outcome=Outcome.ERROR, message=str(error))
    judging = Judge(mutant, task.only)
    arguments = [str(SUITE), "-c", str(SUITE / "pytest.ini"), "--rootdir", str(SUITE), "-x", "-q"]
    for plugin in ("pytest_bdd.plugin", "harness.plugin", "no:cacheprovider"):
        arguments += ["-p", plugin]
    arguments += _engine_of(mutant)
    code = pytest.main([*arguments, f"--lab-seed={SEED}"], plugins=[judging])
    if judging.verdict is not None:
        return judging.verdict
    if code == pytest.ExitCode.OK and judging.ran:
        return Verdict(outcome=Outcome.SURVIVED, ran=judging.ran)
    return Verdict(outcome=Outcome.ERROR, message=f"pytest ended with {code} after {judging.ran} scenarios")


def _engine_of(mutant: Mutant | None) -> list[str]:
    """Which engine plays: this process' own, except for mutants that show only when an engine restarts."""
    if mutant is None:
        return []
    if not mutant.restarts:
        return ["--lab-without=restart"]
    return ["--lab-engine-cmd", shlex.join([sys.executable, "-m", "tests.mutants.wrong_engine", mutant.name])]


def main(task_file: str, verdict_file: str) -> None:
    """Judge what the task file says; a lab of this process is the only one it may meet."""
    for name in ("FLOURISH_URL", "ORDO_URL", "ENGINE_URL"):
        os.environ.pop(name, None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    task = msgspec.json.decode(Path(task_file).read_bytes(), type=Task)
    Path(verdict_file).write_bytes(msgspec.json.encode(judge(task)))


if __name__ == "__main__":
    main(*sys.argv[1:])
