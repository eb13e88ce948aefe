"""`ordo-flourish up`: a lab for people and for other programs, until it is told to stop."""

from pathlib import Path

import click
from rich.console import Console

PORT = click.IntRange(0, 65535)
FILE = click.Path(dir_okay=False, path_type=Path)
MOST_ITEMS = 1_000_000


@click.command()
@click.option("--flourish-port", type=PORT, default=8701, show_default=True, help="0 takes a free port.")
@click.option("--ordo-port", type=PORT, default=8702, show_default=True, help="0 takes a free port.")
@click.option("--engine-port", type=PORT, default=8703, show_default=True, help="0 takes a free port.")
@click.option(
    "--items",
    type=click.IntRange(0, MOST_ITEMS),
    default=100,
    show_default=True,
    help="Size of the demo catalogue.",
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Make the same demo catalogue again.")
@click.option(
    "--env-file", type=FILE, help="Write URLs and credentials as KEY=VALUE, once everything answers."
)
@click.option("--save", type=FILE, help="Keep the whole state in this file when stopping.")
@click.option(
    "--allow-webhook-host",
    "webhook_hosts",
    multiple=True,
    metavar="HOST",
    help="A host outside this machine that webhooks may go to; may be repeated.",
)
@click.option("--load", type=FILE, help="Bring back a state that was kept with --save.")
def up(
    flourish_port: int,
    ordo_port: int,
    engine_port: int,
    items: int,
    seed: int | None,
    env_file: Path | None,
    save: Path | None,
    webhook_hosts: tuple[str, ...],
    load: Path | None,
) -> None:
    """Start both simulators and the engine, and print where they are and how to get in.

    Ctrl-C stops it. Everything listens on this machine only.
    """
    from harness.lab.interactive_lab import PeopleLab, run_until_shutdown
    from harness.lab.lab import Ports

    wanted = PeopleLab(
        ports=Ports(flourish=flourish_port, ordo=ordo_port, engine=engine_port),
        webhook_hosts=frozenset(host.lower() for host in webhook_hosts),
        items=items,
        seed=seed,
        env_file=env_file,
        save=save,
        load=load,
    )
    run_until_shutdown(wanted, Console())
