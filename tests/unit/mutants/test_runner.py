"""What a run of the mutants says, and with which exit code it ends."""

import io

import pytest
from click.testing import CliRunner
from rich.console import Console

from tests.mutants.__main__ import main
from tests.mutants.judge import Outcome, Task, Verdict
from tests.mutants.registry import MUTANTS
from tests.mutants.runner import Ending, run

KILLED = Verdict(outcome=Outcome.KILLED, scenario="A cash order", step="Then it is Paid", test="one", ran=2)
SURVIVED = Verdict(outcome=Outcome.SURVIVED, ran=300)
ERROR = Verdict(outcome=Outcome.ERROR, message="there is no such place")
GREEN = Verdict(outcome=Outcome.SURVIVED, ran=1)


def judged(first: Verdict, second: Verdict, control: Verdict = GREEN) -> tuple[Ending, str]:
    """Run two mutants that are judged so; the ending and what was said."""
    verdicts = {MUTANTS[0].name: first, MUTANTS[1].name: second, None: control}
    said = io.StringIO()

    def judging(task: Task) -> Verdict:
        return verdicts[task.mutant]

    ending = run(MUTANTS[:2], Console(file=said, width=200), processes=1, judging=judging)
    return ending, said.getvalue()


def test_all_caught_is_success() -> None:
    """It says how many, and which scenario caught each."""
    ending, said = judged(KILLED, KILLED)
    assert ending is Ending.ALL_KILLED
    assert "2 killed, 0 survived" in said
    assert "A cash order" in said


def test_a_survivor_fails() -> None:
    """Nobody caught it, after all scenarios."""
    ending, said = judged(KILLED, SURVIVED)
    assert ending is Ending.SURVIVORS
    assert "1 killed, 1 survived" in said
    assert "nobody" in said
    assert "300 scenarios passed" in said


def test_a_mutant_that_cannot_be_judged_is_no_kill() -> None:
    """Even beside a survivor, the run has not judged what it should."""
    ending, said = judged(ERROR, SURVIVED)
    assert ending is Ending.COULD_NOT_JUDGE
    assert "0 killed, 1 survived" in said
    assert "there is no such place" in said


@pytest.mark.parametrize("control", [KILLED, ERROR, Verdict(outcome=Outcome.SURVIVED, ran=0)])
def test_a_kill_counts_only_if_the_product_passes(control: Verdict) -> None:
    """A scenario that fails anyway catches nobody."""
    ending, said = judged(KILLED, KILLED, control)
    assert ending is Ending.COULD_NOT_JUDGE
    assert "the product as it is fails too" in said


def test_without_a_kill_there_is_nothing_to_check_again() -> None:
    """The control run is left out."""
    assert judged(SURVIVED, SURVIVED, ERROR)[0] is Ending.SURVIVORS


@pytest.mark.parametrize("arguments", [["no such mutant"], ["-k", "no such words"], ["--processes", "0"]])
def test_wrong_usage(arguments: list[str]) -> None:
    """What cannot be chosen is said, with exit code 2."""
    assert CliRunner().invoke(main, arguments).exit_code == Ending.WRONG_USAGE


def test_the_mutants_can_be_listed() -> None:
    """By rule, for example, without judging any."""
    listed = CliRunner().invoke(main, ["--list", "-k", "O9"])
    assert listed.exit_code == 0
    assert "takes a partial payment for full" in listed.output
    assert "skips the signature" not in listed.output
