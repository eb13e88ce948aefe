"""Watches that the file of an SQLite database stays where it was opened.

A connection holds on to its file also when it is removed or another one is put in its place. What is written
then is stored nowhere, without any error; so the file is looked at before a transaction and after it.
"""

from pathlib import Path

from sqlalchemy import URL

from integration_engine.store.trouble import GONE, trouble

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
