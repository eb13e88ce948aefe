"""The files beside the page."""

import shlex
from pathlib import Path

import pytest

from harness.report.coverage import Coverage
from harness.report.render import render_summary
from harness.report.results import RunFacts, again, folder_name
from harness.report.write_report import clear_report, write_report
from tests.unit.harness_report.samples import FACTS, NASTY, record

EMPTY = Coverage(lines=[])


@pytest.mark.parametrize(
    "test", ["test_x[../../etc/passwd]", "test_x[CON]", "test_x[ü<>:|?*]", "", "test_" + "y" * 500]
)
def test_folder_names_are_safe(test: str) -> None:
    """Small letters, digits and hyphens, not too many of them."""
    name = folder_name(test)
    assert name.replace("-", "").isascii()
    assert name.replace("-", "").isalnum()
    assert len(name) <= 90


def test_folder_names_are_different_for_different_tests() -> None:
    """Also when only the signs differ that are left out."""
    assert folder_name("test_x[a b]") != folder_name("test_x[a-b]")


def test_the_command_quotes_what_a_shell_would_take_apart() -> None:
    """The words come out of a shell as they went in; pytest's -k gets the name in pieces that it can read."""
    facts = RunFacts(
        seed=7,
        started_at="",
        seconds=0,
        engine="",
        engine_version="",
        engine_options=["--engine-cmd", "node 'my engine.js'"],
        pytest_arguments=["-p", "mine"],
        report="out/of ci",
    )
    words = shlex.split(again(facts, 'test_x[Net Terms-"quoted" and (more)]'))
    assert words[:6] == ["ordo-flourish", "gate", "--seed", "7", "--engine-cmd", "node 'my engine.js'"]
    assert words[6:8] == ["-k", "test_x[Net and Terms- and quoted and more and ]"]
    assert words[8:] == ["--report", "out/of ci/again", "--", "-p", "mine"]


def test_the_summary_lets_no_text_break_its_table() -> None:
    """Pipes and markup in names are taken for what they are."""
    rows = [
        line
        for line in render_summary(FACTS, [record("failed", NASTY)], EMPTY).splitlines()
        if NASTY[:9] in line
    ]
    assert rows == []


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    """Clearing takes the files and folders of an earlier report and nothing else."""
    write_report(tmp_path, FACTS, [record("failed")], EMPTY, {})
    (tmp_path / "failures" / "notes of mine").mkdir()
    (tmp_path / "notes.txt").touch()
    clear_report(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["failures", "notes.txt"]
    assert [path.name for path in (tmp_path / "failures").iterdir()] == ["notes of mine"]


def test_github_is_told_only_where_it_asks(tmp_path: Path) -> None:
    """The variable names a file; without it there is only the report's own."""
    write_report(tmp_path / "a", FACTS, [record()], EMPTY, {})
    asked = tmp_path / "asked.md"
    write_report(tmp_path / "b", FACTS, [record()], EMPTY, {"GITHUB_STEP_SUMMARY": str(asked)})
    assert asked.read_text() == (tmp_path / "a" / "summary.md").read_text()
