"""Webhook endpoints: where Flourish announces what changed, and how it proves who it is (S6, S7)."""

from dataclasses import dataclass
from enum import StrEnum

from sim_flourish.model.values import Audit


class WebhookEvent(StrEnum):
    OUTBOUND_ORDER = "Outbound Order"
    INVENTORY = "Inventory"
    ITEM = "Item"
    RETAIL_ORDER = "Retail Order"


class ResourceType(StrEnum):
    """What a delivery carries, as its body names it."""

    ORDER = "order"
    INVENTORY_SUMMARY = "inventory_summary"
    ITEM = "item"
    RETAIL_ORDER = "retail_order"


EVENT_OF_RESOURCE = {
    ResourceType.ORDER: WebhookEvent.OUTBOUND_ORDER,
    ResourceType.INVENTORY_SUMMARY: WebhookEvent.INVENTORY,
    ResourceType.ITEM: WebhookEvent.ITEM,
    ResourceType.RETAIL_ORDER: WebhookEvent.RETAIL_ORDER,
}


class WebhookAction(StrEnum):
    """What happened to the resource; clients never read it."""

    CREATE = "create"
    UPDATE = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookHeader:
    """A header that every delivery to an endpoint carries."""

    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpoint:
    """Nothing is sent to an endpoint before it is `saved` (S6)."""

    webhook_endpoint_id: str
    url: str
    signing_key: str
    headers: tuple[WebhookHeader, ...]
    events: tuple[WebhookEvent, ...]
    saved: bool
    audit: Audit

    def wants(self, resource_type: ResourceType) -> bool:
        return self.saved and EVENT_OF_RESOURCE[resource_type] in self.events
