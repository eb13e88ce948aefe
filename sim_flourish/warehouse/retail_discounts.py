"""Discounts that a shop offers: what, on which items, and when (the collection, Retail Orders)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from sim_flourish.warehouse.audit import Audit
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.outbound_orders import AmountMethod
from sim_flourish.warehouse.places import Facility, FacilityId


class DiscountLevel(StrEnum):
    """Whether a discount is off the whole order or off single lines."""

    ORDER = "order"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetailDiscount:
    """A configured discount. Dates and times are texts in the facility's own time, empty where not limited.

    With `eligible_items` it is for these only; `ineligible_items` never get it. With `facility_ids` only
    these facilities offer it. `order_minimum_amount` is of the order's sub total, in dollars.
    """

    discount_id: int
    discount_name: str
    description: str | None
    applied_automatically: bool
    promo_code_required: bool
    promo_code: str
    method: AmountMethod
    amount: Decimal
    level: DiscountLevel
    order_minimum_amount: Decimal
    max_redemptions_per_order: int | None
    start_date: str
    start_date_time: str
    end_date: str
    end_date_time: str
    start_time: str
    end_time: str
    eligible_items: tuple[ItemId, ...]
    ineligible_items: tuple[ItemId, ...]
    facility_ids: tuple[FacilityId, ...]
    ecommerce_active: bool
    audit: Audit

    def covers(self, item_id: ItemId) -> bool:
        """Whether the discount is for this item."""
        if item_id in self.ineligible_items:
            return False
        return not self.eligible_items or item_id in self.eligible_items

    def is_available(self, facility: Facility | None, at: datetime) -> bool:
        """Whether it can be had in the facility at that moment, by the facility's own clock."""
        if self.facility_ids and (facility is None or facility.facility_id not in self.facility_ids):
            return False
        zone = UTC if facility is None else ZoneInfo(facility.timezone)
        local = at.astimezone(zone)
        moment, clock = local.strftime("%Y-%m-%d %H:%M"), local.strftime("%H:%M")
        if self.start_date and moment < f"{self.start_date} {self.start_date_time or '00:00'}":
            return False
        if self.end_date and moment > f"{self.end_date} {self.end_date_time or '23:59'}":
            return False
        return _is_within(clock, self.start_time or "00:00", self.end_time or "23:59")


def _is_within(clock: str, start: str, end: str) -> bool:
    """Whether a time of day lies in a window, which may lead over midnight."""
    if start <= end:
        return start <= clock <= end
    return clock >= start or clock <= end
