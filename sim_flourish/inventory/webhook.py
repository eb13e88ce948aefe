"""What webhooks carry of changed stock: one message for each summary row (I5, contract section 6)."""

from collections.abc import Iterator

from sim_flourish.events import StockChanged
from sim_flourish.inventory.shapes import summary_row_json
from sim_flourish.model.webhook_endpoints import WebhookAction
from sim_flourish.model.world import World
from sim_flourish.warehouse.stock import GroupBy
from sim_flourish.warehouse.warehouse import warehouse_of
from sim_flourish.webhooks.delivery import Message


def inventory_messages(world: World, event: StockChanged) -> Iterator[Message]:
    """Each item's rows of the facility's inventory summary; they do not name the facility."""
    warehouse = warehouse_of(world)
    if event.facility_id is None:
        return
    for item_id in event.item_ids:
        for row in warehouse.stock.summary(event.facility_id, world.items[item_id], GroupBy.ITEM_NAME):
            goods = warehouse.goods(item_id, row.item_variation_id)
            yield WebhookAction.UPDATE, summary_row_json(goods, row)
