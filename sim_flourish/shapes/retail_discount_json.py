"""Retail discounts as JSON; item ids are numbers here, text everywhere else (contract section 4)."""

from sim_flourish.shapes.formats import Json, number
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.retail_discounts import RetailDiscount
from sim_flourish.warehouse.world import World


def retail_discount_json(world: World, discount: RetailDiscount) -> Json:
    """A discount that can be had now."""
    return {
        "discount_id": discount.discount_id,
        "discount_name": discount.discount_name,
        "description": discount.description,
        "applied_automatically": discount.applied_automatically,
        "promo_code_required": discount.promo_code_required,
        "promo_code": discount.promo_code,
        "method": discount.method.value,
        "amount": number(discount.amount),
        "level": discount.level.value,
        "order_minimum_amount": number(discount.order_minimum_amount),
        "max_redemptions_per_order": discount.max_redemptions_per_order,
        "start_date": discount.start_date,
        "start_date_time": discount.start_date_time,
        "end_date": discount.end_date,
        "end_date_time": discount.end_date_time,
        "start_time": discount.start_time,
        "end_time": discount.end_time,
        "eligible_items": [_item_json(world, one) for one in discount.eligible_items],
        "ineligible_items": [_item_json(world, one) for one in discount.ineligible_items],
    }


def _item_json(world: World, item_id: ItemId) -> Json:
    item = world.items[item_id]
    return {
        "item_id": int(item.item_id),
        "sku": item.sku,
        "item_name": item.item_name,
        "retail_display_name": item.retail_display_name,
    }
