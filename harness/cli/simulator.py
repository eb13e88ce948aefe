"""`ordo-flourish simulator`: one simulator alone, for several behind a balancer."""

import click
from rich.console import Console


@click.command()
@click.argument("vendor", type=click.Choice(["flourish", "ordo"]))
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="0 takes a free port."
)
@click.option(
    "--shard",
    default="",
    help="This process' name among several: small letters and digits. Its tenants' credentials carry it.",
)
def simulator(vendor: str, port: int, shard: str) -> None:
    """Run one simulator alone, on this machine, until Ctrl-C.

    Ordo has to know ENGINE_URL and ORDO_EVENTS_SECRET, from the environment.
    """
    from harness.one_simulator import run_simulator

    run_simulator(vendor, port=port, shard=shard, console=Console())
