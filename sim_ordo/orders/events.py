"""`order.confirmed`: what leaves Ordo when the rep clicks Confirm (O2)."""

from typing import Any

from sim_kernel.answers import ContractBugError
from sim_ordo.amounts import moment_text, money_text, price_text, quantity_number
from sim_ordo.events import event_body
from sim_ordo.model.orders import Order, OrderLine

TYPE = "order.confirmed"


def order_confirmed_event(organization_id: str, order: Order) -> bytes:
    """The event of an order's newest confirmation (schemas/ordo/events/order_confirmed.json).

    Raises:
        ContractBugError: the order was never confirmed, so there is nothing to tell.
    """
    if order.confirmed_at is None:
        message = f"order {order.order_number} was never confirmed"
        raise ContractBugError(message)
    data = {
        "organization_id": organization_id,
        "order": {
            "order_id": order.order_id,
            "order_number": order.order_number,
            "revision": order.revision,
            "confirmed_at": moment_text(order.confirmed_at),
            "terms": order.terms,
            "net_days": order.net_days,
            "buyer": {"name": order.buyer.name, "license_number": order.buyer.license_number},
            "sales_rep": {
                "first_name": order.sales_rep.first_name,
                "last_name": order.sales_rep.last_name,
                "email": order.sales_rep.email,
            },
            "notes": order.notes,
            "lines": [_line_json(line) for line in order.lines],
        },
    }
    return event_body(TYPE, "order_confirmed", order.confirmed_at, data)


def _line_json(line: OrderLine) -> dict[str, Any]:
    return {
        "line_id": line.line_id,
        "sku": line.sku,
        "item_name": line.item_name,
        "flourish_item_id": line.flourish_item_id,
        "quantity": quantity_number(line.quantity),
        "unit_price": price_text(line.unit_price),
        "discount": money_text(line.discount),
    }
