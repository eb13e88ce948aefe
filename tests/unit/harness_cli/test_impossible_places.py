"""Files that cannot be written where the command line wants them: one line, exit code 2, and that at once."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.errors import WrongUsageError
from harness.lab.env_file import check_place
from tests.programs import command_line, run_program
from tests.running_command import run

FULL = Path("/dev/full")
FREE = ("--flourish-port", "0", "--ordo-port", "0", "--engine-port", "0")


def a_file(folder: Path) -> Path:
    """A file where a folder should be."""
    (folder / "file").touch()
    return folder / "file"


def a_page_that_is_a_folder(folder: Path) -> Path:
    """A report whose page cannot be replaced."""
    (folder / "index.html" / "deep").mkdir(parents=True)
    return folder


def failures_that_are_a_file(folder: Path) -> Path:
    """A report that has no room for what failed."""
    (folder / "failures").touch()
    return folder


IMPOSSIBLE: dict[str, Callable[[Path], Path]] = {
    "a file": a_file,
    "under a file": lambda folder: a_file(folder) / "report",
    "a name that is too long": lambda folder: folder / ("n" * 300),
    "a folder for the page": a_page_that_is_a_folder,
    "a file for the failures": failures_that_are_a_file,
}


@pytest.mark.parametrize("place", IMPOSSIBLE)
def test_a_report_that_cannot_be_is_told_before_anything_starts(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No lab is brought up for a verdict that could not be written down."""
    assert run("gate", "-k", "a_license", "--report", str(IMPOSSIBLE[place](tmp_path))) == 2
    said = capsys.readouterr()
    assert "--report" in said.err
    assert said.err.count("\n") == 1


def test_a_report_that_cannot_be_written_in_the_end_is_no_verdict(tmp_path: Path) -> None:
    """What was found is shown on the terminal; the exit code is that of something that could not be done."""
    environment = {"PATH": "", "GITHUB_STEP_SUMMARY": str(tmp_path)}
    ran = run_program(*command_line("gate", "-k", "a_license"), cwd=tmp_path, env=environment)
    assert ran.returncode == 3, ran.stdout + ran.stderr
    assert ran.stderr == f"ordo-flourish: the report cannot be written: {tmp_path}: Is a directory\n"


@pytest.mark.skipif(not FULL.is_char_device(), reason="this system has no /dev/full")
def test_a_full_disk_is_told_with_the_place_of_the_report(tmp_path: Path) -> None:
    """The error of a write names no file; the report's folder is said, or a file elsewhere."""
    no_room = "No space left on device\n"
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "last_run.json").symlink_to(FULL)
    ran = run_program(*command_line("gate", "-k", "a_license"), cwd=tmp_path)
    assert ran.returncode == 3, ran.stdout + ran.stderr
    assert ran.stderr == f"ordo-flourish: the report cannot be written: report: {no_room}"
    environment = {"PATH": "", "GITHUB_STEP_SUMMARY": str(FULL)}
    ran = run_program(*command_line("gate", "-k", "a_license"), cwd=tmp_path, env=environment)
    assert ran.returncode == 3, ran.stdout + ran.stderr
    assert ran.stderr == f"ordo-flourish: the report cannot be written: {FULL}: {no_room}"


@pytest.mark.parametrize("option", ["--save", "--env-file"])
@pytest.mark.parametrize("place", ["under a file", "a name that is too long"])
def test_a_state_that_cannot_be_kept_is_told_at_the_start(
    option: str, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not when the lab is stopped and its state would be lost."""
    assert run("up", *FREE, option, str(IMPOSSIBLE[place](tmp_path))) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"ordo-flourish: {option} ")
    assert said.err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such file")
def test_what_is_no_file_is_not_replaced_by_one() -> None:
    """Somebody who is root would otherwise lose a device."""
    with pytest.raises(WrongUsageError, match=r"--save /dev/null: is no file"):
        check_place(Path("/dev/null"), option="--save")


def test_looking_whether_a_place_will_do_leaves_nothing_there(tmp_path: Path) -> None:
    """Neither a file nor a change to the one that is there."""
    check_place(tmp_path / "new", option="--save")
    assert list(tmp_path.iterdir()) == []
