"""`order.confirmed`: what leaves Ordo when the rep clicks Confirm (O2)."""

from typing import Any

from sim_kernel.answers import ContractBugError
from sim_ordo.events import event_body
from sim_ordo.model.orders import Order
from sim_ordo.orders.shapes import order_json

TYPE = "order.confirmed"
_SENT = (
    "order_id",
    "order_number",
    "revision",
    "confirmed_at",
    "terms",
    "net_days",
    "buyer",
    "sales_rep",
    "notes",
)


def order_confirmed_event(organization_id: str, order: Order) -> bytes:
    """The event of an order's newest confirmation (schemas/ordo/events/order_confirmed.json).

    Raises:
        ContractBugError: the order was never confirmed, so there is nothing to send.
    """
    if order.confirmed_at is None:
        message = f"order {order.order_number} was never confirmed"
        raise ContractBugError(message)
    shown = order_json(order)
    sent: dict[str, Any] = {name: shown[name] for name in _SENT}
    sent["lines"] = [
        {name: value for name, value in line.items() if name != "line_total"} for line in shown["lines"]
    ]
    data = {"organization_id": organization_id, "order": sent}
    return event_body(TYPE, "order_confirmed", order.confirmed_at, data)
