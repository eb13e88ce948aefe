"""The page of the contract: every field names its source, and every endpoint of the collection is there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "contract.md").read_text(encoding="utf-8")
COLLECTION = ROOT.parent / "shared" / "reference" / "flourish-external-api.postman.json"
FEWEST_FIELDS, FEWEST_REQUESTS = 1500, 71
FIELD = re.compile(r"^\| `[^`]+` \| .+ \| (\w*) \| [^|]*\|$", re.MULTILINE)
OPERATION = re.compile(r"^\| `([A-Z]+) (/external/api/[^`]+)` \|", re.MULTILINE)


def test_every_field_says_where_it_comes_from() -> None:
    """Each field of each payload is documented, observed or assumed."""
    sources = FIELD.findall(PAGE)
    assert len(sources) >= FEWEST_FIELDS
    assert set(sources) == {"documented", "observed", "assumed"}


def requests(items: list[Any]) -> Iterator[Any]:
    """Every request of a collection."""
    for item in items:
        if "item" in item:
            yield from requests(item["item"])
        elif "request" in item:
            yield item["request"]


def shape(path: str) -> str:
    """A path in which every id is the same."""
    return re.sub(r"\{\w+\}", "{}", path).rstrip("/")


@pytest.mark.skipif(
    not COLLECTION.exists(),
    reason=f"the vendor's collection is not at hand; it would be {COLLECTION.name} in ../shared/reference",
)
def test_every_endpoint_of_the_collection_is_described() -> None:
    """Each request of the vendor's collection leads to an operation that is described here."""
    described = {(method, shape(path)) for method, path in OPERATION.findall(PAGE)}
    asked = list(requests(json.loads(COLLECTION.read_text(encoding="utf-8"))["item"]))
    assert len(asked) >= FEWEST_REQUESTS
    unknown = []
    for one in asked:
        url = one["url"]["raw"] if isinstance(one["url"], dict) else one["url"]
        path = "/" + url.partition("?")[0].split("//")[-1].partition("/")[2]
        path = path[path.find("/v1/") if "/v1/" in path else path.find("/v2/") :].rstrip("/")
        pattern = re.compile(r"/external/api" + re.sub(r"/(:\w+|\{\{\w+\}\})(?=/|$)", r"/[^/]+", path))
        found = any(
            method == one["method"] and (pattern.fullmatch(known) or matches(known, path))
            for method, known in described
        )
        if not found:
            unknown.append(f"{one['method']} {path}")
    assert unknown == []


def matches(known: str, path: str) -> bool:
    """Whether a described path, its ids being anything, is this one."""
    return re.fullmatch(known.replace("{}", "[^/]+"), f"/external/api{path}") is not None
