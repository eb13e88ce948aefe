"""The command as a program of its own, in tests."""

import subprocess
import sys
from pathlib import Path

LONGEST = 600  # Seconds; a program that takes longer hangs.
FREE_PORTS = ("--flourish-port", "0", "--ordo-port", "0", "--engine-port", "0")


def command_line(*arguments: str | Path) -> list[str]:
    """`ordo-flourish` with these arguments, under this Python."""
    return [sys.executable, "-m", "harness", *map(str, arguments)]


def run_program(
    *command: str | Path, cwd: Path, env: dict[str, str] | None = None, longest: int = LONGEST
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; how it ended is the caller's to judge."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=longest,
        check=False,
    )
