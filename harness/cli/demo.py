"""`ordo-flourish demo`: the documented workflow, played and told."""

import click
from rich.console import Console


@click.command()
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Make other data."
)
def demo(seed: int) -> int:
    """Play the documented workflow step by step in a lab of its own, and tell who did what.

    Exits 0 when every step ends as documented, 1 at the first that does not.
    """
    from harness.demo.run import play

    return play(Console(), seed=seed)
