"""`ordo-flourish check-examples`: the vendor's own examples against the schemas."""

from pathlib import Path

import click
from rich.console import Console


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
    from harness.checks.examples.shown import show_examples

    return show_examples(check(read_collection(collection)), Console(), quiet=quiet)
