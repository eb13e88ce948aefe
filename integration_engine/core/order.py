"""The words of an order on its way through the engine: its state, what can happen to it, what is to be done.

Everything here is a frozen value without I/O, clock or framework. `order_stages` holds the state machine,
`order_decisions` decides with it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from integration_engine.core.ordo_status import OrdoStatus, Terms

OrderId = NewType("OrderId", str)
FlourishOrderId = NewType("FlourishOrderId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """The licensed business that buys; its license number finds the destination in Flourish."""

    name: str
    license_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesRep:
    """The Ordo user who wrote the order; found in Flourish by e-mail when the facility requires one."""

    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedLine:
    """One line as confirmed in Ordo. `discount` is for the whole line, in dollars."""

    sku: str
    flourish_item_id: str
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    flourish_variation_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """An order as the rep confirmed it (O2). `revision` grows with every confirmation of the same order."""

    order_id: OrderId
    order_number: str
    revision: int
    confirmed_at: datetime
    terms: Terms
    net_days: int | None
    buyer: Buyer
    sales_rep: SalesRep
    notes: str | None
    lines: tuple[ConfirmedLine, ...]
    requested_delivery_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishLine:
    sku: str | None
    item_name: str
    flourish_item_id: str
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    line_total: Decimal
    flourish_variation_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishTotals:
    """The order's sums as Flourish computed them, in dollars."""

    subtotal: Decimal
    discounts: Decimal
    charges: Decimal
    taxes: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishNote:
    """A note that the buyer's side may read: not an internal one."""

    subject: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishOrder:
    """An outbound order as read from Flourish. Statuses are as written there, not yet understood (O18).

    `notes` are those that are not internal, the oldest first. `payment_term` is never shown in Ordo (O11); it
    only tells that the order has one by now (O20).
    """

    flourish_order_id: FlourishOrderId
    original_order_id: str
    order_status: str
    payment_status: str
    lines: tuple[FlourishLine, ...]
    totals: FlourishTotals
    notes: tuple[FlourishNote, ...] = ()
    requested_delivery_date: date | None = None
    payment_term: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something people in Ordo should see; `code` is for programs, `message` for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why Flourish did not take the order (O16), and which confirmation it refused."""

    code: str
    reason: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdoReport:
    """What Ordo is to show of an order that Flourish has: whole state, so that the newest report wins.

    Lines, totals and notes are None while nothing was read that counts; then the date says nothing either.
    Neither the invoice date nor the payment term is part of it (O10, O11).
    """

    status: OrdoStatus
    flourish_order_id: FlourishOrderId
    lines: tuple[FlourishLine, ...] | None
    totals: FlourishTotals | None
    notes: tuple[FlourishNote, ...] | None = None
    requested_delivery_date: date | None = None


class Stage(StrEnum):
    """How far an order is on its way to Flourish; `order_stages` tells the story."""

    NEW = "new"
    RESOLVING = "resolving"
    POSTING = "posting"
    SEEKING = "seeking"
    PLACED = "placed"
    REFUSED = "refused"
    CLOSED = "closed"


class CommandKind(StrEnum):
    """What the shell can be told to do for an order. Parameters come from the state, so the newest wins."""

    RESOLVE_PARTIES = "resolve_parties"
    POST_ORDER = "post_order"
    FIND_ORDER = "find_order"
    READ_ORDER = "read_order"
    REPORT_ORDER = "report_order"
    REPORT_REFUSAL = "report_refusal"
    REPORT_PROBLEM = "report_problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing to do. With `at` it is due then, replacing an earlier date of the same kind.

    Without `at` it is due at once, unless the same kind is waiting already: then that wait stands, so that
    news do not hammer a server that asked for patience. With `renewed` it does not stand when Ordo refused
    what was reported before: what is reported now is something else (O21).
    """

    kind: CommandKind
    at: datetime | None = None
    renewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderState:
    """Everything the engine knows about one order.

    Attributes:
        payment_term, term_problem: Flourish's name for the terms; why there is none (O20).
        attempts: how many times sending the order was begun, over all confirmations.
        look_after: before this moment, not finding the order proves nothing: an attempt with an unknown end
            may still be at work in Flourish. None when no such attempt is open.
        looked_at: when a lookup last proved that Flourish has no such order.
        failures: failed Flourish calls since the last success, for the retry delay.
        hinted_order_id: an order that a webhook claims is ours, not yet verified by reading it.
        seen: the order as last read while its lines still count (O5).
        ordo_status: what Ordo is to show.
        reported, refusal_told, problem_told: what Ordo has been told.
    """

    order_id: OrderId
    stage: Stage = Stage.NEW
    confirmation: Confirmation | None = None
    attempts: int = 0
    look_after: datetime | None = None
    looked_at: datetime | None = None
    first_attempt_at: datetime | None = None
    failures: int = 0
    destination_id: str | None = None
    sales_rep_id: str | None = None
    payment_term: str | None = None
    term_problem: Problem | None = None
    flourish_order_id: FlourishOrderId | None = None
    hinted_order_id: FlourishOrderId | None = None
    seen: FlourishOrder | None = None
    ordo_status: OrdoStatus = OrdoStatus.PENDING
    refusal: Refusal | None = None
    problem: Problem | None = None
    reported: OrdoReport | None = None
    refusal_told: Refusal | None = None
    problem_told: Problem | None = None

    @property
    def report(self) -> OrdoReport | None:
        """What Ordo is to show now; None while Flourish does not have the order."""
        if self.flourish_order_id is None:
            return None
        return OrdoReport(
            status=self.ordo_status,
            flourish_order_id=self.flourish_order_id,
            lines=self.seen.lines if self.seen else None,
            totals=self.seen.totals if self.seen else None,
            notes=self.seen.notes if self.seen else None,
            requested_delivery_date=self.seen.requested_delivery_date if self.seen else None,
        )
