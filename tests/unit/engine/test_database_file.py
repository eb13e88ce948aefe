"""The SQLite file: for one user, and for one engine at a time."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from integration_engine.errors import ConfigurationError, StorageError
from integration_engine.store.database import Database
from tests.unit.engine.running_engine import Bench

HOLD = """
import sys
from integration_engine.store.database import Database
database = Database(sys.argv[1])
database.claim()
print("claimed", flush=True)
sys.stdin.read()
"""


def mode_of(path: Path) -> int:
    """Who may do what with it."""
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def generous_umask() -> Iterator[None]:
    """As for a user who lets others read and write what he makes."""
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)


def test_the_files_are_for_one_user(tmp_path: Path) -> None:
    """Whatever the umask, nobody else can read the database, its log and its lock, or enter its folder."""
    file = tmp_path / "made" / "engine.sqlite3"
    with generous_umask(), closing(Database(f"sqlite:///{file}")) as database:
        database.claim()
        database.upgrade()
        with database.transaction("org_1"):
            assert {mode_of(path) for path in file.parent.iterdir()} == {0o600}
        assert len(list(file.parent.iterdir())) > 1
    assert mode_of(file.parent) == 0o700


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    """Only what the engine makes itself is its own to close."""
    tmp_path.chmod(0o755)
    with closing(Database(f"sqlite:///{tmp_path}/engine.sqlite3")) as database:
        database.upgrade()
    assert mode_of(tmp_path) == 0o755


@pytest.mark.sqlite_only
def test_a_second_engine_is_refused(bench: Bench, tmp_path: Path) -> None:
    """It is told whose the database is; the first one works on, and its successor can start."""
    with pytest.raises(StorageError, match=f"process {os.getpid()}, works on {tmp_path}") as refused:
        bench.start()
    assert "PostgreSQL" in refused.value.remedy
    assert bench.connect().status_code == 200
    bench.stop()
    bench.start()


@pytest.mark.sqlite_only
def test_an_engine_that_cannot_start_holds_nothing(bench: Bench) -> None:
    """After a start that failed on a setting, the next one succeeds."""
    bench.stop()
    with pytest.raises(ConfigurationError):
        bench.start(role="web")
    bench.start()


def test_operators_look_while_an_engine_runs(tmp_path: Path) -> None:
    """`engine status` and `engine migrate` open the file that an engine has claimed."""
    url = f"sqlite:///{tmp_path}/engine.sqlite3"
    with closing(Database(url)) as engine, closing(Database(url)) as operator:
        engine.claim()
        engine.upgrade()
        operator.check_version()
        operator.upgrade()


def test_the_lock_dies_with_the_process(tmp_path: Path) -> None:
    """A killed engine keeps nobody out, although its lock file stays."""
    url = f"sqlite:///{tmp_path}/engine.sqlite3"
    command = [sys.executable, "-c", HOLD, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "claimed\n"
        with closing(Database(url)) as second:
            with pytest.raises(StorageError, match=f"process {holder.pid}"):
                second.claim()
            holder.send_signal(signal.SIGKILL)
            holder.wait()
            second.claim()
    assert (tmp_path / "engine.sqlite3.lock").exists()
