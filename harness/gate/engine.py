"""Which engine the gate was asked to judge, and whether it was told enough for that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from harness.engines.engine_program import BUILTIN_COMMAND, PATIENCE_SECONDS, EngineCommand
from harness.engines.running_engine import EngineAddress
from harness.errors import WrongUsageError
from harness.lab.lab import Ports

SECRET = "ORDO_EVENTS_SECRET"  # noqa: S105 - the name of a variable
LOG = "engine.log"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """What was given about the engine. At most one of URL and command; both None: the built-in one."""

    url: str | None = None
    command: str | None = None
    ports: Ports = field(default_factory=Ports)
    patience_seconds: float = PATIENCE_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenEngine:
    """The engine to start or to look for, and the line that starts one more of its kind, if there is one."""

    engine: EngineCommand | EngineAddress | None
    command: str | None


def choose_engine(options: EngineOptions, report: Path, environment: Mapping[str, str]) -> ChosenEngine:
    """Make up what the lab is told.

    Raises:
        WrongUsageError: both were given, or something is missing or unusable.
    """
    if options.url is not None and options.command is not None:
        raise WrongUsageError("--engine-url and --engine-cmd exclude each other")
    if options.command is not None:
        command = EngineCommand.parse(
            options.command, log=report / LOG, patience_seconds=options.patience_seconds
        )
        return ChosenEngine(engine=command, command=options.command)
    if options.url is None:
        return ChosenEngine(engine=None, command=BUILTIN_COMMAND)
    return ChosenEngine(engine=_address(options, options.url, environment), command=None)


def _address(options: EngineOptions, url: str, environment: Mapping[str, str]) -> EngineAddress:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WrongUsageError(f"--engine-url {url!r} is not an http or https URL")
    secret = environment.get(SECRET, "")
    given = {
        "--flourish-port": options.ports.flourish,
        "--ordo-port": options.ports.ordo,
        f"{SECRET} in the environment": secret,
    }
    if missing := [name for name, value in given.items() if not value]:
        why = "an engine that runs already has to know the lab beforehand"
        raise WrongUsageError(f"--engine-url needs {', '.join(missing)}: {why}")
    return EngineAddress(url=url.rstrip("/"), events_secret=secret, patience_seconds=options.patience_seconds)
