"""The vocabulary of the sentences in features: who acts, which one is meant, statuses, terms.

A step definition is written as a sentence with typed gaps, `the order is {status:Status} in Ordo`; only the
words of the type fit the gap, so one sentence of a feature fits one definition.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from pytest_bdd import parsers

T = TypeVar("T")

ORDINALS = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class Word:
    """A type of gap: the text that fits (a regular expression without groups) and what is made of it."""

    pattern: str
    expected_status: Callable[[str], object] = str

    def __call__(self, text: str) -> object:
        """What the text in the gap means."""
        return self.expected_status(text)


def _which(text: str) -> int:
    return -1 if text == "last" else ORDINALS.index(text)


def _quoted(text: str) -> str:
    """What stands in quotes; the sign · stands for a space that a table would lose."""
    return text[1:-1].replace("·", " ")


WORDS: Mapping[str, Word] = {
    "Status": Word("Awaiting Delivery|Delivered|Paid|Pending|Cancelled"),
    "FlourishStatus": Word("Partially Allocated|Allocated|Created|Shipped"),
    "Terms": Word("Cash|Net Terms"),
    "Which": Word("first|second|third|last", _which),
    "Person": Word("admin|rep|sales rep"),
    "Count": Word("[0-9]+", int),
    "Quantity": Word(r"-?[0-9]+(?:\.[0-9]+)?", Decimal),
    "Quoted": Word(r'"[^"]*"', _quoted),
    "Part": Word("quantity|price|items|terms|buyer|notes"),
    "Share": Word("one cent|half the total|all but one cent|the total"),
}


def sentence(text: str) -> parsers.parse:
    """A sentence of a feature; `{name}` is any text, `{name:Type}` a word of that type."""
    return parsers.parse(text, extra_types=dict(WORDS))


def one_of(table: Mapping[str, T], words: str) -> T:
    """What `words` mean in this table.

    Raises:
        LookupError: they mean nothing in it; lists what would.
    """
    if words not in table:
        raise LookupError(f"no step knows {words!r} here; it knows {', '.join(map(repr, table))}")
    return table[words]
