"""The vocabulary of the sentences in features: who acts, which one is meant, statuses, terms.

A step definition is written as a sentence with typed gaps, `the order is {status:Status} in Ordo`; only the
values of the type fit the gap, so one sentence of a feature fits one definition.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from pytest_bdd import parsers

from harness.steps.context.typed_orders import Adjustment

T = TypeVar("T")

_MONEY = r"-?[0-9][0-9,]*\.[0-9]{2,4}"

ORDINALS = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class StepType:
    """A type of gap: the text that fits (a regular expression without groups) and what it is converted to."""

    pattern: str
    convert: Callable[[str], object] = str

    def __call__(self, text: str) -> object:
        """What the text in the gap means."""
        return self.convert(text)


def _which(text: str) -> int:
    return -1 if text == "last" else ORDINALS.index(text)


def _quoted(text: str) -> str:
    """What stands in quotes; · stands for a space that a table would lose, and ″ for a quotation mark."""
    return text[1:-1].replace("·", " ").replace("″", '"')


def _dollars(text: str) -> Decimal:
    """An amount of money with or without commas between the thousands."""
    return Decimal(text.replace(",", ""))


def _adjustment(text: str) -> Adjustment:
    """Dollars, or a percentage of the lines."""
    amount, _, percent = text.partition(" ")
    return Adjustment(amount=_dollars(amount), percentage=percent == "percent")


STEP_TYPES: Mapping[str, StepType] = {
    "Status": StepType("Awaiting Delivery|Delivered|Paid|Pending|Cancelled"),
    "FlourishStatus": StepType("Partially Allocated|Allocated|Created|Shipped"),
    "Terms": StepType("Cash|Net Terms"),
    "Which": StepType("first|second|third|last", _which),
    "Person": StepType("admin|rep|sales rep"),
    "Colleague": StepType("the admin|the rep|another rep"),
    "Count": StepType("[0-9]+", int),
    "Quantity": StepType(r"-?[0-9]+(?:\.[0-9]+)?", Decimal),
    "Money": StepType(_MONEY, _dollars),
    "Adjustment": StepType(f"{_MONEY}|[0-9.]+ percent", _adjustment),
    "Quoted": StepType(r'"[^"]*"', _quoted),
    "Part": StepType("quantity|price|items|terms|buyer|notes"),
    "Share": StepType("one cent|half the total|all but one cent|the total"),
}


def sentence(text: str) -> parsers.parse:
    """A sentence of a feature; `{name}` is any text, `{name:Type}` a value of that type."""
    return parsers.parse(text, extra_types=dict(STEP_TYPES))


def any_of(table: Mapping[str, object]) -> str:
    """A pattern that fits every phrase of a table, the longest first: one may begin another."""
    return "|".join(re.escape(phrase) for phrase in sorted(table, key=len, reverse=True))


def one_of(table: Mapping[str, T], phrase: str) -> T:
    """What the phrase means in this table.

    Raises:
        LookupError: it means nothing in it; lists what would.
    """
    if phrase not in table:
        raise LookupError(f"no step knows {phrase!r} here; it knows {', '.join(map(repr, table))}")
    return table[phrase]
