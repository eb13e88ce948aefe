"""The explorer finds nothing in the product, and what is wrong in a wrong one; it says it as a scenario."""

import sys
from pathlib import Path

import pytest

from tests.explorer.explore import SHORT_RUNS, SHORT_STEPS
from tests.explorer.found import Schedule
from tests.programs import run_program
from tests.unit.harness_steps.test_gherkin_style import MACHINERY, MOST_STEPS

CHECKOUT = Path(__file__).parents[2]
WRONG = {
    "takes a partial payment for full": "the order is",
    "makes an order of every confirmation that comes": "Flourish has exactly one order for it",
}
LONGEST_SECONDS = 600
SUITE = 'from pytest_bdd import scenarios\n\nscenarios("features")\n'
FEATURE = "Feature: Pasted\n  What the explorer printed.\n\n"


def explorer(*arguments: str) -> tuple[int, str]:
    """Its exit code and what it prints; a process of its own, because a mutant stays in force."""
    ran = run_program(
        sys.executable,
        "-m",
        "tests.explorer.explore",
        "--repeatable",
        *arguments,
        cwd=CHECKOUT,
        longest=LONGEST_SECONDS,
    )
    assert ran.returncode in {0, 1}, ran.stderr
    return ran.returncode, ran.stdout


def test_nothing_is_found_in_the_product() -> None:
    """The short profile; `tox -e explorer` plays many more schedules, and others each time."""
    code, said = explorer()
    assert code == 0, said
    assert said == f"{SHORT_RUNS} schedules of at most {SHORT_STEPS} steps: nothing found\n"


@pytest.mark.parametrize("mutant", WRONG)
def test_what_is_wrong_is_found_and_can_be_pasted(mutant: str, tmp_path: Path) -> None:
    """The scenario keeps the style, fails for the wrong product and passes for the right one."""
    code, scenario = explorer("--mutant", mutant, "--runs", "300")
    assert code == 1, scenario
    steps = [line for line in scenario.splitlines() if line.startswith("    ")]
    assert f"Then {WRONG[mutant]}" in steps[-1]
    assert len(steps) <= MOST_STEPS
    assert [what for what, pattern in MACHINERY.items() if pattern.search("\n".join(steps))] == []
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / "pasted.feature").write_text(FEATURE + scenario)
    (tmp_path / "test_pasted.py").write_text(SUITE)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    assert pasted(tmp_path) == 0
    assert pasted(tmp_path, mutant) == 1


def pasted(folder: Path, mutant: str = "") -> int:
    """The exit code of the folder's suite, in a lab that the mutant spoils, if any."""
    program = (
        "import sys, pytest\n"
        "from tests.mutants.mutant import apply\n"
        "from tests.mutants.registry import MUTANTS\n"
        "[apply(one) for one in MUTANTS if one.name == sys.argv[1]]\n"
        "sys.exit(pytest.main([sys.argv[2], '-q', '-p', 'no:cacheprovider', '-p', 'no:randomly']))\n"
    )
    ran = run_program(sys.executable, "-c", program, mutant, str(folder), cwd=CHECKOUT)
    assert ran.returncode in {0, 1}, ran.stdout + ran.stderr
    assert "1 passed" in ran.stdout or "1 failed" in ran.stdout
    return ran.returncode


def test_a_schedule_is_written_as_a_scenario() -> None:
    """Givens, one When, one Then, and the tags that the rules and the needs of the engine ask for."""
    schedule = Schedule(
        given=["a pending order", "every message about the order is lost"],
        when="an hour passes",
        then="Flourish has exactly one order for it",
        rules=["O17"],
    )
    assert schedule.as_scenario().splitlines() == [
        "  @O17 @assumed @controllable_clock @reconciliation",
        "  Scenario: Found by exploring: Flourish has exactly one order for it",
        "    Given a pending order",
        "    And every message about the order is lost",
        "    When an hour passes",
        "    Then Flourish has exactly one order for it",
    ]
