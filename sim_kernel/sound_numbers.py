"""Finds numbers in a world that no arithmetic can be done with; a snapshot may have been edited by hand."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from math import isfinite

_DIGITS = 21  # before the point: far above every amount that an API takes, far below what arithmetic bears


def wrong_number(value: object) -> str | None:
    """The first number that is no number, infinite or too large, as text; None when all are sound."""
    todo: list[object] = [value]
    while todo:
        match todo.pop():
            case Decimal() as number if not number.is_finite() or (number and number.adjusted() > _DIGITS):
                return str(number)
            case float() as number if not isfinite(number):
                return str(number)
            case inner:
                todo.extend(_inside(inner))
    return None


def _inside(value: object) -> Iterable[object]:
    match value:
        case dict():
            return value.values()
        case list() | tuple() | set() | frozenset():
            return value
        case _ if is_dataclass(value):
            return [getattr(value, one.name) for one in fields(value)]
        case _:
            return ()
