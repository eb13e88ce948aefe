"""An engine that is a program of its own: started with what it must know, watched, ended with its children.

The gate runs foreign engines this way, and everybody's engine, the built-in one too, in the scenarios that
restart it. Secrets are handed over in the environment, never on a command line.
"""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from harness.engines.running_engine import EXPECTED, wait_for_engine
from harness.errors import CouldNotCheckError, WrongUsageError

SERVER = "LAB_DATABASE_URL"
"""The variable that names a PostgreSQL server on which labs keep their engines' tables."""

GRACE_SECONDS = 5.0  # How long an engine may take to end after SIGTERM.
PATIENCE_SECONDS = 30.0  # How long it may take to come up, unless said otherwise.
LINES_SHOWN = 20
_BYTES_READ = 16_384
REAPER = Path(__file__).with_name("orphan_reaper.py")
BUILTIN_COMMAND = shlex.join([sys.executable, "-m", "harness.lab.lab_engine"])


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineFacts:
    """What an engine needs to know of its lab. `folder` is its own, and outlives its restarts.

    `database_url` is a PostgreSQL database of its own, if the lab was given a server.
    """

    flourish_url: str
    ordo_url: str
    engine_url: str
    events_secret: str = field(repr=False)
    encryption_key: str = field(repr=False)
    http_timeout: float
    folder: Path
    database_url: str = field(default="", repr=False)

    def environment(self) -> Mapping[str, str]:
        """The variables that carry it; docs/how-to/test-your-own-engine.md explains each."""
        return {
            "FLOURISH_URL": self.flourish_url,
            "ORDO_URL": self.ordo_url,
            "ENGINE_PORT": str(urlsplit(self.engine_url).port),
            "ENGINE_PUBLIC_URL": self.engine_url,
            "ORDO_EVENTS_SECRET": self.events_secret,
            "ENGINE_HTTP_TIMEOUT": f"{self.http_timeout:g}",
            "ENGINE_DATA_DIR": str(self.folder),
            "ENGINE_ENCRYPTION_KEY": self.encryption_key,
            "ENGINE_DATABASE_URL": self.database_url,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineCommand:
    """How to start an engine: its command line, where its output goes (None: into its folder), patience."""

    command: Sequence[str]
    log: Path | None = None
    patience_seconds: float = PATIENCE_SECONDS

    @classmethod
    def parse(
        cls, line: str, *, log: Path | None = None, patience_seconds: float = PATIENCE_SECONDS
    ) -> "EngineCommand":
        """Split a line as a shell does, without one.

        Raises:
            WrongUsageError: the line is empty or a quote is not closed.
        """
        try:
            words = shlex.split(line)
        except ValueError as problem:
            raise WrongUsageError(f"the engine's command cannot be read: {problem}") from problem
        if not words:
            raise WrongUsageError("the engine's command is empty")
        return cls(command=words, log=log, patience_seconds=patience_seconds)


class EngineProgram:
    """The engine's process, which may be ended and started again. Its group holds its children."""

    def __init__(self, wanted: EngineCommand, facts: EngineFacts) -> None:
        self.url = facts.engine_url
        self.log = (wanted.log or facts.folder / "engine.log").resolve()
        self._wanted = wanted
        self._facts = facts
        self._process: subprocess.Popen[bytes] | None = None
        self._reaper: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            CouldNotCheckError: it cannot be started, dies, or is not up in time; shows what it printed.
        """
        self._launch()
        try:
            wait_for_engine(self.url, self._wanted.patience_seconds, self.death)
        except CouldNotCheckError as problem:
            self.stop()
            raise CouldNotCheckError(str(problem), details=self.last_words()) from problem

    def death(self) -> str | None:
        """How it ended, if it has ended by itself."""
        code = None if self._process is None else self._process.poll()
        if code is None:
            return None
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        return f"the engine {how}; {EXPECTED}"

    def stop(self) -> None:
        """Ask it to end, as an orderly shutdown does; after `GRACE_SECONDS`, and its children, by force."""
        if self._process is not None:
            _signal_group(self._process, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE_SECONDS)
        self.kill()
        if self._reaper is not None and self._reaper.stdin is not None:
            self._reaper.stdin.close()
            self._reaper.wait()
            self._reaper = None

    def kill(self) -> None:
        """End it and its children at once, without any warning."""
        if self._process is not None:
            _signal_group(self._process, signal.SIGKILL)
            self._process.wait()
            self._process = None
            self._notify_reaper(0)

    def ensure_running(self) -> None:
        if self._process is None or self.death() is not None:
            self.kill()
            self.start()

    def last_words(self) -> str:
        try:
            with self.log.open("rb") as output:
                output.seek(max(0, self.log.stat().st_size - _BYTES_READ))
                text = output.read().decode(errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-LINES_SHOWN:])

    def _launch(self) -> None:
        environment = {**os.environ, **self._facts.environment()}
        with self._open_log() as output:
            try:
                self._process = subprocess.Popen(  # noqa: S603 - the command is what the caller wants tested
                    self._wanted.command,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            except OSError as problem:
                message = f"the engine cannot be started: {self._wanted.command[0]}: {problem.strerror}"
                raise CouldNotCheckError(message) from problem

        self._notify_reaper(self._process.pid)

    def _notify_reaper(self, group: int) -> None:
        """Should this process be killed, the reaper ends the engine."""
        if self._reaper is None:
            command = [sys.executable, "-I", "-S", str(REAPER)]
            self._reaper = subprocess.Popen(  # noqa: S603 - our own program
                command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
            )
        if self._reaper.stdin is not None:
            self._reaper.stdin.write(b"%d\n" % group)
            self._reaper.stdin.flush()

    def _open_log(self) -> BinaryIO:
        """Output of a start before stays in front of that of this one."""
        try:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            return self.log.open("ab")
        except OSError as problem:
            raise WrongUsageError(f"{self.log} cannot be written: {problem.strerror}") from problem


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """The group of the process is there as long as any of its children is."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
