"""Gathers, in the controlling process, what became of every scenario of a run."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from harness.report.evidence import Evidence, Failure, Scenario, unpacked
from harness.rules import RULES
from harness.tags import ASSUMED

_NOT_CHECKED = "not checked: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One scenario. `outcome` is passed, failed or not checked; `reason` says why it was not."""

    evidence: Evidence
    outcome: str
    seconds: float
    reason: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that it cites, in the catalogue's order."""
        return tuple(rule for rule in RULES if rule in self.evidence.scenario.tags)

    @property
    def assumed(self) -> bool:
        """Whether it rests on a decision of ours."""
        return ASSUMED in self.evidence.scenario.tags

    @property
    def failure(self) -> Failure | None:
        """What is known about its failure."""
        return self.evidence.failure

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.evidence.scenario.feature_file}:{self.evidence.scenario.line}"


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
        found = report.__dict__.get("evidence")
        self.records.append(_record(unpacked(found) if found else _of_a_lost_worker(report), phases))


def _of_a_lost_worker(report: pytest.TestReport) -> Evidence:
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
    failure = Failure(step="", expected="to go on", seen=said, nearest="", message=said)
    return Evidence(scenario=scenario, failure=failure)


def _record(evidence: Evidence, phases: Sequence[pytest.TestReport]) -> Record:
    seconds = sum(phase.duration for phase in phases)
    if any(phase.failed for phase in phases):
        return Record(evidence=evidence, outcome="failed", seconds=seconds)
    skipped = next((phase for phase in phases if phase.skipped), None)
    if skipped is None:
        return Record(evidence=evidence, outcome="passed", seconds=seconds)
    said = skipped.longrepr[2] if isinstance(skipped.longrepr, tuple) else str(skipped.longrepr)
    reason = said.removeprefix("Skipped: ").removeprefix(_NOT_CHECKED)
    return Record(evidence=evidence, outcome="not checked", seconds=seconds, reason=reason)


def in_order(records: Sequence[Record]) -> list[Record]:
    """By feature and place; parallel runs end in any order."""
    return sorted(
        records,
        key=lambda one: (
            one.evidence.scenario.feature,
            one.evidence.scenario.line,
            one.evidence.scenario.test,
        ),
    )
