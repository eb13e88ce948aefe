"""Saved labs: URLs that move, files that are none of ours."""

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from harness.errors import WrongUsageError
from harness.lab.saved_lab import FORMAT, read_saved_lab, replace_urls


def _about(empty: str = "", **changes: object) -> bytes:
    """The `lab.json` of a saved lab; the field `empty` is null."""
    facility = {"id": "1", "facility_name": "North", "license_number": "L-1"}
    flourish = {"tenant": "t", "seed": 1, "username": "u", "api_key": "k", "back_office_token": "b"}
    ordo = {"tenant": "t", "seed": 1, "organization_id": "o", "admin_token": "a", "rep_token": "r"}
    about = {
        "format": FORMAT,
        "urls": ["http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3"],
        "encryption_key": Fernet.generate_key().decode(),
        "worlds": {"flourish": {**flourish, "facility": facility}, "ordo": ordo},
        **changes,
    }
    return json.dumps({**about, empty: None} if empty else about).encode()


def _database() -> bytes:
    """The tables of an engine that has none, with a write-ahead log as the engine's own."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE empty (id)")
        content = database.serialize()
    return content[:18] + b"\x02\x02" + content[20:]


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


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lab.json", b"[" * 200_000),
        ("lab.json", b"[]"),
        ("lab.json", b"{}"),
        ("lab.json", _about(urls=[1, 2, 3])),
        ("lab.json", _about(urls=["", "", ""])),
        ("lab.json", _about(encryption_key="no key")),
        ("lab.json", _about("worlds")),
        ("flourish.json", b"no json"),
        ("flourish.json", b"{}"),
        ("ordo.json", b"\xff\xfe"),
        ("engine.sqlite3", b""),
        ("engine.sqlite3", b"junk" * 1000),
        ("engine.sqlite3", b"SQLite format 3\x00" + b"\x01" * 4080),
    ],
)
def test_a_broken_part_is_wrong_usage(tmp_path: Path, name: str, content: bytes) -> None:
    """Whichever part of a saved lab is not what it was, it is one line and no lab starts."""
    path = tmp_path / "lab.zip"
    parts = {"lab.json": _about(), "flourish.json": b"[]", "ordo.json": b"[]", "engine.sqlite3": _database()}
    for changed, whole in (({}, True), ({name: content}, False)):
        with zipfile.ZipFile(path, "w") as archive:
            for part, bytes_ in {**parts, **changed}.items():
                archive.writestr(part, bytes_)
        if whole:
            assert read_saved_lab(path).urls[0] == "http://127.0.0.1:1"
        else:
            with pytest.raises(WrongUsageError, match="not a lab that was saved"):
                read_saved_lab(path)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that would unpack to a thousand times its size is refused before it is unpacked."""
    path = tmp_path / "lab.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lab.json", _about())
        archive.writestr("flourish.json", b" " * (64 * 1024 * 1024))
    unpacked: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda _archive, name: unpacked.append(name))
    with pytest.raises(WrongUsageError, match="not a lab that was saved"):
        read_saved_lab(path)
    assert unpacked == []


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
