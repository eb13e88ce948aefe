"""Adjusts what the books say lies in a facility, as a person does after a count or a delivery (I5)."""

from dataclasses import dataclass
from decimal import Decimal

from sim_flourish.warehouse.amounts import ZERO, plain, quantity
from sim_flourish.warehouse.items import Item
from sim_flourish.warehouse.packages import Adjustment, Package, PackageId
from sim_flourish.warehouse.places import Facility
from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_flourish.warehouse.warehouse import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentRequest:
    """How much more (or, negative, less) there is; the lot narrows it to some packages."""

    facility: Facility
    item: Item
    adjustment_qty: Decimal
    adjustment_reason_code: str
    comment: str
    lot_number: str | None


def adjust_inventory(work: Work, asked: AdjustmentRequest) -> tuple[Adjustment, ...]:
    """Adds to the oldest fitting package, or to a new one; takes off from the oldest on. One entry a package.

    Raises:
        RefusedError: more is to be taken off than is available.
    """
    packages = [one for one in _packages(work, asked) if _fits(one, asked)]
    wanted = quantity(asked.adjustment_qty)
    if wanted > ZERO:
        package = packages[0] if packages else new_package(work, asked, ZERO)
        return (_adjust(work, asked, package, wanted),)
    available = sum((package.available_qty for package in packages), ZERO)
    if -wanted > available:
        raise RefusedError(
            Refusal.ADJUSTED_BELOW_ZERO,
            available=plain(available),
            wanted=plain(-wanted),
        )
    entries = []
    for package in packages:
        take = min(package.available_qty, -wanted)
        if take > ZERO:
            entries.append(_adjust(work, asked, package, -take))
            wanted += take
    return tuple(entries)


def new_package(work: Work, asked: AdjustmentRequest, qty: Decimal) -> Package:
    """A package of the item that holds `qty`, not yet stored."""
    number = work.ids.number("package")
    return Package(
        package_id=PackageId(f"PKG-{work.signed.at:%Y%m%d}-{number:05d}"),
        inventory_id=str(number),
        facility_id=asked.facility.facility_id,
        item_id=asked.item.item_id,
        lot_number=asked.lot_number or f"LOT-{work.signed.at:%Y%m%d}-{number:05d}",
        strain_id=asked.item.strain_id,
        strain_name=asked.item.strain_name,
        original_qty=qty,
        qty=qty,
        non_available_qty=ZERO,
        shipped_qty=ZERO,
        audit=work.signed.new(),
    )


def _packages(work: Work, asked: AdjustmentRequest) -> tuple[Package, ...]:
    return work.warehouse.stock.packages_of(asked.facility.facility_id, asked.item.item_id)


def _fits(package: Package, asked: AdjustmentRequest) -> bool:
    return asked.lot_number in (None, package.lot_number)


def _adjust(work: Work, asked: AdjustmentRequest, package: Package, qty: Decimal) -> Adjustment:
    work.warehouse.stock.put(package.adjusted(qty, work.signed))
    entry = Adjustment(
        adjustment_id=work.ids.hex("adjustment", 30),
        facility_id=package.facility_id,
        item_id=package.item_id,
        package_id=package.package_id,
        lot_number=package.lot_number,
        adjustment_qty=qty,
        adjustment_reason_code=asked.adjustment_reason_code,
        comment=asked.comment,
        signed_by=work.signed.new(),
    )
    work.world.adjustments.append(entry)
    return entry
