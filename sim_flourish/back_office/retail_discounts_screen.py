"""Discounts, as somebody in the shop's office sets them up."""

from sim_flourish.envelope import success
from sim_flourish.json_fields import JsonFields
from sim_flourish.shapes.retail_discount_json import retail_discount_json
from sim_flourish.warehouse.amounts import ZERO
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.outbound_orders import AmountMethod
from sim_flourish.warehouse.places import FacilityId
from sim_flourish.warehouse.refusals import invalid, not_found
from sim_flourish.warehouse.retail_discounts import DiscountLevel, RetailDiscount
from sim_flourish.warehouse.warehouse import Work
from sim_flourish.warehouse.world import World
from sim_flourish.working import work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge


def list_all_discounts(call: Call[World]) -> Answer:
    """Every discount, whether it can be had now or not."""
    return success([retail_discount_json(call.world, one) for one in call.world.retail_discounts.values()])


def add_discount(call: Call[World]) -> Answer:
    """A new discount."""
    work = work_for(call)
    discount = _parse(work, JsonFields(call.body))
    call.world.retail_discounts[discount.discount_id] = discount
    return success(retail_discount_json(call.world, discount))


def remove_discount(call: Call[World], discount_id: str) -> Answer:
    """Takes a discount away; orders that have it keep it."""
    found = [one for one in call.world.retail_discounts.values() if str(one.discount_id) == discount_id]
    if not found:
        raise not_found("retail discount", discount_id)
    del call.world.retail_discounts[found[0].discount_id]
    return success(retail_discount_json(call.world, found[0]))


def _parse(work: Work, fields: JsonFields) -> RetailDiscount:
    method = fields.choice("method", AmountMethod)
    if method is None:
        raise invalid("method", "is required")
    eligible, ineligible = _items(work, fields, "eligible_items"), _items(work, fields, "ineligible_items")
    return RetailDiscount(
        discount_name=fields.required_text("discount_name"),
        description=fields.text("description"),
        applied_automatically=bool(fields.flag("applied_automatically")),
        promo_code_required=bool(fields.flag("promo_code_required")),
        promo_code=fields.text("promo_code") or "",
        method=method,
        amount=fields.number("amount", least=ZERO) or ZERO,
        level=fields.choice("level", DiscountLevel) or DiscountLevel.ORDER,
        order_minimum_amount=fields.number("order_minimum_amount", least=ZERO) or ZERO,
        max_redemptions_per_order=fields.whole_number("max_redemptions_per_order"),
        start_date=fields.day("start_date") or "",
        start_date_time=fields.text("start_date_time") or "",
        end_date=fields.day("end_date") or "",
        end_date_time=fields.text("end_date_time") or "",
        start_time=fields.text("start_time") or "",
        end_time=fields.text("end_time") or "",
        eligible_items=eligible,
        ineligible_items=ineligible,
        facility_ids=_facilities(work, fields),
        ecommerce_active=fields.flag("ecommerce_active") is not False,
        discount_id=work.ids.number("retail_discount"),
        audit=work.signed.new(),
    )


def _items(work: Work, fields: JsonFields, name: str) -> tuple[ItemId, ...]:
    items = tuple(ItemId(one) for one in fields.texts(name)) if fields.has(name) else ()
    for item_id in items:
        if item_id not in work.world.items:
            raise invalid(name, f"names no item: {item_id}")
    return items


def _facilities(work: Work, fields: JsonFields) -> tuple[FacilityId, ...]:
    facilities = (
        tuple(FacilityId(one) for one in fields.texts("facility_ids")) if fields.has("facility_ids") else ()
    )
    for facility_id in facilities:
        if facility_id not in work.world.facilities:
            raise invalid("facility_ids", f"names no facility: {facility_id}")
    return facilities


def hang_retail_discounts_screen(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/retail-discounts")(list_all_discounts)
    edge.route("POST", "/retail-discounts")(add_discount)
    edge.route("DELETE", "/retail-discounts/{discount_id}")(remove_discount)
