"""Adds a run up: by feature, by rule, and how much of the green rests on our own decisions."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from harness.report.records import Record
from harness.rules import RULES, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How many scenarios ended how. `seconds` adds up also what ran side by side."""

    name: str
    passed: int = 0
    failed: int = 0
    not_checked: int = 0
    assumed: int = 0
    seconds: float = 0.0

    @property
    def scenarios(self) -> int:
        """All of them."""
        return self.passed + self.failed + self.not_checked

    @property
    def verdict(self) -> str:
        """One word: failed, passed, not checked, or none when there was no scenario."""
        if self.failed:
            return "failed"
        return "passed" if self.passed else "not checked" if self.not_checked else "none"

    @property
    def assumed_share(self) -> float:
        """Which part of what passed rests on our own decisions, 0 to 1."""
        return self.assumed / self.passed if self.passed else 0.0


def add_up(name: str, records: Iterable[Record]) -> Sum:
    """The sum of some scenarios; `assumed` counts those that passed."""
    own = list(records)
    outcomes = Counter(one.outcome for one in own)
    return Sum(
        name=name,
        passed=outcomes["passed"],
        failed=outcomes["failed"],
        not_checked=outcomes["not checked"],
        assumed=sum(one.assumed and one.outcome == "passed" for one in own),
        seconds=sum(one.seconds for one in own),
    )


def by_feature(records: Sequence[Record]) -> list[Sum]:
    """One sum for each feature, in alphabetical order."""
    return _by(records, lambda one: one.scenario_record.scenario.feature)


def by_reason(records: Sequence[Record]) -> list[Sum]:
    """What was not checked, by the reason why."""
    return _by([one for one in records if one.outcome == "not checked"], lambda one: one.reason)


def by_rule(records: Sequence[Record]) -> list[tuple[Rule, Sum]]:
    """One sum for each rule of the catalogue, also for those that no scenario of this run cites."""
    return [
        (rule, add_up(rule.rule_id, (one for one in records if rule.rule_id in one.rules)))
        for rule in RULES.values()
    ]


def _by(records: Sequence[Record], name_of: Callable[[Record], str]) -> list[Sum]:
    names = sorted({name_of(one) for one in records})
    return [add_up(name, (one for one in records if name_of(one) == name)) for name in names]
