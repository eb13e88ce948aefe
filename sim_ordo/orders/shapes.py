"""How an order is shown to people and to the engine (schemas/ordo/order.json)."""

from dataclasses import asdict
from typing import Any

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
    """One order, whole."""
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
        "sending": order.sending,
        "editable": is_editable(order),
        "revision": order.revision,
        "refusal": _refusal_json(order.refusal),
        "problem": problem_json(order.problem),
        "flourish_order_id": order.flourish_order_id,
        "invoice_date": None if order.invoice_date is None else order.invoice_date.isoformat(),
        "created_at": moment_text(order.created_at),
        "confirmed_at": optional_moment_text(order.confirmed_at),
        "history": [_change_json(change) for change in order.history],
    }


def _line_json(line: OrderLine) -> dict[str, Any]:
    return {
        "line_id": line.line_id,
        "sku": line.sku,
        "item_name": line.item_name,
        "flourish_item_id": line.flourish_item_id,
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
