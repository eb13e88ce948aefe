"""What people may do to an order: write it, edit it while it is not locked, confirm it (O1 to O4, O23)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from foundation.journal_entries import Transition
from sim_kernel.ids import Ids
from sim_kernel.tenants import Tenant
from sim_kernel.transitions import IllegalTransitionError, follow
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.formats import to_cents
from sim_ordo.model.inventory import InventoryItem
from sim_ordo.model.order_status import TRANSITIONS, OrderEvent, OrderStatus
from sim_ordo.model.orders import (
    Buyer,
    LineId,
    Order,
    OrderId,
    OrderLine,
    OrderTotals,
    SalesRep,
    StatusChange,
    Terms,
)
from sim_ordo.model.world import OrdoWorld
from sim_ordo.orders.edit_lock import require_editable, require_newest


def store_order(tenant: Tenant[OrdoWorld], order: Order, *, event: OrderEvent, before: OrderStatus) -> None:
    """Keeps the order. Every event is a `transition` entry, also one that leaves the status as it was."""
    tenant.world.orders[order.order_id] = order
    tenant.journal.write(
        Transition(
            subject="order",
            subject_id=order.order_id,
            name=order.order_number,
            events=(event.value,),
            before=before.value,
            after=order.status.value,
            sending=order.sending,
            revision=order.revision,
        )
    )


NO_MONEY = Decimal("0.00")
LARGEST_LINE = Decimal("999999999999.99")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """A line as it is typed; without a unit price it costs what the item costs."""

    sku: str
    quantity: Decimal
    unit_price: Decimal | None = None
    discount: Decimal = NO_MONEY


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraft:
    """The whole editable part of an order, and the version of the order that it was opened as, if said."""

    terms: Terms
    buyer: Buyer
    lines: tuple[LineDraft, ...]
    net_days: int | None = None
    notes: str | None = None
    requested_delivery_date: date | None = None
    version: int | None = None


def write_order(
    draft: OrderDraft, *, items: Mapping[str, InventoryItem], rep: SalesRep, by: str, ids: Ids, now: datetime
) -> Order:
    """A new order: Pending, not in Flourish (O1).

    Raises:
        OrdoError: `unknown_sku`, `item_inactive` (I15), a line too large, or a discount greater than its
            line.
    """
    lines = _priced_lines(draft, items, ids)
    return Order(
        order_id=OrderId(f"ord_{ids.hex('order')}"),
        order_number=f"O-{ids.number('order', first=10001)}",
        status=OrderStatus.PENDING,
        terms=draft.terms,
        net_days=draft.net_days,
        buyer=draft.buyer,
        sales_rep=rep,
        lines=lines,
        totals=sum_up(lines),
        notes=draft.notes,
        requested_delivery_date=draft.requested_delivery_date,
        created_at=now,
        history=(StatusChange(status=OrderStatus.PENDING, at=now, by=by),),
    )


def edit_order(
    order: Order, draft: OrderDraft, *, items: Mapping[str, InventoryItem], by: str, ids: Ids
) -> Order:
    """The order with its editable part replaced (O1).

    Raises:
        OrdoError: `order_locked` (O4, O17), `stale_edit` (O23), `unknown_sku`, `item_inactive` (I15), a line
            too large, or a discount greater than its line.
    """
    require_editable(order)
    require_newest(order, draft.version)
    lines = _priced_lines(draft, items, ids)
    return replace(
        order,
        status=follow(TRANSITIONS, order.status, OrderEvent.EDITED),
        version=order.version + 1,
        saved_by=by,
        terms=draft.terms,
        net_days=draft.net_days,
        buyer=draft.buyer,
        lines=lines,
        totals=sum_up(lines),
        notes=draft.notes,
        requested_delivery_date=draft.requested_delivery_date,
    )


def confirm_order(order: Order, *, items: Mapping[str, InventoryItem], now: datetime) -> Order:
    """The order on its way to Flourish (O2); one that is on its way already comes back as it is (O17).

    Raises:
        OrdoError: `not_pending`, when Flourish has the order; `item_inactive`, because one of its items has
            become inactive since it was written (I15).
    """
    try:
        status = follow(TRANSITIONS, order.status, OrderEvent.CONFIRMED)
    except IllegalTransitionError as error:
        message = f"order {order.order_number} is {order.status}; only a Pending order can be confirmed"
        raise OrdoError(ErrorCode.NOT_PENDING, message) from error
    if order.sending:
        return order
    for index, line in enumerate(order.lines):
        _require_active(items.get(line.sku or ""), index)
    revision = order.revision + 1
    return replace(order, status=status, sending=True, revision=revision, confirmed_at=now, refusal=None)


def sum_up(lines: tuple[OrderLine, ...]) -> OrderTotals:
    """The totals of an order that has no charges, taxes or order-wide discounts yet."""
    subtotal = sum((line.line_total for line in lines), NO_MONEY)
    return OrderTotals(
        subtotal=subtotal, discounts=NO_MONEY, charges=NO_MONEY, taxes=NO_MONEY, total=subtotal
    )


def new_line_ids(ids: Ids) -> Callable[[], LineId]:
    return lambda: LineId(f"line_{ids.hex('order line', 12)}")


def _priced_lines(draft: OrderDraft, items: Mapping[str, InventoryItem], ids: Ids) -> tuple[OrderLine, ...]:
    priced = [(line, _item(items, index, line), index) for index, line in enumerate(draft.lines)]
    totals = [_line_total(line, item, index) for line, item, index in priced]
    line_id = new_line_ids(ids)
    return tuple(
        OrderLine(
            line_id=line_id(),
            sku=item.sku,
            item_name=item.name,
            flourish_item_id=item.flourish_item_id,
            flourish_variation_id=item.flourish_variation_id,
            quantity=line.quantity,
            unit_price=_unit_price(line, item),
            discount=line.discount,
            line_total=total,
        )
        for (line, item, _), total in zip(priced, totals, strict=True)
    )


def _item(items: Mapping[str, InventoryItem], index: int, line: LineDraft) -> InventoryItem:
    if item := items.get(line.sku):
        _require_active(item, index)
        return item
    message = f"the SKU {line.sku!r} is not in Ordo's inventory; sync the inventory or choose another item"
    raise OrdoError(ErrorCode.UNKNOWN_SKU, message, field=f"lines.{index}.sku")


def _require_active(item: InventoryItem | None, index: int) -> None:
    if item is None or item.active:
        return
    message = (
        f"the item {item.name!r} (SKU {item.sku}) is inactive and cannot be ordered; take it off the order, "
        f"or sync the inventory once it is active and sellable in Flourish"
    )
    raise OrdoError(ErrorCode.ITEM_INACTIVE, message, field=f"lines.{index}.sku")


def _unit_price(line: LineDraft, item: InventoryItem) -> Decimal:
    return Decimal(item.price) if line.unit_price is None else line.unit_price


def _line_total(line: LineDraft, item: InventoryItem, index: int) -> Decimal:
    gross = to_cents(line.quantity * _unit_price(line, item))
    if gross > LARGEST_LINE:
        message = f"the line comes to {gross}; it can be {LARGEST_LINE} at most"
        raise OrdoError(ErrorCode.INVALID, message, field=f"lines.{index}.quantity")
    if line.discount > gross:
        message = f"the discount {line.discount} is more than the line's {gross}; it can be that much at most"
        raise OrdoError(ErrorCode.INVALID, message, field=f"lines.{index}.discount")
    return gross - line.discount
