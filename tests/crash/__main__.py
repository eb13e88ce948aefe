"""`python -m tests.crash`: the crash sweep, whole or a sample of it."""

import sys

import click
from rich.console import Console

from harness.engines.engine_program import SERVER
from tests.crash.databases import Databases
from tests.crash.engine_process import Engines
from tests.crash.sweep import Choice, sweep


@click.command()
@click.option("--story", "scenario", default="", help="Only stories whose name has this in it.")
@click.option("-k", "only", default="", help="Only kills whose story, moment or point has this in its name.")
@click.option("--sample", type=click.IntRange(1), help="So many kills, drawn by chance, and not all.")
@click.option("--seed", default=0, show_default=True, help="Draws the same sample again.")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1), help="How many at a time.")
@click.option(
    "--database-url",
    envvar=SERVER,
    help="A PostgreSQL server for the engines' tables; without it each has a file.  [env: LAB_DATABASE_URL]",
)
@click.option("--mutant", help="Sweep a wrong engine of tests/mutants: does the sweep notice it?")
def main(
    scenario: str,
    only: str,
    sample: int | None,
    seed: int,
    processes: int,
    database_url: str | None,
    mutant: str | None,
) -> None:
    """Kill the engine at every call and every commit, and see that all ends as if nobody had.

    Exit codes: 0 all ended well, 1 one did not, 2 wrong usage.
    """
    console = Console(width=None if sys.stdout.isatty() else 180)
    choice = Choice(scenario=scenario, only=only, sample=sample, seed=seed)
    engines = Engines(databases=Databases(server=database_url), mutant=mutant)
    sys.exit(sweep(engines, console, choice, processes=processes))


if __name__ == "__main__":
    main()
