"""The engine as a process that may kill itself, forked from one that has imported everything already.

It is the built-in engine that the features restart, with the watch of `points` in it. Forking takes tens of
milliseconds where a start from nothing takes a second, and the sweep starts it twice for every point.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.engines.running_engine import wait_for_engine
from harness.errors import CouldNotCheckError
from harness.lab import lab_engine
from integration_engine.config import from_environment
from tests.crash.databases import Databases
from tests.crash.points import Watch, install
from tests.mutants.mutant import apply
from tests.mutants.registry import MUTANTS
from tests.waiting import PATIENCE

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.crash.sweep"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """Which engines are swept: where they keep their tables, and what is wrong with them on purpose."""

    databases: Databases
    mutant: str | None = None


def run_engine(folder: Path, environment: Mapping[str, str], mutant: str | None) -> None:
    """The process: an engine that watches itself, and ends when its lab is gone."""
    with (folder / "engine.log").open("ab") as log:
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())
    threading.Thread(target=_end_with_the_lab, daemon=True).start()
    if mutant is not None:
        apply(next(one for one in MUTANTS if one.name == mutant))
    install(Watch(folder))
    lab_engine.run(from_environment(environment), port=int(environment["ENGINE_PORT"]))


def _end_with_the_lab() -> None:
    lab = multiprocessing.parent_process()
    if lab is not None:
        lab.join()
    os._exit(1)


class EngineProcess:
    """The engine's process of one lab, started as often as it takes."""

    def __init__(
        self, url: str, folder: Path, environment: Mapping[str, str], mutant: str | None = None
    ) -> None:
        self.folder = folder
        self._mutant = mutant
        self._url = url
        self._environment = environment
        self._process: multiprocessing.process.BaseProcess | None = None

    def start(self) -> None:
        """Start it and wait until it answers, or until it has killed itself on the way."""
        arguments = (self.folder, self._environment, self._mutant)
        self._process = _FORKS.Process(target=run_engine, args=arguments, daemon=True)
        self._process.start()
        try:
            wait_for_engine(self._url, PATIENCE, self._death)
        except CouldNotCheckError:
            if not self.killed_itself():
                raise

    def killed_itself(self) -> bool:
        """Whether it is gone, as a process that was killed at a point is."""
        if self._process is None:
            return False
        self._process.join(PATIENCE)
        return self._process.exitcode == -signal.SIGKILL

    def kill(self) -> None:
        """End it, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None

    def _death(self) -> str | None:
        if self._process is None or self._process.is_alive():
            return None
        return f"the engine ended with {self._process.exitcode}"
