"""Money and quantities as Flourish counts them (contract section 6 Rounding)."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

_MONEY_STEP = Decimal("0.01")
_QUANTITY_STEP = Decimal("0.0001")
ZERO = Decimal(0)


def money(value: Decimal) -> Decimal:
    """An amount of dollars, rounded half up to two decimals."""
    return value.quantize(_MONEY_STEP, ROUND_HALF_UP)


def whole_cents(value: Decimal) -> Decimal:
    """An amount of dollars, without the part of a cent that it has."""
    return value.quantize(_MONEY_STEP, ROUND_DOWN)


def quantity(value: Decimal) -> Decimal:
    """A quantity, rounded half up to four decimals."""
    return value.quantize(_QUANTITY_STEP, ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """A number as people write it, without trailing zeros or exponent."""
    return f"{value.normalize():f}"
