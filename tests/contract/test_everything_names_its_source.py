"""Every schema, field, operation and parameter in `schemas/` names its source, and the place is there."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from foundation.contract import schemas_folder
from foundation.provenance import Source
from tests import citations
from tests.sourced_parts import EXAMPLES, Part, all_parts, parts_of

ROOT = Path(__file__).parents[2]
OURS = (
    *("benchmarks", "docs", "features", "foundation", "harness", "integration_engine", "schemas"),
    *("sim_flourish", "sim_kernel", "sim_ordo", "tests"),
)
TEXTS = {".py", ".md", ".json", ".feature"}
WRONG_ON_PURPOSE = {
    "tests/contract/test_everything_names_its_source.py",
    "tests/contract/test_transitions_name_their_source.py",
}
PARTS = list(all_parts())


def wrong(parts: Iterable[Part]) -> dict[str, list[str]]:
    """What is wrong with the sources of some parts, by the place of each part."""
    return {
        f"{one.file}#{one.pointer}": found
        for one in parts
        if (found := list(citations.problems(one.source, one.reference)))
    }


def test_everything_names_its_source() -> None:
    """Each part is documented, observed or assumed, by itself or by what is around it, and cites a place.

    The place exists and bears out the word: nothing is documented by a decision of ours.
    """
    assert wrong(PARTS) == {}


@pytest.mark.parametrize(
    ("kind", "fewest"), [("schema", 800), ("field", 2900), ("operation", 220), ("parameter", 400)]
)
def test_all_of_a_kind_are_looked_at(kind: str, fewest: int) -> None:
    """The count of what was looked at does not fall unnoticed."""
    assert sum(one.kind == kind for one in PARTS) >= fewest


def test_every_file_is_looked_at() -> None:
    """No file is left out but the one that holds examples."""
    there = {path.relative_to(schemas_folder()).as_posix() for path in schemas_folder().rglob("*.json")}
    assert there - {one.file for one in PARTS} == {EXAMPLES}


def test_sections_are_cited_in_one_way() -> None:
    """Code, schemas and docs say `contract section 2`, so that one search finds all of it."""
    otherwise = re.compile(r"\bcontract\s+\d")
    assert [name for name, text in texts() if otherwise.search(text)] == []


def texts() -> Iterator[tuple[str, str]]:
    """Everything of ours that people read: the path of each file, and what stands in it."""
    files = [path for folder in OURS for path in (ROOT / folder).rglob("*") if path.suffix in TEXTS]
    assert len(files) > 500
    for path in files:
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def wrong_in(text: str) -> list[str]:
    """The places that a text cites and that are not there."""
    return [place for place in citations.places_in(text) if list(citations.problems(Source.ASSUMED, place))]


def test_what_code_and_prose_cite_is_there() -> None:
    """Docstrings, comments and pages cite sections, groups and topics that exist, in the one form."""
    cited = {name: wrong_in(text) for name, text in texts() if name not in WRONG_ON_PURPOSE}
    assert {name: places for name, places in cited.items() if places} == {}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("as it is (contract section 2 Elephants)", ["contract section 2 Elephants"]),
        ("as it is (contract section 2, Items)", ["contract section 2, Items"]),
        ('"""As it is (contract\n    section 2 Elephants)."""', ["contract section 2 Elephants"]),
        ("# as it is (contract\n# section 8)", ["contract section 8"]),
        ("contract sections 2 and 8", ["contract section 8"]),
        ("the collection, Elephants", ["the collection, Elephants"]),
        ("observed-clients Elephants", ["observed-clients Elephants"]),
        ("`PROVENANCE.md, elephants`", ["PROVENANCE.md, elephants"]),
        ("rounded (contract section 6 Rounding), and so on (contract sections 3 and 6)", []),
    ],
)
def test_a_place_that_is_not_there_is_noticed_in_a_text(text: str, places: list[str]) -> None:
    """Wherever the line ends, and whatever kind of place it is."""
    assert wrong_in(text) == places


def document(name: str) -> Any:  # noqa: ANN401 - any JSON
    """A file of the schemas, to be spoilt."""
    return json.loads((schemas_folder() / Path(name)).read_text(encoding="utf-8"))


def test_a_schema_without_source_is_noticed() -> None:
    """A file that names none is told, with every field that relied on it."""
    broken = document("flourish/item_class.json")
    del broken["x-source"]
    found = wrong(parts_of("item_class.json", broken))
    assert "item_class.json#" in found
    assert "item_class.json#/properties/item_class" in found
    assert found["item_class.json#"][0] == "'' is no source"


def test_a_field_that_was_seen_nowhere_is_noticed() -> None:
    """A field that claims to be observed must cite an observation."""
    broken = document("flourish/item_class.json")
    broken["properties"]["item_class"]["x-source"] = "observed"
    (problems,) = wrong(parts_of("item_class.json", broken)).values()
    assert "does not bear out 'observed'" in problems[0]


def test_an_operation_and_a_parameter_without_place_are_noticed() -> None:
    """A description that cites nothing is told for each operation and parameter that cites nothing itself."""
    broken = document("flourish/v2_openapi.json")
    del broken["x-ref"]
    operation = broken["paths"]["/retail-orders"]["post"]
    del operation["x-ref"]
    found = wrong(parts_of("v2_openapi.json", broken))
    assert "v2_openapi.json#/paths/~1retail-orders/post" in found
    assert any("/components/parameters/" in place for place in found)
