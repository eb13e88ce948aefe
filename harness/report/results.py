"""How each scenario of a run ended, the facts of the run, and the command that plays one again."""

import platform
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

from harness.report.scenario_record import Failure, Scenario, ScenarioRecord
from harness.rules import ASSUMED, RULES

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
        """Name and version of everything that had a part in it."""
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
        """Which scenario it is."""
        return self.scenario_record.scenario

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that it cites, in the catalogue's order."""
        return tuple(rule for rule in RULES if rule in self.scenario.tags)

    @property
    def assumed(self) -> bool:
        """Whether it rests on a decision of ours."""
        return ASSUMED in self.scenario.tags

    @property
    def failure(self) -> Failure | None:
        """What is known about its failure."""
        return self.scenario_record.failure

    @property
    def failed_step(self) -> str:
        """The step that failed, with its keyword; empty when none did."""
        steps = self.scenario_record.steps
        return next((f"{step.keyword} {step.name}" for step in steps if step.outcome == "failed"), "")

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.scenario.feature_file}:{self.scenario.line}"


def in_order(results: Iterable[ScenarioResult]) -> list[ScenarioResult]:
    """By feature and place; parallel runs end in any order."""

    def position(result: ScenarioResult) -> tuple[str, int, str]:
        return result.scenario.feature, result.scenario.line, result.scenario.test

    return sorted(results, key=position)
