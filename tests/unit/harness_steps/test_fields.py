"""The table of fields names places that there are, and rules that say so."""

from collections.abc import Iterator
from itertools import chain

import pytest

from foundation.contract import load_document
from harness.fields import FIELDS, CarriedField
from harness.rules import RULES

ROWS = [*chain.from_iterable(FIELDS.values())]


def names_in(schema: object) -> Iterator[str]:
    """Every field that a schema describes, at any depth."""
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from properties
        for inner in schema.values():
            yield from names_in(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from names_in(inner)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.origin} to {row.target}")
def test_both_places_of_a_field_are_in_the_contracts(row: CarriedField) -> None:
    """A field that is renamed in a schema is renamed in the table."""
    for place in filter(None, (row.origin, row.target)):
        file, name = place.split()
        assert name in set(names_in(load_document(file))), place


def test_every_field_cites_a_rule_and_its_sources() -> None:
    """Sources are letters of the catalogue; a decision of ours is marked as one."""
    assert {row.rule for row in ROWS} <= set(RULES)
    assert set("".join(row.sources for row in ROWS)) <= set("ABCD")


def carried(title: str, field: str) -> set[str]:
    """What the fields of one message that have this name become."""
    return {row.target for row in FIELDS[title] if row.origin.endswith(f" {field}")}


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("An order, from Flourish to Ordo", "invoice_date"),
        ("An order, from Flourish to Ordo", "payment_term"),
        ("A note on an order", "internal_only"),
    ],
)
def test_what_must_not_be_carried_stands_in_the_table(title: str, field: str) -> None:
    """Invoice date and payment term never reach Ordo (O10, O11), nor whether a note is internal."""
    assert carried(title, field) == {""}


@pytest.mark.parametrize(
    "file",
    ["ordo/order_report.json", "ordo/order_report_line.json", "ordo/order_note.json", "ordo/item.json"],
)
def test_every_field_that_an_engine_tells_ordo_is_in_the_table(file: str) -> None:
    """But for what a right engine never tells (O10, O11)."""
    properties = set(load_document(file)["properties"])
    targets = {row.target.split()[1] for row in ROWS if row.target.startswith(file)}
    assert properties - targets <= {"invoice_date", "terms"}
