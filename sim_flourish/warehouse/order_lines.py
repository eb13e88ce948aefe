"""Turns requested lines into order lines: finds the item by id or SKU, takes its price where none is said."""

from sim_flourish.warehouse.amounts import ZERO, money, quantity
from sim_flourish.warehouse.items import Item, ItemId
from sim_flourish.warehouse.order_request import LineRequest
from sim_flourish.warehouse.order_totals import line_total
from sim_flourish.warehouse.outbound_orders import OrderLine
from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_flourish.warehouse.warehouse import Work


def make_lines(work: Work, asked: tuple[LineRequest, ...]) -> tuple[OrderLine, ...]:
    """The lines, with nothing allocated.

    Raises:
        RefusedError: no line at all, an unknown or ambiguous item, or a discount above the line's price.
    """
    if not asked:
        raise RefusedError(Refusal.LINES_MISSING)
    return tuple(_make_line(work, one) for one in asked)


def _make_line(work: Work, asked: LineRequest) -> OrderLine:
    item = _find_item(work, asked)
    if asked.item_variation_pk is not None:
        raise RefusedError(Refusal.VARIATION_UNKNOWN, field=asked.field, id=asked.item_variation_pk)
    line = OrderLine(
        item_id=item.item_id,
        sku=item.sku,
        strain_id=asked.strain_id or item.strain_id,
        lot_number=asked.lot_number or None,
        order_qty=quantity(asked.order_qty),
        unit_price=money(item.price if asked.unit_price is None else asked.unit_price),
        discount_price=money(asked.discount_price),
        details=(),
        audit=work.signed.new(),
    )
    if line_total(line) < ZERO:
        raise RefusedError(Refusal.LINE_BELOW_ZERO, field=asked.field)
    return line


def _find_item(work: Work, asked: LineRequest) -> Item:
    if asked.item_id:
        item = work.world.items.get(ItemId(asked.item_id))
        if item is None:
            raise RefusedError(Refusal.ITEM_UNKNOWN, field=asked.field, id=asked.item_id)
        if asked.sku and asked.sku != item.sku:
            raise RefusedError(
                Refusal.SKU_OF_ANOTHER_ITEM, field=asked.field, id=asked.item_id, sku=asked.sku
            )
        return item
    if not asked.sku:
        raise RefusedError(Refusal.ITEM_MISSING, field=asked.field)
    items = work.warehouse.items.with_sku(asked.sku)
    if len(items) != 1:
        refusal = Refusal.SKU_AMBIGUOUS if items else Refusal.SKU_UNKNOWN
        raise RefusedError(refusal, field=asked.field, sku=asked.sku)
    return items[0]
