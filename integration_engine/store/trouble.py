"""What a failing database means for whoever runs the engine: a table from what it says to what to do."""

from collections.abc import Sequence

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
