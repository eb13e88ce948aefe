"""`python -m tests.mutants`: judges all mutants, or those named."""

import sys

import click
from rich.console import Console

from tests.mutants.registry import MUTANTS
from tests.mutants.runner import Ending, run


@click.command()
@click.argument("names", nargs=-1)
@click.option("-k", "part", default="", help="Only mutants whose name, or a rule they break, has this in it.")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1), help="How many at a time.")
@click.option("--list", "only_list", is_flag=True, help="Show the mutants and judge none.")
def main(names: tuple[str, ...], part: str, processes: int, *, only_list: bool) -> None:
    """Judge every mutant, or those of these NAMES, by the gate's features.

    Exit codes: 0 all were caught, 1 one survived, 2 wrong usage, 3 one could not be judged.
    """
    console = Console(width=None if sys.stdout.isatty() else 180)
    unknown = [name for name in names if name not in {one.name for one in MUTANTS}]
    if unknown:
        raise click.BadArgumentUsage(f"there is no mutant {unknown[0]!r}; see --list")
    chosen = [
        one
        for one in MUTANTS
        if (not names or one.name in names) and (part in one.name or part in {*one.breaks, *one.controls})
    ]
    if not chosen:
        raise click.BadOptionUsage("part", f"no mutant has {part!r} in its name or its rules")
    if only_list:
        for one in chosen:
            console.print(f"{' '.join(one.breaks):<10} {one.name}: {one.consequence}", highlight=False)
        sys.exit(Ending.ALL_KILLED)
    sys.exit(run(chosen, console, processes=processes))


if __name__ == "__main__":
    main()
