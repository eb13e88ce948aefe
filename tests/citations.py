"""Judges a citation: whether the place that a source names is there, and can bear what is said of it."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from foundation.contract import schemas_folder
from foundation.provenance import Source
from harness.rules import RULES
from harness.rules import Source as RuleSource

REFERENCE = Path(__file__).parents[2] / "shared" / "reference"
CONTRACT_SECTIONS = {
    "1": {
        "Success",
        "Error",
        "Paging",
        "Repeated parameters",
        "Datetimes",
        "FacilityID header",
        "Documented errors",
    },
    "2": {
        "Facilities",
        "Items",
        "Brands",
        "Inventory",
        "Destinations",
        "Outbound orders",
        "Shipments",
    },
    "3": set(),
    "4": set(),
    "5": set(),
    "6": {"Rounding"},
}
"""The sections of the contract reference, and what can be named inside them."""
OBSERVATIONS = {
    *("Transport", "Paging", "Filters and fields", "Orders", "Errors", "Webhooks"),
    "Met by running real clients unchanged",
}
"""The paragraphs of the observations of clients."""
COLLECTION_GROUPS = {
    *("Facilities", "Inventory", "Items", "Brands", "Strains", "UOMs", "Destinations", "Outbound Orders"),
    *("Retail Customers", "Retail Orders", "Shipments", "Deliveries", "Vehicles", "Drivers", "Packages"),
    "Vendors",
}
"""The groups of the vendor's collection."""
_NAME = r"(?:[^().,;:|\"'`]|'(?=\w))*"
_CITED = re.compile(
    rf"contract section \d(?:,? ?[\"'`]?[A-Z]{_NAME})?|contract sections [\d, and]*\d"
    rf"|the collection, [A-Z]{_NAME}|observed-clients [A-Z]{_NAME}|PROVENANCE\.md, {_NAME}"
)
_LINE_END = re.compile(r"\s*\n\s*(?:#\s)?")
TOPIC = re.compile(r"^\| ([^|]+?) \|", re.MULTILINE)


@cache
def topics() -> set[str]:
    """What PROVENANCE.md has decided: the first cells of its tables."""
    return set(TOPIC.findall((schemas_folder() / "PROVENANCE.md").read_text(encoding="utf-8")))


def problems(source: str, reference: str) -> Iterator[str]:
    """What is wrong with a citation: places that are not there, and a word that none of them bears out."""
    borne = set()
    for place in reference.split("; "):
        bears = _bears(place)
        if bears is None:
            yield f"{place!r} is not there"
        else:
            borne |= bears
    if source not in {one.value for one in Source}:
        yield f"{source!r} is no source"
    elif source != Source.ASSUMED and source not in borne:
        yield f"{reference!r} does not bear out {source!r}"


def places_in(text: str) -> Iterator[str]:
    """The places that code or prose cites, one by one; a citation may go over the end of a line."""
    for found in _CITED.findall(_LINE_END.sub(" ", text)):
        if found.startswith("contract sections"):
            yield from (f"contract section {number}" for number in re.findall(r"\d", found))
        else:
            yield found.strip()


def _bears(place: str) -> set[str] | None:
    """The words that a place can bear out beside `assumed`; None when it is not there."""
    if re.match(r"[SIO]\d", place):
        return _rules_bear(place)
    if found := re.fullmatch(r"contract section (\d)(?: (.+))?", place):
        number, name = found.groups()
        if number not in CONTRACT_SECTIONS or (name and name not in CONTRACT_SECTIONS[number]):
            return None
        return set() if number == "6" else {Source.DOCUMENTED}
    kind, _, name = place.partition(", ")
    if kind == "the collection":
        return {Source.DOCUMENTED} if name in COLLECTION_GROUPS else None
    if kind == "PROVENANCE.md":
        return set() if name in topics() else None
    if place.startswith("observed-clients "):
        return {Source.OBSERVED} if place.removeprefix("observed-clients ") in OBSERVATIONS else None
    return None


def _rules_bear(place: str) -> set[str] | None:
    """Rules, one by one or `O1 to O9`; those that only we decided bear nothing out."""
    cited: list[str] = []
    for part in place.split(", "):
        if found := re.fullmatch(r"([SIO])(\d+) to \1(\d+)", part):
            cited += [f"{found[1]}{number}" for number in range(int(found[2]), int(found[3]) + 1)]
        else:
            cited.append(part)
    if not set(cited) <= RULES.keys():
        return None
    decided = all(RULES[one].sources == (RuleSource.OUR_DECISION,) for one in cited)
    return set() if decided else {Source.DOCUMENTED}
