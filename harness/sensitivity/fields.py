"""A field of the traffic between an engine and the two sides, and what a clean run carried in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = Any
_MOST_VALUES = 6
_MOST_SAMPLES = 40


class Direction(StrEnum):
    """What of a call or a message: sent by the engine, read by it, received by it, answered by it."""

    REQUEST = "request"
    RESPONSE = "response"
    DELIVERY = "delivery"
    REPLY = "reply"


READ = frozenset({Direction.RESPONSE, Direction.DELIVERY})
"""What an engine may leave unused."""


@dataclass(frozen=True, slots=True, order=True)
class Flow:
    """An operation, or the topic of a message, of one side in one direction.

    A side is `flourish` or `ordo` as an engine meets it; people use `flourish screens` and `ordo screens`.
    """

    side: str
    operation: str
    direction: Direction


@dataclass(frozen=True, slots=True, order=True)
class Field:
    """A place in a flow: a JSON pointer with `[]`, or `query NAME`, `header NAME`, `path NAME`, `status`."""

    flow: Flow
    place: str

    def __str__(self) -> str:
        flow = self.flow
        return f"{flow.side} {flow.operation} {flow.direction} {self.place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What one call, answer or message carried."""

    flow: Flow
    body: Json = None
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    headers: Sequence[str] = ()
    path: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None

    def values(self) -> Iterator[tuple[str, Json]]:
        """Every place and what stood there; of headers the journal keeps the names only."""
        if self.flow.direction is Direction.RESPONSE:
            yield "status", self.status
        for name, values in self.query.items():
            for value in values:
                yield f"query {name}", value
        for name in self.headers:
            yield f"header {name}", "0"
        for name, value in self.path.items():
            yield f"path {name}", value
        yield from _inside(self.body, "")


def _inside(value: Json, at: str) -> Iterator[tuple[str, Json]]:
    """Lists and what holds nothing further: an object is altered by its fields."""
    match value:
        case dict():
            for name, inner in value.items():
                yield from _inside(inner, f"{at}/{name.replace('~', '~0').replace('/', '~1')}")
        case list():
            if at:
                yield at, value
            for inner in value:
                yield from _inside(inner, f"{at}/[]")
        case _ if at:
            yield at, value
        case _:
            return


@dataclass(slots=True)
class Carried:
    """What a scenario, or a whole run, carried: some values of each field, some exchanges of each flow."""

    values: dict[Field, list[Json]] = field(default_factory=dict)
    samples: dict[Flow, list[Exchange]] = field(default_factory=dict)

    def add(self, exchange: Exchange) -> None:
        """Keeps an exchange whose fields carry something new."""
        new = False
        for place, value in exchange.values():
            new = self._add_value(Field(exchange.flow, place), value) or new
        kept = self.samples.setdefault(exchange.flow, [])
        if (new or not kept) and len(kept) < _MOST_SAMPLES:
            kept.append(exchange)

    def merge(self, other: "Carried") -> None:
        """Adds what another carried."""
        for exchanges in other.samples.values():
            for exchange in exchanges:
                self.add(exchange)
        for place, values in other.values.items():
            for value in values:
                self._add_value(place, value)

    def _add_value(self, place: Field, value: Json) -> bool:
        values = self.values.setdefault(place, [])
        if len(values) >= _MOST_VALUES or any(_alike(value, known) for known in values):
            return False
        values.append(value)
        return True


def _alike(one: Json, other: Json) -> bool:
    """Whether nothing can be learned from both: equal values, and lists that are about as long."""
    if isinstance(one, list) and isinstance(other, list):
        return min(len(one), 2) == min(len(other), 2)
    return type(one) is type(other) and bool(one == other)
