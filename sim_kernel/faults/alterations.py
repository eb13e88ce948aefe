"""What can be wrong about one value: the closed list of alterations, each a function of the value.

An alteration that means nothing for a value, such as one cent more of a text, leaves it as it is. `stale`
needs to remember, so `AlteredPlace` in `sim_kernel.faults.places` does it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

Json = Any
_CENT = 0.01
_A_DAY = timedelta(days=1)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(.*)")
_SPECIAL = "&é"


class Missing:
    """In the place of a value: it is not there."""


MISSING = Missing()


class Alteration(StrEnum):
    """What is done to a value. `value` of the fault goes with `set`, `other_tenant` and `other`."""

    SET = "set"
    DROPPED = "dropped"
    NULL = "null"
    EMPTY = "empty"
    OTHER = "other"
    STALE = "stale"
    CENT_OFF = "cent_off"
    ONE_DECIMAL = "one_decimal"
    FIRST_ONLY = "first_only"
    LAST_MISSING = "last_missing"
    EXCHANGED = "exchanged"
    TWICE = "twice"
    UPPER_CASE = "upper_case"
    ASCII_ONLY = "ascii_only"
    SPECIAL_CHARACTER = "special_character"
    CUT_SHORT = "cut_short"
    OTHER_TYPE = "other_type"
    DAY_LATER = "day_later"
    OTHER_TENANT = "other_tenant"


def altered(alteration: Alteration, value: Json, given: Json = None) -> Json:
    """The value after the alteration; `given` is what the fault says it is to be, or may be."""
    return _FUNCTIONS[alteration](value, given)


def _empty(value: Json, _: Json) -> Json:
    match value:
        case bool():
            return False
        case int() | float():
            return 0
        case str() | list() | dict():
            return type(value)()
        case _:
            return value


def _other(value: Json, given: Json) -> Json:
    """Another value of the same type: of those that are given, else one step away."""
    if isinstance(given, list):
        return next((choice for choice in given if choice != value), value)
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str() if value.isascii() and value.isdigit():
            return str(int(value) + 1).zfill(len(value))
        case str() if value in {"true", "false"}:
            return "false" if value == "true" else "true"
        case str() if _moved(value) != value:
            return _moved(value)
        case str():
            return _another_letter(value)
        case _:
            return value


def _another_letter(text: str) -> str:
    """Another text of the same length and alphabet: the last letter or digit differs."""
    for index in range(len(text) - 1, -1, -1):
        old = text[index]
        if old.isascii() and old.isalnum():
            new = str((int(old) + 1) % 10) if old.isdigit() else ("b" if old.lower() == "a" else "a")
            return f"{text[:index]}{new.upper() if old.isupper() else new}{text[index + 1 :]}"
    return f"{text}a"


def _number(change: Callable[[float], float]) -> Callable[[Json, Json], Json]:
    """A change of a number, also of one that is written as a text, as some of Flourish's are."""

    def changed(value: Json, _: Json) -> Json:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return round(change(value), 6)
        if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d+", value):
            return f"{change(float(value)):.{len(value.partition('.')[2])}f}"
        return value

    return changed


def _list(change: Callable[[list[Json]], list[Json]]) -> Callable[[Json, Json], Json]:
    return lambda value, _: change(value) if isinstance(value, list) else value


def _text(change: Callable[[str], str]) -> Callable[[Json, Json], Json]:
    return lambda value, _: change(value) if isinstance(value, str) else value


def _exchanged(rows: list[Json]) -> list[Json]:
    return rows if len(rows) < 2 else [rows[-1], *rows[1:-1], rows[0]]


def _other_case(text: str) -> str:
    return text.lower() if text == text.upper() else text.upper()


def _moved(text: str) -> str:
    """A date or a time a day later, written as it was."""
    try:
        if _DATE.fullmatch(text):
            return (date.fromisoformat(text) + _A_DAY).isoformat()
        if found := _TIME.fullmatch(text):
            later = datetime.fromisoformat(found[1]) + _A_DAY
            return later.isoformat(sep=text[10]) + found[2]
    except (ValueError, OverflowError):
        return text
    return text


def _other_type(value: Json, _: Json) -> Json:
    match value:
        case bool() | int() | float():
            return str(value).lower()
        case str():
            return int(value) if value.isascii() and value.isdigit() else [value]
        case list():
            return {"items": value}
        case dict():
            return [value]
        case _:
            return 0


_FUNCTIONS: Mapping[Alteration, Callable[[Json, Json], Json]] = {
    Alteration.SET: lambda _, given: given,
    Alteration.DROPPED: lambda _, __: MISSING,
    Alteration.NULL: lambda _, __: None,
    Alteration.EMPTY: _empty,
    Alteration.OTHER: _other,
    Alteration.STALE: lambda value, _: value,
    Alteration.CENT_OFF: _number(lambda number: number + _CENT),
    Alteration.ONE_DECIMAL: _number(lambda number: round(number, 1)),
    Alteration.FIRST_ONLY: _list(lambda rows: rows[:1]),
    Alteration.LAST_MISSING: _list(lambda rows: rows[:-1] or rows),
    Alteration.EXCHANGED: _list(_exchanged),
    Alteration.TWICE: _list(lambda rows: [*rows, *rows[:1]]),
    Alteration.UPPER_CASE: _text(_other_case),
    Alteration.ASCII_ONLY: _text(lambda text: text.encode("ascii", "ignore").decode()),
    Alteration.SPECIAL_CHARACTER: _text(lambda text: text + _SPECIAL),
    Alteration.CUT_SHORT: _text(lambda text: text[: len(text) // 2]),
    Alteration.OTHER_TYPE: _other_type,
    Alteration.DAY_LATER: _text(_moved),
    Alteration.OTHER_TENANT: lambda _, given: given,
}
