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


def adjust_inventory(work: Work, asked: AdjustmentRequest) -> Adjustment:
    """Adds to the oldest fitting package, or to a new one; takes off from the oldest on.

    The entry names the first package that was touched.

    Raises:
        RefusedError: more is to be taken off than is available.
    """
    packages = [one for one in _packages(work, asked) if asked.lot_number in (None, one.lot_number)]
    wanted = quantity(asked.adjustment_qty)
    if wanted > ZERO:
        package = packages[0] if packages else new_package(work, asked, ZERO)
        work.warehouse.stock.put(package.adjusted(wanted, work.signed))
        return _entry(work, asked, package)
    available = sum((package.available_qty for package in packages), ZERO)
    if -wanted > available:
        raise RefusedError(Refusal.ADJUSTED_BELOW_ZERO, available=plain(available), wanted=plain(-wanted))
    touched = [package for package in packages if package.available_qty > ZERO]
    left = -wanted
    for package in touched:
        take = min(package.available_qty, left)
        left -= take
        if take > ZERO:
            work.warehouse.stock.put(package.adjusted(-take, work.signed))
    return _entry(work, asked, touched[0])


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


def _entry(work: Work, asked: AdjustmentRequest, package: Package) -> Adjustment:
    entry = Adjustment(
        adjustment_id=work.ids.hex("adjustment", 30),
        facility_id=package.facility_id,
        item_id=package.item_id,
        package_id=package.package_id,
        lot_number=package.lot_number,
        adjustment_qty=quantity(asked.adjustment_qty),
        adjustment_reason_code=asked.adjustment_reason_code,
        comment=asked.comment,
        signed_by=work.signed.new(),
    )
    work.world.adjustments.append(entry)
    return entry
