"""Files with secrets: mode, atomicity, errors."""

from pathlib import Path

import pytest

from harness.errors import WrongUsageError
from harness.lab.env_file import write_env_file


def test_lines_are_key_value(tmp_path: Path) -> None:
    """Each value is one KEY=VALUE line, in the order given."""
    write_env_file(tmp_path / "lab.env", {"A": "1", "B": "x=y"})
    assert (tmp_path / "lab.env").read_text() == "A=1\nB=x=y\n"


def test_only_the_owner_can_read(tmp_path: Path) -> None:
    """The mode is 0600, also when an older file was open to all."""
    path = tmp_path / "lab.env"
    path.write_text("old")
    path.chmod(0o644)
    write_env_file(path, {"A": "1"})
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_else_is_left_behind(tmp_path: Path) -> None:
    """The unfinished file is gone when the whole one is there."""
    write_env_file(tmp_path / "lab.env", {"A": "1"})
    assert [path.name for path in tmp_path.iterdir()] == ["lab.env"]


def test_impossible_place_is_wrong_usage(tmp_path: Path) -> None:
    """A folder that is not there is named together with the option."""
    with pytest.raises(WrongUsageError, match=r"--env-file .*No such file"):
        write_env_file(tmp_path / "missing" / "lab.env", {"A": "1"})


def test_folder_in_the_way_is_wrong_usage(tmp_path: Path) -> None:
    """A folder of that name is an error, and no unfinished file stays."""
    (tmp_path / "lab.env").mkdir()
    with pytest.raises(WrongUsageError, match="--env-file"):
        write_env_file(tmp_path / "lab.env", {"A": "1"})
    assert [path.name for path in tmp_path.iterdir()] == ["lab.env"]
