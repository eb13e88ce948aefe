"""Retail orders and discounts as JSON."""

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
from sim_flourish.model.items import ItemId
from sim_flourish.model.orders import OrderLine
from sim_flourish.model.retail import AppliedDiscount, RetailDiscount, RetailOrder, Transaction
from sim_flourish.model.values import ZERO, Signature, inventory_type_id
from sim_flourish.model.world import World
from sim_flourish.orders.shapes import line_json
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
        **fields_json(discount, "discount_id discount_name description applied_automatically"),
        **fields_json(discount, "promo_code_required promo_code"),
        **fields_json(discount, "method amount level order_minimum_amount max_redemptions_per_order"),
        **fields_json(discount, "start_date start_date_time end_date end_date_time"),
        **fields_json(discount, "start_time end_time"),
        "eligible_items": [_item_json(world, item_id) for item_id in discount.eligible_items],
        "ineligible_items": [_item_json(world, item_id) for item_id in discount.ineligible_items],
    }


def _item_json(world: World, item_id: ItemId) -> Json:
    item = world.items[item_id]
    return {"item_id": int(item.item_id), **fields_json(item, "sku item_name retail_display_name")}


_BY_MEANS = "canpay_amount cash_amount linx_amount credit_card_amount manual_amount account_credit_used"
"""Null in every example, after a payment too."""


def retail_order_json(warehouse: Warehouse, order: RetailOrder) -> Json:
    if warehouse.world.settings.retail_order_read_as_listed:
        return listed_retail_order_json(warehouse, order)
    customer = warehouse.world.customers[order.customer_id]
    return {
        **_read_json(warehouse, order),
        **dict.fromkeys(_BY_MEANS.split()),
        "customer": buyer_json(customer),
    }


def listed_retail_order_json(warehouse: Warehouse, order: RetailOrder) -> Json:
    """One order among others: with `id`, and with more about its customer."""
    customer = listed_customer_json(warehouse.world.customers[order.customer_id])
    return {"id": order.order_id, **_read_json(warehouse, order), "customer": customer}


def written_retail_order_json(warehouse: Warehouse, order: RetailOrder) -> Json:
    """The order as POST and PUT answer it; its lines show their price before any discount."""
    totals = retail_totals(order)
    return {
        "id": order.order_id,
        **_common_json(warehouse, order, totals),
        **fields_json(order, "is_replacement is_recreational delivery_address_id notes"),
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
        "delivery_timestamp": stamp_or_null(order.expected_delivery_at),
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
        **fields_json(order, "facility_id original_order_id customer_id is_backorder is_preorder total_paid"),
        **fields_json(order, "total_refund delivery_fee delivery_contact_no delivery_text_contact_no"),
        **fields_json(order, "delivery_email order_status"),
        "facility_name": None if facility is None else facility.facility_name,
        "original_customer_id": order.customer_id,
        "order_timestamp": stamp_millis(order.order_timestamp),
        **fields_json(totals, "sub_total_price taxes total_discounts total_price"),
        "delivery_contact_no_checked": order.delivery_contact_no is not None,
        "delivery_text_contact_no_checked": order.delivery_text_contact_no is not None,
        "delivery_email_checked": order.delivery_email is not None,
        "delivered_timestamp": _at(order.delivered),
        "last_updated_timestamp": stamp(order.audit.last_updated_at),
        "created_by": order.audit.created_by,
        "created_timestamp": stamp(order.audit.created_at),
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
    return {
        **line_json(warehouse, line),
        "allocated_qty": number(line.allocated_qty) if line.allocated_qty > ZERO else None,
        "order_line_status": order.order_status.value,
    }


def _written_discount_json(order: RetailOrder, discount: AppliedDiscount) -> Json:
    """A configured discount is shown in short, as the example does; a custom one in full."""
    if discount.discount_id is None:
        return _discount_json(order, discount)
    short = fields_json(discount, "discount_id discount_name method amount approved_by")
    return short if discount.sku is None else {**short, "sku": discount.sku}


def _discount_json(order: RetailOrder, discount: AppliedDiscount) -> Json:
    return {
        **fields_json(discount, "discount_name level method promo_code amount approved_by"),
        "discount_value": number(discount_value(order, discount)),
        **audit_json(discount.audit),
    }


def _transaction_json(transaction: Transaction) -> Json:
    return {
        **fields_json(transaction, "transaction_id amount reference_token reference_id payment_type"),
        "is_successful": True,
        "is_voided": False,
        "change_given": 0,
        "amount_going_in": number(transaction.amount),
        "reference": None,
        "created_by": transaction.signed.by,
        "created_timestamp": stamp(transaction.signed.at),
        "till_name": None,
    }


def _by(signed: Signature | None) -> str | None:
    return None if signed is None else signed.by


def _at(signed: Signature | None) -> str | None:
    return None if signed is None else stamp(signed.at)
