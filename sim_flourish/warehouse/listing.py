"""Remembers the outcome of a filter while nothing changes, so that the next page of it costs one page."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

Row = TypeVar("Row")
_KEPT = 64


class ListingCache(Generic[Row]):
    """Outcomes by filter; an outcome is good for one version of the state and then made anew."""

    def __init__(self) -> None:
        self._outcomes: OrderedDict[Hashable, tuple[Hashable, Sequence[Row]]] = OrderedDict()

    def get(self, key: Hashable, version: Hashable, find: Callable[[], Sequence[Row]]) -> Sequence[Row]:
        """The rows for `key`, found again when `version` is not the one they were found under."""
        kept = self._outcomes.get(key)
        if kept is not None and kept[0] == version:
            self._outcomes.move_to_end(key)
            return kept[1]
        rows = find()
        self._outcomes[key] = (version, rows)
        self._outcomes.move_to_end(key)
        if len(self._outcomes) > _KEPT:
            self._outcomes.popitem(last=False)
        return rows
