"""How Ordo writes money, prices, quantities, moments and problems in JSON."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from sim_ordo.model.integration import ShownProblem

_CENT = Decimal("0.01")
_FINEST_PRICE = Decimal("0.0001")


def to_cents(amount: Decimal) -> Decimal:
    """US dollars rounded half up to whole cents; never a negative zero."""
    return amount.quantize(_CENT, ROUND_HALF_UP) + 0


def money_text(amount: Decimal) -> str:
    """`12.50`: dollars and cents (schemas/ordo/money.json)."""
    return f"{to_cents(amount):.2f}"


def price_text(price: Decimal) -> str:
    """`12.50` or `0.125`: two to four decimals (schemas/ordo/unit_price.json)."""
    finest = f"{price.quantize(_FINEST_PRICE, ROUND_HALF_UP):.4f}"
    return finest[:-2] + finest[-2:].rstrip("0")


def quantity_number(quantity: Decimal) -> int | float:
    """A quantity as a JSON number, whole when it is whole."""
    return int(quantity) if quantity == quantity.to_integral_value() else float(quantity)


def moment_text(moment: datetime) -> str:
    """RFC 3339 in UTC with Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def optional_moment_text(moment: datetime | None) -> str | None:
    """`moment_text`, or null for a moment that has not come."""
    return None if moment is None else moment_text(moment)


def problem_json(problem: ShownProblem | None) -> dict[str, str] | None:
    """The problem as `schemas/ordo/problem.json` has it."""
    if problem is None:
        return None
    return {"code": problem.code, "message": problem.message, "since": moment_text(problem.since)}
