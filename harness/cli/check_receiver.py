"""`ordo-flourish check-receiver`: anybody's webhook receiver against a graded set of deliveries."""

import os

import click
from rich.console import Console


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
