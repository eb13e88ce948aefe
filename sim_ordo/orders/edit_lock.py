"""Who may still edit an order: nobody while it is sent, nobody once Flourish has it (O1, O4, O16, O17).

Nor anybody who has not seen what somebody else saved meanwhile (O23).
"""

from collections.abc import Mapping

from foundation.provenance import assumed, documented
from sim_kernel.transitions import Derived, Verdict
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.model.order_status import OrderStatus
from sim_ordo.model.orders import Order

IN_FLOURISH_NOW = "from then on changes to the order are made in Flourish only"

LOCK_REASONS: Mapping[OrderStatus, str] = {
    OrderStatus.AWAITING_DELIVERY: f"Flourish has received it and it is Awaiting Delivery; {IN_FLOURISH_NOW}",
    OrderStatus.DELIVERED: f"it went Awaiting Delivery and is now Delivered; {IN_FLOURISH_NOW}",
    OrderStatus.PAID: f"it went Awaiting Delivery and is now Paid; {IN_FLOURISH_NOW}",
    OrderStatus.CANCELLED: f"it went Awaiting Delivery and is now Cancelled; {IN_FLOURISH_NOW}",
}


LOCK_VERDICTS = Derived(
    subject="edit_lock",
    verdicts=(
        Verdict(
            status="open", when="the order is Pending and was not confirmed", provenance=documented("O1")
        ),
        Verdict(
            status="locked",
            when="the order is confirmed and being sent to Flourish",
            provenance=assumed("O17"),
        ),
        Verdict(
            status="open", when="the order is Pending after Flourish refused it", provenance=assumed("O16")
        ),
        Verdict(
            status="locked",
            when="the order is Awaiting Delivery, or later in its life",
            provenance=documented("O4"),
        ),
    ),
)
"""When an order is locked, and who says so."""


def lock_reason(order: Order) -> str | None:
    """Why nobody can edit the order in Ordo just now; None when it can be edited."""
    if order.status is not OrderStatus.PENDING:
        return LOCK_REASONS[order.status]
    if order.sending:
        return "it is confirmed and being sent to Flourish; it can be edited again if Flourish refuses it"
    return None


def is_editable(order: Order) -> bool:
    """Whether Ordo takes edits of the order."""
    return lock_reason(order) is None


def require_editable(order: Order) -> None:
    """Lets an editable order pass.

    Raises:
        OrdoError: `order_locked`, with the reason in plain words.
    """
    if reason := lock_reason(order):
        raise OrdoError(
            ErrorCode.ORDER_LOCKED, f"order {order.order_number} cannot be edited in Ordo: {reason}"
        )


def require_newest(order: Order, version: int | None) -> None:
    """Lets an edit pass that is based on the order as it is; without a version nobody can tell (O23).

    Raises:
        OrdoError: `stale_edit`, with who has changed the order; `invalid`, when it has no such version yet.
    """
    if version is None or version == order.version:
        return
    if version > order.version:
        message = f"order {order.order_number} has no version {version}; its newest is {order.version}"
        raise OrdoError(ErrorCode.INVALID, message, field="version")
    raise OrdoError(
        ErrorCode.STALE_EDIT,
        f"{order.saved_by} changed order {order.order_number} after it was opened for this edit; "
        "open it again to see what it is like now",
        field="version",
    )
