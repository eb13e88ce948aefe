"""Every transition, and every status that is derived, says where it comes from, and the place is there."""

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from flask import Flask

from foundation.provenance import assumed, documented
from integration_engine.core.order_stages import STAGE_AFTER, STAGE_SOURCES
from sim_flourish.app import create_app as create_flourish
from sim_kernel.transitions import Machine, Row
from sim_ordo.app import OrdoConfig
from sim_ordo.app import create_app as create_ordo
from tests import citations
from tests.contract.subjects import EVENTS_SECRET
from tests.contract.tenants import NOWHERE


class Light(StrEnum):
    """A traffic light."""

    RED = "Red"


class Turn(StrEnum):
    """What happens to it."""

    STOP = "stop"


@pytest.fixture
def flourish_app() -> Iterator[Flask]:
    """The simulated Flourish."""
    app = create_flourish()
    yield app
    app.extensions["simulator"].close()


@pytest.fixture
def ordo_app() -> Iterator[Flask]:
    """The simulated Ordo."""
    app = create_ordo(OrdoConfig(engine_url=NOWHERE, events_secret=EVENTS_SECRET))
    yield app
    app.extensions["simulator"].close()


def catalogue_of(app: Flask) -> dict[str, Any]:
    """What a simulator says can happen in it."""
    found: dict[str, Any] = app.test_client().get("/_sim/catalogue").get_json()
    return found


def sourced(catalogue: dict[str, Any]) -> list[dict[str, str]]:
    """Every row of a catalogue that has to name its source."""
    rows = [row for machine in catalogue["machines"] for row in machine["transitions"]]
    return rows + [row for one in catalogue["derived"] for row in one["verdicts"]]


def test_every_transition_names_its_source(flourish_app: Flask, ordo_app: Flask) -> None:
    """Each row of each machine is documented, observed or assumed, and cites a place that bears it out."""
    for app, fewest in ((flourish_app, 50), (ordo_app, 30)):
        rows = sourced(catalogue_of(app))
        assert len(rows) >= fewest
        wrong = {
            str(row): found
            for row in rows
            if (found := list(citations.problems(row["source"], row["reference"])))
        }
        assert wrong == {}


def test_every_step_of_the_engine_names_its_source() -> None:
    """Each event that leads an order on in the engine cites what it rests on."""
    assert {event for _, event in STAGE_AFTER} == STAGE_SOURCES.keys()
    for event, own in STAGE_SOURCES.items():
        assert list(citations.problems(own.source, own.reference)) == [], event


def test_both_kinds_are_there(flourish_app: Flask, ordo_app: Flask) -> None:
    """Neither product is all guess or all fact; only then does the word say something."""
    for app in (flourish_app, ordo_app):
        assert {row["source"] for row in sourced(catalogue_of(app))} == {"documented", "assumed"}


def test_a_row_without_a_source_cannot_be_made() -> None:
    """A transition that names none is no transition, and neither is one that cites nothing."""
    with pytest.raises(TypeError, match="provenance"):
        Row(Light.RED)  # type: ignore[call-arg]  # what the type checker refuses too
    with pytest.raises(ValueError, match="documented cites the place"):
        documented(" ")


def test_a_machine_tells_the_source_of_each_row() -> None:
    """What stands beside the row is what the catalogue says."""
    rows = {(Light.RED, Turn.STOP): Row(Light.RED, assumed("O15"))}
    (row,) = Machine(subject="light", rows=rows, uses={}).shown()["transitions"]
    assert (row["source"], row["reference"]) == ("assumed", "O15")


@pytest.mark.parametrize(
    ("source", "reference", "problem"),
    [
        ("documented", "O99", "'O99' is not there"),
        ("documented", "O1 to O99", "'O1 to O99' is not there"),
        ("assumed", "contract section 7", "'contract section 7' is not there"),
        ("assumed", "contract section 2 Elephants", "'contract section 2 Elephants' is not there"),
        ("documented", "contract section 6", "'contract section 6' does not bear out 'documented'"),
        ("documented", "O15", "'O15' does not bear out 'documented'"),
        ("observed", "O1", "'O1' does not bear out 'observed'"),
        ("assumed", "PROVENANCE.md, elephants", "'PROVENANCE.md, elephants' is not there"),
        ("assumed", "the collection, Elephants", "'the collection, Elephants' is not there"),
        ("assumed", "observed-clients Elephants", "'observed-clients Elephants' is not there"),
        ("assumed", "hearsay", "'hearsay' is not there"),
        ("certain", "O1", "'certain' is no source"),
    ],
)
def test_a_wrong_citation_is_noticed(source: str, reference: str, problem: str) -> None:
    """A place that is not there, and one that does not bear out the word, are told."""
    assert problem in list(citations.problems(source, reference))


@pytest.mark.skipif(
    not citations.REFERENCE.is_dir(),
    reason=f"the references are not at hand; they would be in {citations.REFERENCE}",
)
def test_what_can_be_cited_is_in_the_references() -> None:
    """The sections, paragraphs and groups that citations are judged by are those of the references."""
    contract = (citations.REFERENCE / "flourish-contract.md").read_text(encoding="utf-8")
    found = {part[0]: part for part in contract.split("\n## ")[1:]}
    assert found.keys() == citations.CONTRACT_SECTIONS.keys()
    for number, names in citations.CONTRACT_SECTIONS.items():
        assert all(re.search(rf"^(### |\|)?{name}\b", found[number], re.MULTILINE) for name in names)
    observed = (citations.REFERENCE / "observed-clients.md").read_text(encoding="utf-8")
    headed = {re.sub(r" \(\d{4}-\d\d\)$", "", name) for name in re.findall(r"\*\*([^*]+)\.\*\*", observed)}
    assert headed >= citations.OBSERVATIONS
    collection = json.loads((citations.REFERENCE / "flourish-external-api.postman.json").read_text("utf-8"))
    assert {group["name"] for group in collection["item"]} == citations.COLLECTION_GROUPS
