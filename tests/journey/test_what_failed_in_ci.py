"""The end of a CI log tells what failed, however long ago it scrolled away."""

import json
import sys
from pathlib import Path

from tests.programs import run_program

PROGRAM = Path(__file__).parents[2] / ".ci" / "what_failed.py"


def test_the_end_of_a_failed_command_is_printed_again(tmp_path: Path) -> None:
    """Only failed commands are told of, by environment, with the last of their lines."""
    result = tmp_path / "result.json"
    printed = "".join(f"line {number}\n" for number in range(100))
    environments = {
        "lint": {"setup": [command("pip", 0)], "test": [command("ruff", 0, output="all well\n")]},
        "unit": {
            "setup": [command("pip", 0)],
            "test": [command("pytest", 1, output=printed, err="a hint\n")],
        },
        "gate": {"setup": [command("pip", 1, err="no network\n")]},
    }
    result.write_text(json.dumps({"testenvs": environments}))
    ran = run_program(sys.executable, PROGRAM, result, cwd=tmp_path)
    lines = ran.stdout.splitlines()
    assert "unit failed with 1, in: pytest" in lines
    assert lines[lines.index("a hint") - 1] == "line 99"
    assert "gate failed with 1, in: pip" in lines
    assert lines[-1] == "no network"
    assert not {"line 40", "all well"} & set(lines)


def command(name: str, code: int, *, output: str = "", err: str = "") -> dict[str, object]:
    """A command as tox writes it down."""
    return {"command": [name], "retcode": code, "output": output, "err": err}
