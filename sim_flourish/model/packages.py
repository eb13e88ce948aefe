"""Packages: the stock that physically lies in a facility (contract section 2 Inventory)."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from sim_flourish.model.items import ItemId, VariationId
from sim_flourish.model.places import FacilityId
from sim_flourish.model.values import ZERO, Audit, Signature

PackageId = NewType("PackageId", str)


class PackageStatus(StrEnum):
    CREATED = "Created"
    ASSIGNED_TO_ORDER = "Assigned to order"
    CONSUMED = "Consumed"
    SHIPPED = "Shipped"
    ARCHIVED = "Archived"
    CANCELLED = "Cancelled"


GONE = frozenset(
    {PackageStatus.CONSUMED, PackageStatus.SHIPPED, PackageStatus.ARCHIVED, PackageStatus.CANCELLED}
)
"""What holds nothing any more; lists show it only when asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginHarvest:
    origin_harvest_id: str
    harvest_nickname: str
    harvested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Some quantity of one item, of one lot, in one facility.

    `qty` is what lies there; `non_available_qty` of it is set aside for orders. `shipped_qty` has left
    with orders, so that received and adjusted goods always equal `qty + shipped_qty`. A package of a
    variation counts packs. `closed_as` is set once somebody has cancelled or archived it.
    """

    package_id: PackageId
    inventory_id: str
    facility_id: FacilityId
    item_id: ItemId
    lot_number: str
    strain_id: str | None
    strain_name: str | None
    original_qty: Decimal
    qty: Decimal
    non_available_qty: Decimal
    shipped_qty: Decimal
    audit: Audit
    item_variation_id: VariationId | None = None
    origin_harvest: OriginHarvest | None = None
    is_sample: bool = False
    closed_as: PackageStatus | None = None

    @property
    def available_qty(self) -> Decimal:
        return self.qty - self.non_available_qty

    @property
    def status(self) -> PackageStatus:
        """Follows from the quantities, until somebody closes the package."""
        if self.closed_as is not None:
            return self.closed_as
        if self.qty == ZERO:
            return PackageStatus.SHIPPED if self.shipped_qty else PackageStatus.CONSUMED
        return PackageStatus.CREATED if self.available_qty else PackageStatus.ASSIGNED_TO_ORDER

    def reserved(self, qty: Decimal, signed: Signature) -> "Package":
        """The package with `qty` more set aside; a negative `qty` sets free."""
        return replace(self, non_available_qty=self.non_available_qty + qty, audit=signed.on(self.audit))

    def shipped(self, qty: Decimal, signed: Signature) -> "Package":
        """The package after `qty` of what was set aside has left."""
        return replace(
            self,
            qty=self.qty - qty,
            non_available_qty=self.non_available_qty - qty,
            shipped_qty=self.shipped_qty + qty,
            audit=signed.on(self.audit),
        )

    def adjusted(self, qty: Decimal, signed: Signature) -> "Package":
        """The package after a count found `qty` more (or, negative, less) than the books."""
        return replace(self, qty=self.qty + qty, audit=signed.on(self.audit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    adjustment_id: str
    facility_id: FacilityId
    item_id: ItemId
    package_id: PackageId
    lot_number: str
    adjustment_qty: Decimal
    adjustment_reason_code: str
    comment: str
    signed_by: Audit
