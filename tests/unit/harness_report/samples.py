"""Records of scenarios made by hand."""

import msgspec

from foundation.journal_entries import JournalEntry
from foundation.provenance import Source
from harness.clients.control import Catalogue, FaultKinds, Machine, Row
from harness.report.results import RunFacts, ScenarioResult
from harness.report.scenario_record import (
    Failure,
    Scenario,
    ScenarioRecord,
    StepResult,
    TimelineEntry,
    TimelineKind,
)

FACTS = RunFacts(
    seed=7, started_at="2026-01-02T03:04:05Z", seconds=1.5, engine="the built-in engine", engine_version="1"
)
NASTY = "<script>alert('x')</script> & \"quotes\" | pipe `tick`"


def scenario(name: str = "A name", *, test: str = "test_a_name", tags: tuple[str, ...] = ("O7",)) -> Scenario:
    """A scenario of the feature F."""
    return Scenario(
        feature="F",
        feature_file="f.feature",
        feature_line=1,
        feature_description="",
        feature_tags=(),
        keyword="Scenario",
        name=name,
        line=3,
        description="",
        tags=tags,
        test=test,
    )


def step(name: str = "something", outcome: str = "passed", at: float = 1.0) -> StepResult:
    """A step."""
    return StepResult(keyword="Given", name=name, line=4, outcome=outcome, seconds=0.5, at=at)


def call(label: str = "POST /orders", at: float = 2.0, **facts: object) -> TimelineEntry:
    """The engine calls Ordo."""
    given = {
        "at": at,
        "kind": TimelineKind.CALL,
        "sender": "Engine",
        "receiver": "Ordo",
        "label": label,
        "outcome": "200",
    }
    return msgspec.convert({**given, **facts}, TimelineEntry)


def record(
    outcome: str = "passed",
    name: str = "A name",
    *,
    test: str = "test_a_name",
    tags: tuple[str, ...] = ("O7",),
) -> ScenarioResult:
    """A record; a failed one says why."""
    failure = Failure(step=f"Then {name}", expected=name, seen=name, near_miss=name, message=name)
    scenario_record = ScenarioRecord(
        scenario=scenario(name, test=test, tags=tags),
        steps=(step(name, "failed" if outcome == "failed" else "passed"),),
        timeline=(call(name),),
        failure=failure if outcome == "failed" else None,
    )
    reason = "it lacks something" if outcome == "skipped" else ""
    return ScenarioResult(scenario_record=scenario_record, outcome=outcome, seconds=1.0, message=reason)


def entry(number: int, kind: str, **facts: object) -> JournalEntry:
    """A journal's entry, one second after the one before it."""
    given = {"id": number, "at": f"2026-01-02T03:04:{number:02}Z", "kind": kind, **facts}
    found: JournalEntry = msgspec.convert(given, JournalEntry)
    return found


CATALOGUE = Catalogue(
    vendor="ordo",
    machines=[
        Machine(
            subject="order",
            transitions=[
                Row(
                    status="Pending",
                    event="confirmed",
                    becomes="Pending",
                    use="ordinary",
                    source=Source.DOCUMENTED,
                    reference="O2",
                ),
                Row(
                    status="Pending",
                    event="reported paid",
                    becomes="Paid",
                    use="possible",
                    source=Source.ASSUMED,
                    reference="O14",
                ),
                Row(
                    status="Paid",
                    event="reported pending",
                    becomes="Pending",
                    use="wrong",
                    source=Source.ASSUMED,
                    reference="O15",
                ),
            ],
        )
    ],
    faults=FaultKinds(request=["status"], delivery=["hold"]),
)
