"""What was exercised is counted from journals and held against what the simulators say can happen."""

from foundation.provenance import Source
from harness.clients.control import Catalogue, FaultKinds, Machine, Row
from harness.report.coverage import coverage_of
from harness.report.exercised import counted, exercised, key
from harness.report.scenario_record import ScenarioRecord
from tests.unit.harness_report.samples import CATALOGUE, entry, scenario


def counts_of(*orders: str) -> dict[str, int]:
    """The counts as a scenario's evidence has them."""
    return {key("ordo", "order", order): 1 for order in orders}


def test_transitions_are_counted_by_status_and_event() -> None:
    """Ordo tells one event, Flourish all that its table was asked about."""
    ordo = [entry(1, "transition", subject="order", events=["confirmed"], before="Pending", after="Pending")]
    flourish = [
        entry(
            1,
            "transition",
            subject="outbound_order",
            before="Allocated",
            events=["edited", "allocated in part"],
        ),
        entry(2, "transition", subject="outbound_order", before=None, after="Created"),
    ]
    assert exercised("ordo", ordo) == {"ordo|transition|order|Pending|confirmed": 1}
    assert exercised("flourish", flourish) == {
        "flourish|transition|outbound_order|Allocated|edited": 1,
        "flourish|transition|outbound_order|Allocated|allocated in part": 1,
    }


def test_faults_of_calls_and_of_deliveries_are_told_apart() -> None:
    """`alter` is both."""
    both = [entry(1, "fault", fault="alter", cause=1), entry(2, "fault", fault="alter", delivery="d-1")]
    assert exercised("ordo", both) == {"ordo|fault|request|alter": 1, "ordo|fault|delivery|alter": 1}


def arrived(number: int, made_at: int, *, message: str = "", attempt: int = 1, status: int = 200) -> object:
    """A delivery that reached the engine."""
    return entry(
        number,
        "delivery",
        delivery=f"d-{number}",
        message_id=message or f"m-{number}",
        made_at=f"2026-01-02T03:00:{made_at:02}Z",
        attempt=attempt,
        status=status,
    )


def orders_of(*entries: object) -> set[str]:
    """The delivery orders that a journal shows."""
    found = exercised("ordo", list(entries))  # type: ignore[arg-type]
    return {order for _, order in counted("order", [found])}


def test_every_order_of_deliveries_is_recognised() -> None:
    """In order, twice, the later first, after a refusal; lost and held by the faults that did it."""
    assert orders_of(arrived(1, 1), arrived(2, 2)) == {"in order"}
    assert orders_of(arrived(1, 1, message="m"), arrived(2, 1, message="m")) == {"duplicated"}
    assert orders_of(arrived(1, 2), arrived(2, 1)) == {"reordered"}
    assert orders_of(arrived(1, 1, status=500), arrived(2, 1, attempt=2)) == {"retried"}
    assert orders_of(entry(1, "fault", fault="drop", delivery="d-9")) == {"dropped"}
    assert orders_of(entry(1, "fault", fault="hold", delivery="d-2"), arrived(2, 1)) == {"held"}
    assert orders_of(entry(1, "fault", fault="hold", delivery="d-2")) == set()


def test_only_what_a_right_engine_must_pass_is_a_gap() -> None:
    """What is up to the engine, or only a wrong one does, is shown and not asked for."""
    coverage = coverage_of(
        [CATALOGUE], [ScenarioRecord(scenario=scenario(), exercised=counts_of("in order"))]
    )
    names = [line.name for line in coverage.gaps]
    assert names == [
        "Pending, confirmed → Pending",
        "status",
        "hold",
        "duplicated",
        "reordered",
        "dropped",
        "held",
        "retried",
    ]
    assert coverage.share("Ordo: order") == (0, 1)


def test_what_lies_outside_of_an_integration_is_counted_and_not_asked_for() -> None:
    """A machine of the product that no integration goes along is shown, never a gap, never a mistake."""
    row = Row(
        status="Asked",
        event="received",
        becomes="Back",
        use="outside",
        source=Source.ASSUMED,
        reference="O15",
    )
    returns = Catalogue(
        vendor="ordo",
        machines=[Machine(subject="return", transitions=[row])],
        faults=FaultKinds(request=[], delivery=[]),
    )
    did = ScenarioRecord(scenario=scenario(), exercised={"ordo|transition|return|Asked|received": 3})
    coverage = coverage_of([returns], [did])
    (line,) = coverage.of("Ordo: return")
    assert (line.times, line.remark) == (3, "not on the way of an integration")
    assert coverage.share("Ordo: return") == (0, 0)
    assert not line.mistake
    assert not coverage_of([returns], []).of("Ordo: return")[0].gap


def test_counts_add_up_over_scenarios_and_sides() -> None:
    """Each side's part is told."""
    hit = ScenarioRecord(scenario=scenario(), exercised={"ordo|fault|request|status": 2})
    (line,) = coverage_of([CATALOGUE], [hit, hit]).of("Faults of a request")
    assert (line.times, line.remark, line.gap) == (4, "Ordo 4", False)


def test_what_only_a_wrong_engine_does_is_a_mistake_when_it_happened() -> None:
    """At zero it is as it must be."""
    did = ScenarioRecord(scenario=scenario(), exercised={"ordo|transition|order|Paid|reported pending": 1})
    assert [line.name for line in coverage_of([CATALOGUE], [did]).lines if line.mistake] == [
        "Paid, reported pending → Pending"
    ]
    assert not [line for line in coverage_of([CATALOGUE], []).lines if line.mistake]
