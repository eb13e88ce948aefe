"""The SQLite file, whose it is, and what is told when a database cannot be used."""

import fcntl
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from sqlalchemy import URL

from integration_engine.errors import StorageError

GONE = "the file of the database is gone or another one"

_REMEDIES: Sequence[tuple[str, str]] = (
    (GONE, "put the file back where it was"),
    ("locked", "end the other process that holds the database"),
    ("timed out after", "end the other process that holds the database, or find out why the disk is so slow"),
    ("full", "make room on the disk of the database"),
    ("disk i/o error", "make room on the disk of the database, or see whether the disk is broken"),
    ("no space left", "make room on the disk of the database"),
    ("unable to open", "see that the folder of the database is there and can be written to"),
    ("readonly", "see that the database can be written to"),
    ("malformed", "restore the database from a backup"),
    ("not a database", "restore the database from a backup"),
)
_ANY_OTHER = "see that the database runs, can be reached and takes the user and the password"


def trouble(reason: str) -> StorageError:
    """The error for what a database said, with what to do about it."""
    said = reason.casefold()
    remedy = next((remedy for sign, remedy in _REMEDIES if sign in said), _ANY_OTHER)
    return StorageError(reason=reason, remedy=f"{remedy}; the engine then goes on by itself")


Identity = tuple[int, int]
_OWN_FILE, _OWN_FOLDER = 0o600, 0o700


class DatabaseFile:
    """The file that a database URL names; where it is not what it should be, `StorageError` says so."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._claimed: TextIO | None = None

    @classmethod
    def of(cls, url: URL) -> "DatabaseFile | None":
        """The file; None for a database that is in no file of ours."""
        named = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
        return cls(Path(str(url.database)).absolute()) if named else None

    def identity(self) -> Identity:
        """Tells this file from any other."""
        try:
            found = self._path.stat()
        except OSError as error:
            raise trouble(f"{GONE}: {self._path}") from error
        return found.st_dev, found.st_ino

    def expect(self, identity: Identity) -> None:
        if self.identity() != identity:
            raise trouble(f"{GONE}: {self._path}")

    def make(self) -> None:
        """Makes the file where there is none, and the folder it is in, for nobody but this user."""
        with suppress(OSError):  # whatever is wrong here, SQLite finds wrong too
            if not self._path.parent.exists():
                self._path.parent.mkdir(mode=_OWN_FOLDER)
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWN_FILE))

    def claim(self) -> None:
        """Keeps every other engine from the file until `release`, or until this process ends in any way.

        The lock is on a file of its own: SQLite's locks on the database would end with it.
        """
        try:
            path = self._path.with_name(f"{self._path.name}.lock")
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, _OWN_FILE), "r+", encoding="ascii")
        except OSError as error:
            raise trouble(f"unable to open {self._path.name}.lock beside the database: {error}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = file.read().strip()
            file.close()
            if not isinstance(error, BlockingIOError):
                raise trouble(f"unable to open the database alone: {error}") from error
            raise StorageError(
                reason=f"another engine, process {holder}, works on {self._path}",
                remedy="end it, or give this one a database of its own; several share one on PostgreSQL only",
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        self._claimed = file

    def release(self) -> None:
        if self._claimed is not None:
            self._claimed.close()
            self._claimed = None
