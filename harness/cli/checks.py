"""`ordo-flourish check-examples`, `check-drift`, `check-receiver`: what others have, against the schemas."""

import os
from pathlib import Path

import click
from rich.console import Console

from harness.cli.options import FILE


@click.command("check-examples")
@click.argument("collection", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--quiet", is_flag=True, help="Show only what does not conform, and the sum.")
def check_examples(collection: Path, *, quiet: bool) -> int:
    """Check every example of COLLECTION, a Postman collection of format 2.1, by the Flourish schemas.

    Prints a line for each request and answer that it shows, with the reason where one does not conform, and
    the operations that the schemas do not describe. Known deviations (examples
    that contradict the vendor's own prose) are counted apart, and exceptions are listed with their reasons in
    schemas/PROVENANCE.md. Exits 0 when all others conform, 1 when one does not, 2 on wrong usage and 3 when
    the collection shows nothing that could be checked.
    """
    from harness.checks.examples.examples import check_examples as check
    from harness.checks.examples.postman import read_collection
    from harness.checks.examples.report import show_examples

    return show_examples(check(read_collection(collection)), Console(), quiet=quiet)


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
@click.option("--save", type=FILE, help="Keep what was found as JSON.")
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


@click.command("check-receiver")
@click.option("--url", required=True, help="The receiver's webhook endpoint.")
@click.option(
    "--signing-key-env",
    metavar="VARIABLE",
    required=True,
    help="The environment variable that holds the signing key.",
)
@click.option(
    "--header",
    "headers",
    metavar="NAME=VARIABLE",
    multiple=True,
    help="A header that the receiver demands, and the environment variable that holds its value; may be "
    "repeated.",
)
@click.option(
    "--data",
    metavar="TYPE=FILE",
    multiple=True,
    help="Send this JSON as the data of a resource type instead of made-up data, for a receiver that looks "
    "up what it is told of; may be repeated.",
)
def check_receiver(url: str, signing_key_env: str, headers: tuple[str, ...], data: tuple[str, ...]) -> int:
    """Send a webhook receiver deliveries as Flourish would, and as others might, and judge what it does.

    It has to take valid deliveries of each resource type, repeated and out of order too, and to refuse those
    with a wrong signature, wrong headers or wrong content, before they change anything. Exits 0 when it did
    all of it, 1 when not, 2 on wrong usage and 3 when nothing answers.
    """
    from harness.checks.receiver.deliveries import graded_points
    from harness.checks.receiver.receiver import grade, show_grades
    from harness.checks.receiver.request import read_request

    wanted = read_request(url, signing_key_env, headers, data, os.environ)
    return show_grades(grade(wanted.url, graded_points(wanted.sender, wanted.data)), Console())
