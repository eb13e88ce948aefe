"""Keep the whole state of a lab in one file, and bring it back on other ports (`up --save`, `up --load`).

The file is a zip with both simulators' tenants, the engine's tables and its encryption key, the demo
credentials, and the URLs the three parts had. It holds secrets, hence its mode 0600.
"""

import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
from cryptography.fernet import Fernet

from foundation.shapes import convert, decoder
from harness.clients.wire import UnexpectedAnswerError, Wire, open_session
from harness.errors import CouldNotCheckError, WrongUsageError
from harness.lab.demo_tenants import DemoTenants
from harness.lab.env_file import write_privately
from harness.lab.lab import Lab
from sim_kernel.answers import CallerError
from sim_kernel.simulator import Simulator

FORMAT = "ordo-flourish lab 1"
LARGEST_MEMBER = 1024 * 1024 * 1024  # bytes of one part of the file, unpacked
_HARMLESS = 16 * 1024 * 1024  # bytes that are unpacked at once, however small they were packed
_SURELY_PACKED = 200  # times; a lab's own JSON packs to a twentieth or so
_Url = Annotated[str, msgspec.Meta(pattern="^https?://.")]
_NOT_OURS = (
    zipfile.BadZipFile,
    zlib.error,
    sqlite3.Error,
    msgspec.MsgspecError,
    KeyError,
    ValueError,
    TypeError,
    RuntimeError,  # an encrypted member, JSON that is nested too deeply
    NotImplementedError,  # a way to compress that is not known here
)
"""What reading a file raises that `save_lab` did not write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedLab:
    """What a saved file holds. `urls` are the old ones of Flourish, Ordo and the engine."""

    flourish: str
    ordo: str
    engine_database: bytes
    encryption_key: str
    tenants: DemoTenants
    urls: tuple[str, str, str]


class _About(msgspec.Struct, rename={"tenants": "worlds"}):
    """What `lab.json` says beside the format."""

    urls: tuple[_Url, _Url, _Url]
    encryption_key: str
    tenants: DemoTenants


class _Kept(msgspec.Struct):
    clock_offset_seconds: float


class _Organization(msgspec.Struct):
    organization_id: str


class _World(msgspec.Struct):
    organization: _Organization


class _SavedOrganization(msgspec.Struct):
    """What of an Ordo tenant's snapshot must be known here."""

    kept: _Kept
    world: _World


def save_lab(path: Path, lab: Lab, tenants: DemoTenants) -> None:
    """Write the state of a running lab into `path`.

    Raises:
        WrongUsageError: the file cannot be written there, or `read_saved_lab` would not take it.
    """
    about = {
        "format": FORMAT,
        "urls": [lab.flourish_url, lab.ordo_url, lab.engine_url],
        "encryption_key": lab.encryption_key,
        "worlds": msgspec.to_builtins(tenants),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lab.json", json.dumps(about, indent=1))
        for name, simulator in lab.simulators.items():
            archive.writestr(f"{name}.json", _snapshots(simulator))
        archive.writestr("engine.sqlite3", _database_bytes(lab.database))
        try:
            _check_sizes(archive)
        except ValueError as too_large:
            msg = f"--save {path}: the lab is too large to be brought back ({too_large})"
            raise WrongUsageError(msg) from too_large
    write_privately(path, content.getvalue(), option="--save")


def read_saved_lab(path: Path) -> SavedLab:
    """Read a file that `save_lab` wrote.

    Raises:
        WrongUsageError: the file is not there or is not one of ours.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive)
            about = json.loads(archive.read("lab.json"))
            if about["format"] != FORMAT:
                msg = f"--load {path}: made by another version ({about['format']})"
                raise WrongUsageError(msg)
            known = convert(about, _About)
            Fernet(known.encryption_key)
            return SavedLab(
                flourish=_snapshots_in(archive.read("flourish.json")),
                ordo=_snapshots_in(archive.read("ordo.json")),
                engine_database=_readable_database(archive.read("engine.sqlite3")),
                encryption_key=known.encryption_key,
                tenants=known.tenants,
                urls=known.urls,
            )
    except OSError as problem:
        msg = f"--load {path}: {problem.strerror}"
        raise WrongUsageError(msg) from problem
    except _NOT_OURS as problem:
        msg = f"--load {path}: not a lab that was saved with --save"
        raise WrongUsageError(msg) from problem


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """Lets pass what a lab can have grown to; nothing was unpacked yet.

    Raises:
        ValueError: it would unpack to far more than its own size, or than a lab ever holds.
    """
    for member in archive.infolist():
        packed_small = member.file_size > _SURELY_PACKED * max(member.compress_size, 1)
        if member.file_size > LARGEST_MEMBER or (packed_small and member.file_size > _HARMLESS):
            raise ValueError(f"{member.filename} would have {member.file_size} bytes")


def _snapshots_in(content: bytes) -> str:
    text = content.decode()
    decoder(list[dict[str, msgspec.Raw]])(text)
    return text


def _readable_database(content: bytes) -> bytes:
    """The content, if SQLite finds nothing wrong with it."""
    if not content:
        raise ValueError("no database")
    with closing(sqlite3.connect(":memory:")) as database:
        # Bytes 18 and 19 say that the file has a write-ahead log, which a database in memory cannot have.
        database.deserialize(content[:18] + b"\x01\x01" + content[20:])
        (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise ValueError(verdict)
    return content


def put_back(saved: SavedLab, lab: Lab) -> None:
    """Restore a state into a lab whose engine is not running yet, with the old URLs replaced by the lab's.

    Raises:
        WrongUsageError: a snapshot is none that its simulator takes.
    """
    new = (lab.flourish_url, lab.ordo_url, lab.engine_url)
    urls = {old: now for old, now in zip(saved.urls, new, strict=True) if old != now}
    for name, text in (("flourish", saved.flourish), ("ordo", saved.ordo)):
        try:
            for snapshot in decoder(list[dict[str, Any]])(replace_urls(text, urls)):
                lab.simulators[name].restore(snapshot)
        except (CallerError, msgspec.MsgspecError, RecursionError) as refused:
            msg = f"--load: the state of {name} cannot be brought back: {refused}"
            raise WrongUsageError(msg) from refused
    _put_back_database(saved.engine_database, lab.database, urls)


def _put_back_database(content: bytes, path: Path, urls: Mapping[str, str]) -> None:
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as database, database:
        database.create_function("moved", 1, lambda text: replace_urls(text, urls))
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for column in [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]:
                # Both names come from the database's own catalogue.
                update = f'UPDATE "{table}" SET "{column}" = moved("{column}")'  # noqa: S608
                database.execute(f"{update} WHERE typeof(\"{column}\") = 'text'")


def move_engine_clocks(saved: SavedLab, lab: Lab) -> None:
    """Move the engine's clocks to where the saved organizations' clocks are, by which Ordo signs its events.

    Raises:
        CouldNotCheckError: the engine does not take it.
    """
    with open_session() as session:
        wire = Wire(origin=lab.engine_url, session=session)
        for saved_organization in decoder(list[_SavedOrganization])(saved.ordo):
            ahead = saved_organization.kept.clock_offset_seconds
            if ahead > 0:
                body = {
                    "organization_id": saved_organization.world.organization.organization_id,
                    "advance_seconds": ahead,
                }
                try:
                    _ = wire.post("/_lab/clock", msgspec.Raw, body).value
                except UnexpectedAnswerError as problem:
                    raise CouldNotCheckError(f"the engine's clock cannot be moved: {problem}") from problem


def replace_urls(text: str, urls: Mapping[str, str]) -> str:
    """Replace all URLs at once, so that swapped ports do not replace each other."""
    if not urls:
        return text
    old = "|".join(re.escape(url) for url in urls)
    # A port number ends where its digits end.
    return re.sub(rf"(?:{old})(?!\d)", lambda found: urls[found[0]], text)


def _snapshots(simulator: Simulator[Any]) -> bytes:
    """All tenants of a simulator, as a JSON array."""
    every = [simulator.snapshot(tenant, secrets=True) for tenant in simulator.tenants.all()]
    return msgspec.json.encode(every)


def _database_bytes(path: Path) -> bytes:
    """A consistent copy of an SQLite file that is in use."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(":memory:")) as copy:
        source.backup(copy)
        return copy.serialize()
