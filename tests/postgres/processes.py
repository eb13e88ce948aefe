"""A lab whose engine is several processes over one PostgreSQL, as `ordo-flourish engine` runs them."""

import os
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from harness.engines.engine_program import EngineCommand
from harness.lab.lab import GATE_HTTP_TIMEOUT, EngineSettings, Lab, start_lab
from tests.programs import command_line

SOON_STALLED = 3.0
"""Seconds; tests that kill do not want to wait long."""


@dataclass
class Workers:
    """The worker processes of a lab; each may be killed at any time, and another one started."""

    lab: Lab
    folder: Path
    stalled_seconds: float
    running: list[subprocess.Popen[str]] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    def start(self) -> str:
        """Starts one more and waits until it works; where its /healthz is."""
        environment = {
            **os.environ,
            "DATABASE_URL": self.lab.database_url,
            "FLOURISH_URL": self.lab.flourish_url,
            "ORDO_URL": self.lab.ordo_url,
            "ENGINE_PUBLIC_URL": self.lab.engine_url,
            "ORDO_EVENTS_SECRET": self.lab.events_secret,
            "ENGINE_ENCRYPTION_KEY": self.lab.encryption_key,
            "ENGINE_HTTP_TIMEOUT": f"{GATE_HTTP_TIMEOUT:g}",
            "ENGINE_STALLED_SECONDS": f"{self.stalled_seconds:g}",
        }
        command = command_line("engine", "--role", "worker", "--port", "0")
        with (self.folder / "workers.log").open("a") as log:
            process = subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
            )
        self.running.append(process)
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        self.urls.append(url)
        return url

    def kill(self, number: int) -> None:
        """Ends one at once, without any warning."""
        process = self.running.pop(number)
        del self.urls[number]
        process.kill()
        process.communicate()

    def kill_all(self) -> None:
        """Ends every one."""
        while self.running:
            self.kill(0)

    def log(self) -> str:
        """What they all logged."""
        return (self.folder / "workers.log").read_text()


@contextmanager
def lab_of_processes(
    folder: Path, server: str, *, role: str = "web", stalled_seconds: float = SOON_STALLED
) -> Iterator[Workers]:
    """A lab whose first process has this role; workers may be started beside it.

    Without a server that process works in a file, and must have the role `all`.
    """
    first = shlex.join(command_line("engine", "--role", role))
    variable = 'DATABASE_URL="${ENGINE_DATABASE_URL:-sqlite:///$ENGINE_DATA_DIR/engine.sqlite3}"'
    command = shlex.join(["sh", "-c", f"{variable} exec {first}"])
    with ExitStack() as running:
        lab = running.enter_context(
            start_lab(
                settings=EngineSettings(server=server),
                engine=EngineCommand.parse(command, log=folder / "web.log"),
            )
        )
        workers = Workers(lab=lab, folder=folder, stalled_seconds=stalled_seconds)
        running.callback(workers.kill_all)
        yield workers
