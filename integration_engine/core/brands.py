"""Which items belong to Ordo's brands: exactly equal names, and the near misses worth pointing at (I2, I7).

A brand typed as "Green  Leaf " in one product and "Green Leaf" in the other does not match, on purpose; the
sync report says what the difference is, so that somebody can mend it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Difference(StrEnum):
    """In what a near miss differs from a brand in Ordo."""

    CASE = "case"
    SPACES = "spaces"
    CASE_AND_SPACES = "case_and_spaces"


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """The brand in Ordo that almost matches, exactly as written there."""

    brand: str
    difference: Difference


def _without_spaces(name: str) -> str:
    return "".join(name.split())


class BrandBook:
    def __init__(self, brands: Iterable[str]) -> None:
        ordered = sorted(brands)
        self._exact = frozenset(ordered)
        # The first in sort order wins when several brands are near, so that reports do not change by chance.
        self._by_case = {name.casefold(): name for name in reversed(ordered)}
        self._by_spaces = {_without_spaces(name): name for name in reversed(ordered)}
        self._by_both = {_without_spaces(name).casefold(): name for name in reversed(ordered)}

    def matches(self, brand: str) -> bool:
        """Whether Ordo has a brand with exactly this name (I7)."""
        return brand in self._exact

    def near_miss(self, brand: str) -> NearMiss | None:
        """The brand that differs from this one only in case, only in spaces, or only in both."""
        if (found := self._by_case.get(brand.casefold())) is not None:
            return NearMiss(brand=found, difference=Difference.CASE)
        if (found := self._by_spaces.get(_without_spaces(brand))) is not None:
            return NearMiss(brand=found, difference=Difference.SPACES)
        if (found := self._by_both.get(_without_spaces(brand).casefold())) is not None:
            return NearMiss(brand=found, difference=Difference.CASE_AND_SPACES)
        return None
