"""The gate: a lab, every feature against its engine, a verdict.

Owns how pytest is called for it (quiet, without plugins that happen to be installed, with our own reporter)
and what its exit codes mean; which scenarios there are is `features/` and `harness/steps`.
"""

import contextlib
import io
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import pytest
from rich.console import Console

from harness.errors import CouldNotCheckError, WrongUsageError
from harness.gate_progress import GateProgress
from harness.gate_table import print_failures, print_table
from harness.lab import Lab, start_lab

SUITE = Path(__file__).parent / "gate_suite"
PLUGINS = ("xdist", "pytest_bdd.plugin", "harness.plugin", "harness.scenario_reports")


class Verdict(IntEnum):
    """The exit codes of the gate."""

    PASSED = 0
    FAILED = 1
    WRONG_USAGE = 2
    COULD_NOT_CHECK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRequest:
    """What a run of the gate was asked to do."""

    keyword: str | None = None
    marks: str | None = None
    workers: str | None = None
    seed: int
    report: Path
    pytest_arguments: Sequence[str] = ()


def run_gate(wanted: GateRequest, console: Console) -> Verdict:
    """Bring a lab up, judge its engine, print the table and write `junit.xml` into the report folder.

    Raises:
        WrongUsageError: pytest does not understand an argument, or no scenario is selected.
        CouldNotCheckError: the lab or the suite did not come up.
    """
    console.print(f"seed {wanted.seed}", highlight=False)
    progress = GateProgress(console)
    with start_lab() as lab, _environment(lab_environment(lab)):
        code = _run_pytest(wanted, progress)
    if code in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not progress.problems:
        print_table(console, progress.results)
        print_failures(console, progress.results, seed=wanted.seed)
        return Verdict.PASSED if code == pytest.ExitCode.OK else Verdict.FAILED
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        msg = "no scenario is selected by these -k and -m expressions"
        raise WrongUsageError(msg)
    raise CouldNotCheckError(_first_problem(progress, code))


def lab_environment(lab: Lab) -> Mapping[str, str]:
    """How the features' side is told where a lab is; the same names as in the file of `up --env-file`."""
    return {"FLOURISH_URL": lab.flourish_url, "ORDO_URL": lab.ordo_url, "ENGINE_URL": lab.engine_url}


def _run_pytest(wanted: GateRequest, progress: GateProgress) -> int:
    """Run pytest in this process; what it says about a wrong argument becomes an error of ours."""
    said = io.StringIO()
    with _environment({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}), contextlib.redirect_stderr(said):
        code = pytest.main(arguments_for(wanted), plugins=[progress, _Quiet()])
    if code == pytest.ExitCode.USAGE_ERROR:
        # argparse says its usage first and what is wrong last
        found = re.findall(r"error: *(.+)", said.getvalue(), flags=re.IGNORECASE)
        raise WrongUsageError(found[-1] if found else "pytest rejects these arguments")
    sys.stderr.write(said.getvalue())
    return int(code)


def arguments_for(wanted: GateRequest) -> list[str]:
    """The command line that pytest gets."""
    arguments = [str(SUITE), "-c", str(SUITE / "pytest.ini"), "--rootdir", str(SUITE)]
    for plugin in PLUGINS:
        arguments += ["-p", plugin]
    arguments += ["-p", "no:cacheprovider", f"--lab-seed={wanted.seed}"]
    arguments += [
        f"--junitxml={(wanted.report / 'junit.xml').resolve()}",
        "-o",
        "junit_suite_name=ordo-flourish",
    ]
    for option, value in (("-k", wanted.keyword), ("-m", wanted.marks), ("-n", wanted.workers)):
        if value is not None:
            arguments += [option, value]
    return [*arguments, *wanted.pytest_arguments]


class _Quiet:
    """Takes pytest's own terminal reporter away; ours speaks instead."""

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.unregister(name="terminalreporter")


def _first_problem(progress: GateProgress, code: int) -> str:
    if progress.problems:
        return "the features could not be read: " + progress.problems[0].strip().splitlines()[-1]
    return f"the run was interrupted (pytest ended with {code})"


@contextlib.contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Environment variables for a while; workers inherit them."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
