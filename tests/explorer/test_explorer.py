"""The explorer finds nothing in the product, and what is wrong in a wrong one; it says it as a scenario."""

import re
import sys
from pathlib import Path

import pytest

from tests.explorer.explore import SHORT_RUNS, SHORT_STEPS
from tests.explorer.found import Schedule
from tests.programs import run_program
from tests.unit.harness_steps.test_gherkin_style import MACHINERY, MOST_STEPS

CHECKOUT = Path(__file__).parents[2]
WRONG = {
    "makes an order of every confirmation that comes": "Flourish has exactly one order for it",
    "takes a partial payment for full": "the order is",
    "forgets charges and discounts of the whole order": "Ordo shows the lines and totals that Flourish shows",
    "Flourish sells what is on order": "Flourish's stock adds up",
    "is deaf to changes of inventory": "Ordo shows the sellable quantity that Flourish shows",
    "takes Paid back when money is returned before shipping": "no order has gone back in Ordo",
    "is deaf to changes of orders": ("the order is", "Ordo shows the lines and totals that Flourish shows"),
    "does not run the syncs that it is asked for": "every message that the engine took has had its effect",
}
"""For each thing that must hold, what breaks it, and how the explorer says so: in one of these ways."""

SEARCH = ("--runs", "200", "--steps", "6")
"""Short schedules lead to what is wrong sooner, and are sooner shortened."""
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
    first, *counts = said.splitlines()
    assert first.startswith(f"{SHORT_RUNS} schedules of at most {SHORT_STEPS} steps, and {SHORT_RUNS // 10} ")
    assert first.endswith(": nothing found")
    assert all(re.search("[1-9]", line) for line in counts), said


@pytest.mark.parametrize("mutant", WRONG)
def test_what_is_wrong_is_found(mutant: str, tmp_path: Path) -> None:
    """It is said as a scenario, which keeps the style; pasted, it fails for the wrong product alone."""
    scenario = found_in(mutant)
    steps = steps_of(scenario)
    said = (WRONG[mutant],) if isinstance(WRONG[mutant], str) else WRONG[mutant]
    assert any(f"Then {one}" in steps[-1] for one in said)
    assert len(steps) <= MOST_STEPS
    assert [what for what, pattern in MACHINERY.items() if pattern.search("\n".join(steps))] == []
    folder = pasted(scenario, tmp_path)
    assert play(folder) == 0
    assert play(folder, mutant) == 1


def test_an_engine_that_forgets_all_when_it_ends_is_found() -> None:
    """The schedule ends the engine's process, and its scenario says so in its tags."""
    scenario = found_in("begins with empty books", "--runs", "0", "--restarts", "50", "--steps", "3")
    assert "@restart @durable_store" in scenario.splitlines()[0]
    assert any(word in scenario for word in ("the engine has died", "the engine died", "stopped and started"))


def found_in(mutant: str, *how: str) -> str:
    """The scenario that the explorer prints of a wrong product."""
    code, scenario = explorer("--mutant", mutant, *(how or (*SEARCH, "--restarts", "0")))
    assert code == 1, scenario
    return scenario


def steps_of(scenario: str) -> list[str]:
    """The lines of its steps."""
    return [line for line in scenario.splitlines() if line.startswith("    ")]


def pasted(scenario: str, folder: Path) -> Path:
    """The scenario in a suite of its own."""
    (folder / "features").mkdir()
    (folder / "features" / "pasted.feature").write_text(FEATURE + scenario)
    (folder / "test_pasted.py").write_text(SUITE)
    (folder / "pytest.ini").write_text("[pytest]\n")
    return folder


def play(folder: Path, mutant: str = "") -> int:
    """The exit code of the folder's suite, in a lab that the mutant spoils, if any."""
    program = (
        "import sys, pytest\n"
        "from tests.mutants.mutant import apply\n"
        "from tests.mutants.registry import MUTANTS\n"
        "from tests.explorer.wrong import WRONG\n"
        "[apply(one) for one in (*MUTANTS, *WRONG) if one.name == sys.argv[1]]\n"
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
