"""The labs of a pytest run: one that all share, one whose engine may be restarted, one without an engine.

The shared one is found or started. A scenario that restarts the engine would disturb the others there, so it
plays in a second lab, of the process it runs in, with an engine of its own; scenarios of one process follow
each other. One tagged `simulator` judges the simulators: in its lab a recorder stands where the engine would
be. Scenarios that need what the engine under test lacks are skipped.
"""

import os
import secrets
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from dotenv import dotenv_values

from harness.clients.recorded import Receiver
from harness.clients.tenant import Alterations, LabAddress
from harness.engines.engine_program import BUILTIN_COMMAND, SERVER, EngineCommand, EngineProgram
from harness.engines.running_engine import EngineAddress, wait_for_engine
from harness.errors import HarnessError
from harness.rules import CAPABILITIES

URLS = ("FLOURISH_URL", "ORDO_URL", "ENGINE_URL")
NOT_CHECKED = "not checked: "
RESTART = "restart"
ALTERATIONS: pytest.StashKey[Alterations] = pytest.StashKey()
"""In pytest's configuration: what is altered in the traffic of the tenants that are made from now on."""
_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningLab:
    """A lab that somebody else keeps running."""

    flourish_url: str
    ordo_url: str
    engine_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorsLab(RunningLab):
    """A lab without an engine: what the simulators send goes to the receiver."""

    receiver: Receiver


@contextmanager
def shared_lab(config: pytest.Config) -> Iterator[LabAddress]:
    """The lab that `--lab-env` or the environment names; else one is started."""
    if (settings := _running_lab(config)) is not None:
        flourish, ordo, engine = (settings[name].rstrip("/") for name in URLS)
        yield RunningLab(flourish_url=flourish, ordo_url=ordo, engine_url=engine)
        return
    with _started(_command(config.getoption("--lab-engine-cmd"))) as started:
        yield started


def own_lab(config: pytest.Config) -> AbstractContextManager[LabAddress]:
    """A lab whose engine is a process of its own."""
    return _started(_command(config.getoption("--lab-engine-cmd") or BUILTIN_COMMAND))


@contextmanager
def simulators_lab() -> Iterator[SimulatorsLab]:
    """Both simulators, and a recorder in the engine's place."""
    from harness.lab.recorder import recording

    with recording() as recorder:
        secret = f"whsec_{b64encode(secrets.token_bytes(32)).decode()}"
        with _started(EngineAddress(url=recorder.url, events_secret=secret)) as started:
            recorder.events_secret = secret
            yield SimulatorsLab(
                flourish_url=started.flourish_url,
                ordo_url=started.ordo_url,
                engine_url=started.engine_url,
                receiver=recorder,
            )


def _command(line: str | None) -> EngineCommand | None:
    return EngineCommand.parse(line) if line else None


@contextmanager
def _started(engine: EngineCommand | EngineAddress | None) -> Iterator[LabAddress]:
    """One that does not come up fails the scenario with all that is known, the engine's last words too."""
    from harness.lab.lab import EngineSettings, start_lab  # steps for a running lab need none of the servers

    tables = EngineSettings(server=os.environ.get(SERVER, ""))
    try:
        with start_lab(settings=tables, engine=engine) as started:
            yield started
    except HarnessError as problem:
        pytest.fail(f"{problem}\n{problem.details}".rstrip(), pytrace=False)


def engine_to_restart(lab: LabAddress) -> EngineProgram:
    program = getattr(lab, "other_engine", None)
    if not isinstance(program, EngineProgram):
        raise pytest.UsageError("only a scenario tagged @restart may restart the engine")
    return program


def capabilities(config: pytest.Config, lab: LabAddress) -> frozenset[str]:
    """What the engine says of itself in `/healthz`, less `--lab-without`, less what nobody can do with it."""
    without = set(config.getoption("--lab-without"))
    if unknown := without - set(CAPABILITIES):
        known = ", ".join(CAPABILITIES)
        raise pytest.UsageError(f"--lab-without {', '.join(sorted(unknown))}: there are only {known}")
    if _running_lab(config) is not None and not config.getoption("--lab-engine-cmd"):
        without.add(RESTART)  # somebody else keeps the engine running, and nobody said how to start another
    said = wait_for_engine(lab.engine_url, _PATIENCE_SECONDS).capabilities
    return frozenset(said) - without


def needed_capabilities(node: pytest.Item) -> frozenset[str]:
    return frozenset(name for name in CAPABILITIES if node.get_closest_marker(name) is not None)


def not_checked(missing: frozenset[str]) -> str:
    """Why a scenario is not played; reports tell it from other skips by how it begins."""
    return f"{NOT_CHECKED}the engine is without {' and '.join(sorted(missing))}"


def _running_lab(config: pytest.Config) -> Mapping[str, str] | None:
    file = config.getoption("--lab-env")
    settings = _read(Path(file)) if file else os.environ
    if all(name in settings for name in URLS):
        return settings
    if file:
        raise pytest.UsageError(f"{file} does not name {', '.join(URLS)}")
    return None


def _read(file: Path) -> Mapping[str, str]:
    try:
        with file.open(encoding="utf-8") as lines:
            return {
                name: value or "" for name, value in dotenv_values(stream=lines, interpolate=False).items()
            }
    except OSError as error:
        raise pytest.UsageError(f"{file} cannot be read: {error.strerror}") from error
