"""A page of a list that others follow: where its link to the next one leads, and what has to come there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from harness.checks.drift.flourish_reader import Query
from harness.checks.drift.readable import Read

Json = Any
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that says that another follows. `values` stand in the list's path."""

    read: Read
    values: Values
    next: str
    ended: int

    def query_of_next(self, origin: str, path: str) -> Query | None:
        """What the link asks for; None when it leads elsewhere than to the same list at the same Flourish."""
        try:
            place, own = urlsplit(self.next), urlsplit(origin)
        except ValueError:  # no URL
            return None
        if (place.hostname, place.path) != (own.hostname, own.path + path):
            return None
        return parse_qsl(place.query, keep_blank_values=True)

    def goes_on_with(self, answer: Json) -> bool:
        """Whether the answer begins where this page ended."""
        return isinstance(answer, dict) and _number(answer.get("meta"), "offset") == self.ended


def page_of(read: Read, values: Values, answer: Json) -> Page | None:
    """The page that was answered, if it says that another follows."""
    meta = answer.get("meta") if isinstance(answer, dict) else None
    following = meta.get("next") if isinstance(meta, dict) else None
    if not isinstance(following, str) or not following:
        return None
    ended = _number(meta, "offset") + _number(meta, "count")
    return Page(read=read, values=values, next=following, ended=ended)


def _number(meta: Json, name: str) -> int:
    value = meta.get(name) if isinstance(meta, dict) else None
    return value if isinstance(value, int) else -1
