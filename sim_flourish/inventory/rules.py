"""What moves stock by hand: adjustments, and closing a package."""

from dataclasses import dataclass, replace
from decimal import Decimal

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.items import Goods
from sim_flourish.model.packages import GONE, Adjustment, OriginHarvest, Package, PackageId, PackageStatus
from sim_flourish.model.places import Facility
from sim_flourish.model.values import ZERO, plain, quantity
from sim_flourish.warehouse.warehouse import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why the books are corrected, as a person says it."""

    code: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentRequest:
    """How much more (or, negative, less) there is; the lot narrows it to some packages.

    With a variation its packs are counted, without one what is not packed as any.
    """

    facility: Facility
    goods: Goods
    adjustment_qty: Decimal
    reason: Reason
    lot_number: str | None = None


def adjust_inventory(work: Work, asked: AdjustmentRequest) -> tuple[Adjustment, ...]:
    """Adds to the oldest fitting package, or to a new one; takes off from the oldest on.

    One entry for each package that was touched.

    Raises:
        RefusedError: more is to be taken off than is available.
    """
    packages = _packages(work, asked)
    wanted = quantity(asked.adjustment_qty)
    if wanted > ZERO:
        package = packages[0] if packages else new_package(work, asked, ZERO)
        return (correct_package(work, package, wanted, asked.reason),)
    available = sum((package.available_qty for package in packages), ZERO)
    if -wanted > available:
        raise RefusedError(Refusal.ADJUSTED_BELOW_ZERO, available=plain(available), wanted=plain(-wanted))
    left, entries = -wanted, []
    for package in packages:
        take = min(package.available_qty, left)
        left -= take
        if take > ZERO:
            entries.append(correct_package(work, package, -take, asked.reason))
    return tuple(entries)


def correct_package(work: Work, package: Package, qty: Decimal, reason: Reason) -> Adjustment:
    """Puts `qty` more (or, negative, less) into a package and enters that into the books."""
    work.warehouse.stock.put(package.adjusted(qty, work.signed))
    entry = Adjustment(
        adjustment_id=work.ids.hex("adjustment", 30),
        facility_id=package.facility_id,
        item_id=package.item_id,
        package_id=package.package_id,
        lot_number=package.lot_number,
        adjustment_qty=qty,
        adjustment_reason_code=reason.code,
        comment=reason.comment,
        signed_by=work.signed.new(),
    )
    work.world.adjustments.append(entry)
    return entry


def new_package(
    work: Work,
    asked: AdjustmentRequest,
    qty: Decimal,
    *,
    origin_harvest: OriginHarvest | None = None,
    is_sample: bool = False,
) -> Package:
    """A package of the item that holds `qty`, not yet stored."""
    number, item = work.ids.number("package"), asked.goods.item
    return Package(
        package_id=PackageId(f"PKG-{work.signed.at:%Y%m%d}-{number:05d}"),
        inventory_id=str(number),
        facility_id=asked.facility.facility_id,
        item_id=item.item_id,
        item_variation_id=asked.goods.variation_id,
        lot_number=asked.lot_number or f"LOT-{work.signed.at:%Y%m%d}-{number:05d}",
        strain_id=item.strain_id,
        strain_name=item.strain_name,
        original_qty=qty,
        qty=qty,
        non_available_qty=ZERO,
        shipped_qty=ZERO,
        audit=work.signed.new(),
        origin_harvest=origin_harvest,
        is_sample=is_sample,
    )


def _packages(work: Work, asked: AdjustmentRequest) -> list[Package]:
    packages = work.warehouse.stock.packages_of(asked.facility.facility_id, asked.goods.item.item_id)
    return [
        package
        for package in packages
        if package.item_variation_id == asked.goods.variation_id
        and asked.lot_number in (None, package.lot_number)
    ]


_EMPTY = frozenset({PackageStatus.CONSUMED, PackageStatus.SHIPPED})


def cancel_package(work: Work, package: Package) -> Package:
    """The package, cancelled; what it held is taken off the books.

    Raises:
        RefusedError: something of it is set aside for an order, or it is gone already.
    """
    if package.status in GONE:
        raise RefusedError(
            Refusal.PACKAGE_NOT_IN_STOCK, id=package.package_id, status=package.status.value.lower()
        )
    if package.non_available_qty > ZERO:
        raise RefusedError(
            Refusal.PACKAGE_SET_ASIDE, id=package.package_id, qty=plain(package.non_available_qty)
        )
    correct_package(work, package, -package.qty, Reason(code="Cancelled", comment=""))
    return _close(work, work.world.packages[package.package_id], PackageStatus.CANCELLED)


def archive_package(work: Work, package: Package) -> Package:
    """The empty package, put away.

    Raises:
        RefusedError: it still holds something, or was cancelled or archived before.
    """
    if package.status not in _EMPTY:
        raise RefusedError(
            Refusal.PACKAGE_NOT_EMPTY, id=package.package_id, status=package.status.value.lower()
        )
    return _close(work, package, PackageStatus.ARCHIVED)


def _close(work: Work, package: Package, status: PackageStatus) -> Package:
    closed = replace(package, closed_as=status, audit=work.signed.on(package.audit))
    work.warehouse.stock.put(closed)
    return closed
