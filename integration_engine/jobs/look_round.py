"""Looks at the tables every few seconds for work that somebody else has made due.

The loop normally never polls: whoever stores work also wakes its key. But an operator's `engine retry`
changes the tables from another process, and a wake-up could be lost to a bug. One indexed query finds both.
"""

import threading
from collections.abc import Callable

from integration_engine.errors import StorageError
from integration_engine.logs import logger

_log = logger(__name__)


class LookRound:
    """A thread that looks round until it is stopped. With 0 seconds it never does."""

    def __init__(self, look: Callable[[], None], *, every_seconds: float) -> None:
        self._look = look
        self._every_seconds = every_seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="engine-look-round", daemon=True)
        if every_seconds > 0:
            self._thread.start()

    def stop(self) -> None:
        """Looks no more."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every_seconds):
            try:
                self._look()
            except StorageError as error:
                _log.warning("could not look round", error=str(error), to_do=error.remedy)
            except Exception:  # noqa: BLE001 - whatever one look ran into, the next has to come
                _log.exception("a look round failed unexpectedly; the next one comes all the same")
