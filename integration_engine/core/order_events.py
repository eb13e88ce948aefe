"""What can happen to an order, and what is new of it: the events that `order_decisions` decides on."""

from dataclasses import dataclass
from datetime import datetime

from integration_engine.core.order import (
    CommandKind,
    Confirmation,
    FlourishOrder,
    FlourishOrderId,
    OrderState,
    Problem,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The rep confirmed the order in Ordo (O2)."""

    confirmation: Confirmation


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinted:
    """A Flourish webhook, or the sweep, says that something changed. Only a reading tells what."""

    flourish_order_id: FlourishOrderId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartiesResolved:
    """Flourish knows the buyer's license, the sales rep when it wants one, at best the terms too (O20)."""

    destination_id: str
    sales_rep_id: str | None
    payment_term: str | None = None
    term_problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDue:
    """The order is about to be sent.

    Attributes:
        look_after: if this attempt's end is never learnt, looking for the order is conclusive from then on.
        fresh_since: a lookup older than this no longer counts as "right before".
    """

    at: datetime
    look_after: datetime
    fresh_since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSeen:
    """Flourish gave the order: as the answer to sending, finding or reading it.

    `recheck_at` is when to read again if its status turns out to be unknown (O18).
    """

    order: FlourishOrder
    recheck_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedWithoutId:
    """Flourish took the order but did not say its id, as in the vendor's examples (contract section 2)."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PostUnclear:
    """Nobody knows whether Flourish took the order: no answer, a server error, or an unreadable one."""

    problem: Problem
    look_after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAbsent:
    """Flourish has no order with this `original_order_id`, on any page.

    That is proof only as of the lookup's beginning (`at`); what follows it follows its end (`ended_at`). An
    attempt that ended before now is certainly over at `look_by`.
    """

    at: datetime
    ended_at: datetime
    look_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderGone:
    """Flourish does not know the order id that was read."""

    flourish_order_id: FlourishOrderId


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Flourish will not take the order as it is; repeating it unchanged is pointless (O16)."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFailed:
    """A Flourish call certainly had no effect and may work later: unreachable, too busy, bad credentials."""

    command: CommandKind
    problem: Problem
    retry_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDelivered:
    command: CommandKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOutdated:
    """Ordo does not take the report because it knows something newer itself; nothing is owed any more."""

    command: CommandKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFailed:
    """Ordo has not taken the report; it stays owed (O21).

    `refused` is what Ordo answered when it refused it; None when it could not be told.
    """

    command: CommandKind
    retry_at: datetime
    refused: str | None = None


FlourishSideEvent = (
    Confirmed
    | Hinted
    | PartiesResolved
    | PostDue
    | OrderSeen
    | AcceptedWithoutId
    | PostUnclear
    | OrderAbsent
    | OrderGone
    | Refused
    | CallFailed
)
OrdoSideEvent = ReportDelivered | ReportOutdated | ReportFailed
OrderEvent = FlourishSideEvent | OrdoSideEvent


def is_news(state: OrderState, listed: FlourishOrder | None) -> bool:
    """Whether it is listed otherwise than it was last read. What cannot be understood is read again."""
    return listed is None or listed != state.seen
