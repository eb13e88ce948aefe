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
