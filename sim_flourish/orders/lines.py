"""Turns requested lines into order lines: finds the item or variation, takes its price where none is said."""

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.catalogue import StrainId
from sim_flourish.model.items import Goods, Item, ItemId, VariationId
from sim_flourish.model.orders import OrderLine, line_total
from sim_flourish.model.values import ZERO, money, quantity
from sim_flourish.orders.request import LineRequest
from sim_flourish.warehouse.warehouse import Work


def make_lines(work: Work, asked: tuple[LineRequest, ...]) -> tuple[OrderLine, ...]:
    """The lines, with nothing allocated.

    Raises:
        RefusedError: no line at all, an unknown or ambiguous item, variation or strain, or a discount above
            the line's price.
    """
    if not asked:
        raise RefusedError(Refusal.LINES_MISSING)
    return tuple(_make_line(work, line) for line in asked)


def _make_line(work: Work, asked: LineRequest) -> OrderLine:
    goods = _find_goods(work, asked)
    _refuse_unknown_strain(work, asked, goods.item)
    line = OrderLine(
        item_id=goods.item.item_id,
        item_variation_id=goods.variation_id,
        sku=goods.sku,
        strain_id=asked.strain_id or goods.item.strain_id,
        lot_number=asked.lot_number or None,
        order_qty=quantity(asked.order_qty),
        unit_price=money(goods.price if asked.unit_price is None else asked.unit_price),
        discount_price=money(asked.discount_price),
        discount_per_unit=work.world.settings.discount_per_unit,
        details=(),
        audit=work.signed.new(),
    )
    if line_total(line) < ZERO:
        raise RefusedError(Refusal.LINE_BELOW_ZERO, field=asked.field)
    return line


def _find_goods(work: Work, asked: LineRequest) -> Goods:
    """By variation, by item, or by a SKU that one item or one active variation carries."""
    if asked.item_variation_pk:
        goods = _with_variation(work, asked, asked.item_variation_pk)
    elif asked.item_id:
        goods = Goods(item=_item_of(work, asked, asked.item_id))
    elif asked.sku:
        return _with_sku(work, asked, asked.sku)
    else:
        raise RefusedError(Refusal.ITEM_MISSING, field=asked.field)
    if asked.sku and asked.sku != goods.sku:
        raise RefusedError(
            Refusal.SKU_OF_ANOTHER_ITEM, field=asked.field, id=goods.item.item_id, sku=asked.sku
        )
    return goods


def _with_variation(work: Work, asked: LineRequest, variation_id: str) -> Goods:
    variation = work.warehouse.variations.find(VariationId(variation_id))
    if variation is None or not variation.active or asked.item_id not in (None, "", variation.item_id):
        raise RefusedError(Refusal.VARIATION_UNKNOWN, field=asked.field, id=variation_id)
    return Goods(item=work.world.items[variation.item_id], variation=variation)


def _item_of(work: Work, asked: LineRequest, item_id: str) -> Item:
    item = work.world.items.get(ItemId(item_id))
    if item is None:
        raise RefusedError(Refusal.ITEM_UNKNOWN, field=asked.field, id=item_id)
    return item


def _with_sku(work: Work, asked: LineRequest, sku: str) -> Goods:
    found = [Goods(item=item) for item in work.warehouse.items.with_sku(sku)]
    found += [
        Goods(item=work.world.items[variation.item_id], variation=variation)
        for variation in work.warehouse.variations.with_sku(sku)
        if variation.active
    ]
    if len(found) != 1:
        refusal = Refusal.SKU_AMBIGUOUS if found else Refusal.SKU_UNKNOWN
        raise RefusedError(refusal, field=asked.field, sku=sku)
    return found[0]


def _refuse_unknown_strain(work: Work, asked: LineRequest, item: Item) -> None:
    """A line may ask for another strain than its item's, of those that the company has."""
    strain_id = asked.strain_id
    if strain_id and strain_id != item.strain_id and StrainId(strain_id) not in work.world.catalogue.strains:
        raise RefusedError(Refusal.STRAIN_UNKNOWN, field=f"{asked.field}.strain_id", id=strain_id)
