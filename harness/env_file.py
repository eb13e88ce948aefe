"""The file that tells another program where a lab is and how to get in (`up --env-file`)."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from harness.errors import WrongUsageError
from harness.lab import Lab
from harness.worlds import Worlds

OWNER_ONLY = 0o600


def env_values(lab: Lab, worlds: Worlds) -> Mapping[str, str]:
    """The names and values of the file. ORDO_TOKEN is an Admin's, who may set the integration up (S4)."""
    return {
        "FLOURISH_URL": lab.flourish_url,
        "FLOURISH_USERNAME": worlds.flourish.username,
        "FLOURISH_API_KEY": worlds.flourish.api_key,
        "FLOURISH_FACILITY_ID": worlds.flourish.facility.id,
        "ORDO_URL": lab.ordo_url,
        "ORDO_TOKEN": worlds.ordo.admin_token,
        "ENGINE_URL": lab.engine_url,
    }


def write_env_file(path: Path, values: Mapping[str, str]) -> None:
    """Write KEY=VALUE lines, readable by the owner only, all at once.

    Raises:
        WrongUsageError: the file cannot be written there.
    """
    text = "".join(f"{name}={value}\n" for name, value in values.items())
    write_privately(path, text.encode(), option="--env-file")


def check_place(path: Path, *, option: str) -> None:
    """Find out early whether a file could be written there, before there is something to lose.

    Raises:
        WrongUsageError: it could not; the message names `option`.
    """
    try:
        if path.is_dir():
            raise WrongUsageError(f"{option} {path}: is a folder")
        if path.exists() and not path.is_file():
            raise WrongUsageError(f"{option} {path}: is no file")
        trial = _unfinished(path)
        trial.touch(OWNER_ONLY, exist_ok=False)
        trial.unlink()
    except OSError as problem:
        raise WrongUsageError(f"{option} {path}: {problem.strerror}") from problem


def write_privately(path: Path, content: bytes, *, option: str) -> None:
    """Write a file with mode 0600 that is either the old one or the whole new one, whoever reads when.

    Raises:
        WrongUsageError: the file cannot be written there; the message names `option`.
    """
    unfinished = _unfinished(path)
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
    except OSError as problem:
        msg = f"{option} {path}: {problem.strerror}"
        raise WrongUsageError(msg) from problem


def _unfinished(path: Path) -> Path:
    """Where the file is while it is being written; in the same folder, to take the old one's place."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")
