"""What an order's state in Flourish means in Ordo: the status table and the rule that nothing goes back.

The journey's middle: after the engine has read an order from Flourish, this module says which status
Ordo shows. It is data, expanded once from the rows below; the rows cite the rules they serve.

Two questions are kept apart. `ordo_status_of` answers what one state of the Flourish order means by
itself. `advance` answers what Ordo shows when it already shows something: messages come late, twice and
in the wrong order, and a status never goes backwards (O14), and Cancelled never replaces Delivered or
Paid (O15). A status that is not in the vendor's lists is an error that names it (O18); it is never
mapped to a known one.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum


class Terms(StrEnum):
    """How the buyer pays, as agreed in Ordo. A payment term edited in Flourish changes nothing (O11)."""

    CASH = "Cash"
    NET_TERMS = "Net Terms"


class OrdoStatus(StrEnum):
    """The statuses of an order in Ordo (article A, table of statuses; Cancelled is O15)."""

    PENDING = "Pending"
    AWAITING_DELIVERY = "Awaiting Delivery"
    DELIVERED = "Delivered"
    PAID = "Paid"
    CANCELLED = "Cancelled"


class OrderStatus(StrEnum):
    """The `order_status` values that Flourish documents (contract sections 2 and 4)."""

    CREATED = "Created"
    PARTIALLY_ALLOCATED = "Partially Allocated"
    ALLOCATED = "Allocated"
    SHIPPED = "Shipped"
    COMPLETED = "Completed"
    CANCELLED = "Cancelled"


class PaymentStatus(StrEnum):
    """The `payment_status` values that Flourish documents for outbound orders."""

    AWAITING_PAYMENT = "Awaiting Payment"
    PAID = "Paid"
    PARTIALLY_PAID = "Partially Paid"
    PARTIALLY_REFUNDED = "Partially Refunded"
    REFUNDED = "Refunded"


class UnknownFlourishStatusError(ValueError):
    """Flourish gave a status that its documentation does not list (O18).

    Attributes:
        field: `order_status` or `payment_status`.
        value: what Flourish said.
    """

    def __init__(self, field: str, value: str) -> None:
        super().__init__(f"Flourish gave the unknown {field} {value!r}")
        self.field = field
        self.value = value


OPEN = frozenset({OrderStatus.CREATED, OrderStatus.PARTIALLY_ALLOCATED, OrderStatus.ALLOCATED})
"""While an order is in one of these, edits saved in Flourish show in Ordo (O5)."""

SHIPPED = frozenset({OrderStatus.SHIPPED, OrderStatus.COMPLETED})
"""Completed comes after Shipped and counts as Shipped (O19)."""

_ANY_PAYMENT = frozenset(PaymentStatus)
_NOT_PAID = _ANY_PAYMENT - {PaymentStatus.PAID}
_ONLY_PAID = frozenset({PaymentStatus.PAID})
_CANCELLED = frozenset({OrderStatus.CANCELLED})

_Row = tuple[Terms, frozenset[OrderStatus], frozenset[PaymentStatus], OrdoStatus, str]

ROWS: tuple[_Row, ...] = (
    (Terms.CASH, OPEN, _ANY_PAYMENT, OrdoStatus.AWAITING_DELIVERY, "O3 O5 O9 O13"),
    (Terms.CASH, SHIPPED, _ANY_PAYMENT, OrdoStatus.PAID, "O7 O15 O19"),
    (Terms.CASH, _CANCELLED, _ANY_PAYMENT, OrdoStatus.CANCELLED, "O15"),
    (Terms.NET_TERMS, OPEN, _NOT_PAID, OrdoStatus.AWAITING_DELIVERY, "O3 O5 O9 O15"),
    (Terms.NET_TERMS, OPEN, _ONLY_PAID, OrdoStatus.PAID, "O12"),
    (Terms.NET_TERMS, SHIPPED, _NOT_PAID, OrdoStatus.DELIVERED, "O6 O8 O9 O15 O19"),
    (Terms.NET_TERMS, SHIPPED, _ONLY_PAID, OrdoStatus.PAID, "O8 O19"),
    (Terms.NET_TERMS, _CANCELLED, _ANY_PAYMENT, OrdoStatus.CANCELLED, "O15"),
)
"""Terms, Flourish order statuses, payment statuses, the Ordo status they mean, and the rules that say so."""

StatusKey = tuple[Terms, OrderStatus, PaymentStatus]


def _expanded(rows: tuple[_Row, ...]) -> Iterator[tuple[StatusKey, OrdoStatus]]:
    for terms, order_statuses, payment_statuses, ordo_status, _rules in rows:
        for order_status in order_statuses:
            for payment_status in payment_statuses:
                yield (terms, order_status, payment_status), ordo_status


ORDO_STATUS: Mapping[StatusKey, OrdoStatus] = dict(_expanded(ROWS))
"""Every combination of terms, order status and payment status, and what Ordo shows for it."""

_P, _A, _D, _S, _C = OrdoStatus
_FORWARD: Mapping[OrdoStatus, frozenset[OrdoStatus]] = {
    _P: frozenset({_A, _D, _S, _C}),
    _A: frozenset({_D, _S, _C}),
    _D: frozenset({_S}),
    _S: frozenset(),
    _C: frozenset(),
}

ADVANCE: Mapping[tuple[OrdoStatus, OrdoStatus], OrdoStatus] = {
    (shown, meant): meant if meant in _FORWARD[shown] else shown
    for shown in OrdoStatus
    for meant in OrdoStatus
}
"""What Ordo shows next, from what it shows and what the newest state means (O14, O15)."""


def parse_order_status(value: str) -> OrderStatus:
    """The documented order status with this name; `UnknownFlourishStatusError` names any other (O18)."""
    try:
        return OrderStatus(value)
    except ValueError as unknown:
        raise UnknownFlourishStatusError("order_status", value) from unknown


def parse_payment_status(value: str) -> PaymentStatus:
    """The documented payment status with this name; `UnknownFlourishStatusError` names any other (O18)."""
    try:
        return PaymentStatus(value)
    except ValueError as unknown:
        raise UnknownFlourishStatusError("payment_status", value) from unknown


def ordo_status_of(terms: Terms, order_status: OrderStatus, payment_status: PaymentStatus) -> OrdoStatus:
    """What this state of a Flourish order means in Ordo (O3, O5 to O9, O12, O13, O15)."""
    return ORDO_STATUS[(terms, order_status, payment_status)]


def advance(shown: OrdoStatus, meant: OrdoStatus) -> OrdoStatus:
    """The status Ordo shows next: `meant` when that is a step forward, else still `shown` (O14, O15)."""
    return ADVANCE[(shown, meant)]
