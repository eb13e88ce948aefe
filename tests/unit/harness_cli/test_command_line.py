"""The command line: what wrong input leads to, and what help says."""

import signal
import subprocess
import sys

import pytest

from tests.running_command import run
from tests.waiting import PATIENCE


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["--nonsense"], "No such option"),
        (["gate", "--nonsense"], "No such option"),
        (["gate", "-n", "many"], "-n takes a number or 'auto'"),
        (["gate", "--seed", "x"], "--seed"),
        (["gate", "--seed", "-1"], "--seed"),
        (["gate", "--engine", "other"], "--engine"),
        (["gate", "--engine-cmd", ""], "the engine's command is empty"),
        (
            ["gate", "--engine-cmd", "sh -c 'exit"],
            "the engine's command cannot be read: No closing quotation",
        ),
        (["gate", "--engine-url", "engine:8703"], "'engine:8703' is not an http or https URL"),
        (["gate", "--engine-patience", "0"], "--engine-patience"),
        (["gate", "--without", "wings"], "--without"),
        (["gate", "--ordo-port", "-1"], "--ordo-port"),
        (["up", "--ordo-port", "70000"], "--ordo-port"),
        (["up", "--items", "-3"], "--items"),
        (["up", "extra"], "unexpected extra argument"),
        (["demo", "--seed", "no"], "--seed"),
        (["check-receiver"], "--url"),
        (["check-receiver", "--url", "http://127.0.0.1:9", "--signing-key", "x"], "No such option"),
        (["check-examples"], "Missing argument 'COLLECTION'"),
        (["check-examples", "nowhere.json"], "'nowhere.json' does not exist"),
        (["engine", "--http-timeout", "0"], "--http-timeout"),
        (["engine", "--stalled-seconds", "nan"], "nan is not a number of at most"),
        (["engine", "--keep-days", "1e300"], "1e+300 is not a number of at most"),
        (["soak", "--minutes", "nan"], "nan is not a number of at most"),
        (["soak", "--minutes", "inf"], "inf is not a number of at most"),
        (["load", "--rate", "nan"], "nan is not a number of at most"),
        (["gate", "--engine-patience", "nan"], "nan is not a number of at most"),
        (["engine", "--events-secret", "x"], "No such option"),
    ],
)
def test_wrong_input_is_one_line_and_exit_2(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong usage ends with code 2 and a single line that says what is wrong."""
    assert run(*arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith("ordo-flourish: ")
    assert complaint in said.err


def test_no_command_shows_help(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a subcommand the help is shown and the usage is wrong."""
    assert run() == 2
    assert "gate" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["gate", "up", "demo", "engine"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """--help describes the subcommand and ends well."""
    assert run(command, "--help") == 0
    assert f"ordo-flourish {command}" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """--version prints the installed version."""
    assert run("--version") == 0
    assert capsys.readouterr().out.strip() == "0.2.0"


STOPPED_WHILE_IT_IS_READ = """
import os, signal, sys

class Stop:
    def find_spec(self, name, *_):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Stop())
from harness.__main__ import main
main()
"""


def test_ctrl_c_before_it_has_begun_is_quiet() -> None:
    """Stopped while its modules are read, the command ends by the signal and prints nothing."""
    ended = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_IT_IS_READ],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (-signal.SIGINT, "", "")
