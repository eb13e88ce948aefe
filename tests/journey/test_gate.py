"""The gate's verdicts, as a CI system sees them."""

import os
from pathlib import Path

import pytest

from tests.programs import command_line, run_program


def test_passed_is_zero_and_leaves_a_report(tmp_path: Path) -> None:
    """Green is exit code 0, with a table, the seed and junit.xml."""
    ran = run_program(*command_line("gate", "-k", "brand_mismatch or license", "--seed", "5"), cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith("seed 5\n")
    assert "passed: all" in ran.stdout
    assert "\x1b" not in ran.stdout
    assert "<testcase " in (tmp_path / "report" / "junit.xml").read_text()


def test_report_goes_where_it_is_told(tmp_path: Path) -> None:
    """--report names the folder."""
    ran = run_program(*command_line("gate", "-k", "license", "--report", "out/of/ci"), cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert (tmp_path / "out" / "of" / "ci" / "junit.xml").exists()


def test_selecting_nothing_is_wrong_usage(tmp_path: Path) -> None:
    """A green run of no scenario would be a lie: it is wrong usage, in one line."""
    ran = run_program(*command_line("gate", "-k", "nothing_of_that_name"), cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr == "ordo-flourish: no scenario is selected by these -k and -m expressions\n"


def test_unknown_pytest_argument_is_wrong_usage(tmp_path: Path) -> None:
    """What pytest does not understand is one line and exit code 2."""
    ran = run_program(*command_line("gate", "--", "--no-such-option"), cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert "--no-such-option" in ran.stderr


def test_malformed_expression_is_wrong_usage(tmp_path: Path) -> None:
    """A -k expression that cannot be read is one line and exit code 2."""
    ran = run_program(*command_line("gate", "-k", "a b ("), cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_run_that_stops_at_the_first_failure_is_a_failure(tmp_path: Path, workers: str) -> None:
    """Exit code 1 with the table of what was played, not an interruption, whoever plays the scenarios."""
    chosen = ("-k", "partial or key_is_shown_only_once", "-n", workers)
    ran = run_program(
        *command_line("gate", *chosen, "--", "-x", "-p", "tests.journey.planted_failure"),
        cwd=tmp_path,
        env={**os.environ, "PLANTED_SECRETS": str(tmp_path / "secrets")},
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "failed: 1 of " in ran.stdout
