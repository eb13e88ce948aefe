"""Closes a package: cancels one that should not be, or puts an empty one away."""

from dataclasses import replace

from sim_flourish.warehouse.adjust_inventory import Reason, correct_package
from sim_flourish.warehouse.amounts import ZERO, plain
from sim_flourish.warehouse.packages import GONE, Package, PackageStatus
from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_flourish.warehouse.warehouse import Work

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
