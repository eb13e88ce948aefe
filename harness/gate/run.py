"""The gate: a lab, every feature against its engine, a verdict.

Owns what a run consists of and what its exit codes mean. How pytest is called for it is in `pytest_run`,
which scenarios there are in `features/` and `harness/steps`.
"""

import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import NoReturn

import pytest
from rich.console import Console

from harness.engines.running_engine import wait_for_engine
from harness.errors import CouldNotCheckError, WrongUsageError
from harness.gate.last_run import read_last_run
from harness.gate.progress import GateProgress
from harness.gate.pytest_run import StopWhenEngineDies, environment, report_arguments, run_pytest
from harness.gate.report import GateReport
from harness.gate.request import NOTHING_SELECTED, GateRequest, GateVerdict
from harness.gate.table import print_assumed, print_coverage, print_failures, print_gaps, print_table
from harness.lab.lab import EngineSettings, Lab, start_lab
from harness.report.results import ScenarioResult

__all__ = [
    "GateRequest",
    "GateVerdict",
    "end_in_order_on_sigterm",
    "lab_environment",
    "lab_of_the_workers",
    "rerun_failed",
    "run_gate",
]


def run_gate(wanted: GateRequest, console: Console) -> GateVerdict:
    """Bring a lab up, judge its engine, print the table and write the report.

    Raises:
        WrongUsageError: pytest does not understand an argument, or no scenario is selected.
        CouldNotCheckError: the lab, the engine or the suite did not come up, the engine died, or it lacks
            what every selected scenario needs.
    """
    console.print(f"seed {wanted.seed}", highlight=False)
    progress, report = GateProgress(console), GateReport(wanted)
    settings = EngineSettings(server=wanted.server)
    with end_in_order_on_sigterm(), start_lab(wanted.ports, settings, engine=wanted.engine) as lab:
        _introduce(console, lab)
        report.meet(lab)
        with environment(lab_of_the_workers(wanted, lab)):
            code = _judge(wanted, progress, lab)
    to_its_end = code in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or progress.ended_early
    if to_its_end and not progress.problems:
        return _conclude(wanted, progress.results, report, console)
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise WrongUsageError(NOTHING_SELECTED)
    raise CouldNotCheckError(_first_problem(progress, code))


def lab_of_the_workers(wanted: GateRequest, lab: Lab) -> Mapping[str, str | None]:
    """Which lab pytest's processes play in: this one, or each its own."""
    urls = lab_environment(lab)
    return dict.fromkeys(urls) if wanted.a_lab_for_each_worker else urls


def lab_environment(lab: Lab) -> Mapping[str, str]:
    """The variables that name a lab to the features' side, as in the file of `up --env-file`."""
    return {"FLOURISH_URL": lab.flourish_url, "ORDO_URL": lab.ordo_url, "ENGINE_URL": lab.engine_url}


@contextmanager
def rerun_failed(wanted: GateRequest, *, seed_given: bool) -> Iterator[GateRequest]:
    """The same request for what failed in the last run in its report folder, with that run's seed.

    Raises:
        WrongUsageError: there was no run there, or nothing failed in it.
    """
    last = read_last_run(wanted.report)
    with tempfile.TemporaryDirectory(prefix="ordo-flourish-") as folder:
        names = Path(folder) / "failed"
        names.write_text("\n".join(last.failed), encoding="utf-8")
        yield replace(wanted, only=names, seed=wanted.seed if seed_given else last.seed)


def _introduce(console: Console, lab: Lab) -> None:
    """Print what is judged, when it is not the built-in engine."""
    if lab.other_engine is not None:
        capabilities = wait_for_engine(lab.engine_url, seconds=1).capabilities
        console.print(
            f"engine {lab.engine_url}, capabilities: {', '.join(capabilities) or 'none'}",
            highlight=False,
            soft_wrap=True,
        )


def _judge(wanted: GateRequest, progress: GateProgress, lab: Lab) -> int:
    """Play the scenarios; pytest's exit code."""
    if lab.other_engine is None:
        return run_pytest(wanted, [progress], *report_arguments(wanted))
    watch = StopWhenEngineDies(lab.other_engine)
    code = run_pytest(wanted, [progress, watch], *report_arguments(wanted))
    death = watch.death or lab.other_engine.death()
    if death is not None:
        played = f" after {len(progress.results)} scenarios" if progress.results else ""
        raise CouldNotCheckError(f"{death}{played}", details=lab.other_engine.last_words())
    return code


def _conclude(
    wanted: GateRequest, results: list[ScenarioResult], report: GateReport, console: Console
) -> GateVerdict:
    """Print the table and what failed, write the report; the verdict.

    Raises:
        CouldNotCheckError: the report cannot be written, or there was nothing that could be checked.
    """
    print_table(console, results)
    print_failures(console, results, again=report.again)
    coverage = report.write(results)
    if wanted.show_coverage:
        print_coverage(console, coverage)
    console.print(f"report: {report.page}", highlight=False, soft_wrap=True)
    if any(result.outcome == "failed" for result in results):
        return GateVerdict.FAILED
    judging = [result for result in results if result.judges_engine]
    if judging and all(result.outcome == "skipped" for result in judging):
        raise CouldNotCheckError("every selected scenario needs what this engine is without")
    assumed = [result for result in results if result.outcome == "passed" and result.assumed]
    if wanted.strict and assumed:
        print_assumed(console, assumed)
        return GateVerdict.FAILED
    if wanted.require_coverage and coverage.gaps:
        print_gaps(console, coverage)
        return GateVerdict.FAILED
    return GateVerdict.PASSED


def _first_problem(progress: GateProgress, code: int) -> str:
    if progress.problems:
        return "the features could not be read: " + progress.problems[0].strip().splitlines()[-1]
    return f"the run was interrupted (pytest ended with {code})"


@contextmanager
def end_in_order_on_sigterm() -> Iterator[None]:
    """A SIGTERM, as CI systems send it to a job that is cancelled, ends the lab and the engine too."""

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    with ExitStack() as undo:
        if threading.current_thread() is threading.main_thread():
            before = signal.signal(signal.SIGTERM, interrupt)
            undo.callback(signal.signal, signal.SIGTERM, before)
        yield
