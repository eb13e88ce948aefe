"""What a run of the gate left behind, scenario by scenario, and the facts of the run."""

import platform
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

import pytest

from harness.report.scenario_record import Failure, Scenario, ScenarioRecord, unpacked
from harness.rules import ASSUMED, RULES

_UNSAFE = re.compile(r"[^a-z0-9]+")
_LONGEST = 80
_DIGITS = 6


def folder_name(test: str) -> str:
    """A name for the folder of a test: readable, and with a few digits that keep two alike ones apart."""
    plain = _UNSAFE.sub("-", test.lower().removeprefix("test_")).strip("-")[:_LONGEST].strip("-")
    digits = sha256(test.encode()).hexdigest()[:_DIGITS]
    return f"{plain}-{digits}" if plain else digits


_NO_IDENTIFIER = re.compile(r"[^\w:+\-.\[\]\\/]+")
_WORDS_OF_PYTEST = frozenset({"and", "or", "not"})
_SHOWN = ("ordo-flourish", "pytest", "pytest-bdd")


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


_NOT_CHECKED = "not checked: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One scenario. `outcome` is passed, failed or not checked; `reason` says why it was not."""

    scenario_record: ScenarioRecord
    outcome: str
    seconds: float
    reason: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that it cites, in the catalogue's order."""
        return tuple(rule for rule in RULES if rule in self.scenario_record.scenario.tags)

    @property
    def assumed(self) -> bool:
        """Whether it rests on a decision of ours."""
        return ASSUMED in self.scenario_record.scenario.tags

    @property
    def failure(self) -> Failure | None:
        """What is known about its failure."""
        return self.scenario_record.failure

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.scenario_record.scenario.feature_file}:{self.scenario_record.scenario.line}"


class RecordKeeper:
    """A plugin of the controlling process: reads the evidence off the reports of all workers."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._open: dict[str, list[pytest.TestReport]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Makes a record when the last phase has been reported."""
        self._open.setdefault(report.nodeid, []).append(report)
        if report.when in {"setup", "call"}:
            return
        phases = self._open.pop(report.nodeid)
        found = report.__dict__.get("scenario_record")
        self.records.append(_record(unpacked(found) if found else _of_a_lost_worker(report), phases))


def _of_a_lost_worker(report: pytest.TestReport) -> ScenarioRecord:
    """All that is known of a scenario whose process died."""
    test, said = report.nodeid.partition("::")[2], str(report.longrepr)
    scenario = Scenario(
        feature="(a process that died)",
        feature_file="",
        feature_line=0,
        feature_description="",
        feature_tags=(),
        keyword="Scenario",
        name=test,
        line=0,
        description="",
        tags=(),
        test=test,
    )
    failure = Failure(step="", expected="to go on", seen=said, near_miss="", message=said)
    return ScenarioRecord(scenario=scenario, failure=failure)


def _record(scenario_record: ScenarioRecord, phases: Sequence[pytest.TestReport]) -> Record:
    seconds = sum(phase.duration for phase in phases)
    if any(phase.failed for phase in phases):
        return Record(scenario_record=scenario_record, outcome="failed", seconds=seconds)
    skipped = next((phase for phase in phases if phase.skipped), None)
    if skipped is None:
        return Record(scenario_record=scenario_record, outcome="passed", seconds=seconds)
    said = skipped.longrepr[2] if isinstance(skipped.longrepr, tuple) else str(skipped.longrepr)
    reason = said.removeprefix("Skipped: ").removeprefix(_NOT_CHECKED)
    return Record(scenario_record=scenario_record, outcome="not checked", seconds=seconds, reason=reason)


def in_order(records: Sequence[Record]) -> list[Record]:
    """By feature and place; parallel runs end in any order."""
    return sorted(
        records,
        key=lambda one: (
            one.scenario_record.scenario.feature,
            one.scenario_record.scenario.line,
            one.scenario_record.scenario.test,
        ),
    )
