"""What the rules make of an order's state in Flourish: what Ordo is to show once it has heard of it.

The harness's own reading of the rules, for the comparison of both sides and for the order audit. No engine is
asked, so that an engine and its judge cannot be wrong in the same place.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

OPEN = frozenset({"Created", "Partially Allocated", "Allocated"})
"""Where an order in Flourish can still change."""
_SHIPPED = frozenset({"Shipped", "Completed"})
"""Completed comes after Shipped and counts as Shipped (O19)."""


class ExpectedStatus(NamedTuple):
    """A status in Ordo, and the rules that say so."""

    status: str
    rules: str


_WAITING = ExpectedStatus("Awaiting Delivery", "O5, O9, O13")
_EXPECTED: Mapping[tuple[str, str, bool], ExpectedStatus] = {
    ("Cash", "open", False): _WAITING,
    ("Cash", "open", True): _WAITING,
    ("Net Terms", "open", False): _WAITING,
    ("Net Terms", "open", True): ExpectedStatus("Paid", "O12"),
    ("Cash", "shipped", False): ExpectedStatus("Paid", "O7"),
    ("Cash", "shipped", True): ExpectedStatus("Paid", "O7"),
    ("Net Terms", "shipped", False): ExpectedStatus("Delivered", "O6, O8, O9"),
    ("Net Terms", "shipped", True): ExpectedStatus("Paid", "O8"),
}
"""By terms, stage in Flourish, and whether it is fully paid there."""


def expected_status(terms: str, order_status: str, payment_status: str) -> ExpectedStatus:
    """What a state in Flourish means in Ordo by itself.

    Raises:
        LookupError: the rules know no such status (O18).
    """
    if order_status == "Cancelled":
        return ExpectedStatus("Cancelled", "O15")
    if order_status not in OPEN | _SHIPPED:
        raise LookupError(f"no rule knows the status {order_status!r}")
    stage = "open" if order_status in OPEN else "shipped"
    return _EXPECTED[terms, stage, payment_status == "Paid"]


def expected_status_text(terms: str, order_status: str, payment_status: str) -> str:
    """The same for a reader, with the rules that say so; also of a status that no rule knows."""
    try:
        expected = expected_status(terms, order_status, payment_status)
    except LookupError:
        return "none, an error that names it (O18)"
    condition = ", unless Delivered or Paid before" if expected.status == "Cancelled" else ""
    return f"{expected.status}{condition} ({expected.rules})"


PENDING, AWAITING, DELIVERED, PAID, CANCELLED = (
    "Pending",
    "Awaiting Delivery",
    "Delivered",
    "Paid",
    "Cancelled",
)
FORWARD: Mapping[str, frozenset[str]] = {
    PENDING: frozenset({AWAITING, DELIVERED, PAID, CANCELLED}),
    AWAITING: frozenset({DELIVERED, PAID, CANCELLED}),
    DELIVERED: frozenset({PAID}),
    PAID: frozenset(),
    CANCELLED: frozenset(),
}
"""What can follow a status that Ordo shows (O14, O15)."""


class State(NamedTuple):
    """Where an order is in Flourish, in Flourish's words."""

    order_status: str
    payment_status: str


def may_show(terms: str, states: Sequence[State]) -> frozenset[str]:
    """What Ordo may show of an order that went through these states, once it knows of the last.

    Of the states in between it may have heard or not; a status never goes back (O14).
    """
    shown = {PENDING}
    for state in states[:-1]:
        shown |= {_after(status, expected_status(terms, *state).status) for status in shown}
    return frozenset(_after(status, expected_status(terms, *states[-1]).status) for status in shown)


def _after(shown: str, meant: str) -> str:
    """A state that was read says first of all that Flourish has the order (O3)."""
    received = AWAITING if shown == PENDING else shown
    return meant if meant in FORWARD[received] else received
