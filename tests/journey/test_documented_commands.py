"""Every command block of the documentation that is marked runnable is run."""

import re
import shlex
import signal
import subprocess
from pathlib import Path

import pytest

from tests.programs import FREE_PORTS, LONGEST, command_line, run_program

CHECKOUT = Path(__file__).parents[2]


def documented_commands() -> list[str]:
    """The lines of all blocks that begin with `sh run`, each once."""
    pages = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").rglob("*.md"))]
    blocks = [
        block for page in pages for block in re.findall(r"```sh run\n(.*?)```", page.read_text(), re.DOTALL)
    ]
    return sorted({line for block in blocks for line in block.splitlines() if line.strip()})


@pytest.mark.parametrize("line", documented_commands())
def test_documented_command_runs(line: str, tmp_path: Path) -> None:
    """The command ends well; one that runs until Ctrl-C comes up and stops well."""
    program, *arguments = shlex.split(line)
    assert program == "ordo-flourish"
    if arguments[0] != "up":
        ran = run_program(*command_line(*arguments), cwd=tmp_path)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return
    # Ports are free ones here, so that the tests can run beside a lab and beside each other.
    command = command_line(*arguments, *FREE_PORTS)
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert any(shown.startswith("Ctrl-C stops") for shown in process.stdout)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=LONGEST) == 0


def test_there_are_documented_commands() -> None:
    """The pattern above still finds the blocks."""
    assert {line.split()[1] for line in documented_commands()} >= {"gate", "up", "demo"}
