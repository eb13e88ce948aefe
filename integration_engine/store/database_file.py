"""The SQLite file, and what is told when a database cannot be used."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import URL

from integration_engine.errors import StorageError

GONE = "the file of the database is gone or another one"

_REMEDIES: Sequence[tuple[str, str]] = (
    (GONE, "put the file back where it was"),
    ("locked", "end the other process that holds the database"),
    ("waited in vain", "end the other process that holds the database, or find out why the disk is so slow"),
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


class DatabaseFile:
    """The file that a database URL names."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def of(cls, url: URL) -> "DatabaseFile | None":
        """The file; None for a database that is in no file of ours."""
        named = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
        return cls(Path(str(url.database)).absolute()) if named else None

    def identity(self) -> Identity:
        """Tells this file from any other.

        Raises:
            StorageError: there is none.
        """
        try:
            found = self._path.stat()
        except OSError as error:
            raise trouble(f"{GONE}: {self._path}") from error
        return found.st_dev, found.st_ino

    def expect(self, identity: Identity) -> None:
        """See that it is still the same.

        Raises:
            StorageError: it is not.
        """
        if self.identity() != identity:
            raise trouble(f"{GONE}: {self._path}")
