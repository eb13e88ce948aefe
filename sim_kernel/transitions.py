"""A state machine as data: `Mapping[tuple[Status, Event], Status]`, each row with where it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from foundation.provenance import Provenance

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)
S_co = TypeVar("S_co", bound=StrEnum, covariant=True)


class Use(StrEnum):
    """How a row of a table comes to be passed, for whoever counts which rows a test run exercised."""

    ORDINARY = "ordinary"  # what people and a right integration do leads along it
    POSSIBLE = "possible"  # a right integration may or may not go this way
    OUTSIDE = "outside"  # the product has it, but no integration of these two goes along it
    WRONG = "wrong"  # only a wrong integration goes this way; it is followed so that it is seen


@dataclass(frozen=True, slots=True)
class Row(Generic[S_co]):
    """The status that follows, and who says so; there is no row without the second."""

    becomes: S_co
    provenance: Provenance


def statuses(rows: Mapping[tuple[S, E], Row[S]]) -> dict[tuple[S, E], S]:
    """What is followed: the table without its sources."""
    return {pair: row.becomes for pair, row in rows.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A table and the `subject` under which the journal tells of its transitions."""

    subject: str
    rows: Mapping[tuple[Any, Any], Row[Any]]
    uses: Mapping[tuple[Any, Any], Use]

    def shown(self) -> dict[str, Any]:
        """The machine as JSON; a row without a use of its own is `ordinary`."""
        rows = [
            {
                "status": status.value,
                "event": event.value,
                "becomes": row.becomes.value,
                "use": self.uses.get((status, event), Use.ORDINARY).value,
                "source": row.provenance.source.value,
                "reference": row.provenance.reference,
            }
            for (status, event), row in self.rows.items()
        ]
        return {"subject": self.subject, "transitions": rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One of the answers that a derived status can have, when it has it, and who says so."""

    status: str
    when: str
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A status that nobody keeps: it follows from other facts, whatever it was before."""

    subject: str
    verdicts: Sequence[Verdict]

    def shown(self) -> dict[str, Any]:
        rows = [
            {
                "status": verdict.status,
                "when": verdict.when,
                "source": verdict.provenance.source.value,
                "reference": verdict.provenance.reference,
            }
            for verdict in self.verdicts
        ]
        return {"subject": self.subject, "verdicts": rows}


class IllegalTransitionError(Exception):
    """The table has no row for this status and event; the vendor says it in its own words."""

    def __init__(self, status: StrEnum, event: StrEnum) -> None:
        super().__init__(f"{event.value!r} is not possible while {status.value!r}")
        self.status = status
        self.event = event


def follow(table: Mapping[tuple[S, E], S], status: S, event: E) -> S:
    """The status after `event`.

    Raises:
        IllegalTransitionError: the table has no such row.
    """
    try:
        return table[status, event]
    except KeyError as error:
        raise IllegalTransitionError(status, event) from error
