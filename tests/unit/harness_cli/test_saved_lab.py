"""Saved labs: URLs that move, files that are none of ours."""

import zipfile
from pathlib import Path

import pytest

from harness.errors import WrongUsageError
from harness.saved_lab import read_saved_lab, replace_urls


def test_swapped_urls_do_not_replace_each_other() -> None:
    """Two parts that exchange their ports keep their own data."""
    moved = replace_urls(
        "http://h:1/a http://h:2/b", {"http://h:1": "http://h:2", "http://h:2": "http://h:1"}
    )
    assert moved == "http://h:2/a http://h:1/b"


def test_longer_port_is_another_port() -> None:
    """A URL whose port begins with the old one's digits is left alone."""
    assert replace_urls("http://h:87011/a", {"http://h:8701": "http://h:9"}) == "http://h:87011/a"


def test_nothing_to_replace() -> None:
    """On the same ports nothing changes."""
    assert replace_urls("http://h:1", {}) == "http://h:1"


@pytest.mark.parametrize("content", [b"", b"no zip", None])
def test_foreign_files_are_wrong_usage(tmp_path: Path, content: bytes | None) -> None:
    """A file that is no saved lab is one line, whatever is in it."""
    path = tmp_path / "lab.zip"
    if content is None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("other.txt", "x")
    else:
        path.write_bytes(content)
    with pytest.raises(WrongUsageError, match="not a lab that was saved"):
        read_saved_lab(path)


def test_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(WrongUsageError, match="No such file"):
        read_saved_lab(tmp_path / "lab.zip")


def test_other_version_is_named(tmp_path: Path) -> None:
    """A lab of another format says which."""
    path = tmp_path / "lab.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("lab.json", '{"format": "ordo-flourish lab 99"}')
    with pytest.raises(WrongUsageError, match="lab 99"):
        read_saved_lab(path)
