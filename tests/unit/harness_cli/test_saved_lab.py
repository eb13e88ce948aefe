"""Saved labs: URLs that move, files that are none of ours."""

import json
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine

from harness.errors import WrongUsageError
from harness.lab.saved_database import database_bytes, put_back_database
from harness.lab.saved_lab import FORMAT, read_saved_lab, replace_urls
from integration_engine.store.upgrade import NEWEST, steps, upgrade


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


def _database(*statements: str, step: str = NEWEST) -> bytes:
    """The tables of an engine, with a write-ahead log as the engine's own, and what was done to them then."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "engine.sqlite3"
        engine = create_engine(f"sqlite:///{path}")
        with engine.begin() as connection:
            upgrade(connection, to=step)
        engine.dispose()
        with closing(sqlite3.connect(path)) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()
        content = database_bytes(path)
    return content[:18] + b"\x02\x02" + content[20:]


def _saved(path: Path, **changes: bytes) -> Path:
    """A saved lab; `changes` are parts by the first word of their names."""
    parts = {"lab.json": _about(), "flourish.json": b"[]", "ordo.json": b"[]", "engine.sqlite3": _database()}
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, changes.get(part.partition(".")[0], content))
    return path


def _rows(database: bytes, table: str) -> list[Any]:
    with closing(sqlite3.connect(":memory:")) as reader:
        reader.deserialize(database)
        return list(reader.execute(f"SELECT * FROM {table}"))  # noqa: S608 - a test's own


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


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER t AFTER UPDATE ON activity BEGIN DELETE FROM orders; END",
        "CREATE VIEW v AS SELECT load_extension('x')",
        "CREATE TABLE more (a TEXT, b TEXT GENERATED ALWAYS AS (upper(a)))",
        "CREATE VIRTUAL TABLE v USING fts5(a)",
        "CREATE INDEX i ON activity (abs(transactions))",
        "ALTER TABLE activity ADD COLUMN more TEXT CHECK (length(more) < 9)",
        "DROP TABLE sweeps",
        "DROP TABLE alembic_version",
        "DROP INDEX inbox_waiting",
        "DELETE FROM alembic_version",
        "UPDATE alembic_version SET version_num = '0002; DROP'",
    ],
)
def test_nothing_but_the_engines_own_tables_is_taken(tmp_path: Path, planted: str) -> None:
    """A trigger, a view, an expression or a table that is not ours: one line, and nothing is run."""
    path = _saved(tmp_path / "lab.zip", engine=_database(planted))
    with pytest.raises(WrongUsageError, match="not a lab that was saved"):
        read_saved_lab(path)


def test_a_view_in_the_place_of_a_table_is_not_read(tmp_path: Path) -> None:
    """What only looks like one of our tables is refused before anything is read of it."""
    for name in ("activity", "alembic_version"):
        planted = _database(f"DROP TABLE {name}", f"CREATE VIEW {name} AS SELECT 'org' AS organization_id")
        with pytest.raises(WrongUsageError, match="not a lab that was saved"):
            read_saved_lab(_saved(tmp_path / "lab.zip", engine=planted))


def test_the_rows_are_carried_over(tmp_path: Path) -> None:
    """They stand in tables that were made here, in a file for nobody else, with their URLs moved."""
    content = _database("INSERT INTO activity VALUES ('http://h:1', 1)")
    saved = read_saved_lab(_saved(tmp_path / "lab.zip", engine=content))
    assert _rows(saved.engine_database, "activity") == [("http://h:1", 1)]
    path = tmp_path / "engine.sqlite3"
    put_back_database(saved.engine_database, path, lambda text: text.replace("h:1", "h:2"))
    with closing(sqlite3.connect(path)) as database:
        assert list(database.execute("SELECT * FROM activity")) == [("http://h:2", 1)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("step", steps())
def test_tables_of_an_earlier_version_are_taken(tmp_path: Path, step: str) -> None:
    """They come back as they were; the engine brings them forward."""
    content = _database("INSERT INTO sweeps VALUES ('org_1', NULL, 1, 2)", step=step)
    saved = read_saved_lab(_saved(tmp_path / "lab.zip", engine=content))
    assert _rows(saved.engine_database, "sweeps") == [("org_1", None, 1, 2)]
    assert _rows(saved.engine_database, "alembic_version") == [(step,)]


def test_tables_from_before_there_were_steps_are_taken(tmp_path: Path) -> None:
    """They are those of the first step, and say nothing of it."""
    content = _database("DROP TABLE alembic_version", step=steps()[0])
    saved = read_saved_lab(_saved(tmp_path / "lab.zip", engine=content))
    assert _rows(saved.engine_database, "alembic_version") == [(steps()[0],)]


@pytest.mark.parametrize(
    "changes",
    [
        {"lab": _about(format="ordo-flourish lab 2")},
        {"engine": b"tables"},
        {"ordo": b'[{"kept": {"format": 2, "vendor": "ordo", "more": true}, "world": {}}]'},
    ],
)
def test_a_newer_version_is_told_in_one_line(tmp_path: Path, changes: dict[str, bytes]) -> None:
    """Whichever part is newer, the line says that a newer version made the file."""
    if "engine" in changes:
        newer = ("CREATE TABLE more (a)", "UPDATE alembic_version SET version_num = '9999'")
        changes = {"engine": _database(*newer)}
    with pytest.raises(
        WrongUsageError, match=r"newer version of ordo-flourish \(.*; bring it back"
    ) as refused:
        read_saved_lab(_saved(tmp_path / "lab.zip", **changes))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("planted", ["k'; touch x; '", "k\ntouch x", "$(touch x)", "", "[bold]"])
def test_credentials_are_no_commands(tmp_path: Path, planted: str) -> None:
    """What `up` prints for pasting, and writes for a shell to read, comes from the file as data only."""
    about = json.loads(_about())
    about["worlds"]["flourish"]["api_key"] = planted
    with pytest.raises(WrongUsageError, match="not a lab that was saved"):
        read_saved_lab(_saved(tmp_path / "lab.zip", lab=json.dumps(about).encode()))
