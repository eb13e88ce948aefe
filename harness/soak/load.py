"""Load on a lab of its own: Locust is started, bounded in users and time, and stops by itself.

What the users do is in `benchmarks/locustfile.py`, which Locust also runs by itself, over several machines.
"""

import importlib.util
import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from harness.engines.engine_program import BUILTIN_COMMAND, EngineCommand
from harness.errors import CouldNotCheckError
from harness.lab.lab import start_lab

_PACKAGE = Path(__file__).parent.parent
_GRACE_SECONDS = 120.0  # For setting sellers up, and for the lifecycles that are under way in the end.


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRequest:
    """So many sellers at once, for so long; `rate` of them begin in a second."""

    users: int
    seconds: int
    rate: float


def run_load(wanted: LoadRequest) -> int:
    """Run it and let Locust print its table; 0 when every call was answered, 1 when not.

    Raises:
        CouldNotCheckError: Locust is not installed, the lab does not come up, or Locust never ends.
    """
    if importlib.util.find_spec("locust") is None:
        raise CouldNotCheckError("Locust is not installed; pip install 'ordo-flourish[load]' brings it")
    command = [sys.executable, "-m", "locust", "--headless", "--only-summary", "-f", str(_locustfile())]
    command += ["-u", str(wanted.users), "-r", f"{wanted.rate:g}", "-t", f"{wanted.seconds}s"]
    with ExitStack() as running:
        lab = running.enter_context(start_lab(engine=EngineCommand.parse(BUILTIN_COMMAND)))
        urls = {"FLOURISH_URL": lab.flourish_url, "ORDO_URL": lab.ordo_url, "ENGINE_URL": lab.engine_url}
        try:
            ran = subprocess.run(  # noqa: S603 - our own program
                command, env={**os.environ, **urls}, timeout=wanted.seconds + _GRACE_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as late:
            raise CouldNotCheckError(
                f"Locust did not end {_GRACE_SECONDS:.0f} seconds after its time"
            ) from late
    return 0 if ran.returncode == 0 else 1


def _locustfile() -> Path:
    """Beside the packages in a checkout, inside this package in an installed wheel.

    Raises:
        CouldNotCheckError: neither place has it.
    """
    for file in (_PACKAGE / "locustfile.py", _PACKAGE.parent / "benchmarks" / "locustfile.py"):
        if file.is_file():
            return file
    raise CouldNotCheckError(f"no locustfile.py beside {_PACKAGE} or in it")
