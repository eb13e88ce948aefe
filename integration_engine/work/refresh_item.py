"""Refreshes one item that Ordo holds when its inventory changed in Flourish; edits to it come along (I5).

An item that Ordo does not hold yet comes with a sync, which somebody starts (I1, I4).
"""

from collections import Counter
from decimal import Decimal

from integration_engine.core.brands import BrandBook
from integration_engine.core.catalogue import left_out_reason, sellable_by_sku
from integration_engine.flourish.answers import parse_item, parse_summary_row
from integration_engine.ordo.formats import item_row
from integration_engine.vendor_access import ActiveConnection


def refresh_item(connection: ActiveConnection, sku: str) -> bool:
    """Whether the item was refreshed: not when Ordo does not hold it, or a sync would leave it out (I2, I8).

    Raises:
        FlourishError, OrdoError: as the clients.
    """
    if not connection.ordo.holds(sku):
        return False
    query = (("sku", sku),)
    carriers = [one for one in connection.flourish.every("/items", parse_item, query=query) if one.sku == sku]
    if len(carriers) != 1:
        return False
    item = carriers[0]
    if left_out_reason(item, BrandBook(connection.ordo.brands()), Counter([sku])) is not None:
        return False
    rows = connection.flourish.every(
        "/inventory/summary",
        parse_summary_row,
        query=(*query, ("include_all_items", "true")),
        facility_id=connection.facility_id,
    )
    sellable = sellable_by_sku(row for row in rows if row[0] == sku)
    connection.ordo.store_items([item_row(item, sellable.get(sku, Decimal(0)))])
    return True
