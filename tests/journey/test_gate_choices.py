"""Which scenarios the gate runs, and when a green is not green enough."""

import subprocess
from pathlib import Path

import pytest

from tests.journey.test_gate_engines import STAND_IN
from tests.programs import command_line, run_program


def gate(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the gate in a folder."""
    return run_program(*command_line("gate", *arguments), cwd=folder)


def test_strict_accepts_no_assumption(tmp_path: Path) -> None:
    """A green that rests on our own decision is named and fails; one that does not is fine."""
    ran = gate(tmp_path, "-k", "shipping_does_not_take_an_early", "--strict")
    assert ran.returncode == 1
    assert "strict: 1 scenarios passed that rest on an assumption" in ran.stdout
    assert "  Shipping does not take an early payment back" in ran.stdout
    ran = gate(tmp_path, "-k", "license", "-m", "not assumed", "--strict")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_failed_scenarios_run_again_with_their_seed(tmp_path: Path) -> None:
    """Only what failed, with the same data, until nothing fails any more."""
    wrong = gate(
        tmp_path, "-k", "a_license or before_flourish_has_answered", "--seed", "9", "--engine-cmd", STAND_IN
    )
    assert wrong.returncode == 1, wrong.stdout + wrong.stderr
    assert "failed: 1 of" in wrong.stdout
    again = gate(tmp_path, "--rerun-failed", "-n", "2")
    assert again.returncode == 0, again.stdout + again.stderr
    assert again.stdout.startswith("seed 9\n")
    assert "passed: all 1 scenarios" in again.stdout
    nothing = gate(tmp_path, "--rerun-failed")
    assert nothing.returncode == 2
    assert nothing.stderr == "ordo-flourish: --rerun-failed: nothing failed in the last run in report\n"


@pytest.mark.parametrize("content", [None, "", "{}", '{"seed": "x", "failed": []}'])
def test_nothing_to_run_again_is_wrong_usage(tmp_path: Path, content: str | None) -> None:
    """Without an earlier run that can be read there is nothing to do."""
    if content is not None:
        (tmp_path / "last_run.json").write_text(content)
    ran = gate(tmp_path, "--rerun-failed", "--report", str(tmp_path))
    assert ran.returncode == 2
    assert "no earlier run in" in ran.stderr


def test_list_shows_scenarios_and_rules_and_runs_nothing(tmp_path: Path) -> None:
    """Features with their scenarios and tags, then the rules; no report, no lab."""
    ran = gate(
        tmp_path,
        "--list",
        "-k",
        "clicking or shipping_does_not_take_an_early",
        "--without",
        "controllable_clock",
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Cash versus net terms  orders/cash_versus_net_terms.feature" in ran.stdout
    assert "  Clicking Confirm again and again makes one order  O17 assumed\n" in ran.stdout
    assert "O17 assumed controllable_clock skipped\n" in ran.stdout
    assert "  O12    1  " in ran.stdout
    assert "seed" not in ran.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("-k", "nothing_of_that_name"), ("-m", "O7 and (")])
def test_list_of_nothing_is_wrong_usage(tmp_path: Path, arguments: tuple[str, str]) -> None:
    """As a run of nothing is."""
    ran = gate(tmp_path, "--list", *arguments)
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
