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
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
from cryptography.fernet import Fernet

from foundation.shapes import convert, decoder
from harness.clients.wire import UnexpectedAnswerError, Wire, open_session
from harness.errors import CouldNotCheckError, WrongUsageError
from harness.lab.env_file import write_privately
from harness.lab.lab import DemoTenants, Lab
from harness.lab.saved_database import NewerTablesError, database_bytes, own_copy, put_back_database
from sim_kernel.answers import CallerError
from sim_kernel.simulator import SNAPSHOT_FORMAT

FORMAT = "ordo-flourish lab 1"
_ANY_FORMAT = re.compile(r"ordo-flourish lab [0-9]{1,9}")
_PLAIN = re.compile(r"[A-Za-z0-9._@:+=/-]{1,300}")
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


class _Versioned(msgspec.Struct):
    format: int


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
            every = [simulator.snapshot(tenant, secrets=True) for tenant in simulator.tenants.all()]
            archive.writestr(f"{name}.json", msgspec.json.encode(every))
        archive.writestr("engine.sqlite3", database_bytes(lab.database))
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
            if about["format"] != FORMAT and _ANY_FORMAT.fullmatch(about["format"]):
                raise _newer(path, about["format"])
            if about["format"] != FORMAT:
                raise ValueError("no format of ours")
            known = convert(about, _About)
            _check_plain(known.tenants)
            Fernet(known.encryption_key)
            snapshots = {
                name: _snapshots_in(archive.read(f"{name}.json"), path) for name in ("flourish", "ordo")
            }
            return SavedLab(
                **snapshots,
                engine_database=own_copy(archive.read("engine.sqlite3")),
                encryption_key=known.encryption_key,
                tenants=known.tenants,
                urls=known.urls,
            )
    except OSError as problem:
        msg = f"--load {path}: {problem.strerror}"
        raise WrongUsageError(msg) from problem
    except NewerTablesError as step:
        raise _newer(path, f"the engine's tables are at step {step}") from step
    except _NOT_OURS as problem:
        msg = f"--load {path}: not a lab that was saved with --save"
        raise WrongUsageError(msg) from problem


def _check_plain(tenants: DemoTenants) -> None:
    """ValueError for what is printed for pasting, or written for a shell, and is no data to a shell."""
    flourish, ordo = tenants.flourish, tenants.ordo
    pasted = (flourish.username, flourish.api_key, flourish.back_office_token, flourish.facility.id)
    for text in (*pasted, ordo.admin_token, ordo.rep_token):
        if _PLAIN.fullmatch(text) is None:
            raise ValueError("a credential that a shell would not take for one")
    if not (flourish.facility.license_number or "").isprintable():
        raise ValueError("a license number that cannot be shown")


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """ValueError for what a lab never grows to, or is far more than its own size, before unpacking."""
    for member in archive.infolist():
        packed_small = member.file_size > _SURELY_PACKED * max(member.compress_size, 1)
        if member.file_size > LARGEST_MEMBER or (packed_small and member.file_size > _HARMLESS):
            raise ValueError(f"{member.filename} would have {member.file_size} bytes")


def _snapshots_in(content: bytes, path: Path) -> str:
    """The content, if it is a list of snapshots; whether each can be brought back its simulator says.

    Raises:
        WrongUsageError: a newer version made one of them.
    """
    text = content.decode()
    for snapshot in decoder(list[dict[str, msgspec.Raw]])(text):
        if (found := _format_of(snapshot.get("kept", msgspec.Raw(b"{}")))) > SNAPSHOT_FORMAT:
            raise _newer(path, f"a snapshot of format {found}")
    return text


def _format_of(kept: msgspec.Raw) -> int:
    """A snapshot's format; 0 where it has none, which its simulator will say."""
    try:
        return decoder(_Versioned)(kept).format
    except (msgspec.MsgspecError, RecursionError):
        return 0


def _newer(path: Path, what: str) -> WrongUsageError:
    return WrongUsageError(
        f"--load {path}: made by a newer version of ordo-flourish ({what}); bring it back with that one"
    )


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
    put_back_database(saved.engine_database, lab.database, lambda text: replace_urls(text, urls))


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
