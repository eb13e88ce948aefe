"""What the explorer has found: a schedule, and what it leads to, as a scenario that can be pasted."""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.rules import RULES

_KEEPING = ("lost", "no message", "held back", "a day late", "overtaken", "wrong")
"""Words of sentences after which only reconciliation brings the news."""


_RESTARTED = ("the engine has died", "the engine has been stopped", "the engine died")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A schedule in sentences: what is given, what happens in the end, and what then must not be."""

    given: Sequence[str]
    when: str
    then: str
    rules: Sequence[str]

    def as_scenario(self) -> str:
        """As it would stand in a feature."""
        tags = " ".join(f"@{tag}" for tag in self._tags())
        lines = [f"  {tags}", f"  Scenario: {self.name}"]
        for number, sentence in enumerate(self.given):
            lines.append(f"    {'And' if number else 'Given'} {sentence}")
        lines += [f"    When {self.when}", f"    Then {self.then}"]
        return "\n".join(lines) + "\n"

    @property
    def name(self) -> str:
        """A name from what it ends in; whoever keeps the scenario finds a better one."""
        return f"Found by exploring: {self.then}"

    def _tags(self) -> Sequence[str]:
        assumed = ["assumed"] if any(RULES[rule].assumed for rule in self.rules) else []
        swept = any(word in sentence for word in _KEEPING for sentence in self.given)
        restarted = any(sentence.startswith(_RESTARTED) for sentence in self.given)
        needed = [
            *(["reconciliation"] if swept else []),
            *(["restart", "durable_store"] if restarted else []),
        ]
        return [*self.rules, *assumed, "controllable_clock", *needed]


class FoundError(AssertionError):
    """The explorer has found something; the message is the scenario, and what it saw."""

    def __init__(self, schedule: Schedule, what: str) -> None:
        super().__init__(f"{what}\n\n{schedule.as_scenario()}")
        self.schedule = schedule
        self.what = what
