"""Retail orders and discounts as JSON."""

from datetime import datetime
from decimal import Decimal

from sim_flourish.conventions.formats import Json, audit_json, fields_json, number, stamp, stamp_millis
from sim_flourish.model.items import ItemId
from sim_flourish.model.orders import OrderLine
from sim_flourish.model.retail import AppliedDiscount, RetailDiscount, RetailOrder, Transaction
from sim_flourish.model.values import ZERO, Signature, inventory_type_id
from sim_flourish.model.world import World
from sim_flourish.orders.shapes import details_json, strain_name
from sim_flourish.peripheral.retail.customer_shapes import buyer_json, listed_customer_json
from sim_flourish.peripheral.retail.totals import (
    RetailTotals,
    discount_value,
    line_price,
    retail_payment_status,
    retail_totals,
)
from sim_flourish.warehouse.warehouse import Warehouse


def retail_discount_json(world: World, discount: RetailDiscount) -> Json:
    return {
        **fields_json(discount, ("discount_id", "discount_name", "description", "applied_automatically")),
        **fields_json(discount, ("promo_code_required", "promo_code")),
        "method": discount.method.value,
        "amount": number(discount.amount),
        "level": discount.level.value,
        "order_minimum_amount": number(discount.order_minimum_amount),
        "max_redemptions_per_order": discount.max_redemptions_per_order,
        **fields_json(discount, ("start_date", "start_date_time", "end_date", "end_date_time")),
        **fields_json(discount, ("start_time", "end_time")),
        "eligible_items": [_item_json(world, item_id) for item_id in discount.eligible_items],
        "ineligible_items": [_item_json(world, item_id) for item_id in discount.ineligible_items],
    }


def _item_json(world: World, item_id: ItemId) -> Json:
    item = world.items[item_id]
    return {
        "item_id": int(item.item_id),
        "sku": item.sku,
        "item_name": item.item_name,
        "retail_display_name": item.retail_display_name,
    }


_BY_MEANS: Json = dict.fromkeys(
    (
        "canpay_amount",
        "cash_amount",
        "linx_amount",
        "credit_card_amount",
        "manual_amount",
        "account_credit_used",
    )
)
"""Null in every example, after a payment too."""


def retail_order_json(warehouse: Warehouse, order: RetailOrder) -> Json:
    """One order as GET answers it."""
    if warehouse.world.settings.retail_order_read_as_listed:
        return listed_retail_order_json(warehouse, order)
    customer = warehouse.world.customers[order.customer_id]
    return {**_read_json(warehouse, order), **_BY_MEANS, "customer": buyer_json(customer)}


def listed_retail_order_json(warehouse: Warehouse, order: RetailOrder) -> Json:
    """One order among others: with `id`, and with more about its customer."""
    customer = warehouse.world.customers[order.customer_id]
    return {
        "id": order.order_id,
        **_read_json(warehouse, order),
        "customer": listed_customer_json(customer),
    }


def written_retail_order_json(warehouse: Warehouse, order: RetailOrder) -> Json:
    """The order as POST and PUT answer it; its lines show their price before any discount."""
    totals = retail_totals(order)
    return {
        "id": order.order_id,
        **_common_json(warehouse, order, totals),
        "is_replacement": order.is_replacement,
        "is_recreational": order.is_recreational,
        "delivery_address_id": order.delivery_address_id,
        "notes": order.notes,
        "shipped_timestamp": _at(order.sent_out),
        "total_returns": 0,
        "fulfillment_type": order.fulfillment_type.value.lower(),
        "tax_type": "Sales",
        "tax_payment_direction": "collect",
        "applied_discounts": [_written_discount_json(order, discount) for discount in order.discounts],
        "order_lines": [_written_line_json(warehouse, order, line) for line in order.order_lines],
    }


def _read_json(warehouse: Warehouse, order: RetailOrder) -> Json:
    totals = retail_totals(order)
    lines = zip(order.order_lines, totals.line_discounts, strict=True)
    return {
        "order_id": order.order_id,
        **_common_json(warehouse, order, totals),
        "is_quicksale": False,
        "needs_review": order.needs_review,
        "order_notes": order.notes,
        "delivery_timestamp": _stamp(order.expected_delivery_at),
        "delivery_backup_timestamp": None,
        "tax_type": None,
        "tax_payment_direction": None,
        "last_updated_by": order.audit.last_updated_by,
        "completed_timestamp": _at(order.completed),
        "submitted_by": _by(order.submitted),
        "packed_by": _by(order.packed),
        "completed_by": _by(order.completed),
        "delivered_by": _by(order.delivered),
        "submitted_timestamp": _at(order.submitted),
        "packed_timestamp": _at(order.packed),
        "change_given": None,
        "order_fulfillment_type": order.fulfillment_type.value,
        "order_origin": "Flourish",
        "order_lines": [_read_line_json(warehouse, order, line, discount) for line, discount in lines],
        "applied_discounts": [_discount_json(order, discount) for discount in order.discounts],
        "transactions": [_transaction_json(transaction) for transaction in order.transactions],
    }


def _common_json(warehouse: Warehouse, order: RetailOrder, totals: RetailTotals) -> Json:
    facility = None if order.facility_id is None else warehouse.world.facilities[order.facility_id]
    return {
        "facility_id": order.facility_id,
        "facility_name": None if facility is None else facility.facility_name,
        "original_order_id": order.original_order_id,
        "customer_id": order.customer_id,
        "original_customer_id": order.customer_id,
        "is_backorder": order.is_backorder,
        "is_preorder": order.is_preorder,
        "order_timestamp": stamp_millis(order.order_timestamp),
        "sub_total_price": number(totals.sub_total),
        "taxes": number(totals.taxes),
        "total_discounts": number(totals.discounts),
        "total_price": number(totals.total),
        "total_paid": number(order.total_paid),
        "total_refund": number(order.total_refund),
        "delivery_fee": number(order.delivery_fee),
        "delivery_contact_no": order.delivery_contact_no,
        "delivery_contact_no_checked": order.delivery_contact_no is not None,
        "delivery_text_contact_no": order.delivery_text_contact_no,
        "delivery_text_contact_no_checked": order.delivery_text_contact_no is not None,
        "delivery_email": order.delivery_email,
        "delivery_email_checked": order.delivery_email is not None,
        "delivered_timestamp": _at(order.delivered),
        "last_updated_timestamp": stamp(order.audit.last_updated_at),
        "created_by": order.audit.created_by,
        "created_timestamp": stamp(order.audit.created_at),
        "order_status": order.order_status.value,
        "payment_status": retail_payment_status(order).value,
    }


def _read_line_json(warehouse: Warehouse, order: RetailOrder, line: OrderLine, discount: Decimal) -> Json:
    return {
        **_line_json(warehouse, order, line),
        "item_variation_pk": line.item_variation_id,
        "discount_price": number(discount),
        "line_total_price": number(line_price(line) - discount),
        "inventory_type_id": inventory_type_id(warehouse.world.items[line.item_id].inventory_type),
    }


def _written_line_json(warehouse: Warehouse, order: RetailOrder, line: OrderLine) -> Json:
    return {
        **_line_json(warehouse, order, line),
        "item_variation_pk": None if line.item_variation_id is None else int(line.item_variation_id),
        "line_total_price": number(line_price(line)),
        "sku": line.sku,
    }


def _line_json(warehouse: Warehouse, order: RetailOrder, line: OrderLine) -> Json:
    goods = warehouse.goods(line.item_id, line.item_variation_id)
    item, variation = goods.item, goods.variation
    return {
        "item_id": line.item_id,
        "strain_id": line.strain_id,
        "order_qty": number(line.order_qty),
        "allocated_qty": number(line.allocated_qty) if line.allocated_qty > ZERO else None,
        "unit_price": number(line.unit_price),
        "qty_returned": 0,
        **audit_json(line.audit),
        "taxes": [],
        "item_name": item.item_name,
        "item_uom": item.uom.value,
        "variation_name": None if variation is None else variation.variation_name,
        "unit_qty": None if variation is None else number(variation.unit_qty),
        "strain_name": strain_name(warehouse, line),
        "order_line_status": order.order_status.value,
        "retail_display_name": goods.retail_display_name,
        "order_line_dtls": details_json(line),
        "needs_fulfillment": item.flags.needs_fulfillment,
    }


def _written_discount_json(order: RetailOrder, discount: AppliedDiscount) -> Json:
    """A configured discount is shown in short, as the example does; a custom one in full."""
    if discount.discount_id is None:
        return _discount_json(order, discount)
    short: Json = {
        "discount_id": discount.discount_id,
        "discount_name": discount.discount_name,
        "method": discount.method.value,
        "amount": number(discount.amount),
        "approved_by": discount.approved_by,
    }
    return short if discount.sku is None else {**short, "sku": discount.sku}


def _discount_json(order: RetailOrder, discount: AppliedDiscount) -> Json:
    return {
        "discount_name": discount.discount_name,
        "level": discount.level.value,
        "method": discount.method.value,
        "discount_value": number(discount_value(order, discount)),
        "promo_code": discount.promo_code,
        "amount": number(discount.amount),
        "approved_by": discount.approved_by,
        **audit_json(discount.audit),
    }


def _transaction_json(transaction: Transaction) -> Json:
    return {
        "transaction_id": transaction.transaction_id,
        "is_successful": True,
        "is_voided": False,
        "amount": number(transaction.amount),
        "change_given": 0,
        "amount_going_in": number(transaction.amount),
        "reference": None,
        "reference_token": transaction.reference_token,
        "reference_id": transaction.reference_id,
        "created_by": transaction.signed.by,
        "created_timestamp": stamp(transaction.signed.at),
        "payment_type": transaction.payment_type.value,
        "till_name": None,
    }


def _by(signed: Signature | None) -> str | None:
    return None if signed is None else signed.by


def _at(signed: Signature | None) -> str | None:
    return None if signed is None else stamp(signed.at)


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)
