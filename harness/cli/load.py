"""`ordo-flourish load`: many sellers at once."""

import click

from harness.cli.finite_range import FiniteRange


@click.command()
@click.option(
    "--users", type=click.IntRange(1, 500), default=10, show_default=True, help="How many sellers at once."
)
@click.option("--seconds", type=click.IntRange(1, 3600), default=30, show_default=True, help="For how long.")
@click.option(
    "--rate",
    type=FiniteRange(min=0, min_open=True, max=100),
    default=5.0,
    show_default=True,
    help="How many sellers begin in a second.",
)
def load(users: int, seconds: int, rate: float) -> int:
    """Let many sellers live the whole lives of orders, in a lab of its own, and show how long things took.

    It needs Locust (pip install 'ordo-flourish[load]'), stays on this machine and stops by itself. Exits 0
    when every call was answered, 1 when not, 2 on wrong usage and 3 when it could not run.
    """
    from harness.soak.load import LoadRequest, run_load

    return run_load(LoadRequest(users=users, seconds=seconds, rate=rate))
