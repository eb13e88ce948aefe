"""Adds a run up: by feature, by rule, and how much of the green rests on our own decisions."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from harness.report.results import ScenarioResult
from harness.rules import RULES, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How many scenarios ended how. `seconds` adds up also what ran side by side."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    assumed: int = 0
    seconds: float = 0.0

    @property
    def scenarios(self) -> int:
        """All of them."""
        return self.passed + self.failed + self.skipped

    @property
    def verdict(self) -> str:
        """One word: failed, passed, skipped, or none when there was no scenario."""
        if self.failed:
            return "failed"
        return "passed" if self.passed else "skipped" if self.skipped else "none"

    @property
    def assumed_share(self) -> float:
        """Which part of what passed rests on our own decisions, 0 to 1."""
        return self.assumed / self.passed if self.passed else 0.0


def add_up(name: str, results: Iterable[ScenarioResult]) -> Sum:
    """The sum of some scenarios; `assumed` counts those that passed."""
    own = list(results)
    outcomes = Counter(result.outcome for result in own)
    return Sum(
        name=name,
        passed=outcomes["passed"],
        failed=outcomes["failed"],
        skipped=outcomes["skipped"],
        assumed=sum(result.assumed and result.outcome == "passed" for result in own),
        seconds=sum(result.seconds for result in own),
    )


def by_feature(results: Sequence[ScenarioResult]) -> list[Sum]:
    """One sum for each feature, in alphabetical order."""
    return _by(results, lambda result: result.scenario.feature)


def by_reason(results: Sequence[ScenarioResult]) -> list[Sum]:
    """What was skipped, by the reason why."""
    return _by([result for result in results if result.outcome == "skipped"], lambda result: result.message)


def by_rule(results: Sequence[ScenarioResult]) -> list[tuple[Rule, Sum]]:
    """One sum for each rule of the catalogue, also for those that no scenario of this run cites."""
    return [
        (rule, add_up(rule.rule_id, (result for result in results if rule.rule_id in result.rules)))
        for rule in RULES.values()
    ]


def _by(results: Sequence[ScenarioResult], name_of: Callable[[ScenarioResult], str]) -> list[Sum]:
    names = sorted({name_of(result) for result in results})
    return [add_up(name, (result for result in results if name_of(result) == name)) for name in names]
