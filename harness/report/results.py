"""What became of every scenario, the facts of the run, and the sums of both."""

import platform
import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

from harness.report.scenario_record import Failure, Scenario, ScenarioRecord
from harness.rules import ASSUMED, RULES, SIMULATOR, Rule

_UNSAFE = re.compile(r"[^a-z0-9]+")
_LONGEST = 80
_DIGITS = 6
_NO_IDENTIFIER = re.compile(r"[^\w:+\-.\[\]\\/]+")
_WORDS_OF_PYTEST = frozenset({"and", "or", "not"})
_SHOWN = ("ordo-flourish", "pytest", "pytest-bdd")


def folder_name(test: str) -> str:
    """A name for the folder of a test: readable, and with a few digits that keep two alike ones apart."""
    plain = _UNSAFE.sub("-", test.lower().removeprefix("test_")).strip("-")[:_LONGEST].strip("-")
    digits = sha256(test.encode()).hexdigest()[:_DIGITS]
    return f"{plain}-{digits}" if plain else digits


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """A run. `engine_options` are those of the command line that name the engine; no secret is among them.

    `narrowed` when only a part of the scenarios was selected, so that gaps in coverage say nothing.
    """

    seed: int
    started_at: str
    seconds: float
    engine: str
    engine_version: str
    capabilities: Sequence[str] = ()
    engine_options: Sequence[str] = ()
    pytest_arguments: Sequence[str] = ()
    report: str = "report"
    narrowed: bool = False

    @property
    def versions(self) -> Mapping[str, str]:
        found = {name: _version(name) for name in _SHOWN}
        engine = {f"engine ({self.engine})": self.engine_version}
        return {
            **found,
            **engine,
            "Python": platform.python_version(),
            "system": platform.platform(terse=True),
        }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def again(facts: RunFacts, test: str) -> str:
    """The one command that plays this scenario again, with the same data; it can be pasted.

    pytest's -k takes no blanks and few signs, so the name is given in pieces; an example that has all of them
    in its name too would run beside it. It has a report of its own, so that the one that named it stays.
    """
    pieces = [piece for piece in _NO_IDENTIFIER.split(test) if piece and piece not in _WORDS_OF_PYTEST]
    words = ["ordo-flourish", "gate", "--seed", str(facts.seed), *facts.engine_options]
    words += ["-k", " and ".join(pieces), "--report", f"{facts.report}/again"]
    return shlex.join([*words, *(["--", *facts.pytest_arguments] if facts.pytest_arguments else [])])


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResult:
    """How one scenario ended: passed, failed or skipped, which means that the engine does not support it.

    `seconds` includes its fixtures. `message` is the beginning of what is said of its failure, or why it was
    skipped.
    """

    scenario_record: ScenarioRecord
    outcome: str
    seconds: float
    message: str = ""

    @property
    def scenario(self) -> Scenario:
        return self.scenario_record.scenario

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that it cites, in the catalogue's order."""
        return tuple(rule for rule in RULES if rule in self.scenario.tags)

    @property
    def assumed(self) -> bool:
        return ASSUMED in self.scenario.tags

    @property
    def judges_engine(self) -> bool:
        """Whether an engine takes part in it, so that its outcome says something about one."""
        return SIMULATOR not in self.scenario.tags

    @property
    def failure(self) -> Failure | None:
        return self.scenario_record.failure

    @property
    def failed_step(self) -> str:
        """The step that failed, with its keyword; empty when none did."""
        steps = self.scenario_record.steps
        return next((f"{step.keyword} {step.name}" for step in steps if step.outcome == "failed"), "")

    @property
    def place(self) -> str:
        return f"{self.scenario.feature_file}:{self.scenario.line}"


def in_order(results: Iterable[ScenarioResult]) -> list[ScenarioResult]:
    """By feature and place; parallel runs end in any order."""

    def position(result: ScenarioResult) -> tuple[str, int, str]:
        return result.scenario.feature, result.scenario.line, result.scenario.test

    return sorted(results, key=position)


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
    return _by([result for result in results if result.outcome == "skipped"], lambda result: result.message)


def by_rule(results: Sequence[ScenarioResult]) -> list[tuple[Rule, Sum]]:
    """How an engine keeps each rule of the catalogue, also those that no scenario of this run cites."""
    judging = [result for result in results if result.judges_engine]
    return [
        (rule, add_up(rule.rule_id, (result for result in judging if rule.rule_id in result.scenario.tags)))
        for rule in RULES.values()
    ]


def _by(results: Sequence[ScenarioResult], name_of: Callable[[ScenarioResult], str]) -> list[Sum]:
    names = sorted({name_of(result) for result in results})
    return [add_up(name, (result for result in results if name_of(result) == name)) for name in names]
