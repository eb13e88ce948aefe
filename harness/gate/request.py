"""What a run of the gate was asked to do, which engine it judges, and how it can end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from urllib.parse import urlsplit

from harness.engines.engine_program import BUILTIN_COMMAND, EngineCommand
from harness.engines.running_engine import EngineAddress
from harness.errors import WrongUsageError
from harness.lab.lab import Ports
from sim_ordo.config import OrdoConfig, OrdoConfigError

SECRET = "ORDO_EVENTS_SECRET"  # noqa: S105 - the name of a variable
LOG = "engine.log"
NOTHING_SELECTED = "no scenario is selected by these -k and -m expressions"


class GateVerdict(IntEnum):
    """The exit codes of the gate."""

    PASSED = 0
    FAILED = 1
    WRONG_USAGE = 2
    COULD_NOT_CHECK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRequest:
    """A run of the gate.

    `engine` is None for the built-in one, `engine_command` the line that starts one more engine of the same
    kind, for the scenarios that restart it (None: nobody can). `server` is the URL of a PostgreSQL server for
    the engines' tables; without one they work in files. `without` names capabilities not to rely on.
    `only` names the tests to run (None: all that are selected). `strict` fails on a green that is assumed,
    `require_coverage` on anything that can happen and was not exercised.
    """

    keyword: str | None = None
    marks: str | None = None
    workers: str | None = None
    seed: int
    report: Path
    engine: EngineCommand | EngineAddress | None = None
    engine_command: str | None = BUILTIN_COMMAND
    ports: Ports = field(default_factory=Ports)
    server: str = field(default="", repr=False)
    without: Sequence[str] = ()
    only: Path | None = None
    strict: bool = False
    show_coverage: bool = False
    require_coverage: bool = False
    pytest_arguments: Sequence[str] = ()

    @property
    def a_lab_for_each_worker(self) -> bool:
        """Whether every process brings up its own lab, which uses all cores.

        An engine that is not ours may be there only once.
        """
        return self.engine is None and self.workers not in (None, "0")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenEngine:
    """The engine to start or to look for, and the line that starts one more of its kind, if there is one."""

    engine: EngineCommand | EngineAddress | None
    command: str | None


def choose_engine(
    *,
    url: str | None,
    command: str | None,
    ports: Ports,
    patience_seconds: float,
    report: Path,
    environment: Mapping[str, str],
) -> ChosenEngine:
    """The engine to judge: the one at the URL, the one that the command starts, or the built-in one.

    Raises:
        WrongUsageError: both were given, or something is missing or unusable.
    """
    if url is not None and command is not None:
        raise WrongUsageError("--engine-url and --engine-cmd exclude each other")
    if url is not None:
        address = _address(url, ports, environment, patience_seconds)
        return ChosenEngine(engine=address, command=None)
    if command is None:
        return ChosenEngine(engine=None, command=BUILTIN_COMMAND)
    engine = EngineCommand.parse(command, log=report / LOG, patience_seconds=patience_seconds)
    return ChosenEngine(engine=engine, command=command)


def _address(
    url: str, ports: Ports, environment: Mapping[str, str], patience_seconds: float
) -> EngineAddress:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WrongUsageError(f"--engine-url {url!r} is not an http or https URL")
    secret = environment.get(SECRET, "")
    given = {
        "--flourish-port": ports.flourish,
        "--ordo-port": ports.ordo,
        f"{SECRET} in the environment": secret,
    }
    if missing := [name for name, value in given.items() if not value]:
        why = "an engine that runs already has to know the lab beforehand"
        raise WrongUsageError(f"--engine-url needs {', '.join(missing)}: {why}")
    try:
        OrdoConfig(engine_url=url, events_secret=secret)
    except OrdoConfigError as problem:
        raise WrongUsageError(str(problem)) from problem
    return EngineAddress(url=url.rstrip("/"), events_secret=secret, patience_seconds=patience_seconds)
