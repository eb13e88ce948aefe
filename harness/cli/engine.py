"""`ordo-flourish engine`: the integration engine alone, for production."""

from pathlib import Path

import click
from rich.console import Console


@click.command()
@click.option("--flourish-url", envvar="FLOURISH_URL", help="Origin of Flourish.  [env: FLOURISH_URL]")
@click.option("--ordo-url", envvar="ORDO_URL", help="Origin of Ordo.  [env: ORDO_URL]")
@click.option(
    "--public-url",
    envvar="ENGINE_PUBLIC_URL",
    help="Origin under which Flourish reaches this engine.  [env: ENGINE_PUBLIC_URL]",
)
@click.option(
    "--database-url",
    envvar="DATABASE_URL",
    help="SQLAlchemy URL; with a password in it, give it by environment or file.  [env: DATABASE_URL]",
)
@click.option(
    "--host",
    envvar="ENGINE_HOST",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on.  [env: ENGINE_HOST]",
)
@click.option(
    "--port",
    envvar="ENGINE_PORT",
    type=click.IntRange(0, 65535),
    default=8703,
    show_default=True,
    help="0 takes a free port.  [env: ENGINE_PORT]",
)
@click.option(
    "--http-timeout",
    envvar="ENGINE_HTTP_TIMEOUT",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    help="Seconds to wait for an answer of Flourish or Ordo.  [env: ENGINE_HTTP_TIMEOUT]",
)
@click.option(
    "--secrets-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="KEY=VALUE lines with ORDO_EVENTS_SECRET, ENGINE_ENCRYPTION_KEY and, if it holds a password, "
    "DATABASE_URL; the environment wins.",
)
def engine(
    flourish_url: str | None,
    ordo_url: str | None,
    public_url: str | None,
    database_url: str | None,
    host: str,
    port: int,
    http_timeout: float,
    secrets_file: Path | None,
) -> None:
    """Run the integration engine between Ordo and Flourish.

    Secrets come from the environment or from --secrets-file, never from the command line.
    """
    from harness.production_engine import EngineOptions, run_engine

    options = EngineOptions(
        flourish_url=flourish_url,
        ordo_url=ordo_url,
        public_url=public_url,
        database_url=database_url,
        host=host,
        port=port,
        http_timeout=http_timeout,
        secrets_file=secrets_file,
    )
    run_engine(options, Console())
