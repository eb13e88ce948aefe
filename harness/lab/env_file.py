"""Files of KEY=VALUE and URLs that name a running lab."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from harness.errors import WrongUsageError
from harness.lab.lab import DemoTenants, Lab


def read_url(url: str, *, option: str) -> SplitResult:
    """The parts of an http or https URL with a host and no credentials in it.

    Raises:
        WrongUsageError: it is none; the message names `option`.
    """
    try:
        parts = urlsplit(url)
        has_host, _ = bool(parts.hostname), parts.port
    except ValueError as error:
        raise WrongUsageError(f"{option} {url!r} is not an http or https URL: {error}") from error
    if parts.scheme not in {"http", "https"} or not has_host:
        raise WrongUsageError(f"{option} {url!r} is not an http or https URL")
    if parts.username is not None or parts.password is not None:
        raise WrongUsageError(f"{option} takes a URL without credentials; they come from the environment")
    return parts


def check_header_value(value: str, *, name: str) -> None:
    """Sees that a header can carry the value: printable ASCII. The value, which may be secret, is not shown.

    Raises:
        WrongUsageError: it cannot; the message calls it `name`.
    """
    if not (value.isascii() and value.isprintable()):
        raise WrongUsageError(f"the value of {name} has characters that no header can carry")


OWNER_ONLY = 0o600


def env_values(lab: Lab, tenants: DemoTenants) -> Mapping[str, str]:
    """The names and values of the file. ORDO_TOKEN is an Admin's, who may set the integration up (S4)."""
    return {
        "FLOURISH_URL": lab.flourish_url,
        "FLOURISH_USERNAME": tenants.flourish.username,
        "FLOURISH_API_KEY": tenants.flourish.api_key,
        "FLOURISH_FACILITY_ID": tenants.flourish.facility.id,
        "ORDO_URL": lab.ordo_url,
        "ORDO_TOKEN": tenants.ordo.admin_token,
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
