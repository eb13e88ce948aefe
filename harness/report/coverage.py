"""What a run exercised of all that can happen: every row of the state machines, every fault, every order.

What can happen is what the simulators say of themselves (`GET /_sim/catalogue`), so a foreign one is measured
by its own tables.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from foundation.provenance import Provenance
from harness.clients.control import Catalogue
from harness.report.exercised import DELIVERY, REQUEST, DeliveryOrder, key
from harness.report.scenario_record import ScenarioRecord

ORDINARY, WRONG = "ordinary", "wrong"
_USES = {
    "possible": "up to the engine",
    "outside": "not on the way of an integration",
    "wrong": "only a wrong engine does this",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageLine:
    """One thing that can happen and how often it did, on each side where it can.

    `required` lines that never happened are gaps; `wrong` ones that did are an engine's mistake. What a
    vendor has says where that comes from (`provenance`); faults and orders of deliveries are ours.
    """

    group: str
    name: str
    times: int
    required: bool
    wrong: bool = False
    remark: str = ""
    provenance: Provenance | None = None

    @property
    def gap(self) -> bool:
        """Whether it should have happened and did not."""
        return self.required and self.times == 0

    @property
    def mistake(self) -> bool:
        """Whether it happened and should not have."""
        return self.wrong and self.times > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    lines: Sequence[CoverageLine]

    @property
    def gaps(self) -> list[CoverageLine]:
        return [line for line in self.lines if line.gap]

    @property
    def groups(self) -> list[str]:
        return list(dict.fromkeys(line.group for line in self.lines))

    def of(self, group: str) -> list[CoverageLine]:
        return [line for line in self.lines if line.group == group]

    def share(self, group: str) -> tuple[int, int]:
        """How many of a group's required lines happened, and how many there are."""
        required = [line for line in self.of(group) if line.required]
        return sum(not line.gap for line in required), len(required)


def coverage_of(catalogues: Sequence[Catalogue], scenario_records: Iterable[ScenarioRecord]) -> Coverage:
    """Counts over all scenarios, whether they passed or not."""
    counts: Counter[str] = Counter()
    for scenario_record in scenario_records:
        counts.update(scenario_record.exercised)
    lines = [
        *(line for catalogue in catalogues for line in _transitions(catalogue, counts)),
        *_faults(catalogues, counts),
        *_orders(catalogues, counts),
    ]
    return Coverage(lines=lines)


def _transitions(catalogue: Catalogue, counts: Counter[str]) -> Iterator[CoverageLine]:
    for machine in catalogue.machines:
        group = f"{_title(catalogue.vendor)}: {machine.subject.replace('_', ' ')}"
        for row in machine.transitions:
            yield CoverageLine(
                group=group,
                name=f"{row.status}, {row.event} → {row.becomes}",
                times=counts[key(catalogue.vendor, "transition", machine.subject, row.status, row.event)],
                required=row.use == ORDINARY,
                wrong=row.use == WRONG,
                remark=_USES.get(row.use, ""),
                provenance=Provenance(source=row.source, reference=row.reference),
            )


def _faults(catalogues: Sequence[Catalogue], counts: Counter[str]) -> Iterator[CoverageLine]:
    kinds = {
        REQUEST: dict.fromkeys(kind for catalogue in catalogues for kind in catalogue.faults.request),
        DELIVERY: dict.fromkeys(kind for catalogue in catalogues for kind in catalogue.faults.delivery),
    }
    for happens_to, names in kinds.items():
        for kind in names:
            sides = {
                catalogue.vendor: counts[key(catalogue.vendor, "fault", happens_to, kind)]
                for catalogue in catalogues
            }
            yield _both(f"Faults of a {happens_to}", kind, sides)


def _orders(catalogues: Sequence[Catalogue], counts: Counter[str]) -> Iterator[CoverageLine]:
    for order in DeliveryOrder:
        sides = {
            catalogue.vendor: counts[key(catalogue.vendor, "order", order.value)] for catalogue in catalogues
        }
        yield _both("Deliveries (scenarios)", order.value, sides)


def _both(group: str, name: str, sides: dict[str, int]) -> CoverageLine:
    remark = ", ".join(f"{_title(vendor)} {times}" for vendor, times in sides.items())
    return CoverageLine(group=group, name=name, times=sum(sides.values()), required=True, remark=remark)


def _title(vendor: str) -> str:
    return vendor.capitalize()
