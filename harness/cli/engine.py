"""`ordo-flourish engine`: the integration engine alone, for production, and an operator's view of it."""

import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from harness.cli.options import FILE, PORT, POSITIVE, FiniteRange, environment_option

if TYPE_CHECKING:
    from integration_engine.store.database import Database

_SECRETS_FILE = click.option(
    "--secrets-file",
    type=FILE,
    help="KEY=VALUE lines with ORDO_EVENTS_SECRET, ENGINE_ENCRYPTION_KEY and, if it holds a password, "
    "DATABASE_URL; the environment wins.",
)
_DATABASE_URL = environment_option(
    "--database-url", "DATABASE_URL", "SQLAlchemy URL; with a password in it, give it by environment or file."
)


@click.group(invoke_without_command=True)
@environment_option("--flourish-url", "FLOURISH_URL", "Origin of Flourish.")
@environment_option("--ordo-url", "ORDO_URL", "Origin of Ordo.")
@environment_option("--public-url", "ENGINE_PUBLIC_URL", "Origin under which Flourish reaches this engine.")
@_DATABASE_URL
@environment_option("--host", "ENGINE_HOST", "Address to listen on.", default="127.0.0.1")
@environment_option("--port", "ENGINE_PORT", "0 takes a free port.", values=PORT, default=8703)
@environment_option(
    "--role",
    "ENGINE_ROLE",
    "Receive messages, work them off, or both; any number of each on PostgreSQL.",
    values=click.Choice(["all", "web", "worker"]),
    default="all",
)
@environment_option(
    "--stalled-seconds",
    "ENGINE_STALLED_SECONDS",
    "Take over the work of a worker that was silent this long (PostgreSQL).",
    values=FiniteRange(min=2),
    default=20.0,
)
@environment_option(
    "--http-timeout",
    "ENGINE_HTTP_TIMEOUT",
    "Seconds to wait for an answer of Flourish or Ordo.",
    values=POSITIVE,
    default=10.0,
)
@environment_option(
    "--sweep-minutes",
    "ENGINE_SWEEP_MINUTES",
    "Compare open orders with Flourish this often, for lost webhooks; 0: never.",
    values=FiniteRange(min=0),
    default=10.0,
)
@environment_option(
    "--keep-days",
    "ENGINE_KEEP_DAYS",
    "Keep messages this long after they were worked through.",
    values=FiniteRange(min=1),
    default=30.0,
)
@_SECRETS_FILE
@environment_option(
    "--log-form",
    "ENGINE_LOG_FORM",
    "Log as JSON or as lines for people; auto: lines on a terminal.",
    values=click.Choice(["auto", "json", "lines"]),
    default="auto",
)
@click.pass_context
def engine(
    context: click.Context,
    /,
    host: str,
    port: int,
    secrets_file: Path | None,
    log_form: str,
    **_settings: object,
) -> None:
    """Run the integration engine between Ordo and Flourish.

    Secrets come from the environment or from --secrets-file, never from the command line.
    """
    if context.invoked_subcommand is not None:
        return
    from harness.operate.production_engine import complete, run_engine
    from integration_engine.logs import LogForm

    given = ((option.envvar, context.params[str(option.name)]) for option in context.command.params)
    options = {str(name): str(value) for name, value in given if name is not None and value is not None}
    config = complete(options, secrets_file, os.environ)
    run_engine(config, Console(), host=host, port=port, log_form=LogForm(log_form))


def _database(
    database_url: str | None, secrets_file: Path | None, *, as_is: bool = True
) -> AbstractContextManager["Database"]:
    """The database that the two options name, which may also stand before the subcommand's name."""
    from harness.operate.engine_admin import opened

    parent = click.get_current_context().parent
    given = {} if parent is None else parent.params
    url, file = database_url or given.get("database_url"), secrets_file or given.get("secrets_file")
    return opened(url, file, os.environ, as_is=as_is)


@engine.command()
@_DATABASE_URL
@_SECRETS_FILE
def migrate(database_url: str | None, secrets_file: Path | None) -> None:
    """Make the tables in an engine's database, or bring those of an earlier version forward.

    An engine does it by itself when it starts. What is in the tables stays.
    """
    from harness.operate.engine_admin import migrate as bring_forward

    with _database(database_url, secrets_file, as_is=False) as database:
        bring_forward(database, Console())


@engine.command()
@_DATABASE_URL
@_SECRETS_FILE
def status(database_url: str | None, secrets_file: Path | None) -> None:
    """Show what is pending in an engine's database, why, and when it is tried next.

    Reads the database only; the engine may run or not.
    """
    from harness.operate.engine_admin import show_status

    with _database(database_url, secrets_file) as database:
        show_status(database, Console())


@engine.command()
@click.option(
    "--accept-token",
    metavar="ORGANIZATION",
    help="For an hour, let this organization be connected under another integration token.",
)
@_DATABASE_URL
@_SECRETS_FILE
def connections(accept_token: str | None, database_url: str | None, secrets_file: Path | None) -> None:
    """Show which organizations are connected to which facilities.

    A connection belongs to the integration token that it was set up under, and is refused under any other.
    Where Ordo has made a new token for the same organization, --accept-token lets its next save through.
    """
    from harness.operate.engine_admin import accept_token as accept
    from harness.operate.engine_admin import show_connections

    with _database(database_url, secrets_file) as database:
        if accept_token is None:
            show_connections(database, Console())
        else:
            accept(database, Console(), accept_token)


@engine.command()
@click.argument("order")
@_DATABASE_URL
@_SECRETS_FILE
def retry(order: str, database_url: str | None, secrets_file: Path | None) -> None:
    """Have the waiting work of ORDER (its id in Ordo or in Flourish) done now instead of later.

    The id of a sync, or of an organization for what its settings are to show, does as well.
    A running engine takes it up within seconds.
    """
    from harness.operate.engine_admin import retry as retry_in

    with _database(database_url, secrets_file) as database:
        retry_in(database, Console(), order)
