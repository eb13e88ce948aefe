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

Groups = list[list[PlannedField]]


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
        """That of the most telling alteration that gives another value; where there is none, of the first.

        Where nothing that the contract allows could be played, it is fixed by the contract.
        """
        others = [one for one in self.tried if not one.alteration.takes_away]
        return next((one.outcome for one in [*others, *self.tried]), Outcome.FIXED)

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
        return FieldVerdict(planned=planned, tried=[one for one in tried if one.played])

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
        if last.outcome != "failed" or not last.altered or last.broke_contract:
            return None
        return last if not last.waited or self._bench.passes_clean(last.test) else None

    def judge_sent(self, planned: PlannedField) -> list[FieldVerdict]:
        """A field that the engine sends, which is never unused."""
        return [self.judge(planned)]

    def judge_read(self, planned: Sequence[PlannedField]) -> list[FieldVerdict]:
        """The fields of one flow that the engine may leave unused."""
        suspects = [one for one in planned if one.alterations]
        verdicts = [FieldVerdict(planned=one) for one in planned if not one.alterations]
        groups = [suspects] if suspects else []
        for test in self._bench.candidates([one.alterations[0] for one in suspects])[:LOOKS_TOGETHER]:
            used, groups = self._sift_all(groups, test)
            verdicts += [self.judge(one, first=[test]) for one in used]
        return [*verdicts, *(_unused(one) for group in groups for one in group)]

    def _sift_all(self, groups: Groups, test: str) -> tuple[list[PlannedField], Groups]:
        sifted = [self._sift(group, test) for group in groups]
        return [one for used, _ in sifted for one in used], [group for _, rest in sifted for group in rest]

    def _sift(self, group: list[PlannedField], test: str) -> tuple[list[PlannedField], Groups]:
        """Those whose alteration changes anything in this scenario, and groups of the others.

        Of two fields that say the same an engine misses neither alone: those are in different groups then.
        """
        if not self._changes_anything(group, test):
            return [], [group]
        if len(group) == 1:
            return group, []
        half = len(group) // 2
        used, rest = self._sift_all([group[:half], group[half:]], test)
        return used, [[one for part in rest for one in part]] if used and 0 < len(rest) <= 2 else rest

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
