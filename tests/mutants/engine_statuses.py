"""Engines that are wrong about what a state in Flourish means in Ordo (O5 to O9, O12 to O15)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from integration_engine.core.order_stages import EventKind
from integration_engine.core.ordo_status import (
    OrderStatus,
    OrdoStatus,
    PaymentStatus,
    StatusKey,
    Terms,
)
from tests.mutants.mutant import Change, Mutant, instead

_CORE = "integration_engine.core"
_OPEN = frozenset({OrderStatus.CREATED, OrderStatus.PARTIALLY_ALLOCATED, OrderStatus.ALLOCATED})
_SHIPPED = frozenset({OrderStatus.SHIPPED})
_CANCELLED = frozenset({OrderStatus.CANCELLED})
_PAID = frozenset({PaymentStatus.PAID})
_ANY_PAYMENT = frozenset(PaymentStatus)


def means(
    status: OrdoStatus,
    terms: Terms,
    order_statuses: frozenset[OrderStatus],
    payments: frozenset[PaymentStatus] = _ANY_PAYMENT,
) -> Change:
    """These states of a Flourish order mean another status in Ordo."""

    def make(table: dict[StatusKey, OrdoStatus]) -> dict[StatusKey, OrdoStatus]:
        return {
            (agreed, order, payment): status
            if (agreed, order in order_statuses, payment in payments) == (terms, True, True)
            else meant
            for (agreed, order, payment), meant in table.items()
        }

    return instead(f"{_CORE}.ordo_status:ORDO_STATUS", make)


def goes_from(shown: OrdoStatus, *meant: OrdoStatus) -> Change:
    """From what is shown, these statuses follow, backwards or not."""
    return instead(
        f"{_CORE}.ordo_status:ADVANCE", lambda table: {**table, **{(shown, one): one for one in meant}}
    )


def never_closed() -> Change:
    """News of an order that is over are still read."""
    return instead(
        f"{_CORE}.order_decisions:_seen_kind",
        lambda original: (
            lambda state, event: (
                EventKind.ORDER_SEEN
                if original(state, event) is EventKind.ORDER_ENDED
                else original(state, event)
            )
        ),
    )


def _no_charges(original: Any) -> Any:
    def parse(row: Any) -> Any:
        order = original(row)
        return replace(order, totals=replace(order.totals, charges=Decimal(0), discounts=Decimal(0)))

    return parse


MUTANTS = (
    Mutant(
        name="shows no update made in Flourish",
        breaks=("O5",),
        consequence="The rep sees the order as it was confirmed, whatever the warehouse has changed.",
        changes=(instead(f"{_CORE}.order_decisions:_LINES_COUNT", lambda _original: frozenset()),),
        first="Every update saved",
    ),
    Mutant(
        name="shows updates only until something is allocated",
        breaks=("O5",),
        consequence="A late change of a quantity does not reach the rep.",
        changes=(
            instead(
                f"{_CORE}.order_decisions:_LINES_COUNT",
                lambda _original: frozenset({OrderStatus.CREATED}),
            ),
        ),
        first="partly allocated shows",
    ),
    Mutant(
        name="forgets charges and discounts of the whole order",
        breaks=("O5",),
        consequence="The totals in Ordo do not add up.",
        changes=(instead("integration_engine.flourish.answers:parse_order", _no_charges),),
        first="Every update saved",
    ),
    Mutant(
        name="takes an allocated order for a shipped one",
        breaks=("O5",),
        consequence="The order is Delivered while it lies in the warehouse.",
        changes=(means(OrdoStatus.DELIVERED, Terms.NET_TERMS, frozenset({OrderStatus.ALLOCATED})),),
        first="has not shipped awaits",
    ),
    Mutant(
        name="does not notice a shipment",
        breaks=("O6",),
        consequence="A delivered order awaits delivery for ever.",
        changes=(means(OrdoStatus.AWAITING_DELIVERY, Terms.NET_TERMS, _SHIPPED),),
    ),
    Mutant(
        name="waits for the payment of a cash order that shipped",
        breaks=("O7",),
        consequence="A cash order is Delivered, not Paid.",
        changes=(means(OrdoStatus.DELIVERED, Terms.CASH, _SHIPPED, _ANY_PAYMENT - _PAID),),
    ),
    Mutant(
        name="pays a net terms order by shipping it",
        breaks=("O8",),
        consequence="Nobody asks for the money of a net terms order.",
        changes=(means(OrdoStatus.PAID, Terms.NET_TERMS, _SHIPPED),),
    ),
    Mutant(
        name="never sees a net terms order paid",
        breaks=("O8",),
        consequence="The buyer has paid and is still asked to.",
        changes=(means(OrdoStatus.DELIVERED, Terms.NET_TERMS, _SHIPPED),),
    ),
    Mutant(
        name="takes a partial payment for full",
        breaks=("O9",),
        consequence="One cent settles the bill.",
        changes=(
            instead(
                f"{_CORE}.ordo_status:parse_payment_status",
                lambda original: lambda value: original("Paid" if value == "Partially Paid" else value),
            ),
        ),
    ),
    Mutant(
        name="ignores an early payment of a net terms order",
        breaks=("O12",),
        consequence="A net terms order that was paid early is not Paid before it ships.",
        changes=(means(OrdoStatus.AWAITING_DELIVERY, Terms.NET_TERMS, _OPEN, _PAID),),
        first="paid early is paid at once",
    ),
    Mutant(
        name="takes an early payment back when the order ships",
        breaks=("O12", "O14"),
        consequence="A net terms order that was Paid is Delivered afterwards.",
        changes=(
            means(OrdoStatus.DELIVERED, Terms.NET_TERMS, _SHIPPED),
            goes_from(OrdoStatus.PAID, OrdoStatus.DELIVERED),
        ),
        first="Shipping does not take",
    ),
    Mutant(
        name="pays cash orders on payment instead of shipping",
        breaks=("O13",),
        consequence="A cash order is Paid in Ordo while it lies in the warehouse.",
        changes=(means(OrdoStatus.PAID, Terms.CASH, _OPEN, _PAID),),
    ),
    Mutant(
        name="takes Paid back when money is returned before shipping",
        breaks=("O14", "O15", "O12"),
        consequence="A refund sends an order back that Ordo has shown as Paid.",
        changes=(goes_from(OrdoStatus.PAID, OrdoStatus.AWAITING_DELIVERY),),
        first="before shipping",
    ),
    Mutant(
        name="takes Paid back when money is returned",
        breaks=("O15",),
        consequence="A refund asks for money that had been paid.",
        changes=(never_closed(), goes_from(OrdoStatus.PAID, OrdoStatus.DELIVERED)),
        first="A refund does not take",
    ),
    Mutant(
        name="does not notice a cancellation",
        breaks=("O15",),
        consequence="A cancelled order awaits delivery for ever.",
        changes=(
            means(OrdoStatus.AWAITING_DELIVERY, Terms.CASH, _CANCELLED),
            means(OrdoStatus.AWAITING_DELIVERY, Terms.NET_TERMS, _CANCELLED),
        ),
    ),
    Mutant(
        name="cancels a delivered order",
        breaks=("O15",),
        consequence="What the buyer has in hand is cancelled in Ordo.",
        changes=(goes_from(OrdoStatus.DELIVERED, OrdoStatus.CANCELLED),),
        first="is not cancelled afterwards",
    ),
)
