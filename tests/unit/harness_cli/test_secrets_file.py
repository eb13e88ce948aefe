"""`--secrets-file`: whose it may be, and what is said of one that is not private."""

from pathlib import Path

import pytest

from harness.errors import WrongUsageError
from harness.operate.production_engine import read_secrets


def file_with(folder: Path, mode: int) -> Path:
    """A file of secrets with these permissions."""
    path = folder / "secrets"
    path.write_text("A=1\n# more\n\nB = two\n")
    path.chmod(mode)
    return path


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_private_file_is_read_in_silence(
    tmp_path: Path, mode: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """What nobody else can read or write is taken."""
    assert read_secrets(file_with(tmp_path, mode)) == {"A": "1", "B": "two"}
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("mode", [0o640, 0o644, 0o604])
def test_a_file_that_others_can_read_is_warned_of(
    tmp_path: Path, mode: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is taken, and one line on standard error says what is wrong and what helps."""
    path = file_with(tmp_path, mode)
    assert read_secrets(path)["A"] == "1"
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"{path}: others can read it" in said
    assert "chmod 600" in said


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_can_write_is_refused(tmp_path: Path, mode: int) -> None:
    """Who can write it chooses the keys; nothing of it is used."""
    with pytest.raises(WrongUsageError, match="others can write it"):
        read_secrets(file_with(tmp_path, mode))


@pytest.mark.parametrize("line", ["just a line", "ALONE", "BROKEN='x"])
def test_a_line_that_is_something_else_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    """It may be a secret, so it is not shown."""
    path = file_with(tmp_path, 0o600)
    path.write_text(f"A=1\n\n\n{line}\nB=2\n")
    with pytest.raises(WrongUsageError, match="line 4 is not KEY=VALUE") as refused:
        read_secrets(path)
    assert line not in str(refused.value)


def test_values_are_taken_as_they_stand(tmp_path: Path) -> None:
    """A value may be quoted, and holds what a password may hold."""
    path = file_with(tmp_path, 0o600)
    path.write_text("A='two words'\nB=postgresql://u:p#=$HOME${X}@h/d\nexport C=\n")
    assert read_secrets(path) == {"A": "two words", "B": "postgresql://u:p#=$HOME${X}@h/d", "C": ""}
