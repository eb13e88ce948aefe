"""What is known of the scenarios, and which of them look at a field first.

A scenario is a candidate for an alteration where the clean run carried a value in the field that the
alteration changes. Those come first that noticed most in the same flow; then one of each feature in turn.
"""

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import zip_longest

from harness.sensitivity.fields import Carried, Field, Flow, Json
from harness.sensitivity.plan import PlannedAlteration
from harness.sensitivity.players import Players
from harness.sensitivity.worker import Played, Task

_CHUNK = 6
_SLOW_SECONDS = 2.0  # scenarios that take longer, as those that restart the engine, come last
_MOST_CLEAN_PLAYS = 3


@dataclass(slots=True)
class KnownScenario:
    """A scenario in the clean run: how long it took, what the engine sent each time, what was carried."""

    seconds: float
    sent: list[frozenset[str]]
    values: dict[Field, list[Json]]

    def differs(self, sent: frozenset[str]) -> bool:
        """Whether the engine sent something that it never sent, or not what it always sent."""
        ever = frozenset[str]().union(*self.sent)
        always = self.sent[0].intersection(*self.sent[1:])
        return not (always <= sent <= ever)


@dataclass(slots=True)
class Bench:
    """The scenarios that pass as they are. `failing` did not, and are left out."""

    players: Players
    scenarios: dict[str, KnownScenario] = field(default_factory=dict)
    carried: Carried = field(default_factory=Carried)
    failing: dict[str, str] = field(default_factory=dict)
    _noticed: Counter[tuple[Flow | None, str]] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def learn(self, only: Collection[str] | None = None) -> None:
        """The clean run: every scenario, or `only` some, once, where it is not known yet."""
        known = {*self.scenarios, *self.failing}
        tests = [one for one in self.players.tests if one not in known and (only is None or one in only)]
        chunks = [tests[start : start + _CHUNK] for start in range(0, len(tests), _CHUNK)]
        with ThreadPoolExecutor(self.players.processes) as pool:
            for played in pool.map(self._play_clean, chunks):
                for one in played:
                    self._keep(one)

    def _play_clean(self, tests: Sequence[str]) -> list[Played]:
        return self.players.play(Task(tests=tests, all_of_them=True, keep_traffic=True))

    def _keep(self, played: Played) -> None:
        if played.outcome == "failed":
            self.failing[played.test] = f"{played.step} {played.message}".strip()
        elif played.outcome == "passed":
            self.scenarios[played.test] = KnownScenario(
                seconds=played.seconds, sent=[played.sent], values=played.carried.values
            )
            self.carried.merge(played.carried)

    def candidates(self, planned: Iterable[PlannedAlteration]) -> list[str]:
        """The scenarios in which any of these changes something, the most promising first."""
        if not (wanted := list(planned)):
            return []
        found = [
            test
            for test, known in self.scenarios.items()
            if any(one.changes(known.values.get(one.field, ())) for one in wanted)
        ]
        flow = wanted[0].field.flow
        with self._lock:
            attentive = [test for test in found if self._noticed[flow, test]]
            attentive.sort(key=lambda test: (-self._noticed[flow, test], self.scenarios[test].seconds))
            return [*attentive, *self._spread(test for test in found if not self._noticed[flow, test])]

    def _spread(self, tests: Iterable[str]) -> list[str]:
        """One of each feature in turn: of each the one that noticed most in all, then the quickest."""
        features: dict[str, list[str]] = {}
        for test in sorted(
            tests, key=lambda test: (-self._noticed[None, test], self.scenarios[test].seconds)
        ):
            features.setdefault(self.players.tests[test].partition(":")[0], []).append(test)
        spread = [test for turn in zip_longest(*features.values()) for test in turn if test is not None]
        return sorted(spread, key=lambda test: self.scenarios[test].seconds > _SLOW_SECONDS)

    def noticed(self, flow: Flow, test: str) -> None:
        """A scenario has noticed an alteration in this flow."""
        with self._lock:
            self._noticed[flow, test] += 1
            self._noticed[None, test] += 1

    def differs(self, played: Played) -> bool:
        """Whether the engine did otherwise than in the clean run; where it seems so, that is played again."""
        known = self.scenarios[played.test]
        while known.differs(played.sent) and len(known.sent) < _MOST_CLEAN_PLAYS:
            again = self.players.play(Task(tests=[played.test]))[0]
            with self._lock:
                known.sent.append(again.sent)
        return known.differs(played.sent)

    def passes_clean(self, test: str) -> bool:
        """Whether a scenario that failed while it waited still passes as it is, just now."""
        return self.players.play(Task(tests=[test]))[0].outcome == "passed"
