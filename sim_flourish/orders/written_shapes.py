"""Outbound orders as examples answer POST and PUT, where a tenant is set so (contract sections 2 and 4)."""

from sim_flourish.conventions.formats import (
    Json,
    audit_json,
    fields_json,
    number,
    stamp_millis,
    stamp_or_null,
)
from sim_flourish.model.orders import (
    OrderAmount,
    OrderLine,
    OrderTotals,
    OutboundOrder,
    amount_value,
    line_total,
    order_totals,
)
from sim_flourish.model.places import DestinationId
from sim_flourish.orders.shapes import charge_json, destination_json, note_json
from sim_flourish.people.sales_reps import SALES_REP_TEXTS
from sim_flourish.warehouse.warehouse import Warehouse

_NOT_WRITTEN = frozenset({"total_open_balance", "number_open_invoices"})


def created_order_json(warehouse: Warehouse, order: OutboundOrder) -> Json:
    """The answer to a POST: no envelope around it, and no id in it."""
    rep = _sales_rep_json(warehouse, order)
    return {
        **_common_json(warehouse, order, order_totals(order)),
        "destination": _party_json(warehouse, order.destination_id),
        "sales_rep": None if rep is None else {**rep, "facility_id": None},
        "charges": [fields_json(charge, "amount method") for charge in order.charges],
        "discounts": [fields_json(discount, "amount method") for discount in order.discounts],
        "notes": [fields_json(note, "subject note internal_only") for note in order.notes],
        "order_lines": [
            {**_line_json(line), "item_variation_pk": line.item_variation_id} for line in order.order_lines
        ],
    }


def updated_order_json(warehouse: Warehouse, order: OutboundOrder) -> Json:
    """The answer to a PUT, inside its envelope: without either status."""
    totals = order_totals(order)
    destination = _party_json(warehouse, order.destination_id)
    return {
        **_common_json(warehouse, order, totals),
        "id": order.order_id,
        "shipment_id": None,
        **fields_json(totals, "sub_total_price taxes total_discounts total_charges"),
        "tax_payment_direction": "",
        "shipped_timestamp": stamp_or_null(order.shipped_at),
        "destination": {name: value for name, value in destination.items() if name != "type"},
        "sales_rep": _sales_rep_json(warehouse, order),
        "order_lines": [_updated_line_json(line) for line in order.order_lines],
        "charges": [charge_json(charge, totals.sub_total_price) for charge in order.charges],
        "discounts": [_discount_json(discount, totals) for discount in order.discounts],
        "notes": [note_json(note) for note in order.notes],
    }


def _common_json(warehouse: Warehouse, order: OutboundOrder, totals: OrderTotals) -> Json:
    distributor = None if order.distributor_id is None else _party_json(warehouse, order.distributor_id)
    return {
        **fields_json(order, "original_order_id excise_tax_rate pretax_discounts total_paid invoice_date"),
        "origin_facility_id": order.facility_id,
        "order_timestamp": stamp_millis(order.order_timestamp),
        "is_approved": False,
        "total_price": number(totals.total_price),
        "delivery_fee": 0,
        **audit_json(order.audit),
        "distributor": distributor,
    }


def _party_json(warehouse: Warehouse, place_id: DestinationId) -> Json:
    whole = destination_json(warehouse, warehouse.world.destinations[place_id])
    return {name: value for name, value in whole.items() if name not in _NOT_WRITTEN}


def _sales_rep_json(warehouse: Warehouse, order: OutboundOrder) -> Json | None:
    """Who sold it; the id is a number here, and nobody is null."""
    if order.sales_rep_id is None:
        return None
    rep = warehouse.world.sales_reps[order.sales_rep_id]
    return {"id": rep.sales_rep_id, **fields_json(rep, SALES_REP_TEXTS)}


def _line_json(line: OrderLine) -> Json:
    return {
        **fields_json(line, "item_id strain_id lot_number order_qty unit_price discount_price sku"),
        "line_total_price": number(line_total(line)),
        "qty_returned": 0,
        **audit_json(line.audit),
        "taxes": None,
    }


def _updated_line_json(line: OrderLine) -> Json:
    """A changed line: nothing is ever allocated when an order can be changed."""
    variation = None if line.item_variation_id is None else int(line.item_variation_id)
    return {**_line_json(line), "item_variation_pk": variation, "allocated_qty": None}


def _discount_json(discount: OrderAmount, totals: OrderTotals) -> Json:
    """A discount with the empty texts and the zeros that the example has."""
    return {
        "id": discount.amount_id,
        **dict.fromkeys(("order_line_pk", "discount_id", "discount_reason_id"), 0),
        **dict.fromkeys(("discount_name", "level", "method"), ""),
        "discount_value": number(discount.amount),
        "promo_code": None,
        "amount": number(amount_value(discount, totals.sub_total_price)),
        "approved_by": None,
        "on": False,
        **audit_json(discount.audit),
    }
