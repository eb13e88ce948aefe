"""Tells of changed stock, one message a summary row, and of edited items (I5, contract section 6)."""

from collections.abc import Iterable

from sim_flourish.inventory.shapes import summary_row_json
from sim_flourish.items.shapes import item_json
from sim_flourish.model.items import Item, ItemId
from sim_flourish.model.places import FacilityId
from sim_flourish.model.webhook_endpoints import ResourceType, WebhookAction
from sim_flourish.model.world import World
from sim_flourish.warehouse.stock import GroupBy
from sim_flourish.warehouse.warehouse import warehouse_of
from sim_flourish.webhooks.delivery import announce
from sim_kernel.tenants import Tenant


def publish_inventory_changed(
    tenant: Tenant[World], facility_id: FacilityId, item_ids: Iterable[ItemId]
) -> None:
    """Announces each item's rows of the facility's inventory summary; they do not name the facility."""
    warehouse = warehouse_of(tenant.world)
    for item_id in item_ids:
        item = tenant.world.items[item_id]
        for row in warehouse.stock.summary(facility_id, item, GroupBy.ITEM_NAME):
            data = summary_row_json(warehouse.goods(item_id, row.item_variation_id), row)
            announce(tenant, WebhookAction.UPDATE, ResourceType.INVENTORY_SUMMARY, data)


def publish_item_changed(tenant: Tenant[World], action: WebhookAction, item: Item) -> None:
    """Announces an item; its stock is not touched by that (I5)."""
    announce(tenant, action, ResourceType.ITEM, item_json(item))
