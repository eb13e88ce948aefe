"""`ordo-flourish sensitivity`: how much the gate sees, measured."""

import os
import secrets
from pathlib import Path
from typing import TypedDict, Unpack

import click
from rich.console import Console

from harness.cli.options import (
    LARGEST_SEED,
    POSITIVE,
    engine_command_option,
    engine_patience_option,
    port_option,
    report_option,
    seed_option,
)


class SensitivityOptions(TypedDict):
    """The options as click hands them over."""

    keyword: str | None
    operation: str | None
    processes: int
    everything: bool
    since: Path | None
    sample: int | None
    seed: int | None
    report: Path
    engine_url: str | None
    engine_cmd: str | None
    engine_patience: float
    flourish_port: int
    ordo_port: int
    patience: float
    most_seconds: float


@click.command()
@click.option(
    "-k", "keyword", metavar="EXPRESSION", help="Only with scenarios whose name matches (pytest's -k)."
)
@click.option(
    "--operation",
    metavar="GLOB",
    help="Only fields whose name matches, as in 'POST /outbound-orders request'.",
)
@click.option(
    "-n", "processes", type=click.IntRange(1, 16), default=2, show_default=True, help="Play in N processes."
)
@click.option(
    "--all", "everything", is_flag=True, help="Every alteration of each field, not the two that tell most."
)
@click.option(
    "--since",
    type=click.Path(exists=True, path_type=Path),
    metavar="REPORT",
    help="Only what was unseen in this earlier report: its folder, or its sensitivity.json.",
)
@click.option(
    "--sample",
    type=click.IntRange(1),
    metavar="N",
    help="Only N of the fields that were seen in the run on record, drawn by the seed.",
)
@seed_option("Make the same data and draw the same sample again; without it one is drawn and printed.")
@report_option("sensitivity.html and sensitivity.json")
@click.option("--engine-url", metavar="URL", help="An engine that runs already, on this machine.")
@engine_command_option("Start this engine, end it and its children.")
@engine_patience_option()
@port_option("--flourish-port")
@port_option("--ordo-port")
@click.option(
    "--patience",
    type=POSITIVE,
    default=8.0,
    show_default=True,
    help="Seconds that a step waits; an altered engine may never come to what it waits for.",
)
@click.option(
    "--most-seconds",
    type=POSITIVE,
    default=60.0,
    show_default=True,
    help="Seconds that one alteration is played without anybody noticing.",
)
def sensitivity(**given: Unpack[SensitivityOptions]) -> int:
    """Measure what the gate sees: alter one field on the wire, and look whether a scenario fails.

    Every field that the engine sends, reads or receives is altered on its way between the engine and the
    simulators, in ways that the contract allows, while the scenarios that carry it are played, until one
    fails. A field of which nobody notices is one in which an engine may be wrong under a green gate. Prints a
    table and the score, and writes sensitivity.html and sensitivity.json. Exits 0 when every field is seen, 1
    when one is not or unseen.toml is no longer true, 2 on wrong usage, 3 when nothing could be measured.
    """
    from harness.engines.engine_program import SERVER
    from harness.gate.request import GateRequest, choose_engine
    from harness.lab.lab import Ports
    from harness.sensitivity.run import SensitivityRequest, run_sensitivity

    ports = Ports(flourish=given["flourish_port"], ordo=given["ordo_port"])
    chosen = choose_engine(
        url=given["engine_url"],
        command=given["engine_cmd"],
        ports=ports,
        patience_seconds=given["engine_patience"],
        report=given["report"],
        environment=os.environ,
    )
    seed = secrets.randbelow(LARGEST_SEED) if given["seed"] is None else given["seed"]
    gate = GateRequest(
        keyword=given["keyword"],
        workers="1" if chosen.engine is None else None,
        seed=seed,
        report=given["report"],
        engine=chosen.engine,
        engine_command=chosen.command,
        ports=ports,
        server=os.environ.get(SERVER, ""),
    )
    wanted = SensitivityRequest(
        gate=gate,
        processes=given["processes"],
        everything=given["everything"],
        operation=given["operation"],
        since=given["since"],
        sample=given["sample"],
        patience_seconds=given["patience"],
        most_seconds=given["most_seconds"],
    )
    return int(run_sensitivity(wanted, Console()))
