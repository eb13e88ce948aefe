"""What webhooks carry of changed stock and of edited items (I5, contract section 6)."""

from collections.abc import Iterator

from sim_flourish.events import ItemChanged, StockChanged
from sim_flourish.inventory.shapes import summary_row_json
from sim_flourish.items.shapes import item_json
from sim_flourish.model.webhook_endpoints import WebhookAction
from sim_flourish.model.world import World
from sim_flourish.warehouse.stock import GroupBy
from sim_flourish.warehouse.warehouse import warehouse_of
from sim_flourish.webhooks.delivery import Message


def inventory_messages(world: World, event: StockChanged) -> Iterator[Message]:
    """Each item's rows of the facility's inventory summary, one message for each row.

    The rows do not name the facility.
    """
    warehouse = warehouse_of(world)
    if event.facility_id is None:
        return
    for item_id in event.item_ids:
        for row in warehouse.stock.summary(event.facility_id, world.items[item_id], GroupBy.ITEM_NAME):
            goods = warehouse.goods_of(row)
            yield WebhookAction.UPDATE, summary_row_json(goods, row)


def item_messages(_: World, changed: ItemChanged) -> Iterator[Message]:
    """The item in the shape that GET answers at this moment."""
    yield WebhookAction.CREATE if changed.is_new else WebhookAction.UPDATE, item_json(changed.item)
