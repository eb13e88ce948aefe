"""`ordo-flourish engine`: what it asks for, what it refuses, how it runs and stops."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
import requests
from cryptography.fernet import Fernet

from tests.programs import LONGEST, command_line, run_program

KEY = Fernet.generate_key().decode()
SECRET = "whsec_c2VjcmV0LWZvci10ZXN0cy10aGF0LWlzLWxvbmctZW5vdWdo"
SECRETS = f"# for Ordo\nORDO_EVENTS_SECRET={SECRET}\n\nENGINE_ENCRYPTION_KEY={KEY}\n"
URLS = ("--flourish-url", "http://127.0.0.1:9", "--ordo-url", "http://127.0.0.1:9")
COMPLETE = (*URLS, "--public-url", "http://127.0.0.1:9", "--database-url", "sqlite:///engine.sqlite3")


def clean_environment() -> dict[str, str]:
    """This environment without any setting of the engine."""
    ours = ("FLOURISH", "ORDO", "ENGINE", "DATABASE")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def secrets_file(tmp_path: Path, content: str = SECRETS) -> Path:
    """A file that nobody else may read."""
    path = tmp_path / "secrets"
    path.write_text(content)
    path.chmod(0o600)
    return path


def refused(tmp_path: Path, *arguments: str | Path) -> str:
    """The one line that the command says when it does not start."""
    ran = run_program(*command_line("engine", *arguments), cwd=tmp_path, env=clean_environment())
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    return ran.stderr


def test_everything_that_is_missing_is_named(tmp_path: Path) -> None:
    """One line lists every missing setting with the places it may come from."""
    complaint = refused(tmp_path, "--ordo-url", "http://127.0.0.1:9")
    for name in (
        "FLOURISH_URL",
        "ENGINE_PUBLIC_URL",
        "DATABASE_URL",
        "ORDO_EVENTS_SECRET",
        "ENGINE_ENCRYPTION_KEY",
    ):
        assert name in complaint
    assert "ORDO_URL" not in complaint


@pytest.mark.parametrize(
    ("secrets", "complaint"),
    [
        (
            "ORDO_EVENTS_SECRET=whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz\nENGINE_ENCRYPTION_KEY=short\n",
            "ENCRYPTION_KEY",
        ),
        (f"ORDO_EVENTS_SECRET=whsec_c2hvcnQ=\nENGINE_ENCRYPTION_KEY={KEY}\n", "fewer than 24 bytes"),
        ("just a line\n", "line 1 is not KEY=VALUE"),
    ],
)
def test_unusable_secrets_are_named_and_not_shown(tmp_path: Path, secrets: str, complaint: str) -> None:
    """A wrong key or line is named; what is in the file is not repeated."""
    path = secrets_file(tmp_path, secrets)
    said = refused(tmp_path, *COMPLETE, "--secrets-file", path)
    assert complaint in said
    assert "short" not in said
    assert "just a line" not in said


def test_database_password_on_the_command_line_is_refused(tmp_path: Path) -> None:
    """A database URL with a password is a secret, and is not repeated either."""
    url = "postgresql://engine:hunter2@127.0.0.1/engine"
    said = refused(tmp_path, *URLS, "--public-url", "http://127.0.0.1:9", "--database-url", url)
    assert "command line" in said
    assert "hunter2" not in said


def test_unusable_url_is_named(tmp_path: Path) -> None:
    """A URL that is none is one line."""
    path = secrets_file(tmp_path)
    said = refused(tmp_path, *COMPLETE, "--flourish-url", "flourish", "--secrets-file", path)
    assert "FLOURISH_URL" in said


def test_a_database_that_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    """It says what is wrong and what to do, and the exit code is that of something that did not come up."""
    path = secrets_file(tmp_path)
    given = (
        *COMPLETE[:-1],
        f"sqlite:///{tmp_path}/no/where/engine.sqlite3",
        "--secrets-file",
        path,
        "--port",
        "0",
    )
    ran = run_program(*command_line("engine", *given), cwd=tmp_path, env=clean_environment())
    assert ran.returncode == 3
    assert ran.stderr.count("\n") == 1
    assert "unable to open" in ran.stderr
    assert "see that the folder of the database is there" in ran.stderr


def test_runs_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """With everything given it answers /healthz, offers no laboratory clock, and ends well on SIGTERM."""
    path = secrets_file(tmp_path)
    command = command_line("engine", *COMPLETE, "--port", "0", "--secrets-file", path)
    with subprocess.Popen(
        command, cwd=tmp_path, env=clean_environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        health = requests.get(f"{url}/healthz", timeout=LONGEST).json()
        assert health["status"] == "ok"
        assert "controllable_clock" not in health["capabilities"]
        assert b"ordo_flourish_pending" in requests.get(f"{url}/metrics", timeout=LONGEST).content
        database = ("--database-url", "sqlite:///engine.sqlite3")
        status = run_program(*command_line("engine", "status", *database), cwd=tmp_path)
        assert (status.returncode, status.stdout) == (0, "nothing is pending\n")
        retried = run_program(*command_line("engine", *database, "retry", "ord_1"), cwd=tmp_path)
        assert (retried.returncode, "no order 'ord_1'" in retried.stderr) == (2, True)
        moved = requests.post(
            f"{url}/_lab/clock", json={"organization_id": "x", "advance_seconds": 1}, timeout=LONGEST
        )
        assert moved.status_code == 404
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=LONGEST) == 0
    assert (tmp_path / "engine.sqlite3").exists()
