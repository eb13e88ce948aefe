"""What webhooks carry of a new or edited item (I5, contract section 6)."""

from collections.abc import Iterator

from sim_flourish.events import ItemChanged
from sim_flourish.items.shapes import item_json
from sim_flourish.model.webhook_endpoints import WebhookAction
from sim_flourish.model.world import World
from sim_flourish.webhooks.delivery import Message


def item_messages(_: World, changed: ItemChanged) -> Iterator[Message]:
    """The item in the shape that GET answers at this moment."""
    yield WebhookAction.CREATE if changed.is_new else WebhookAction.UPDATE, item_json(changed.item)
