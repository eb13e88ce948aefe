"""What `gate --rerun-failed` needs of the run before: its seed, and which scenarios failed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.errors import WrongUsageError

NAME = "last_run.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """A run that ended with a verdict."""

    seed: int
    failed: Sequence[str]


def save_last_run(report: Path, run: LastRun) -> None:
    text = json.dumps({"seed": run.seed, "failed": list(run.failed)}, indent=1)
    (report / NAME).write_text(text + "\n", encoding="utf-8")


def read_last_run(report: Path) -> LastRun:
    """Read it from the report folder.

    Raises:
        WrongUsageError: there was no run, or none that can be read, or nothing failed in it.
    """
    try:
        read = json.loads((report / NAME).read_text(encoding="utf-8"))
        run = LastRun(seed=int(read["seed"]), failed=[str(name) for name in read["failed"]])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise WrongUsageError(
            f"--rerun-failed: no earlier run in {report}; --report names the folder"
        ) from problem
    if not run.failed:
        raise WrongUsageError(f"--rerun-failed: nothing failed in the last run in {report}")
    return run
