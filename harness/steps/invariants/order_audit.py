"""What became of every order on both sides, judged by the rules alone.

The soak and the explorer stand on this. It knows neither the features nor the engine: it reads both sides
over HTTP and compares them by the table of statuses (O3 to O9, O12 to O17), which is the harness's own, so
that an engine and its judge cannot be wrong in the same place.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.ordo_shapes import Order
from harness.report.expected_status import OPEN, expected_status

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


class Finding(StrEnum):
    """What can be wrong with an order."""

    DOUBLED = "doubled"
    LOST = "lost"
    UNASKED = "unasked"
    WENT_BACK = "went back"
    OTHER_STATUS = "other status"
    OTHER_LINES = "other lines"


FOR_GOOD = frozenset({Finding.DOUBLED, Finding.UNASKED, Finding.WENT_BACK})
"""What no waiting mends."""

GRAVE = FOR_GOOD | {Finding.LOST}
"""What no misfortune excuses. The other two are also found while news is still on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedOrder:
    """One order of Ordo, the orders in Flourish that carry its id, and what is wrong with them."""

    in_ordo: Order
    in_flourish: Sequence[OutboundOrder]
    findings: frozenset[Finding]

    @property
    def confirmed(self) -> bool:
        """Whether the rep ever confirmed it."""
        return self.in_ordo.revision > 0

    @property
    def settled(self) -> bool:
        """Whether waiting for it is pointless: it is as it should be in the end, or will never be."""
        refused = not self.in_flourish and has_reason(self.in_ordo)
        return not self.confirmed or self.final or refused or bool(self.findings & FOR_GOOD)

    @property
    def final(self) -> bool:
        """Whether it is over in Flourish, and both sides agree."""
        over = [one.order_status not in OPEN for one in self.in_flourish]
        return len(over) == 1 and all(over) and not self.findings


def may_show(terms: str, states: Sequence[State]) -> frozenset[str]:
    """What Ordo may show of an order that went through these states, once it knows of the last.

    Of the states in between it may have heard or not; a status never goes back (O14).
    """
    shown = {PENDING}
    for state in states[:-1]:
        shown |= {_after(one, expected_status(terms, *state).status) for one in shown}
    return frozenset(_after(one, expected_status(terms, *states[-1]).status) for one in shown)


def _after(shown: str, meant: str) -> str:
    """A state that was read says first of all that Flourish has the order (O3)."""
    received = AWAITING if shown == PENDING else shown
    return meant if meant in FORWARD[received] else received


def judge(
    in_ordo: Sequence[Order],
    in_flourish: Sequence[OutboundOrder],
    histories: Mapping[str, Sequence[State]] | None = None,
) -> list[AuditedOrder]:
    """An account of every order in Ordo.

    `histories` are the states that each order of Flourish went through, by its id; without them its last
    state alone must explain what Ordo shows.
    """
    by_origin: defaultdict[str, list[OutboundOrder]] = defaultdict(list)
    for one in in_flourish:
        by_origin[one.original_order_id].append(one)
    known = histories or {}
    return [
        AuditedOrder(
            in_ordo=order,
            in_flourish=by_origin[order.order_id],
            findings=frozenset(_findings(order, by_origin[order.order_id], known)),
        )
        for order in in_ordo
    ]


def _findings(
    order: Order, there: Sequence[OutboundOrder], histories: Mapping[str, Sequence[State]]
) -> Iterator[Finding]:
    if went_back(order):
        yield Finding.WENT_BACK
    if order.revision == 0:
        if there:
            yield Finding.UNASKED
        return
    if len(there) > 1:
        yield Finding.DOUBLED
    if not there and not has_reason(order):
        yield Finding.LOST
    if len(there) != 1:
        return
    [found] = there
    last = State(found.order_status, found.payment_status)
    if order.status not in may_show(order.terms, histories.get(found.id, (last,))):
        yield Finding.OTHER_STATUS
    if found.order_status != CANCELLED and not same_lines(order, found):
        yield Finding.OTHER_LINES


def went_back(order: Order) -> bool:
    """Whether one of its statuses in Ordo could not follow the one before (O14, O15)."""
    statuses = [entry.status for entry in order.history]
    return any(after not in FORWARD[before] for before, after in pairwise(statuses))


def has_reason(order: Order) -> bool:
    """Whether Ordo shows why the order is not in Flourish: it was refused (O16), or something is wrong."""
    return order.refusal is not None or order.problem is not None


def same_lines(order: Order, there: OutboundOrder) -> bool:
    """Whether lines and totals are alike on both sides (O5)."""
    here = sorted(
        (one.sku or "", one.quantity, one.unit_price, one.discount, one.line_total) for one in order.lines
    )
    lines = sorted(
        (one.sku or "", one.order_qty, one.unit_price, one.discount_price, one.line_total_price)
        for one in there.order_lines
    )
    shown = order.totals
    totals = (shown.subtotal, shown.discounts, shown.charges, shown.taxes, shown.total)
    true = (there.sub_total_price, there.total_discounts, there.total_charges, there.taxes, there.total_price)
    return here == lines and totals == true


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAudit:
    """The sums over many accounts."""

    orders: int
    confirmed: int
    in_flourish: int
    refused: int
    final: int
    findings: Mapping[Finding, int]

    @classmethod
    def of(cls, audited_orders: Collection[AuditedOrder]) -> "OrderAudit":
        """Adds them up."""
        confirmed = [one for one in audited_orders if one.confirmed]
        return cls(
            orders=len(audited_orders),
            confirmed=len(confirmed),
            in_flourish=sum(bool(one.in_flourish) for one in confirmed),
            refused=sum(not one.in_flourish and has_reason(one.in_ordo) for one in confirmed),
            final=sum(one.final for one in confirmed),
            findings={each: sum(each in one.findings for one in audited_orders) for each in Finding},
        )

    @property
    def unfinished(self) -> int:
        """Confirmed orders on which the two sides do not agree yet, or which are not over."""
        return self.confirmed - self.final - self.refused
