"""The engine alone, as `ordo-flourish engine` runs it: settings put together and checked, then served.

Every setting that is missing is named at once, with the places it may come from. Secrets are read from the
environment or a file; a database URL with a password counts as one.
"""

import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import click
from rich.console import Console

from foundation.guard import is_own_host
from harness.errors import CouldNotCheckError, WrongUsageError
from harness.serving import PortTakenError, ends_on_shutdown, open_socket, serve, wait_for_shutdown
from integration_engine.app import create_app
from integration_engine.config import DEFAULT_KEEP, DEFAULT_STALLED, DEFAULT_SWEEP, EngineConfig, Role
from integration_engine.errors import ConfigurationError, StorageError
from integration_engine.logs import LogForm, show_logs

ELSEWHERE = "warning: it listens beyond this machine; let only Ordo, Flourish and your monitoring reach it"
_OTHERS_READ, _OTHERS_WRITE = stat.S_IRGRP | stat.S_IROTH, stat.S_IWGRP | stat.S_IWOTH
_KEEP_OUT = "`chmod 600` keeps them out"
GRACE_SECONDS = 5.0  # How long a request under way may take to finish when the engine is told to stop.
_PERMITS = 8  # Requests at once: they wait for the database rather than for the processor.


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """What was given by option or by the option's environment variable."""

    flourish_url: str | None
    ordo_url: str | None
    public_url: str | None
    database_url: str | None
    host: str
    port: int
    http_timeout: float
    secrets_file: Path | None
    sweep_every: timedelta = DEFAULT_SWEEP
    keep_messages: timedelta = DEFAULT_KEEP
    role: Role = Role.ALL
    stalled_after: timedelta = DEFAULT_STALLED
    log_form: LogForm = LogForm.AUTO


def beyond_this_machine(url: str) -> bool:
    """Whether what listens there can be reached from other machines."""
    return not is_own_host(url.partition("://")[2])


def run_engine(options: EngineOptions, console: Console) -> None:
    """Serve the engine until Ctrl-C or SIGTERM.

    Raises:
        WrongUsageError: a setting is missing or wrong, or the port is taken.
        CouldNotCheckError: the database cannot be used; says what to do.
    """
    config = complete(options, os.environ)
    try:
        listener = open_socket(options.host, options.port)
    except PortTakenError as taken:
        msg = f"{taken}; choose another with --host or --port"
        raise WrongUsageError(msg) from taken
    show_logs(sys.stderr, options.log_form)
    with ends_on_shutdown():
        with _as_usage():
            application = create_app(config)
        serving = serve(application, listener, permits=_PERMITS)
        try:
            console.print(f"engine listening on {serving.url}", highlight=False, soft_wrap=True)
            if beyond_this_machine(serving.url):
                console.print(ELSEWHERE, highlight=False, soft_wrap=True)
            wait_for_shutdown()
        finally:
            serving.stop(grace_seconds=GRACE_SECONDS)
            application.extensions["integration_engine"].close()


def complete(options: EngineOptions, environment: Mapping[str, str]) -> EngineConfig:
    """Put the configuration together.

    Raises:
        WrongUsageError: names everything that is missing, or what is wrong.
    """
    filed = {} if options.secrets_file is None else read_secrets(options.secrets_file)
    secrets = {**filed, **environment}
    _refuse_password_on_command_line(options.database_url, environment)
    values = {
        "--flourish-url or FLOURISH_URL": options.flourish_url,
        "--ordo-url or ORDO_URL": options.ordo_url,
        "--public-url or ENGINE_PUBLIC_URL": options.public_url,
        "--database-url or DATABASE_URL": options.database_url or filed.get("DATABASE_URL"),
        "ORDO_EVENTS_SECRET in the environment or --secrets-file": secrets.get("ORDO_EVENTS_SECRET"),
        "ENGINE_ENCRYPTION_KEY in the environment or --secrets-file": secrets.get("ENGINE_ENCRYPTION_KEY"),
    }
    given = [value for value in values.values() if value]
    if len(given) < len(values):
        msg = "missing: " + "; ".join(name for name, value in values.items() if not value)
        raise WrongUsageError(msg)
    flourish_url, ordo_url, public_url, database_url, events_secret, encryption_key = given
    with _as_usage():
        return EngineConfig(
            flourish_url=flourish_url,
            ordo_url=ordo_url,
            public_url=public_url,
            database_url=database_url,
            events_secret=events_secret,
            encryption_key=encryption_key,
            http_timeout=options.http_timeout,
            sweep_every=options.sweep_every,
            keep_messages=options.keep_messages,
            role=options.role,
            stalled_after=options.stalled_after,
        )


def database_url_of(
    given: str | None, secrets_file: Path | None, environment: Mapping[str, str]
) -> str | None:
    """The database URL by option, environment or file; None when nobody names one.

    Raises:
        WrongUsageError: it was given with its password on the command line, or the file cannot be read.
    """
    _refuse_password_on_command_line(given, environment)
    filed = {} if secrets_file is None else read_secrets(secrets_file)
    return given or filed.get("DATABASE_URL")


@contextmanager
def _as_usage() -> Iterator[None]:
    """What the engine does not accept about its settings is wrong usage of the command."""
    try:
        yield
    except ConfigurationError as problem:
        raise WrongUsageError(str(problem)) from problem
    except StorageError as problem:
        # The message of the driver says what is wrong; the URL, which may hold a password, is not repeated.
        raise CouldNotCheckError(f"{problem}; {problem.remedy}") from problem


def read_secrets(path: Path) -> Mapping[str, str]:
    """Read KEY=VALUE lines; empty lines and lines that begin with # do not count.

    Says on standard error where others can read it.

    Raises:
        WrongUsageError: the file cannot be read, others can write it, or a line is something else.
    """
    try:
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            if mode & _OTHERS_WRITE:
                msg = f"--secrets-file {path}: others can write it; {_KEEP_OUT}"
                raise WrongUsageError(msg)
            lines = file.read().splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        msg = f"--secrets-file {path}: {problem}"
        raise WrongUsageError(msg) from problem
    if mode & _OTHERS_READ:
        click.echo(f"warning: --secrets-file {path}: others can read it; {_KEEP_OUT}", err=True)
    found = {}
    for number, line in enumerate(lines, start=1):
        name, equals, value = line.strip().partition("=")
        if not name or name.startswith("#"):
            continue
        if not equals:
            # The line itself may be a secret, so only its number is shown.
            msg = f"--secrets-file {path}: line {number} is not KEY=VALUE"
            raise WrongUsageError(msg)
        found[name.strip()] = value.strip()
    return found


def _refuse_password_on_command_line(database_url: str | None, environment: Mapping[str, str]) -> None:
    on_command_line = database_url is not None and database_url != environment.get("DATABASE_URL")
    if on_command_line and database_url is not None and urlsplit(database_url).password:
        msg = (
            "a database URL with a password belongs in DATABASE_URL or --secrets-file, not on a command line"
        )
        raise WrongUsageError(msg)
