"""An outbound order as JSON: the answer of a read, and what a webhook carries."""

from decimal import Decimal

from sim_flourish.conventions.formats import (
    Json,
    audit_json,
    fields_json,
    number,
    stamp,
    stamp_millis,
    stamp_or_null,
)
from sim_flourish.destinations.shapes import invoices_json, place_json
from sim_flourish.model.catalogue import StrainId
from sim_flourish.model.order_status import OPEN_STATUSES, OrderStatus
from sim_flourish.model.orders import (
    OrderAmount,
    OrderLine,
    OrderLineDetail,
    OrderNote,
    OutboundOrder,
    amount_value,
    line_total,
    order_totals,
)
from sim_flourish.model.payment_status import payment_status
from sim_flourish.model.places import Destination, speaker
from sim_flourish.model.trips import TripKind
from sim_flourish.people.sales_reps import NO_SALES_REP, SALES_REP_TEXTS
from sim_flourish.warehouse.warehouse import Warehouse

_NULL = "ref_field_2 ref_field_3 ref_field_4 ref_field_5 tax_type tax_payment_direction"
_UNSET: Json = {"delivery_fee": 0, "is_approved": False, "total_returns": 0, **dict.fromkeys(_NULL.split())}


def order_json(warehouse: Warehouse, order: OutboundOrder) -> Json:
    world = warehouse.world
    totals = order_totals(order)
    distributor = None if order.distributor_id is None else world.destinations[order.distributor_id]
    shipment = warehouse.trip_of(TripKind.SHIPMENT, order.order_id)
    return {
        "id": order.order_id,
        **fields_json(order, "original_order_id ref_field_1 requested_delivery_date invoice_date"),
        **fields_json(order, "pretax_discounts order_status payment_term"),
        "order_timestamp": stamp_millis(order.order_timestamp),
        **_UNSET,
        **fields_json(totals, "sub_total_price taxes total_discounts total_charges total_price"),
        **fields_json(order, "excise_tax_rate total_paid total_refund"),
        "shipment_id": None if shipment is None else shipment.trip_id,
        "shipped_timestamp": stamp_or_null(order.shipped_at),
        "delivered_timestamp": stamp_or_null(order.completed_at),
        "last_updated_timestamp": stamp(order.audit.last_updated_at),
        "created_by": order.audit.created_by,
        "created_timestamp": stamp(order.audit.created_at),
        "payment_status": payment_status(order).value,
        "origin_type": "Flourish",
        "origin_facility": {
            "id": order.facility_id,
            "facility_name": world.facilities[order.facility_id].facility_name,
        },
        "distributor": None if distributor is None else destination_json(warehouse, distributor),
        "destination": destination_json(warehouse, world.destinations[order.destination_id]),
        "sales_rep": _sales_rep_json(warehouse, order),
        "order_lines": [_line_json(warehouse, order, line) for line in order.order_lines],
        "charges": [charge_json(charge, totals.sub_total_price) for charge in order.charges],
        "discounts": [_discount_json(discount, totals.sub_total_price) for discount in order.discounts],
        "notes": [note_json(note) for note in order.notes],
    }


def destination_json(warehouse: Warehouse, destination: Destination) -> Json:
    """Where an order goes, or who distributes it, with what they owe."""
    contact = speaker(destination.contacts)
    names = ("first_name", "middle_name", "last_name", "email", "phone_number")
    invoices = warehouse.open_invoices(destination.destination_id)
    return {
        **place_json(destination),
        "contact": {name: "" if contact is None else getattr(contact, name) or "" for name in names},
        **invoices_json(invoices),
    }


def _sales_rep_json(warehouse: Warehouse, order: OutboundOrder) -> Json:
    """Who sold it; the id is a text here, and "0" is nobody."""
    shown = f"{SALES_REP_TEXTS} active"
    if order.sales_rep_id is None:
        return {**dict.fromkeys(shown.split()), "id": NO_SALES_REP, "first_name": "", "last_name": ""}
    rep = warehouse.world.sales_reps[order.sales_rep_id]
    return {"id": str(rep.sales_rep_id), **fields_json(rep, shown)}


def _line_json(warehouse: Warehouse, order: OutboundOrder, line: OrderLine) -> Json:
    return {
        **line_json(warehouse, line),
        **fields_json(line, "allocated_qty discount_price sku"),
        "item_variation_pk": None if line.item_variation_id is None else int(line.item_variation_id),
        "line_total_price": number(line_total(line)),
        "order_line_status": _line_status(order, line).value,
    }


def line_json(warehouse: Warehouse, line: OrderLine) -> Json:
    """What lines of outbound and of retail orders show alike."""
    goods = warehouse.goods_of(line)
    item, variation = goods.item, goods.variation
    return {
        **fields_json(line, "item_id strain_id order_qty unit_price"),
        "qty_returned": 0,
        **audit_json(line.audit),
        "item_name": item.item_name,
        "item_uom": item.uom.value,
        "variation_name": None if variation is None else variation.variation_name,
        "unit_qty": None if variation is None else number(variation.unit_qty),
        "strain_name": _strain_name(warehouse, line),
        "retail_display_name": goods.retail_display_name,
        "order_line_dtls": [_detail_json(detail) for detail in line.details],
        "needs_fulfillment": item.flags.needs_fulfillment,
        "taxes": [],
    }


def _detail_json(detail: OrderLineDetail) -> Json:
    return {**fields_json(detail, "package_id lot_number qty"), "returned": False, **audit_json(detail.audit)}


def _strain_name(warehouse: Warehouse, line: OrderLine) -> str | None:
    if line.strain_id is None:
        return None
    strain = warehouse.world.catalogue.strains.get(StrainId(line.strain_id))
    return None if strain is None else strain.strain_name


def _line_status(order: OutboundOrder, line: OrderLine) -> OrderStatus:
    """A line is as far as its own allocation, until the order is over."""
    if order.order_status not in OPEN_STATUSES:
        return order.order_status
    if not line.details:
        return OrderStatus.CREATED
    return OrderStatus.PARTIALLY_ALLOCATED if line.open_qty else OrderStatus.ALLOCATED


def charge_json(charge: OrderAmount, sub_total: Decimal) -> Json:
    """A charge; `amount` is what it comes to, `value` what was said."""
    return {
        "id": charge.amount_id,
        "charge_id": charge.amount_id,
        "custom_name": "",
        "method": charge.method.value,
        "amount": number(amount_value(charge, sub_total)),
        "value": number(charge.amount),
        **audit_json(charge.audit),
    }


def _discount_json(discount: OrderAmount, sub_total: Decimal) -> Json:
    return {
        "discount_name": "",
        "promo_code": None,
        "discount_value": number(discount.amount),
        "amount": number(amount_value(discount, sub_total)),
        "approved_by": None,
        "level": "order",
        "method": discount.method.value,
        **audit_json(discount.audit),
    }


def note_json(note: OrderNote) -> Json:
    """A remark, its flags as numbers."""
    return {
        "id": note.note_id,
        **fields_json(note, "subject note"),
        "active": 1,
        "internal_only": int(note.internal_only),
        "is_facility_note": 0,
        **audit_json(note.audit),
    }
