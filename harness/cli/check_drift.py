"""`ordo-flourish check-drift`: a real Flourish, held against the schemas."""

import os
from pathlib import Path

import click
from rich.console import Console


@click.command("check-drift")
@click.option("--url", required=True, help="Where Flourish is, such as https://app.flourishsoftware.com.")
@click.option("--facility-id", help="The facility to ask for; without it the first active one.")
@click.option(
    "--max-requests",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Make at most this many requests.",
)
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Keep what was found as JSON.")
@click.option("--ignore-additions", is_flag=True, help="Let fields pass that are not described.")
def check_drift(
    url: str, facility_id: str | None, max_requests: int, save: Path | None, *, ignore_additions: bool
) -> int:
    """Read from a real Flourish and report, by schema and field, where it is not as described.

    Only reads, never writes. FLOURISH_API_KEY and, for Basic authentication, FLOURISH_USERNAME come from the
    environment. Shows kinds of values, never the values: they are about real people. Exits 0 when all that
    was seen conforms, 1 when something has drifted, 2 on wrong usage and 3 when an operation could not be
    checked.
    """
    from foundation.clock import SystemClock
    from harness.checks.drift.drift import Walk
    from harness.checks.drift.flourish_reader import FlourishReader
    from harness.checks.drift.report import Progress, record_of, show_drift
    from harness.checks.drift.request import read_request
    from harness.lab.env_file import write_privately

    wanted = read_request(
        url, facility_id=facility_id, most_requests=max_requests, save=save, environment=os.environ
    )
    console = Console()
    progress = Progress(console, max_requests)
    reader = FlourishReader(
        wanted.origin, wanted.credentials, most_requests=wanted.most_requests, on_request=progress
    )
    try:
        drift = Walk(reader, facility_id=wanted.facility_id).run()
    finally:
        progress.stop()
        reader.close()
    if wanted.save is not None:
        record = record_of(drift, origin=wanted.origin, made_at=SystemClock().now())
        write_privately(wanted.save, record, option="--save")
    return show_drift(drift, console, ignore_additions=ignore_additions)
