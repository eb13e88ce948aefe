"""What Flourish must hold of an order follows from what was typed; every row of the table is checked."""

from dataclasses import replace
from decimal import Decimal

import pytest

from harness.clients.ordo_shapes import Buyer
from harness.fields import FIELDS
from harness.steps.context import item_rows
from harness.steps.context.order_rows import CHECKED, line_differences, rows
from harness.steps.context.typed_orders import (
    Adjustment,
    HeldOrder,
    TypedLine,
    TypedOrder,
    moved_to,
    paid_in_full,
    relined,
)

_LINE = TypedLine(
    item_id="item", sku="SKU", item_name="Name", quantity=Decimal("2.5"), unit_price=Decimal("4.125")
)
_TYPED = TypedOrder(
    terms="Cash",
    net_days=None,
    buyer=Buyer(name="Buyer", license_number="LICENSE"),
    lines=(_LINE, replace(_LINE, discount=Decimal("0.33"))),
    notes="Ring twice",
)


def test_every_row_about_orders_has_a_check() -> None:
    """The table of fields is the only list: a row without a check, or a check without a row, fails."""
    about_orders = {title: rows(title, assumed=True) for title in FIELDS if title in CHECKED}
    assert {title: sorted(fields) for title, fields in CHECKED.items()} == {
        title: sorted(fields) for title, fields in about_orders.items()
    }
    assert set(FIELDS) - set(CHECKED) == set(item_rows.CHECKED)


def test_decisions_of_ours_are_left_out_unless_a_scenario_rests_on_them() -> None:
    """An engine that decides otherwise fails scenarios that are marked as assumed, and no other."""
    assert rows("A line of a new order", assumed=False) == ["sku", "quantity", "unit_price", "discount"]


def test_money_is_worked_out_from_what_was_typed() -> None:
    """Half a cent goes up; the discount of a line is for the whole line."""
    held = HeldOrder.of(_TYPED, tax_rate=Decimal("8.25"))
    assert [line.total for line in held.lines] == [Decimal("10.33"), Decimal("10.00")]
    held = replace(
        held,
        charges_typed=(Adjustment(amount=Decimal("1.50")),),
        discounts_typed=(Adjustment(amount=Decimal(10), percentage=True),),
    )
    money = (held.subtotal, held.discounts, held.charges, held.taxes, held.total)
    assert money == tuple(map(Decimal, ("20.33", "2.03", "1.50", "1.68", "21.48")))


@pytest.mark.parametrize(
    ("paid", "refunded", "status"),
    [
        ("0", "0", "Awaiting Payment"),
        ("20.32", "0", "Partially Paid"),
        ("20.33", "0", "Paid"),
        ("20.33", "0.01", "Partially Refunded"),
        ("20.33", "20.33", "Refunded"),
    ],
)
def test_the_payment_status_follows_from_the_money(paid: str, refunded: str, status: str) -> None:
    """To the cent."""
    held = HeldOrder.of(_TYPED, tax_rate=Decimal(0))
    assert replace(held, paid=Decimal(paid), refunded=Decimal(refunded)).payment_status == status


def test_other_lines_take_the_mark_of_full_payment_away() -> None:
    """What is owed then is owed for the new lines."""
    marked = paid_in_full(moved_to("Shipped")(HeldOrder.of(_TYPED, tax_rate=Decimal(0))))
    assert marked.state == ("Shipped", "Paid")
    assert relined(marked, [_LINE]).state == ("Shipped", "Awaiting Payment")


def test_a_price_is_typed_with_the_decimals_that_it_has() -> None:
    """Two at least; none where the rep leaves it to Ordo."""
    four = replace(_LINE, unit_price=Decimal("4.1255"))
    left = replace(_LINE, price_left_to_ordo=True)
    whole = replace(_LINE, unit_price=Decimal(12345))
    lines = replace(_TYPED, lines=(_LINE, four, left, whole)).form()["lines"]
    assert isinstance(lines, list)
    assert [line.get("unit_price") for line in lines] == ["4.125", "4.1255", None, "12345.00"]


def test_a_line_that_differs_is_told_by_its_fields() -> None:
    """The two lines that nothing else equals are compared; what one side has alone is told as it is."""
    names, two, three = ["sku", "quantity"], ["A", Decimal(2)], ["A", Decimal(3)]
    assert line_differences(names, [["B", Decimal(1)], two], [three, ["B", Decimal(1)]]) == [
        "quantity 3 instead of 2"
    ]
    assert line_differences(names, [two], []) == ["no line (A, 2)"]
    assert line_differences(names, [], [three]) == ["a line (A, 3) too many"]
