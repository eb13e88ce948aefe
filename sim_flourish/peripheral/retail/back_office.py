"""What people do to retail orders and discounts on screens."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import get_or_404, invalid
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import warehouse_for, work_for
from sim_flourish.events import RetailOrderChanged
from sim_flourish.model.items import ItemId
from sim_flourish.model.orders import AmountMethod, OrderId
from sim_flourish.model.places import FacilityId
from sim_flourish.model.retail import DiscountLevel, RetailDiscount, RetailOrder
from sim_flourish.model.retail_status import RetailEvent
from sim_flourish.model.trips import TripKind
from sim_flourish.model.values import ZERO
from sim_flourish.model.world import World
from sim_flourish.orders.back_office import Action, by_itself, with_amount
from sim_flourish.orders.rules import check_not_bound
from sim_flourish.peripheral.retail.rules import (
    cancel_retail_order,
    complete_retail_order,
    pack_retail_order,
    refund_retail_order,
    return_retail_order,
    send_out_retail_order,
    submit_retail_order,
)
from sim_flourish.peripheral.retail.shapes import retail_discount_json, retail_order_json
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call

K = TypeVar("K")


def _pack(work: Work, order: RetailOrder, fields: JsonFields) -> RetailOrder:
    said = fields.text("facility_id")
    if said is None:
        return pack_retail_order(work, order)
    facility = get_or_404(work.world.facilities, FacilityId(said), "facility")
    return pack_retail_order(work, order, facility)


def _send_out(work: Work, order: RetailOrder) -> RetailOrder:
    check_not_bound(work, TripKind.DELIVERY, order.order_id)
    return send_out_retail_order(work, order)


def _review(work: Work, order: RetailOrder, fields: JsonFields) -> RetailOrder:
    return work.store(replace(order, needs_review=bool(fields.flag("needs_review"))))


ACTIONS: Mapping[tuple[str, str], tuple[Action[RetailOrder], RetailEvent | None]] = {
    ("PATCH", ""): (_review, None),
    ("POST", "/submit"): (by_itself(submit_retail_order), RetailEvent.SUBMITTED),
    ("POST", "/pack"): (_pack, RetailEvent.PACKED),
    ("POST", "/send-out"): (by_itself(_send_out), RetailEvent.SENT_OUT),
    ("POST", "/mark-as-undeliverable"): (by_itself(return_retail_order), RetailEvent.FAILED),
    ("POST", "/complete"): (by_itself(complete_retail_order), RetailEvent.COMPLETED),
    ("POST", "/cancel"): (by_itself(cancel_retail_order), RetailEvent.CANCELLED),
    ("POST", "/refunds"): (with_amount(refund_retail_order), None),
}
"""What is done, by method and what follows the order's path, and what the order's table calls it."""


def list_all_retail_orders(call: Call[World]) -> Answer:
    """The retail orders of every facility and of none, in one answer."""
    warehouse = warehouse_for(call)
    return success([retail_order_json(warehouse, order) for order in call.world.retail_orders.values()])


def read_retail_order(call: Call[World], order_id: str) -> Answer:
    return success(retail_order_json(warehouse_for(call), _find(call, order_id)))


def _handler_of(action: Action[RetailOrder], event: RetailEvent | None) -> Callable[..., Answer]:
    """A handler that does it, publishes it and answers the order as it is now."""

    def handle(call: Call[World], order_id: str) -> Answer:
        before, work = _find(call, order_id), work_for(call)
        after = action(work, before, JsonFields(call.body or {}))
        call.tenant.publish(RetailOrderChanged(before=before, after=after, event=event))
        return success(retail_order_json(work.warehouse, after))

    return handle


def _find(call: Call[World], order_id: str) -> RetailOrder:
    return get_or_404(call.world.retail_orders, OrderId(order_id), "retail order")


def list_all_discounts(call: Call[World]) -> Answer:
    """Every discount, whether it can be had now or not."""
    return success(
        [retail_discount_json(call.world, discount) for discount in call.world.retail_discounts.values()]
    )


def add_discount(call: Call[World]) -> Answer:
    work = work_for(call)
    discount = _parse(work, JsonFields(call.body))
    call.world.retail_discounts[discount.discount_id] = discount
    return success(retail_discount_json(call.world, discount))


def remove_discount(call: Call[World], discount_id: str) -> Answer:
    """Takes a discount away; orders that have it keep it."""
    discounts = {str(number): discount for number, discount in call.world.retail_discounts.items()}
    found = get_or_404(discounts, discount_id, "retail discount")
    del call.world.retail_discounts[found.discount_id]
    return success(retail_discount_json(call.world, found))


def _parse(work: Work, fields: JsonFields) -> RetailDiscount:
    method = fields.choice("method", AmountMethod)
    if method is None:
        raise invalid("method", "is required")
    items, facilities = work.world.items, work.world.facilities
    return RetailDiscount(
        discount_id=work.ids.number("retail_discount"),
        discount_name=fields.required_text("discount_name"),
        description=fields.text("description"),
        method=method,
        amount=fields.number("amount", least=ZERO) or ZERO,
        level=fields.choice("level", DiscountLevel) or DiscountLevel.ORDER,
        order_minimum_amount=fields.number("order_minimum_amount", least=ZERO) or ZERO,
        max_redemptions_per_order=fields.whole_number("max_redemptions_per_order"),
        start_date=fields.day("start_date") or "",
        end_date=fields.day("end_date") or "",
        eligible_items=_known(fields, "eligible_items", ItemId, items, "item"),
        ineligible_items=_known(fields, "ineligible_items", ItemId, items, "item"),
        facility_ids=_known(fields, "facility_ids", FacilityId, facilities, "facility"),
        audit=work.signed.new(),
        **fields.flags_given("applied_automatically", "promo_code_required", "ecommerce_active"),
        **fields.texts_given("promo_code", "start_date_time", "end_date_time", "start_time", "end_time"),
    )


def _known(
    fields: JsonFields, name: str, identity: Callable[[str], K], records: Collection[K], what: str
) -> tuple[K, ...]:
    """The ids in a list, each of a record that there is."""
    ids = tuple(identity(text) for text in (fields.texts(name) if fields.has(name) else ()))
    for unknown in (key for key in ids if key not in records):
        raise invalid(name, f"names no {what}: {unknown}")
    return ids


def register(router: ApiRouter[World]) -> None:
    path = "/retail-orders/{order_id}"
    router.route("GET", "/retail-orders")(list_all_retail_orders)
    router.route("GET", path)(read_retail_order)
    for (method, below), (action, event) in ACTIONS.items():
        router.route(method, f"{path}{below}")(_handler_of(action, event))
    router.route("GET", "/retail-discounts")(list_all_discounts)
    router.route("POST", "/retail-discounts")(add_discount)
    router.route("DELETE", "/retail-discounts/{discount_id}")(remove_discount)
