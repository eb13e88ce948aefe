"""One tenant's Ordo: everything that is remembered, in dataclasses that a snapshot can write and read."""

from dataclasses import dataclass, field
from typing import TypeVar

from sim_ordo.errors import ErrorCode, OrdoError, not_found
from sim_ordo.model.brands import Brand
from sim_ordo.model.integration import FlourishIntegration
from sim_ordo.model.inventory import InventoryItem
from sim_ordo.model.licenses import License
from sim_ordo.model.orders import Order
from sim_ordo.model.organization import Organization, User
from sim_ordo.model.syncs import Sync

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class OrdoWorld:
    """The state. Mappings are by id, oldest first; `users_by_token` by the token's digest.

    What finds one by its id raises `not_found`.
    """

    organization: Organization = field(default_factory=lambda: Organization(organization_id="", name=""))
    integration_token: str = ""
    users: dict[str, User] = field(default_factory=dict)
    users_by_token: dict[str, str] = field(default_factory=dict)
    brands: dict[str, Brand] = field(default_factory=dict)
    licenses: dict[str, License] = field(default_factory=dict)
    integration: FlourishIntegration | None = None
    inventory: dict[str, InventoryItem] = field(default_factory=dict)
    syncs: dict[str, Sync] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)

    def brand(self, brand_id: str) -> Brand:
        return _get(self.brands, "brand", brand_id)

    def license(self, license_id: str) -> License:
        return _get(self.licenses, "license", license_id)

    def item(self, sku: str) -> InventoryItem:
        return _get(self.inventory, "item with the SKU", sku)

    def sync(self, sync_id: str) -> Sync:
        return _get(self.syncs, "sync", sync_id)

    def order(self, order_id: str) -> Order:
        return _get(self.orders, "order", order_id)

    def connected(self) -> FlourishIntegration:
        """The integration; raises `not_connected`."""
        if self.integration is None:
            message = "Ordo is not connected to Flourish; an Admin saves the integration settings first"
            raise OrdoError(ErrorCode.NOT_CONNECTED, message)
        return self.integration


def _get(known: dict[str, T], what: str, key: str) -> T:
    try:
        return known[key]
    except KeyError as error:
        raise not_found(what, key) from error
