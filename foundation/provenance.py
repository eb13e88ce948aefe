"""The source of a shape, a field or a transition (documented, observed, assumed), and where it is said.

`schemas/PROVENANCE.md` says what may be cited and how.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Source(StrEnum):
    """The three words of `x-source`."""

    DOCUMENTED = "documented"
    OBSERVED = "observed"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """A source and the place: rules, sections of the contract reference, topics of PROVENANCE.md.

    Raises:
        ValueError: no place is cited.
    """

    source: Source
    reference: str

    def __post_init__(self) -> None:
        if not self.reference.strip():
            raise ValueError(f"what is {self.source.value} cites the place that says so")


def documented(reference: str) -> Provenance:
    """What the vendor's public documentation or the setup article says."""
    return Provenance(source=Source.DOCUMENTED, reference=reference)


def assumed(reference: str) -> Provenance:
    """What is decided here, and the place where that is written down."""
    return Provenance(source=Source.ASSUMED, reference=reference)


def provenance_of(node: Mapping[str, Any], around: Provenance | None = None) -> Provenance:
    """That of a node of `schemas/`: its own, else what is around it lends; rules that it cites are a place.

    Raises:
        ValueError: neither names a known source, or cites a place.
    """
    lent = ("", "") if around is None else (around.source.value, around.reference)
    rules = ", ".join(node.get("x-rules", ()))
    return Provenance(
        source=Source(node.get("x-source", lent[0])), reference=node.get("x-ref", rules or lent[1])
    )
