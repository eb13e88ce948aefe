"""Says of a shape, a field or a transition where it comes from, so that nobody takes a guess for a fact.

`schemas/PROVENANCE.md` says what may be cited and how.
"""

from dataclasses import dataclass
from enum import StrEnum


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
