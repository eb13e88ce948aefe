"""How an order is shown (schemas/ordo/order.json), and the event that sends it to the engine (O2)."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sim_kernel.answers import ContractBugError
from sim_ordo.events import event_body
from sim_ordo.formats import (
    moment_text,
    money_text,
    optional_moment_text,
    price_text,
    problem_json,
    quantity_number,
)
from sim_ordo.model.order_status import LABELS
from sim_ordo.model.orders import Order, OrderLine, OrderRefusal, StatusChange
from sim_ordo.orders.edit_lock import is_editable


def order_json(order: Order) -> dict[str, Any]:
    return {
        "order_id": order.order_id,
        "order_number": order.order_number,
        "status": order.status,
        "status_label": LABELS[order.status],
        "terms": order.terms,
        "net_days": order.net_days,
        "buyer": asdict(order.buyer),
        "sales_rep": asdict(order.sales_rep),
        "lines": [_line_json(line) for line in order.lines],
        "totals": {name: money_text(amount) for name, amount in asdict(order.totals).items()},
        "notes": order.notes,
        "flourish_notes": [asdict(note) for note in order.flourish_notes],
        "requested_delivery_date": _day_text(order.requested_delivery_date),
        "sending": order.sending,
        "editable": is_editable(order),
        "revision": order.revision,
        "version": order.version,
        "refusal": _refusal_json(order.refusal),
        "problem": problem_json(order.problem),
        "flourish_order_id": order.flourish_order_id,
        "invoice_date": _day_text(order.invoice_date),
        "created_at": moment_text(order.created_at),
        "confirmed_at": optional_moment_text(order.confirmed_at),
        "history": [_change_json(change) for change in order.history],
    }


def _day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _line_json(line: OrderLine) -> dict[str, Any]:
    return {
        "line_id": line.line_id,
        "sku": line.sku,
        "item_name": line.item_name,
        "flourish_item_id": line.flourish_item_id,
        "flourish_variation_id": line.flourish_variation_id,
        "quantity": quantity_number(line.quantity),
        "unit_price": price_text(line.unit_price),
        "discount": money_text(line.discount),
        "line_total": money_text(line.line_total),
    }


def _refusal_json(refusal: OrderRefusal | None) -> dict[str, str] | None:
    if refusal is None:
        return None
    return {"code": refusal.code, "reason": refusal.reason, "at": moment_text(refusal.at)}


def _change_json(change: StatusChange) -> dict[str, str]:
    return {"status": change.status, "at": moment_text(change.at), "by": change.by}


ORDER_CONFIRMED = "order.confirmed"
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
    "requested_delivery_date",
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
    return event_body(ORDER_CONFIRMED, "order_confirmed", order.confirmed_at, data)
