"""What became of every order on both sides, judged by the rules alone.

The soak and the explorer stand on this. It knows neither the features nor the engine: it reads both sides
over HTTP and compares them by the table of statuses (O3 to O9, O12 to O17), which is the harness's own, so
that an engine and its judge cannot be wrong in the same place.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.ordo_shapes import Order
from harness.report.expected_status import CANCELLED, FORWARD, OPEN, State, may_show


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
"""What no fault excuses. The other two are also found while an update is still on its way."""


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
        over = [order.order_status not in OPEN for order in self.in_flourish]
        return len(over) == 1 and all(over) and not self.findings


def judge(
    in_ordo: Sequence[Order],
    in_flourish: Sequence[OutboundOrder],
    histories: Mapping[str, Sequence[State]] | None = None,
) -> list[AuditedOrder]:
    """What became of every order in Ordo.

    `histories` are the states that each order of Flourish went through, by its id; without them its last
    state alone must explain what Ordo shows.
    """
    by_origin: defaultdict[str, list[OutboundOrder]] = defaultdict(list)
    for order in in_flourish:
        by_origin[order.original_order_id].append(order)
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
    same_totals = totals_in_ordo(order) == totals_in_flourish(there)
    return same_totals and lines_in_ordo(order) == lines_in_flourish(there)


def lines_in_ordo(order: Order) -> list[tuple[object, ...]]:
    """SKU, quantity, price, discount and total of each line, sorted."""
    return sorted(
        (line.sku or "", line.quantity, line.unit_price, line.discount, line.line_total)
        for line in order.lines
    )


def lines_in_flourish(order: OutboundOrder) -> list[tuple[object, ...]]:
    return sorted(
        (line.sku or "", line.order_qty, line.unit_price, line.discount_price, line.line_total_price)
        for line in order.order_lines
    )


def totals_in_ordo(order: Order) -> tuple[Decimal, ...]:
    """Subtotal, discounts, charges, taxes and total."""
    totals = order.totals
    return (totals.subtotal, totals.discounts, totals.charges, totals.taxes, totals.total)


def totals_in_flourish(order: OutboundOrder) -> tuple[Decimal, ...]:
    return (
        order.sub_total_price,
        order.total_discounts,
        order.total_charges,
        order.taxes,
        order.total_price,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAudit:
    """The sums over many orders."""

    orders: int
    confirmed: int
    in_flourish: int
    refused: int
    final: int
    findings: Mapping[Finding, int]

    @classmethod
    def of(cls, audited_orders: Collection[AuditedOrder]) -> "OrderAudit":
        """Adds them up."""
        confirmed = [order for order in audited_orders if order.confirmed]
        return cls(
            orders=len(audited_orders),
            confirmed=len(confirmed),
            in_flourish=sum(bool(order.in_flourish) for order in confirmed),
            refused=sum(not order.in_flourish and has_reason(order.in_ordo) for order in confirmed),
            final=sum(order.final for order in confirmed),
            findings={each: sum(each in order.findings for order in audited_orders) for each in Finding},
        )

    @property
    def unfinished(self) -> int:
        """Confirmed orders on which the two sides do not agree yet, or which are not over."""
        return self.confirmed - self.final - self.refused
