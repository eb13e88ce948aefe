"""Numbers in Flourish's answers: exact, and never such that nothing can be done with them."""

from decimal import Decimal

import pytest

from integration_engine.flourish.answers import GarbledError, parse_item, parse_summary_row
from integration_engine.ordo.formats import item_row, money, number, unit_price


@pytest.mark.parametrize(
    "text", ["1e400", "-1e30", "1e999999999", 1e300, 10**25, "NaN", "Infinity", "many", "", True, []]
)
def test_a_number_beyond_reason_is_garbled(text: object) -> None:
    """It is neither rounded nor written out, which could take for ever."""
    with pytest.raises(GarbledError):
        parse_item({"id": "1", "price": text})
    with pytest.raises(GarbledError):
        parse_summary_row({"sku": "F-1", "sellable_qty": text})


@pytest.mark.parametrize("zero", ["-0", -0.0, "-1e-400", "-0.00001", "1e-999999999"])
def test_zero_has_no_sign(zero: object) -> None:
    """Ordo takes no negative zero."""
    row = item_row(
        parse_item({"id": "1", "price": zero}), parse_summary_row({"sellable_qty": zero}).sellable_qty
    )
    assert (row["price"], str(row["sellable_qty"])) == ("0.00", "0")
    assert money(Decimal(str(zero))) == "0.00"


def test_halves_go_up() -> None:
    """Rounding is half up, away from zero (contract section 6)."""
    assert (money(Decimal("0.125")), unit_price(Decimal("0.12345")), number(Decimal("1.00005"))) == (
        "0.13",
        "0.1235",
        1.0001,
    )
