"""Judges one field: its alterations are played until a scenario fails, or nobody is left who could notice.

What an engine reads may be of no use to it: then no altered answer or message changes what it sends. So all
fields of such a flow are altered together, in one scenario after the other; where that changes anything,
halves of them are, until it is known which of them did. What is left at the end is unused.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from foundation.clock import SystemClock
from harness.sensitivity.bench import Bench
from harness.sensitivity.fields import Field
from harness.sensitivity.plan import PlannedAlteration, PlannedField
from harness.sensitivity.worker import Played, Task

LOOKS_TOGETHER = 30
"""Scenarios in which a field that the engine reads must change something, or it is unused."""
MOST_SECONDS = 60.0
"""How long one alteration is played without anybody noticing."""
_MOST_AT_ONCE = 12


class Outcome(StrEnum):
    """What became of an alteration, or of a field."""

    SEEN = "seen"
    UNSEEN = "unseen"
    UNUSED = "unused"
    FIXED = "fixed by the contract"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterationVerdict:
    """An alteration that was played: whether anybody noticed, who and where, after how many scenarios."""

    alteration: PlannedAlteration
    outcome: Outcome
    test: str = ""
    scenario: str = ""
    step: str = ""
    played: int = 0


@dataclass(slots=True, kw_only=True)
class FieldVerdict:
    """A field and all that was tried on it."""

    planned: PlannedField
    tried: list[AlterationVerdict] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """Unseen where another value was; that nothing at all is noticed counts only where no value can be.

        What was neither seen nor unseen is unused, or fixed by the contract.
        """
        others = [one for one in self.tried if not one.alteration.takes_away]
        outcomes = {one.outcome for one in others or self.tried}
        return next(
            (one for one in (Outcome.UNSEEN, Outcome.SEEN, Outcome.UNUSED) if one in outcomes), Outcome.FIXED
        )

    @property
    def field(self) -> Field:
        return self.planned.field


class Judge:
    """Judges fields on a bench; `most_seconds` bounds each alteration."""

    def __init__(self, bench: Bench, *, most_seconds: float = MOST_SECONDS) -> None:
        self._bench = bench
        self._most_seconds = most_seconds

    def judge(self, planned: PlannedField, first: Sequence[str] = ()) -> FieldVerdict:
        """Every alteration of a field; `first` are scenarios that are known to be changed by it."""
        tried = [self._judge(alteration, first) for alteration in planned.alterations]
        return FieldVerdict(planned=planned, tried=tried)

    def _judge(self, alteration: PlannedAlteration, first: Sequence[str]) -> AlterationVerdict:
        """One alteration, until somebody notices."""
        clock = SystemClock()
        began, count = clock.now(), 0
        todo = [*first, *(test for test in self._bench.candidates([alteration]) if test not in first)]
        while todo and (clock.now() - began).total_seconds() < self._most_seconds:
            tests = todo[: max(1, min(2 * count, _MOST_AT_ONCE))]
            played = self._bench.players.play(Task(tests=tests, alterations=_asked([alteration])))
            todo, count = todo[len(played) :], count + len(played)
            if (noticed := self._noticed(played)) is not None:
                self._bench.noticed(alteration.field.flow, noticed.test)
                return AlterationVerdict(
                    alteration=alteration,
                    outcome=Outcome.SEEN,
                    test=noticed.test,
                    scenario=self._bench.players.tests[noticed.test],
                    step=noticed.step or noticed.message,
                    played=count,
                )
        return AlterationVerdict(alteration=alteration, outcome=Outcome.UNSEEN, played=count)

    def _noticed(self, played: Sequence[Played]) -> Played | None:
        """The scenario that failed because of the alteration, if one did."""
        last = played[-1]
        if last.outcome != "failed" or not last.altered:
            return None
        return last if not last.waited or self._bench.passes_clean(last.test) else None

    def judge_sent(self, planned: PlannedField) -> list[FieldVerdict]:
        """A field that the engine sends, which is never unused."""
        return [self.judge(planned)]

    def judge_read(self, planned: Sequence[PlannedField]) -> list[FieldVerdict]:
        """The fields of one flow that the engine may leave unused."""
        suspects = [one for one in planned if one.alterations]
        verdicts = [FieldVerdict(planned=one) for one in planned if not one.alterations]
        for test in self._bench.candidates([one.alterations[0] for one in suspects])[:LOOKS_TOGETHER]:
            for used in self._who_matters(suspects, test):
                suspects.remove(used)
                verdicts.append(self.judge(used, first=[test]))
        return [*verdicts, *map(_unused, suspects)]

    def _who_matters(self, suspects: Sequence[PlannedField], test: str) -> list[PlannedField]:
        """Those of the suspects whose alteration changes anything in this scenario."""
        if not suspects or not self._changes_anything(suspects, test):
            return []
        if len(suspects) == 1:
            return list(suspects)
        half = len(suspects) // 2
        return [*self._who_matters(suspects[:half], test), *self._who_matters(suspects[half:], test)]

    def _changes_anything(self, suspects: Sequence[PlannedField], test: str) -> bool:
        alterations = _asked([one.alterations[0] for one in suspects])
        (played,) = self._bench.players.play(Task(tests=[test], alterations=alterations))
        if played.outcome == "failed":
            return not played.waited or self._bench.passes_clean(test)
        return self._bench.differs(played)


def _unused(planned: PlannedField) -> FieldVerdict:
    tried = AlterationVerdict(
        alteration=planned.alterations[0], outcome=Outcome.UNUSED, played=LOOKS_TOGETHER
    )
    return FieldVerdict(planned=planned, tried=[tried])


def _asked(alterations: Sequence[PlannedAlteration]) -> dict[str, list[dict[str, object]]]:
    """By side, as the control API takes them."""
    asked: dict[str, list[dict[str, object]]] = {}
    for alteration in alterations:
        simulator = alteration.field.flow.side.partition(" ")[0]
        asked.setdefault(simulator, []).append(dict(alteration.asked()))
    return asked
