"""The engine alone, as `ordo-flourish engine` runs it: settings put together and checked, then served.

Every setting that is missing is named at once, with the places it may come from. Secrets are read from the
environment or a file; a database URL with a password counts as one.
"""

import io
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click
from dotenv.parser import parse_stream
from rich.console import Console

from foundation.guard import is_own_host
from harness.errors import CouldNotCheckError, WrongUsageError
from harness.serving import PortTakenError, ends_on_shutdown, open_socket, serve, wait_for_shutdown
from integration_engine.app import create_app
from integration_engine.config import EngineConfig, from_environment
from integration_engine.errors import ConfigurationError, MissingSettingsError, StorageError
from integration_engine.logs import LogForm, show_logs

ELSEWHERE = "warning: it listens beyond this machine; let only Ordo, Flourish and your monitoring reach it"
_OTHERS_READ, _OTHERS_WRITE = stat.S_IRGRP | stat.S_IROTH, stat.S_IWGRP | stat.S_IWOTH
_SECRETS = ("ORDO_EVENTS_SECRET", "ENGINE_ENCRYPTION_KEY")
_KEEP_OUT = "`chmod 600` keeps them out"
GRACE_SECONDS = 5.0  # How long a request under way may take to finish when the engine is told to stop.
_PERMITS = 8  # Requests at once: they wait for the database rather than for the processor.


def beyond_this_machine(url: str) -> bool:
    """Whether what listens there can be reached from other machines."""
    return not is_own_host(url.partition("://")[2])


def run_engine(
    config: EngineConfig, console: Console, *, host: str, port: int, log_form: LogForm = LogForm.AUTO
) -> None:
    """Serve the engine until Ctrl-C or SIGTERM.

    Raises:
        WrongUsageError: a setting is wrong, or the port is taken.
        CouldNotCheckError: the database cannot be used; says what to do.
    """
    try:
        listener = open_socket(host, port)
    except PortTakenError as taken:
        raise WrongUsageError(f"{taken}; choose another with --host or --port") from taken
    show_logs(sys.stderr, log_form)
    with ends_on_shutdown():
        with failures_explained():
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


def complete(
    options: Mapping[str, str], secrets_file: Path | None, environment: Mapping[str, str]
) -> EngineConfig:
    """Put the configuration together, from the options by the names of their environment variables.

    Raises:
        WrongUsageError: names everything that is missing, or what is wrong.
    """
    filed = {} if secrets_file is None else read_secrets(secrets_file)
    url = database_url_of(options.get("DATABASE_URL"), filed, environment)
    secrets = {name: environment.get(name) or filed.get(name, "") for name in _SECRETS}
    with failures_explained():
        return from_environment({**options, **secrets, "DATABASE_URL": url})


def database_url_of(given: str | None, filed: Mapping[str, str], environment: Mapping[str, str]) -> str:
    """The database URL by option, environment or file; empty when nobody names one.

    Raises:
        WrongUsageError: it was given with its password on the command line.
    """
    if given is not None and given != environment.get("DATABASE_URL") and urlsplit(given).password:
        raise WrongUsageError(
            "a database URL with a password belongs in DATABASE_URL or --secrets-file, not on a command line"
        )
    return given or filed.get("DATABASE_URL", "")


@contextmanager
def failures_explained() -> Iterator[None]:
    """What the engine does not accept about its settings is wrong usage of the command."""
    try:
        yield
    except MissingSettingsError as problem:
        raise WrongUsageError(f"missing: {'; '.join(map(_place_of, problem.names))}") from problem
    except ConfigurationError as problem:
        raise WrongUsageError(str(problem)) from problem
    except StorageError as problem:
        # The message of the driver says what is wrong; the URL, which may hold a password, is not repeated.
        raise CouldNotCheckError(f"{problem}; {problem.remedy}") from problem


def _place_of(name: str) -> str:
    if name in _SECRETS:
        return f"{name} in the environment or --secrets-file"
    return f"--{name.removeprefix('ENGINE_').lower().replace('_', '-')} or {name}"


def read_secrets(path: Path) -> Mapping[str, str]:
    """Read KEY=VALUE lines, as python-dotenv does.

    Says on standard error where others can read it.

    Raises:
        WrongUsageError: the file cannot be read, others can write it, or a line is something else.
    """
    try:
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            if mode & _OTHERS_WRITE:
                raise WrongUsageError(f"--secrets-file {path}: others can write it; {_KEEP_OUT}")
            text = file.read()
    except (OSError, UnicodeDecodeError) as problem:
        raise WrongUsageError(f"--secrets-file {path}: {problem}") from problem
    if mode & _OTHERS_READ:
        click.echo(f"warning: --secrets-file {path}: others can read it; {_KEEP_OUT}", err=True)
    found = {}
    for line in parse_stream(io.StringIO(text)):
        if line.error or (line.key is not None and line.value is None):
            # The line itself may be a secret, so only its number is shown.
            number = line.original.line + len(line.original.string) - len(line.original.string.lstrip("\n"))
            raise WrongUsageError(f"--secrets-file {path}: line {number} is not KEY=VALUE")
        if line.key is not None:
            found[line.key] = line.value or ""
    return found
