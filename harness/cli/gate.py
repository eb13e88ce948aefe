"""`ordo-flourish gate`: the main job."""

import os
import secrets
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click
from rich.console import Console

from harness.cli.options import (
    LARGEST_SEED,
    engine_command_option,
    engine_patience_option,
    port_option,
    report_option,
    seed_option,
)
from harness.rules import CAPABILITIES

if TYPE_CHECKING:
    from harness.gate.request import GateRequest

MOST_WORKERS = 4


class GateOptions(TypedDict):
    keyword: str | None
    marks: str | None
    workers: str | None
    seed: int | None
    report: Path
    engine: str | None
    engine_url: str | None
    engine_cmd: str | None
    engine_patience: float
    flourish_port: int
    ordo_port: int
    without: tuple[str, ...]
    strict: bool
    coverage: bool
    require_coverage: bool
    rerun_failed: bool
    list_only: bool
    pytest_arguments: tuple[str, ...]


@click.command()
@click.option("-k", "keyword", metavar="EXPRESSION", help="Only scenarios whose name matches (pytest's -k).")
@click.option(
    "-m", "marks", metavar="EXPRESSION", help="Only scenarios with these tags, as in 'O7 and not assumed'."
)
@click.option(
    "-n",
    "workers",
    metavar="N",
    help="Run in N processes; 'auto' takes one a core. Without it all features take one a core, up to four, "
    "and some of them run in this one.",
)
@seed_option("Make the same data again; without it a seed is drawn and printed.")
@report_option("index.html, junit.xml and more")
@click.option(
    "--engine", type=click.Choice(["builtin"]), help="Judge the engine of this project; the default."
)
@click.option("--engine-url", metavar="URL", help="Judge an engine that runs already, on this machine.")
@engine_command_option("Start this engine, judge it, end it and its children.")
@engine_patience_option()
@port_option("--flourish-port")
@port_option("--ordo-port")
@click.option(
    "--without",
    type=click.Choice(list(CAPABILITIES)),
    multiple=True,
    help="Skip scenarios that need this of the engine; may be repeated.",
)
@click.option("--strict", is_flag=True, help="Fail when a scenario passes that rests on an assumption.")
@click.option("--coverage", is_flag=True, help="Print what was exercised of all that can happen.")
@click.option("--require-coverage", is_flag=True, help="Fail when something was not exercised; names it.")
@click.option("--rerun-failed", is_flag=True, help="Only what failed in the last run, with its seed.")
@click.option("--list", "list_only", is_flag=True, help="Show scenarios and rules; run nothing.")
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def gate(**given: Unpack[GateOptions]) -> int:
    """Run every feature against an engine, in a lab of its own on free ports.

    Prints a table and writes a report: index.html, junit.xml, cucumber.json, summary.md and a folder for each
    failure. Exits 0 when every scenario passed, 1 when one failed, 2 on wrong
    usage and 3 when nothing could be checked: the lab or the engine did not come up, or the engine died.
    Scenarios that need what the engine lacks are skipped. Arguments after -- go to pytest. Where
    LAB_DATABASE_URL names a PostgreSQL server, the built-in engine keeps its tables there, in schemas of its
    own.
    """
    from harness.gate.listing import list_scenarios
    from harness.gate.run import rerun_failed, run_gate

    wanted = _request(given)
    console = Console()
    with ExitStack() as stack:
        if given["rerun_failed"]:
            wanted = stack.enter_context(rerun_failed(wanted, seed_given=given["seed"] is not None))
        if given["list_only"]:
            list_scenarios(wanted, console)
            return 0
        return int(run_gate(wanted, console))


def workers_for(given: GateOptions, *, cores: int) -> str | None:
    """The processes of a run that says no `-n`: one a core, up to four, where all features are played.

    A narrowed run is over before more processes would have started.
    """
    selects = given["keyword"] or given["marks"] or given["pytest_arguments"] or given["rerun_failed"]
    if cores == 1 or selects or given["list_only"]:
        return None
    return str(min(cores, MOST_WORKERS))


def _request(given: GateOptions) -> "GateRequest":
    from harness.engines.engine_program import SERVER
    from harness.gate.request import GateRequest, choose_engine
    from harness.lab.lab import Ports

    workers, seed = given["workers"], given["seed"]
    if workers is not None and workers != "auto" and not workers.isdecimal():
        msg = f"-n takes a number or 'auto', not {workers!r}"
        raise click.UsageError(msg)
    if given["engine"] and (given["engine_url"] or given["engine_cmd"]):
        raise click.UsageError("--engine builtin excludes --engine-url and --engine-cmd")
    ports = Ports(flourish=given["flourish_port"], ordo=given["ordo_port"])
    chosen = choose_engine(
        url=given["engine_url"],
        command=given["engine_cmd"],
        ports=ports,
        patience_seconds=given["engine_patience"],
        report=given["report"],
        environment=os.environ,
    )
    return GateRequest(
        keyword=given["keyword"],
        marks=given["marks"],
        workers=workers or workers_for(given, cores=os.cpu_count() or 1),
        seed=secrets.randbelow(LARGEST_SEED) if seed is None else seed,
        report=given["report"],
        engine=chosen.engine,
        engine_command=chosen.command,
        ports=ports,
        server=os.environ.get(SERVER, ""),
        without=given["without"],
        strict=given["strict"],
        show_coverage=given["coverage"],
        require_coverage=given["require_coverage"],
        pytest_arguments=given["pytest_arguments"],
    )
