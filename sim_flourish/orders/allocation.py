"""Sets packages aside for an order and lets go of them again: what the warehouse's people do (O5)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.order_status import ORDER_STATUS_TABLE, OrderEvent
from sim_flourish.model.orders import OrderLine, OrderLineDetail, OutboundOrder
from sim_flourish.model.packages import Package, PackageId
from sim_flourish.model.places import FacilityId
from sim_flourish.model.values import ZERO, Signature, plain
from sim_flourish.orders.rules import next_status
from sim_flourish.warehouse.warehouse import Work


def allocate_order(
    work: Work, order: OutboundOrder, asked: Mapping[str, Decimal] | None = None
) -> OutboundOrder:
    """Sets aside what is asked for; everything the order still lacks when nothing in particular is asked.

    Raises:
        RefusedError: the order is over, lacks nothing, lacks less than asked, or the stock is too small;
            then nothing is set aside at all.
    """
    next_status(ORDER_STATUS_TABLE, order.order_status, OrderEvent.ALLOCATED_IN_PART)
    wanted = (
        [line.open_qty for line in order.order_lines]
        if asked is None
        else _spread(order, asked, lambda line: line.open_qty)
    )
    if not any(wanted):
        raise RefusedError(Refusal.NOTHING_TO_ALLOCATE)
    lines = set_aside(work, order.facility_id, order.order_lines, wanted)
    return _store(work, replace(order, order_lines=lines))


def set_aside(
    work: Work, facility_id: FacilityId, lines: Sequence[OrderLine], wanted: Sequence[Decimal]
) -> tuple[OrderLine, ...]:
    """The lines with what is wanted of each set aside in the facility's packages.

    Raises:
        RefusedError: the stock is too small; then nothing is set aside at all.
    """
    taken: dict[PackageId, Decimal] = {}
    filled = tuple(
        _allocate_line(work, facility_id, line, qty, taken) if qty else line
        for line, qty in zip(lines, wanted, strict=True)
    )
    for package_id, qty in taken.items():
        work.warehouse.stock.put(work.world.packages[package_id].reserved(qty, work.signed))
    return filled


def deallocate_order(
    work: Work, order: OutboundOrder, asked: Mapping[str, Decimal] | None = None
) -> OutboundOrder:
    """Lets go of what is asked for; of everything when nothing in particular is asked.

    Raises:
        RefusedError: the order is over, nothing is allocated, or less than asked.
    """
    next_status(ORDER_STATUS_TABLE, order.order_status, OrderEvent.DEALLOCATED)
    if not order.anything_allocated:
        raise RefusedError(Refusal.NOTHING_TO_DEALLOCATE)
    if asked is None:
        return _store(work, release_everything(work, order))
    wanted = _spread(order, asked, lambda line: line.allocated_qty)
    lines = tuple(
        _release_from_line(work, line, qty) for line, qty in zip(order.order_lines, wanted, strict=True)
    )
    return _store(work, replace(order, order_lines=lines))


def release_everything(work: Work, order: OutboundOrder) -> OutboundOrder:
    """The order with nothing allocated; the packages are free again. The status is left to the caller."""
    return replace(order, order_lines=release_lines(work, order.order_lines))


def release_lines(work: Work, lines: Sequence[OrderLine]) -> tuple[OrderLine, ...]:
    """The lines with nothing set aside for them; the packages are free again."""
    for line in lines:
        _release(work, line.details)
    return tuple(replace(line, details=()) for line in lines)


def carry_allocation_over(work: Work, before: OutboundOrder, after: OutboundOrder) -> OutboundOrder:
    """Gives the new lines what was set aside for the old lines of the same item, and frees the rest."""
    left = [detail_of for line in before.order_lines for detail_of in _details_with_asked(line)]
    lines = []
    for line in after.order_lines:
        kept: list[OrderLineDetail] = []
        for index, (key, detail) in enumerate(left):
            room = line.order_qty - sum((detail.qty for detail in kept), ZERO)
            take = min(room, detail.qty)
            if key == _asked_of_packages(line) and take > ZERO:
                kept.append(replace(detail, qty=take))
                left[index] = (key, replace(detail, qty=detail.qty - take))
        lines.append(replace(line, details=tuple(kept)))
    _release(work, [detail for _, detail in left if detail.qty > ZERO])
    return replace(after, order_lines=tuple(lines))


def allocation_event(order: OutboundOrder) -> OrderEvent:
    """The event for the allocation that the order has: none, part, or all of it."""
    if not order.anything_allocated:
        return OrderEvent.DEALLOCATED
    if any(line.open_qty for line in order.order_lines):
        return OrderEvent.ALLOCATED_IN_PART
    return OrderEvent.ALLOCATED_IN_FULL


def settle_allocation_status(order: OutboundOrder) -> OutboundOrder:
    status = next_status(ORDER_STATUS_TABLE, order.order_status, allocation_event(order))
    return replace(order, order_status=status)


def _store(work: Work, order: OutboundOrder) -> OutboundOrder:
    return work.store(settle_allocation_status(order))


def _spread(
    order: OutboundOrder, asked: Mapping[str, Decimal], room: Callable[[OrderLine], Decimal]
) -> list[Decimal]:
    """What is asked for by SKU over the order's lines, first line first; all of it must find room."""
    for sku, qty in asked.items():
        lines = [line for line in order.order_lines if line.sku == sku]
        if not lines:
            raise RefusedError(Refusal.SKU_NOT_ON_ORDER, sku=sku)
        most = sum((room(line) for line in lines), ZERO)
        if qty > most:
            raise RefusedError(Refusal.MORE_THAN_THERE_IS, most=plain(most), sku=sku, wanted=plain(qty))
    left = dict(asked)
    spread = []
    for line in order.order_lines:
        qty = min(room(line), left.get(line.sku, ZERO))
        left[line.sku] = left.get(line.sku, ZERO) - qty
        spread.append(qty)
    return spread


def _allocate_line(
    work: Work, facility_id: FacilityId, line: OrderLine, wanted: Decimal, taken: dict[PackageId, Decimal]
) -> OrderLine:
    """Takes from the line's packages, oldest first; `taken` counts over all lines of this allocation."""
    details: list[OrderLineDetail] = []
    missing = wanted
    for package in _packages_for(work, facility_id, line):
        free = package.available_qty - taken.get(package.package_id, ZERO)
        qty = min(free, missing)
        if qty > ZERO:
            taken[package.package_id] = taken.get(package.package_id, ZERO) + qty
            details.append(_detail(package, qty, work.signed))
            missing -= qty
    if missing > ZERO:
        raise RefusedError(
            Refusal.NOT_ENOUGH_STOCK, available=plain(wanted - missing), sku=line.sku, wanted=plain(wanted)
        )
    return replace(line, details=(*line.details, *details), audit=work.signed.on(line.audit))


def _packages_for(work: Work, facility_id: FacilityId, line: OrderLine) -> list[Package]:
    packages = work.warehouse.stock.packages_of(facility_id, line.item_id)
    return [
        package
        for package in packages
        if package.item_variation_id == line.item_variation_id
        and line.lot_number in (None, package.lot_number)
    ]


def _detail(package: Package, qty: Decimal, signed: Signature) -> OrderLineDetail:
    return OrderLineDetail(
        package_id=package.package_id, lot_number=package.lot_number, qty=qty, audit=signed.new()
    )


def _asked_of_packages(line: OrderLine) -> tuple[str | None, ...]:
    return (line.item_id, line.item_variation_id, line.lot_number)


def _details_with_asked(line: OrderLine) -> list[tuple[tuple[str | None, ...], OrderLineDetail]]:
    return [(_asked_of_packages(line), detail) for detail in line.details]


def _release_from_line(work: Work, line: OrderLine, qty: Decimal) -> OrderLine:
    """The line with `qty` less set aside, what was allocated last going first."""
    kept = list(line.details)
    while qty > ZERO:
        last = kept.pop()
        freed = min(last.qty, qty)
        _release(work, [replace(last, qty=freed)])
        qty -= freed
        if freed < last.qty:
            kept.append(replace(last, qty=last.qty - freed))
    return replace(line, details=tuple(kept), audit=work.signed.on(line.audit))


def _release(work: Work, details: Sequence[OrderLineDetail]) -> None:
    for detail in details:
        package = work.world.packages[detail.package_id]
        work.warehouse.stock.put(package.reserved(-detail.qty, work.signed))
