"""`ordo-flourish up`, `simulator` and `demo`: labs for people and for other programs."""

from pathlib import Path

import click
from rich.console import Console

from harness.cli.options import FILE, SEED, port_option, seed_option, webhook_hosts_option

MOST_ITEMS = 1_000_000


@click.command()
@port_option("--flourish-port", default=8701)
@port_option("--ordo-port", default=8702)
@port_option("--engine-port", default=8703)
@click.option(
    "--items",
    type=click.IntRange(0, MOST_ITEMS),
    default=100,
    show_default=True,
    help="Size of the demo catalogue.",
)
@seed_option("Make the same demo catalogue again.")
@click.option(
    "--env-file", type=FILE, help="Write URLs and credentials as KEY=VALUE, once everything answers."
)
@click.option("--save", type=FILE, help="Keep the whole state in this file when stopping.")
@webhook_hosts_option("A host outside this machine that webhooks may go to")
@click.option("--load", type=FILE, help="Bring back a state that was kept with --save.")
def up(
    flourish_port: int,
    ordo_port: int,
    engine_port: int,
    items: int,
    seed: int | None,
    env_file: Path | None,
    save: Path | None,
    webhook_hosts: frozenset[str],
    load: Path | None,
) -> None:
    """Start both simulators and the engine, and print where they are and how to get in.

    Ctrl-C stops it. Everything listens on this machine only. What a request carries beyond the contract is
    ignored and marked in the journal, unless its tenant was made strict.
    """
    from harness.lab.interactive_lab import InteractiveLabRequest, run_until_shutdown
    from harness.lab.lab import Ports

    wanted = InteractiveLabRequest(
        ports=Ports(flourish=flourish_port, ordo=ordo_port, engine=engine_port),
        webhook_hosts=webhook_hosts,
        items=items,
        seed=seed,
        env_file=env_file,
        save=save,
        load=load,
    )
    run_until_shutdown(wanted, Console())


@click.command()
@click.argument("vendor", type=click.Choice(["flourish", "ordo"]))
@port_option()
@click.option(
    "--shard",
    default="",
    help="This process' name among several: small letters and digits. Its tenants' credentials carry it.",
)
@webhook_hosts_option("A host outside this machine that Flourish's webhooks may go to")
def simulator(vendor: str, port: int, shard: str, webhook_hosts: frozenset[str]) -> None:
    """Run one simulator alone, on this machine, until Ctrl-C.

    Ordo has to know ENGINE_URL and ORDO_EVENTS_SECRET, from the environment. What a request carries beyond
    the contract is ignored and marked in the journal, unless its tenant was made strict.
    """
    from harness.lab.one_simulator import run_simulator

    run_simulator(vendor, port=port, shard=shard, webhook_hosts=webhook_hosts, console=Console())


@click.command()
@click.option("--seed", type=SEED, default=1, show_default=True, help="Make other data.")
def demo(seed: int) -> int:
    """Play the documented workflow step by step in a lab of its own, and tell who did what.

    Exits 0 when every step ends as documented, 1 at the first that does not.
    """
    from harness.demo.run import play

    return play(Console(), seed=seed)
