"""`ordo-flourish soak`: many orders while faults strike; `ordo-flourish load`: many sellers at once."""

import secrets

import click
from rich.console import Console

from harness.cli.options import LARGEST_SEED, POSITIVE, FiniteRange, engine_command_option, seed_option


@click.command()
@click.option(
    "--orders", type=click.IntRange(1, 100_000), default=200, show_default=True, help="How many orders."
)
@seed_option("Draw the same orders, faults and kills again; without it a seed is drawn and printed.")
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
    type=POSITIVE,
    default=60.0,
    show_default=True,
    help="Give up after so much real time.",
)
@engine_command_option("Start this engine instead of the built-in one; the lab moves its clock.")
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
    """Let many sellers perform whole lifecycles of orders, in a lab of its own, and show how long calls took.

    It needs Locust (pip install 'ordo-flourish[load]'), stays on this machine and stops by itself. Exits 0
    when every call was answered, 1 when not, 2 on wrong usage and 3 when it could not run.
    """
    from harness.soak.load import LoadRequest, run_load

    return run_load(LoadRequest(users=users, seconds=seconds, rate=rate))
