"""`ordo-flourish soak`: many orders while faults strike."""

import secrets

import click
from rich.console import Console

from harness.cli.finite_range import FiniteRange

LARGEST_SEED = 2**31 - 1


@click.command()
@click.option(
    "--orders", type=click.IntRange(1, 100_000), default=200, show_default=True, help="How many orders."
)
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    help="Draw the same orders, faults and kills again; without it a seed is drawn and printed.",
)
@click.option(
    "--storm",
    "fault_profile",
    type=click.Choice(["mild", "rough", "brutal"]),
    default="rough",
    show_default=True,
    help="How much goes wrong with calls and messages.",
)
@click.option(
    "--kills",
    type=click.IntRange(0, 1000),
    default=0,
    show_default=True,
    help="Kill the engine this often, and start it again.",
)
@click.option(
    "--minutes",
    type=FiniteRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="Give up after so much real time.",
)
@click.option(
    "--engine-cmd",
    metavar="CMD",
    help="Start this engine instead of the built-in one; the lab moves its clock.",
)
def soak(
    orders: int, seed: int | None, fault_profile: str, kills: int, minutes: float, engine_cmd: str | None
) -> int:
    """Perform many orders' whole lifecycles while faults strike, in a lab of its own, and audit them.

    Exits 0 when no order was doubled, lost or went back and all came to their end on both sides, 1 when not,
    2 on wrong usage and 3 when it could not run. The lab's clock is moved, not waited for. Where
    LAB_DATABASE_URL names a PostgreSQL server, the built-in engine keeps its tables there.
    """
    from harness.engines.engine_program import BUILTIN_COMMAND
    from harness.soak.fault_profiles import FaultProfile
    from harness.soak.run import SoakRequest, run_soak

    console = Console()
    chosen = secrets.randbelow(LARGEST_SEED) if seed is None else seed
    console.print(f"seed {chosen}", highlight=False)
    wanted = SoakRequest(
        orders=orders,
        seed=chosen,
        fault_profile=FaultProfile(fault_profile),
        kills=kills,
        minutes=minutes,
        engine_command=BUILTIN_COMMAND if engine_cmd is None else engine_cmd,
    )
    return run_soak(wanted, console)
