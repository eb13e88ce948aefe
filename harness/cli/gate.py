"""`ordo-flourish gate`: the main job."""

import secrets
from pathlib import Path

import click
from rich.console import Console

LARGEST_SEED = 2**31 - 1


@click.command()
@click.option("-k", "keyword", metavar="EXPRESSION", help="Only scenarios whose name matches (pytest's -k).")
@click.option(
    "-m", "marks", metavar="EXPRESSION", help="Only scenarios with these tags, as in 'O7 and not assumed'."
)
@click.option("-n", "workers", metavar="N", help="Run in N processes; 'auto' takes one for each core.")
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    help="Make the same data again; without it a seed is drawn and printed.",
)
@click.option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("report"),
    show_default=True,
    help="Folder for junit.xml.",
)
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def gate(
    keyword: str | None,
    marks: str | None,
    workers: str | None,
    seed: int | None,
    report: Path,
    pytest_arguments: tuple[str, ...],
) -> int:
    """Run every feature against the engine, in a lab of its own on free ports.

    Prints a table and writes junit.xml. Exits 0 when every scenario passed, 1 when one failed, 2 on wrong
    usage and 3 when nothing could be checked. Arguments after -- go to pytest.
    """
    from harness.gate import GateRequest, run_gate

    if workers is not None and workers != "auto" and not workers.isdecimal():
        msg = f"-n takes a number or 'auto', not {workers!r}"
        raise click.UsageError(msg)
    wanted = GateRequest(
        keyword=keyword,
        marks=marks,
        workers=workers,
        seed=secrets.randbelow(LARGEST_SEED) if seed is None else seed,
        report=report,
        pytest_arguments=pytest_arguments,
    )
    return int(run_gate(wanted, Console()))
