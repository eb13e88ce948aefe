"""What a list is narrowed to (contract section 1 Repeated parameters).

One parameter given several times widens (or), different parameters narrow (and). A list declares its
parameters once, as data; parameters that it does not know are ignored, as real clients rely on.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite
from operator import attrgetter
from typing import Any, Generic, TypeVar

from werkzeug.datastructures import MultiDict

from sim_flourish.conventions.errors import invalid
from sim_flourish.conventions.json_fields import check_day, parse_moment

Row = TypeVar("Row")
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")
_FLAGS = {"true": True, "false": False, "1": True, "0": False}
Test = Callable[[Row], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed(Generic[Row]):
    """A parsed query: its tests, and the same as a key that tells two queries apart."""

    tests: tuple[Test[Row], ...]
    key: tuple[object, ...]

    def matches(self, row: Row) -> bool:
        return all(test(row) for test in self.tests)

    def of(self, rows: Iterable[Row]) -> list[Row]:
        """The rows asked for, in their order."""
        return list(rows) if not self.tests else [row for row in rows if self.matches(row)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters(Generic[Row]):
    """A list's parameters.

    `texts` gives a row's values for a repeatable text parameter; several where the vendor takes the row by
    any of them. `choices` closes a text parameter to a list of values, `numbers` names those that are
    numbers, `days` those that are dates. `moments` makes `<name>_start` and
    `<name>_end`, both inclusive; a row without the moment is in no range. `search` gives the texts that the
    parameter `search` looks into, in any case. The parameters in `widening` widen each other.
    """

    texts: Mapping[str, Callable[[Row], Iterable[str | None]]] = field(default_factory=dict)
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    flags: Mapping[str, Callable[[Row], bool]] = field(default_factory=dict)
    moments: Mapping[str, Callable[[Row], datetime | None]] = field(default_factory=dict)
    search: Callable[[Row], Iterable[str | None]] | None = None
    widening: frozenset[str] = frozenset()

    def parse(self, query: "MultiDict[str, str]") -> Narrowed[Row]:
        """The tests that a query asks for.

        Raises:
            RefusedError: a value is none the parameter takes.
        """
        tests: list[Test[Row]] = []
        key: list[object] = []
        wide: list[Test[Row]] = []
        for name in self.texts:
            if wanted := self._wanted(name, query.getlist(name)):
                (wide if name in self.widening else tests).append(self._text_test(name, wanted))
                key.append((name, tuple(sorted(wanted))))
        if wide:
            tests.append(lambda row: any(test(row) for test in wide))
        for name, read in self.flags.items():
            if name in query:
                tests.append(_flag_test(read, wanted=parse_flag(query, name)))
                key.append((name, parse_flag(query, name)))
        self._parse_moments(query, tests, key)
        if self.search is not None and query.get("search"):
            tests.append(_search_test(self.search, query["search"].casefold()))
            key.append(("search", query["search"].casefold()))
        return Narrowed(tests=tuple(tests), key=tuple(key))

    def _wanted(self, name: str, given: Iterable[str]) -> frozenset[str]:
        if name in self.numbers:
            return frozenset(_number(name, text) for text in given)
        wanted, allowed = frozenset(given), self.choices.get(name)
        if allowed is not None and not wanted <= allowed:
            raise invalid(name, f"must be one of {', '.join(sorted(allowed))}")
        if name in self.days:
            for text in wanted:
                check_day(name, text)
        return wanted

    def _text_test(self, name: str, wanted: frozenset[str]) -> Test[Row]:
        read = self.texts[name]
        return lambda row: any(value in wanted for value in read(row))

    def _parse_moments(self, query: "MultiDict[str, str]", tests: list[Test[Row]], key: list[object]) -> None:
        for name, read in self.moments.items():
            start = _moment(query, f"{name}_start")
            end = _moment(query, f"{name}_end")
            if start is not None or end is not None:
                tests.append(_range_test(read, start, end))
                key.append((name, start, end))


def text_fields(*paths: str) -> dict[str, Callable[[Any], tuple[str | None, ...]]]:
    """Text parameters called like the field that they narrow; a path such as `shop.name` ends in its name."""

    def reader(path: str) -> Callable[[Any], tuple[str | None, ...]]:
        read = attrgetter(path)
        return lambda row: (read(row),)

    return {path.rpartition(".")[2]: reader(path) for path in paths}


def flag_fields(*paths: str) -> dict[str, Callable[[Any], bool]]:
    """Flags called like the field that they narrow, as `text_fields`."""
    return {path.rpartition(".")[2]: attrgetter(path) for path in paths}


def parse_flag(query: "MultiDict[str, str]", name: str) -> bool:
    """A parameter that is true or false; false when it is not there."""
    text = query.get(name)
    if text is None:
        return False
    if text.lower() not in _FLAGS:
        raise invalid(name, "must be true or false")
    return _FLAGS[text.lower()]


def _number(name: str, text: str) -> str:
    """A number as rows have it: `3.0` is the `3` of a row, however it was written."""
    if _NUMBER.fullmatch(text) is None or not isfinite(float(text)):
        raise invalid(name, "must be a number")
    return format(float(text), ".15g")


def _flag_test(read: Callable[[Row], bool], *, wanted: bool) -> Test[Row]:
    return lambda row: read(row) is wanted


def _search_test(read: Callable[[Row], Iterable[str | None]], wanted: str) -> Test[Row]:
    return lambda row: any(wanted in (text or "").casefold() for text in read(row))


def _moment(query: "MultiDict[str, str]", name: str) -> datetime | None:
    text = query.get(name)
    # a plus sign that was not percent-encoded arrives as a space
    return None if text is None else parse_moment(name, text.replace(" ", "+"))


def _range_test(
    read: Callable[[Row], datetime | None], start: datetime | None, end: datetime | None
) -> Test[Row]:
    def is_within(row: Row) -> bool:
        moment = read(row)
        if moment is None:
            return False
        return (start is None or start <= moment) and (end is None or moment <= end)

    return is_within
