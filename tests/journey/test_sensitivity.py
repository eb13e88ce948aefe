"""The sensitivity run, as somebody at the terminal sees it: altered traffic, real scenarios, a score."""

from pathlib import Path

import pytest

from harness.sensitivity.report import read_score
from harness.sensitivity.verdicts import Outcome
from tests.programs import command_line, run_program


def test_a_field_that_a_scenario_checks_is_seen(tmp_path: Path) -> None:
    """Exit code 0, the score, and a report that names who noticed."""
    quantity = "POST /outbound-orders request /order_lines/*/order_qty"
    ran = run_program(
        *command_line("sensitivity", "-k", "confirm", "--operation", quantity, "--seed", "5"), cwd=tmp_path
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "the gate sees 1 of 1 fields" in ran.stdout
    (row,) = read_score(tmp_path / "report").fields
    assert (row.place, row.outcome) == ("/order_lines/[]/order_qty", Outcome.SEEN)
    assert all(one.scenario and one.step for one in row.alterations if one.outcome is Outcome.SEEN)


def test_a_field_that_no_scenario_looks_at_is_unseen(tmp_path: Path) -> None:
    """A scenario about a quantity reads no description: exit code 1, and what nobody saw is named."""
    brand = "PUT /items request /items/*/description"
    ran = run_program(
        *command_line(
            "sensitivity", "-k", "sync_brings_a_quantity_below_zero", "--operation", brand, "--seed", "5"
        ),
        cwd=tmp_path,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "unseen: ordo PUT /items request /items/[]/description" in ran.stdout


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("-k", "nothing_of_that_name"), "no scenario is selected"),
        (("--since", "."), "is no report of a sensitivity run"),
        (("-k", "license", "--operation", "nothing of that name"), "no field is selected"),
        (("--sample", "0"), "--sample"),
        (("--engine-url", "http://127.0.0.1:9", "--engine-cmd", "true"), "exclude each other"),
    ],
)
def test_what_cannot_be_measured_is_wrong_usage(tmp_path: Path, wrong: tuple[str, ...], says: str) -> None:
    """One line says what is wrong; exit code 2."""
    ran = run_program(*command_line("sensitivity", *wrong), cwd=tmp_path)
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1), ran.stderr
    assert says in ran.stderr
