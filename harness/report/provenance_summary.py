"""The provenance summary: of all that a run exercised, what is documented, what observed, what assumed.

A scenario can be green and yet prove little, when what it went along is a guess of ours. So each transition,
operation, message, shape and field that a run exercised is listed with the source that it names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from foundation.provenance import Provenance, Source
from harness import schema_places
from harness.report.coverage import Coverage
from harness.report.exercised import MESSAGE, SIDES, OperationUse, contract_use, counted
from harness.report.scenario_record import ScenarioRecord


class Exercised(StrEnum):
    """What can name a source."""

    TRANSITIONS = "transitions"
    OPERATIONS = "operations that the engine called"
    MESSAGES = "messages that the engine took"
    FIELDS = "fields that the engine sent"
    SHAPES = "shapes of these bodies"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceCount:
    """One thing that was exercised, where it comes from, and the place that says so."""

    kind: Exercised
    name: str
    source: Source
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceSummary:
    counts: Sequence[ProvenanceCount]

    @property
    def kinds(self) -> list[Exercised]:
        return [kind for kind in Exercised if any(count.kind is kind for count in self.counts)]

    def count(self, kind: Exercised, source: Source) -> int:
        return sum(count.kind is kind and count.source is source for count in self.counts)

    def total(self, kind: Exercised) -> int:
        return sum(count.kind is kind for count in self.counts)

    def assumed(self, kind: Exercised) -> list[ProvenanceCount]:
        """Those of a kind that are a decision of ours."""
        return [count for count in self.counts if count.kind is kind and count.source is Source.ASSUMED]


def provenance_summary_of(
    coverage: Coverage, scenario_records: Iterable[ScenarioRecord]
) -> ProvenanceSummary:
    """Over all scenarios, whether they passed or not."""
    kept = list(scenario_records)
    found = dict.fromkeys((*_transitions(coverage), *_operations(contract_use(kept)), *_messages(kept)))
    return ProvenanceSummary(counts=list(found))


def _transitions(coverage: Coverage) -> Iterator[ProvenanceCount]:
    for line in coverage.lines:
        if line.times and line.provenance is not None:
            yield _provenance_count(Exercised.TRANSITIONS, f"{line.group}: {line.name}", line.provenance)


def _operations(uses: Sequence[OperationUse]) -> Iterator[ProvenanceCount]:
    simulators = {side: simulator for simulator, side in SIDES.items()}
    for use in uses:
        found = schema_places.operation(simulators[use.side], use.operation)
        if found is None or not use.calls:
            continue
        title = f"{use.side}: {use.operation}"
        yield _provenance_count(Exercised.OPERATIONS, title, found.provenance)
        body = found.inner("requestBody", *schema_places.JSON_BODY)
        for path in use.body:
            if body is not None and (field := body.field(path)) is not None:
                yield _provenance_count(Exercised.FIELDS, f"{title}: {path}", field.provenance)
        yield from _shapes(found)


def _messages(scenario_records: Sequence[ScenarioRecord]) -> Iterator[ProvenanceCount]:
    for simulator, topic in sorted(counted(MESSAGE, (record.exercised for record in scenario_records))):
        if (found := schema_places.message(simulator, topic)) is not None:
            yield _provenance_count(Exercised.MESSAGES, f"{SIDES[simulator]}: {topic}", found.provenance)
            yield from _shapes(found)


def _shapes(of: schema_places.SchemaPlace) -> Iterator[ProvenanceCount]:
    for body in schema_places.bodies(of):
        for name, provenance in schema_places.shapes(body).items():
            yield _provenance_count(Exercised.SHAPES, name, provenance)


def _provenance_count(kind: Exercised, name: str, provenance: Provenance) -> ProvenanceCount:
    return ProvenanceCount(kind=kind, name=name, source=provenance.source, reference=provenance.reference)
