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
@click.option(
    "--allow-webhook-host",
    "webhook_hosts",
    multiple=True,
    metavar="HOST",
    help="A host outside this machine that Flourish's webhooks may go to; may be repeated.",
)
def simulator(vendor: str, port: int, shard: str, webhook_hosts: tuple[str, ...]) -> None:
    """Run one simulator alone, on this machine, until Ctrl-C.

    Ordo has to know ENGINE_URL and ORDO_EVENTS_SECRET, from the environment.
    """
    from harness.lab.one_simulator import run_simulator

    hosts = frozenset(host.lower() for host in webhook_hosts)
    run_simulator(vendor, port=port, shard=shard, webhook_hosts=hosts, console=Console())
