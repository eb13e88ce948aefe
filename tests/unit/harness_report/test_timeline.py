"""Two journals become one story."""

from harness.clients.wire import AGENT
from harness.report.scenario_record import TimelineKind
from harness.report.timeline import timeline_of
from tests.unit.harness_report.samples import entry


def test_the_two_sides_are_put_together_by_real_time() -> None:
    """A clock that a test moved does not put one side's entries behind the other's."""
    flourish = [
        entry(1, "clock", advanced_seconds=1),  # at :01 after a move of 1 s: really at :00
        entry(3, "request", api="external_api", method="GET", path="/external/api/v1/items", status=200),
    ]
    ordo = [entry(2, "request", api="integration", method="GET", path="/integration/v1/brands", status=200)]
    said = [one.label for one in timeline_of(ordo, flourish)]
    assert said == ["1 s passes", "GET /brands", "GET /items"]
    assert [round(one.at) % 60 for one in timeline_of(ordo, flourish)] == [0, 2, 2]


def test_calls_are_told_apart_by_who_made_them() -> None:
    """The engine, people at their screens, and the features themselves, which act as people."""
    path = "/external/api/v1/outbound-orders"
    flourish = [
        entry(1, "request", api="external_api", agent="node", method="POST", path=path, status=200),
        entry(2, "request", api="external_api", agent=AGENT, method="POST", path=path, status=400),
        entry(
            3, "request", api="back_office", agent=AGENT, method="POST", path="/back-office/items", status=200
        ),
    ]
    said = [(one.sender, one.label, one.outcome, one.bad) for one in timeline_of([], flourish)]
    assert said == [
        ("Engine", "POST /outbound-orders", "200", False),
        ("Warehouse", "placed the order", "400", True),
        ("Warehouse", "added an item", "200", False),
    ]


def test_what_people_only_look_at_is_left_out() -> None:
    """The features look often; that is not what happened."""
    looks = [entry(1, "request", api="screens", method="GET", path="/api/v1/orders/o", status=200)]
    assert timeline_of(looks, []) == []


def test_a_fault_is_shown_on_the_call_that_it_hit() -> None:
    """With what became of the call."""
    ordo = [
        entry(1, "request", api="integration", method="PUT", path="/integration/v1/orders/o", dropped=True),
        entry(2, "fault", cause=1, fault="lost_response"),
    ]
    (said,) = timeline_of(ordo, [])
    assert (said.fault, said.outcome, said.bad) == ("lost_response", "no answer", True)


def test_deliveries_and_what_befell_them_are_told() -> None:
    """A webhook by its topic, attempt and answer; a fault of a delivery as a note."""
    flourish = [
        entry(1, "fault", fault="hold", delivery="d-1", topic="order"),
        entry(2, "delivery", delivery="d-1", topic="order", attempt=2, status=403),
        entry(3, "delivery", delivery="d-2", topic="order", attempt=1, error="connection refused"),
    ]
    said = [(one.kind, one.label, one.outcome) for one in timeline_of([], flourish)]
    assert said == [
        (TimelineKind.NOTE, "hold: the delivery of order", ""),
        (TimelineKind.MESSAGE, "webhook order (attempt 2)", "403"),
        (TimelineKind.MESSAGE, "webhook order", "connection refused"),
    ]


def test_transitions_read_as_sentences() -> None:
    """What went from where to where, on either side, and what was paid."""
    ordo = [
        entry(
            1,
            "transition",
            subject="order",
            name="O-1",
            events=["confirmed"],
            before="Pending",
            after="Pending",
        ),
        entry(
            2,
            "transition",
            subject="order",
            name="O-1",
            events=["reported paid"],
            before="Pending",
            after="Paid",
        ),
    ]
    flourish = [
        entry(
            3,
            "transition",
            subject="outbound_order",
            after="Created",
            payment_after="Awaiting Payment",
        ),
        entry(
            4,
            "transition",
            subject="outbound_order",
            before="Created",
            after="Created",
            payment_before="Awaiting Payment",
            payment_after="Paid",
        ),
        entry(5, "transition", subject="shipment", before="Orders assigned", after="Shipped"),
    ]
    assert [one.words for one in timeline_of(ordo, flourish)] == [
        "in Ordo order O-1 was confirmed, stays Pending",
        "in Ordo order O-1 went from Pending to Paid",
        "in Flourish the order became Created",
        "in Flourish the order stayed Created, payment Awaiting Payment to Paid",
        "in Flourish the shipment went from Orders assigned to Shipped",
    ]


def test_the_same_thing_again_and_again_is_told_once() -> None:
    """With how often it was."""
    asks = [
        entry(number, "request", api="external_api", method="GET", path="/external/api/v1/items", status=200)
        for number in range(1, 4)
    ]
    (said,) = timeline_of([], asks)
    assert said.times == 3
