"""Judges one field: its alterations are played until a scenario fails, or nobody is left who could notice.

What an engine reads may be of no use to it: then no altered answer or message changes what it sends. Fields
that seem so after a few scenarios are altered together, all those of a flow at once, in many more scenarios;
where that changes something, halves of them are, until it is known which field it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from foundation.clock import SystemClock
from harness.sensitivity.bench import Bench
from harness.sensitivity.fields import READ, Field
from harness.sensitivity.plan import PlannedAlteration, PlannedField
from harness.sensitivity.worker import Played, Task

FIRST_LOOKS = 1
"""Scenarios after which a field that changed nothing seems unused, until it is altered with others."""
LOOKS_TOGETHER = 30
MOST_SECONDS = 60.0
"""How long one alteration is played without anybody noticing."""


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

    def judge(self, planned: PlannedField) -> FieldVerdict:
        """Every alteration of a field, as far as that shows anything."""
        verdict = FieldVerdict(planned=planned)
        for alteration in planned.alterations:
            verdict.tried.append(self._judge(alteration))
            if verdict.tried[0].outcome is Outcome.UNUSED:
                break
        return verdict

    def _judge(self, alteration: PlannedAlteration, first: Sequence[str] = ()) -> AlterationVerdict:
        """One alteration; `first` are scenarios that are known to be changed by it."""
        flow = alteration.field.flow
        used = flow.direction not in READ or bool(first)
        clock = SystemClock()
        began, count = clock.now(), 0
        todo = [*first, *(test for test in self._bench.candidates([alteration]) if test not in first)]
        while todo:
            size = max(1, min(len(todo), 2 * count, 12)) if used else 1
            tests, todo = todo[:size], todo[size:]
            played = self._bench.players.play(Task(tests=tests, alterations=_asked([alteration])))
            todo = [*tests[len(played) :], *todo]
            count += len(played)
            if (noticed := self._noticed(played)) is not None:
                self._bench.noticed(flow, noticed.test)
                return AlterationVerdict(
                    alteration=alteration,
                    outcome=Outcome.SEEN,
                    test=noticed.test,
                    scenario=self._bench.players.tests[noticed.test],
                    step=noticed.step or noticed.message,
                    played=count,
                )
            used = used or any(self._bench.differs(one) for one in played if one.outcome == "passed")
            if not used and count >= FIRST_LOOKS:
                break
            if (clock.now() - began).total_seconds() > self._most_seconds:
                break
        outcome = Outcome.UNSEEN if used else Outcome.UNUSED
        return AlterationVerdict(alteration=alteration, outcome=outcome, played=count)

    def _noticed(self, played: Sequence[Played]) -> Played | None:
        """The scenario that failed because of the alteration, if one did."""
        last = played[-1]
        if last.outcome != "failed" or not last.altered:
            return None
        return last if not last.waited or self._bench.passes_clean(last.test) else None

    def judge_unused(self, verdicts: Sequence[FieldVerdict]) -> None:
        """Fields of one flow that seemed unused: altered together, and judged again where that shows."""
        suspects = [one for one in verdicts if one.outcome is Outcome.UNUSED]
        if not suspects:
            return
        tests = self._spread([one.planned.alterations[0] for one in suspects])
        for test in tests:
            for found in self._who_matters(suspects, test):
                suspects.remove(found)
                found.tried = [
                    self._judge(alteration, first=[test]) if index == 0 else self._judge(alteration)
                    for index, alteration in enumerate(found.planned.alterations)
                ]
            if not suspects:
                return

    def _spread(self, alterations: Sequence[PlannedAlteration]) -> list[str]:
        """Scenarios of as many features as there are, the quickest of each first."""
        found = self._bench.candidates(alterations)
        groups: dict[str, list[str]] = {}
        for test in found:
            groups.setdefault(self._bench.players.tests[test].partition(":")[0], []).append(test)
        rounds = max(map(len, groups.values()), default=0)
        spread = [tests[turn] for turn in range(rounds) for tests in groups.values() if turn < len(tests)]
        return spread[:LOOKS_TOGETHER]

    def _who_matters(self, suspects: Sequence[FieldVerdict], test: str) -> list[FieldVerdict]:
        """Those of the suspects whose alteration changes anything in this scenario."""
        if not suspects or not self._changes_anything(suspects, test):
            return []
        if len(suspects) == 1:
            return list(suspects)
        half = len(suspects) // 2
        return [*self._who_matters(suspects[:half], test), *self._who_matters(suspects[half:], test)]

    def _changes_anything(self, suspects: Sequence[FieldVerdict], test: str) -> bool:
        alterations = _asked([one.planned.alterations[0] for one in suspects])
        (played,) = self._bench.players.play(Task(tests=[test], alterations=alterations))
        if played.outcome == "failed":
            return not played.waited or self._bench.passes_clean(test)
        return self._bench.differs(played)


def _asked(alterations: Sequence[PlannedAlteration]) -> dict[str, list[dict[str, object]]]:
    """By side, as the control API takes them."""
    asked: dict[str, list[dict[str, object]]] = {}
    for alteration in alterations:
        asked.setdefault(alteration.field.flow.side, []).append(dict(alteration.asked()))
    return asked
