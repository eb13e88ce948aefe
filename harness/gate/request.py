"""What a run of the gate was asked to do, and how it can end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from harness.engines.engine_program import BUILTIN_COMMAND, EngineCommand
from harness.engines.running_engine import EngineAddress
from harness.lab.lab import Ports

NOTHING_SELECTED = "no scenario is selected by these -k and -m expressions"


class Verdict(IntEnum):
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
