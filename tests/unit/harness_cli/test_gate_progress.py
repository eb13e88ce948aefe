"""The gate's reporter: what it reads from pytest's reports, run on a small suite of its own."""

import io

import msgspec
import pytest
from rich.console import Console

from harness.gate.progress import GateProgress, shorten
from harness.gate.table import print_failures, print_table
from harness.report.results import ScenarioResult, by_feature
from harness.report.scenario_record import ScenarioRecord
from tests.unit.harness_report import samples

FEATURE = """Feature: Counting
  Scenario: Two and two
    Given two
    Then it is two

  Scenario: Wrong sum
    Given two
    Then it is three

  Scenario: No world
    Given a world
    Then it is two
"""
STEPS = """
import pytest
from pytest_bdd import given, scenarios, then
scenarios("counting.feature")

@given("two", target_fixture="number")
def two():
    return 2

@pytest.fixture
def number():
    return 0

@pytest.fixture
def world():
    raise RuntimeError("no world today")

@given("a world")
def a_world(world):
    return world

@then("it is two")
def is_two(number):
    assert number == 2

@then("it is three")
def is_three(number):
    assert number == 3, "Ordo shows 2, expected 3"
"""


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """A small suite: one scenario passes, one fails in a step, one in a fixture."""
    pytester.path.joinpath("counting.feature").write_text(FEATURE)
    pytester.path.joinpath("test_counting.py").write_text(STEPS)
    return pytester


def run(suite: pytest.Pytester, *arguments: str) -> tuple[GateProgress, str]:
    """Run the suite under the reporter; what it kept and what it showed."""
    shown = io.StringIO()
    progress = GateProgress(Console(file=shown, width=100))
    suite.inline_run("-p", "harness.gate.collect", "-p", "no:randomly", *arguments, plugins=[progress])
    return progress, shown.getvalue()


@pytest.mark.parametrize("arguments", [(), ("-n", "1")])
def test_scenarios_are_read_from_the_reports(suite: pytest.Pytester, arguments: tuple[str, ...]) -> None:
    """Feature, scenario, failing step and message are known, in this process and from a worker."""
    progress, shown = run(suite, *arguments)
    results = {result.scenario.name: result for result in progress.results}
    assert {name: result.outcome for name, result in results.items()} == {
        "Two and two": "passed",
        "Wrong sum": "failed",
        "No world": "failed",
    }
    wrong = results["Wrong sum"]
    assert wrong.scenario.feature == "Counting"
    assert wrong.failed_step == "Then it is three"
    assert "Ordo shows 2, expected 3" in wrong.message
    assert wrong.place.endswith("counting.feature:6")
    assert "no world today" in results["No world"].message
    assert "3 of 3 scenarios, 2 failed" in shown


def test_unreadable_suite_is_a_problem(suite: pytest.Pytester) -> None:
    """A suite that cannot be imported is kept as a problem and gives no result."""
    suite.path.joinpath("test_counting.py").write_text("import nothing_of_that_name")
    progress, _ = run(suite)
    assert progress.results == []
    assert "nothing_of_that_name" in progress.problems[0]


def result(
    outcome: str = "passed", *, feature: str = "F", name: str = "S", message: str = ""
) -> ScenarioResult:
    """A scenario of one step that ended so."""
    scenario = msgspec.structs.replace(samples.scenario(name, test="test_s[one]"), feature=feature)
    record = ScenarioRecord(scenario=scenario, steps=(samples.step("z", outcome),))
    return ScenarioResult(scenario_record=record, outcome=outcome, seconds=0.5, message=message)


def test_table_adds_up_by_feature() -> None:
    """A line counts its feature's scenarios; a failed one is not passed."""
    lines = by_feature([result(), result("failed"), result(feature="A")])
    assert [(line.name, line.scenarios, line.passed, line.seconds) for line in lines] == [
        ("A", 1, 1, 0.5),
        ("F", 2, 1, 1.0),
    ]


def test_failure_says_how_to_run_it_again() -> None:
    """A failure shows step and message, names with brackets intact, and the command that repeats it."""
    shown = io.StringIO()
    console = Console(file=shown, width=80)
    failed = result("failed", name="[x] of y", message="why\nbecause")
    print_table(console, [failed])
    print_failures(console, [failed, result()], again=lambda test: f"ordo-flourish gate -k {test}")
    text = shown.getvalue()
    assert "failed: 1 of 1 scenarios" in text
    assert "Scenario: [x] of y" in text
    assert "Step: Given z" in text
    assert "because" in text
    assert "again: ordo-flourish gate -k test_s" in text


def test_long_messages_are_cut() -> None:
    """Of a long message the first lines stay, and how many are missing is said."""
    assert shorten("a\nb\nc", lines=2) == "a\nb\n... 1 more lines"
