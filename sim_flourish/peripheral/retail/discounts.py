"""Finds the discounts that a retail order gets (the collection, Retail Orders).

v1 applies what the caller names. v2 also goes through the discounts that apply themselves, and takes a
promo code for the configured discount that has it; what else Flourish's engine can do is not simulated.
"""

from collections.abc import Sequence
from dataclasses import replace

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.orders import AmountMethod, OrderLine
from sim_flourish.model.places import Facility
from sim_flourish.model.retail import AppliedDiscount, DiscountLevel, RetailDiscount
from sim_flourish.model.values import ZERO, money
from sim_flourish.peripheral.retail.request import DiscountRequest
from sim_flourish.peripheral.retail.totals import line_price
from sim_flourish.warehouse.warehouse import Work


def available_discounts(work: Work, facility: Facility | None) -> list[RetailDiscount]:
    """What web shops may offer there now; one for items that no web shop may show is left out."""
    return [
        discount
        for discount in work.world.retail_discounts.values()
        if discount.ecommerce_active
        and discount.is_available(facility, work.signed.at)
        and all(work.world.items[item].ecommerce.ecommerce_active for item in discount.eligible_items)
    ]


def apply_discounts(
    work: Work,
    facility: Facility | None,
    lines: Sequence[OrderLine],
    asked: Sequence[DiscountRequest],
    *,
    automatic: bool,
) -> tuple[AppliedDiscount, ...]:
    """The discounts asked for; with `automatic` those that apply themselves, too.

    Raises:
        RefusedError: one is unknown, not to be had there now, or not for this order.
    """
    offered = available_discounts(work, facility)
    applied = [_apply(work, offered, lines, request, by_code=automatic) for request in asked]
    if automatic:
        taken = {discount.discount_id for discount in applied}
        for discount in offered:
            if discount.discount_id not in taken and _applies_itself(discount, lines):
                applied += _automatically(work, discount, lines)
    return tuple(applied)


def _apply(
    work: Work,
    offered: Sequence[RetailDiscount],
    lines: Sequence[OrderLine],
    asked: DiscountRequest,
    *,
    by_code: bool,
) -> AppliedDiscount:
    if asked.sku is not None and asked.sku not in {line.sku for line in lines}:
        raise RefusedError(Refusal.SKU_NOT_ON_ORDER, sku=asked.sku)
    discount = _meant(offered, asked, by_code=by_code)
    if discount is None:
        return _custom(work, asked)
    _check_fits(discount, lines, asked)
    sku = asked.sku if discount.level is DiscountLevel.LINE else None
    configured = _configured(work, discount, lines, sku)
    return replace(
        configured,
        method=asked.method or configured.method,
        amount=configured.amount if asked.amount is None else money(asked.amount),
        approved_by=asked.approved_by,
    )


def _meant(
    offered: Sequence[RetailDiscount], asked: DiscountRequest, *, by_code: bool
) -> RetailDiscount | None:
    """The configured discount that is meant, by its id or, where that is looked at, by its promo code."""
    if asked.discount_id is not None:
        named = [discount for discount in offered if discount.discount_id == asked.discount_id]
        if not named:
            raise RefusedError(Refusal.DISCOUNT_UNKNOWN, field=asked.field, id=asked.discount_id)
        return named[0]
    if by_code and asked.promo_code:
        return next((discount for discount in offered if discount.promo_code == asked.promo_code), None)
    return None


def _check_fits(discount: RetailDiscount, lines: Sequence[OrderLine], asked: DiscountRequest) -> None:
    if discount.promo_code_required and asked.promo_code != discount.promo_code:
        raise RefusedError(Refusal.PROMO_CODE_WRONG, field=asked.field, id=discount.discount_id)
    if discount.level is DiscountLevel.LINE and asked.sku is None:
        raise RefusedError(Refusal.DISCOUNT_NEEDS_SKU, field=asked.field, id=discount.discount_id)
    meant = [line for line in lines if asked.sku in (None, line.sku)]
    if not any(discount.covers(line.item_id) for line in meant) or not _reaches_minimum(discount, lines):
        raise RefusedError(Refusal.DISCOUNT_NOT_FOR_ORDER, field=asked.field, id=discount.discount_id)


def _custom(work: Work, asked: DiscountRequest) -> AppliedDiscount:
    method = asked.method or AmountMethod.DOLLAR
    level = DiscountLevel.ORDER if asked.sku is None else DiscountLevel.LINE
    return AppliedDiscount(
        discount_id=None,
        discount_name=f"Custom {level.value.capitalize()} {method.value.capitalize()} Discount",
        method=method,
        amount=money(asked.amount or ZERO),
        level=level,
        promo_code=asked.promo_code,
        approved_by=asked.approved_by,
        sku=asked.sku,
        item_ids=None,
        audit=work.signed.new(),
    )


def _configured(
    work: Work, discount: RetailDiscount, lines: Sequence[OrderLine], sku: str | None
) -> AppliedDiscount:
    return AppliedDiscount(
        discount_id=discount.discount_id,
        discount_name=discount.discount_name,
        method=discount.method,
        amount=money(discount.amount),
        level=discount.level,
        promo_code=discount.promo_code or None,
        approved_by=None,
        sku=sku,
        item_ids=tuple(dict.fromkeys(line.item_id for line in lines if discount.covers(line.item_id))),
        audit=work.signed.new(),
    )


def _applies_itself(discount: RetailDiscount, lines: Sequence[OrderLine]) -> bool:
    automatic = discount.applied_automatically and not discount.promo_code_required
    fits = any(discount.covers(line.item_id) for line in lines) and _reaches_minimum(discount, lines)
    return automatic and fits


def _automatically(work: Work, discount: RetailDiscount, lines: Sequence[OrderLine]) -> list[AppliedDiscount]:
    """Once on the order, or once on each SKU that it is for, as often as it may be redeemed."""
    skus: list[str | None] = [None]
    if discount.level is DiscountLevel.LINE:
        skus = list(dict.fromkeys(line.sku for line in lines if discount.covers(line.item_id)))
    return [_configured(work, discount, lines, sku) for sku in skus[: discount.max_redemptions_per_order]]


def _reaches_minimum(discount: RetailDiscount, lines: Sequence[OrderLine]) -> bool:
    return sum((line_price(line) for line in lines), ZERO) >= discount.order_minimum_amount
