"""The gate's report: gathers what becomes of the scenarios, asks the lab what there is, writes it down."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from foundation.clock import SystemClock, utc_text
from harness.clients.control import Catalogue, read_catalogue
from harness.clients.wire import Wire, open_session
from harness.engines.engine_program import EngineCommand
from harness.engines.running_engine import EngineAddress, wait_for_engine
from harness.errors import CouldNotCheckError, WrongUsageError
from harness.gate.last_run import LastRun, save_last_run
from harness.gate.request import GateRequest
from harness.lab.lab import Lab
from harness.report.coverage import Coverage, coverage_of
from harness.report.results import RunFacts, ScenarioResult, again
from harness.report.write_report import PAGE, clear_report, write_report

_PATIENCE_SECONDS = 5.0


class GateReport:
    """One run's report, from before the first scenario to the files.

    Raises:
        WrongUsageError: it cannot be written where it is wanted.
    """

    def __init__(self, wanted: GateRequest) -> None:
        self._wanted = wanted
        self._started_at: datetime = SystemClock().now()
        self._catalogues: Sequence[Catalogue] = ()
        self._version = "unknown"
        self._capabilities: Sequence[str] = ()
        try:
            clear_report(wanted.report)
        except OSError as problem:
            raise WrongUsageError(f"--report {wanted.report}: {problem.strerror}") from problem

    def meet(self, lab: Lab) -> None:
        """Ask both simulators what can happen in them, and the engine who it is."""
        with open_session() as session:
            self._catalogues = [
                read_catalogue(Wire(origin=url, session=session)) for url in (lab.flourish_url, lab.ordo_url)
            ]
        health = wait_for_engine(lab.engine_url, _PATIENCE_SECONDS)
        self._version, self._capabilities = health.version, health.capabilities

    def write(self, results: Sequence[ScenarioResult]) -> Coverage:
        """Write everything, for the next run the names of the tests that failed; gives what was exercised.

        Raises:
            CouldNotCheckError: it cannot be written; a full disk, for example.
        """
        coverage = coverage_of(self._catalogues, (result.scenario_record for result in results))
        failed = [result.scenario.test for result in results if result.outcome == "failed"]
        try:
            write_report(self._wanted.report, self._facts(), results, coverage)
            save_last_run(self._wanted.report, LastRun(seed=self._wanted.seed, failed=failed))
        except OSError as problem:
            # what could be opened and then had no room names no file
            place = problem.filename or self._wanted.report
            msg = f"the report cannot be written: {place}: {problem.strerror}"
            raise CouldNotCheckError(msg) from problem
        return coverage

    @property
    def page(self) -> Path:
        return self._wanted.report / PAGE

    def again(self, test: str) -> str:
        return again(self._facts(), test)

    def _facts(self) -> RunFacts:
        return RunFacts(
            seed=self._wanted.seed,
            started_at=utc_text(self._started_at.replace(microsecond=0)),
            seconds=(SystemClock().now() - self._started_at).total_seconds(),
            engine=_engine(self._wanted),
            engine_version=self._version,
            capabilities=self._capabilities,
            engine_options=engine_options(self._wanted),
            pytest_arguments=self._wanted.pytest_arguments,
            report=self._wanted.report.as_posix(),
            narrowed=_is_narrowed(self._wanted),
        )


def _is_narrowed(wanted: GateRequest) -> bool:
    return bool(wanted.keyword or wanted.marks or wanted.only or wanted.without or wanted.pytest_arguments)


def _engine(wanted: GateRequest) -> str:
    match wanted.engine:
        case EngineCommand():
            return f"the engine of {wanted.engine_command}"
        case EngineAddress():
            return f"the engine at {wanted.engine.url}"
        case None:
            return "the built-in engine"


def engine_options(wanted: GateRequest) -> list[str]:
    """The options that name the same engine again; the secret of one that runs already is not an option."""
    match wanted.engine:
        case EngineCommand():
            chosen = ["--engine-cmd", wanted.engine_command or ""]
        case EngineAddress():
            ports = wanted.ports
            chosen = ["--engine-url", wanted.engine.url]
            chosen += ["--flourish-port", str(ports.flourish), "--ordo-port", str(ports.ordo)]
        case None:
            chosen = []
    for capability in wanted.without:
        chosen += ["--without", capability]
    return chosen
