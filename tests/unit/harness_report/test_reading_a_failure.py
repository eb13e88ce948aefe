"""What is made of a failure: the nearest thing, both sides, and no secret."""

import pytest

from harness.gate.masking import masked
from harness.report.expected_status import expected_status_text
from harness.report.scenario_record import TimelineKind
from harness.report.states import compare
from harness.report.timeline import near_miss
from tests.unit.harness_report.samples import call


def test_the_nearest_thing_shares_the_rarest_words() -> None:
    """Words that everything shares say nothing."""
    said = [
        call(words="in Ordo order O-1 went from Pending to Awaiting Delivery", kind=TimelineKind.NOTE),
        call(words="in Ordo order O-1 went from Awaiting Delivery to Delivered", kind=TimelineKind.NOTE),
        call(words="the engine asked for brands in Ordo, which was accepted"),
    ]
    near = near_miss("the order to be Delivered in Ordo", said)
    assert near is said[1]


def test_of_equals_the_latest_is_nearest() -> None:
    """And where no word is shared the last thing that happened."""
    said = [call(words="same words"), call(words="same words")]
    assert near_miss("same", said) is said[1]
    assert near_miss("nothing of it", said) is said[1]
    assert near_miss("anything", []) is None


@pytest.mark.parametrize(
    ("terms", "status", "paid", "meant"),
    [
        ("Cash", "Shipped", "Awaiting Payment", "Paid"),
        ("Net Terms", "Shipped", "Partially Paid", "Delivered"),
        ("Net Terms", "Shipped", "Paid", "Paid"),
        ("Net Terms", "Created", "Paid", "Paid"),
        ("Cash", "Allocated", "Paid", "Awaiting Delivery"),
        ("Cash", "Cancelled", "Paid", "Cancelled"),
        ("Cash", "On Hold", "Paid", "none"),
    ],
)
def test_the_rules_make_a_status_of_flourishs_side(terms: str, status: str, paid: str, meant: str) -> None:
    """Read from the rules, not from any engine; an unknown status means nothing."""
    assert expected_status_text(terms, status, paid).startswith(meant)


def ordo(status: str = "Delivered", quantity: float = 2) -> dict[str, object]:
    """Ordo's screens with one order."""
    line = {"sku": "A", "quantity": quantity, "unit_price": "5.00", "discount": "0.00"}
    order = {
        "order_id": "o",
        "order_number": "O-1",
        "terms": "Net Terms",
        "status": status,
        "sending": False,
        "lines": [line],
        "totals": {"total": "10.00"},
        "refusal": None,
        "problem": {"message": "On Hold is unknown"},
    }
    return {"orders": {"orders": [order]}}


def flourish(count: int = 1) -> dict[str, object]:
    """Flourish's screens with so many orders for it."""
    line = {"sku": "A", "order_qty": 2, "unit_price": 5, "discount_price": 0}
    order = {
        "original_order_id": "o",
        "order_status": "Shipped",
        "payment_status": "Awaiting Payment",
        "order_lines": [line],
        "total_price": 10,
    }
    return {"outbound orders": {"data": [order] * count}}


def differing(ordo_side: dict[str, object], flourish_side: dict[str, object]) -> list[str]:
    """What differs between the two sides."""
    return [row.what for row in compare(ordo_side, flourish_side) if row.differs]


def test_sides_that_agree_differ_in_nothing() -> None:
    """However each writes its numbers; the problem that Ordo shows is told."""
    assert differing(ordo(), flourish()) == []
    assert "On Hold is unknown" in [row.in_ordo for row in compare(ordo(), flourish())]


def test_what_differs_is_marked() -> None:
    """A wrong status, a wrong quantity, two orders for one."""
    assert differing(ordo(status="Paid"), flourish()) == ["O-1: status (Net Terms)"]
    assert differing(ordo(quantity=3), flourish()) == ["O-1: A"]
    assert differing(ordo(), flourish(count=2)) == ["O-1: orders"]
    assert differing(ordo(), {"outbound orders": "cannot be read"}) == []


def test_secrets_are_masked_by_their_value() -> None:
    """Wherever they stand in a text."""
    assert masked("key=abcdef123; again abcdef123", {"abcdef123"}) == "key=***; again ***"
