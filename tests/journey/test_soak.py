"""`ordo-flourish soak`: a small one converges, and one with a wrong engine does not pass."""

import re
import shlex
import sys
from pathlib import Path

import pytest

from tests.programs import command_line, run_program

CHECKOUT = Path(__file__).parents[2]


def counted(said: str, what: str) -> int:
    """The number beside a line of the audit."""
    found = re.search(rf"^\s*{re.escape(what)}\s+(\d+)\s*$", said, re.MULTILINE)
    assert found is not None, said
    return int(found[1])


def test_a_small_soak_converges_with_zeros(tmp_path: Path) -> None:
    """Brutal faults and two kills leave every order once on both sides."""
    command = command_line("soak", "--orders", "12", "--seed", "3", "--storm", "brutal", "--kills", "2")
    ran = run_program(*command, cwd=tmp_path, longest=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith("seed 3\n")
    assert (counted(ran.stdout, "confirmed"), counted(ran.stdout, "final on both sides")) == (12, 12)
    assert counted(ran.stdout, "kills of the engine") == 2
    assert counted(ran.stdout, "faults that struck") > 0
    for zero in ("doubled", "lost", "status went back"):
        assert counted(ran.stdout, zero) == 0


def test_an_engine_that_sends_twice_does_not_pass() -> None:
    """The audit counts what it doubled, names some, and the exit code says so."""
    wrong = shlex.join(
        [sys.executable, "-m", "tests.mutants.wrong_engine", "posts again after a lost response"]
    )
    options = ("--orders", "12", "--seed", "3", "--storm", "brutal", "--minutes", "3")
    ran = run_program(*command_line("soak", *options, "--engine-cmd", wrong), cwd=CHECKOUT, longest=300)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert counted(ran.stdout, "doubled") > 0
    assert "doubled; Ordo shows" in ran.stdout


def test_an_engine_that_sends_undescribed_fields_does_not_pass() -> None:
    """The lab is strict: the orders are refused with the reason shown, and the fields are named."""
    name = "sends a field that Flourish's contract does not describe"
    wrong = shlex.join([sys.executable, "-m", "tests.mutants.wrong_engine", name])
    options = ("--orders", "3", "--seed", "3", "--storm", "mild", "--minutes", "3")
    ran = run_program(*command_line("soak", *options, "--engine-cmd", wrong), cwd=CHECKOUT, longest=300)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert counted(ran.stdout, "calls with undescribed fields") == 1
    assert "undescribed: POST /external/api/v1/outbound-orders with /source\n" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--storm", "hurricane"), 2),
        (("--orders", "0"), 2),
        (("--orders", "1", "--engine-cmd", ""), 2),
        (("--orders", "1", "--engine-cmd", "false"), 3),
    ],
)
def test_what_cannot_be_run_is_one_line(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    """Wrong usage is 2, a lab or an engine that does not come up is 3."""
    ran = run_program(*command_line("soak", *arguments), cwd=tmp_path)
    assert ran.returncode == code
    assert ran.stderr.startswith("ordo-flourish: ")


def test_a_soak_that_runs_out_of_time_says_so(tmp_path: Path) -> None:
    """What only lacked its turn is not taken for a fault of the engine without a word."""
    ran = run_program(*command_line("soak", "--orders", "5", "--minutes", "0.0001"), cwd=tmp_path)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "gave up: its real time was over" in ran.stdout
    assert "--minutes" in ran.stdout
