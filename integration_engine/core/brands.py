"""Which items belong to Ordo's brands: exactly equal names, and the near misses worth pointing at (I2, I7).

A brand typed as "Green  Leaf " in one product and "Green Leaf" in the other does not match, on purpose; the
sync report says what the difference is, so that somebody can mend it.
"""

from collections.abc import Callable, Iterable, Mapping
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


_ALIKE: Mapping[Difference, Callable[[str], str]] = {
    Difference.CASE: str.casefold,
    Difference.SPACES: _without_spaces,
    Difference.CASE_AND_SPACES: lambda name: _without_spaces(name).casefold(),
}


class BrandBook:
    def __init__(self, brands: Iterable[str]) -> None:
        ordered = sorted(brands, reverse=True)
        self._exact = frozenset(ordered)
        # The first in sort order wins when several brands are near, so that reports do not change by chance.
        self._near = {how: {alike(name): name for name in ordered} for how, alike in _ALIKE.items()}

    def matches(self, brand: str) -> bool:
        """Whether Ordo has a brand with exactly this name (I7)."""
        return brand in self._exact

    def near_miss(self, brand: str) -> NearMiss | None:
        """The brand that differs from this one only in case, only in spaces, or only in both."""
        for how, alike in _ALIKE.items():
            if (found := self._near[how].get(alike(brand))) is not None:
                return NearMiss(brand=found, difference=how)
        return None
