"""Adds up what was seen of each field and of each operation, and says what that comes to."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from harness.checks.drift.described import Field, Seen


class Verdict(StrEnum):
    CONFORMS = "conforms"
    DRIFTED = "drifted"
    ADDED = "added"
    NOTHING_THERE = "nothing there"
    NOT_CHECKED = "could not check"


@dataclass(slots=True, kw_only=True)
class FieldTally:
    """How often a field was seen, how often as null, and how it differed, each with where."""

    times: int = 0
    nulls: int = 0
    is_addition: bool = False
    differences: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)

    @property
    def verdict(self) -> Verdict:
        """Null alone says nothing of what stands there otherwise."""
        if self.differences:
            return Verdict.ADDED if self.is_addition else Verdict.DRIFTED
        return Verdict.NOTHING_THERE if self.times == self.nulls else Verdict.CONFORMS

    def add(self, seen: Seen, place: str) -> None:
        self.times += bool(seen.kind)
        self.nulls += seen.kind == "null"
        self.is_addition = seen.is_addition
        if seen.differs:
            self.differences[seen.differs] += 1
            self.places.add(place)


@dataclass(slots=True, kw_only=True)
class OperationTally:
    title: str
    found: list[tuple[Verdict, str]] = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        """The worst that was found; an operation that was never called could not be checked."""
        return self._worst[0]

    @property
    def why(self) -> str:
        return self._worst[1]

    @property
    def _worst(self) -> tuple[Verdict, str]:
        worst = min(self.found, key=lambda verdict: _WORST_FIRST.index(verdict[0]), default=None)
        return worst or (Verdict.NOT_CHECKED, "not called")


_WORST_FIRST = (Verdict.DRIFTED, Verdict.NOT_CHECKED, Verdict.CONFORMS, Verdict.NOTHING_THERE)


@dataclass(slots=True, kw_only=True)
class Drift:
    described: frozenset[Field] = frozenset()
    fields: dict[Field, FieldTally] = field(default_factory=dict)
    operations: list[OperationTally] = field(default_factory=list)
    requests: int = 0

    def note(self, seen: Iterable[Seen], place: str) -> bool:
        """Takes down one answer; whether anything in it differs, additions aside."""
        differs = False
        for look in seen:
            self.fields.setdefault(look.field, FieldTally()).add(look, place)
            differs |= bool(look.differs) and not look.is_addition
        return differs

    def by_schema(self) -> Mapping[str, dict[Field, FieldTally]]:
        """The fields of each schema, also those that were never seen; schemas in alphabetical order."""
        every = self.described | self.fields.keys()
        nothing = FieldTally()
        names = sorted({field.schema for field in every})
        return {
            name: {field: self.fields.get(field, nothing) for field in sorted(every) if field.schema == name}
            for name in names
        }

    def has(self, verdict: Verdict) -> bool:
        tallies: list[FieldTally | OperationTally] = [*self.operations, *self.fields.values()]
        return any(tally.verdict is verdict for tally in tallies)
