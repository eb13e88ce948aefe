"""Ordo's screens as one of its users sees them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from foundation.shapes import decoder
from harness.clients.ordo_shapes import (
    Brand,
    BrandList,
    Integration,
    InventoryItem,
    InventoryList,
    License,
    LicenseList,
    Me,
    NewUser,
    Order,
    OrderList,
    Sync,
)
from harness.clients.wire import Parameter, Reply, Wire

T = TypeVar("T")
P = TypeVar("P", InventoryList, OrderList)
_INTEGRATION = "/api/v1/integrations/flourish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdoScreens:
    wire: Wire

    @classmethod
    def with_token(cls, wire: Wire, token: str) -> "OrdoScreens":
        return cls(wire=wire.with_headers({"Authorization": f"Bearer {token}"}))

    def me(self) -> Me:
        return self.wire.get("/api/v1/me", Me).value

    def add_user(self, name: str, email: str, role: str) -> "OrdoScreens":
        """Gives a person access; the screens as they see them."""
        body = {"name": name, "email": email, "role": role}
        return OrdoScreens.with_token(self.wire, self.wire.post("/api/v1/users", NewUser, body).value.token)

    def add_brand(self, name: str | None, logo: Logo | None) -> Reply[Brand]:
        """Adds a brand; what is None is left empty in the form."""
        fields = {"name": name} if name is not None else {}
        files = {"logo": (logo.name, logo.content, logo.media_type)} if logo is not None else {}
        return self.wire.send("POST", "/api/v1/brands", decoder(Brand), form=fields, files=files)

    def brands(self) -> BrandList:
        return self.wire.get("/api/v1/brands", BrandList).value

    def remove_brand(self, brand_id: str) -> Reply[None]:
        return self.wire.delete(f"/api/v1/brands/{brand_id}")

    def logo(self, brand_id: str) -> bytes:
        return self.wire.send("GET", f"/api/v1/brands/{brand_id}/logo", lambda content: content).value

    def add_license(self, body: Mapping[str, object]) -> Reply[License]:
        return self.wire.post("/api/v1/licenses", License, body)

    def licenses(self) -> LicenseList:
        return self.wire.get("/api/v1/licenses", LicenseList).value

    def remove_license(self, license_id: str) -> Reply[None]:
        return self.wire.delete(f"/api/v1/licenses/{license_id}")

    def save_integration(self, username: str, api_key: str) -> Reply[Integration]:
        """Saves the Flourish credentials; the answer has the webhook's details, the only time."""
        return self.wire.put(_INTEGRATION, Integration, {"api_username": username, "api_key": api_key})

    def remove_integration(self) -> Reply[None]:
        return self.wire.delete(_INTEGRATION)

    def integration(self) -> Integration:
        return self.wire.get(_INTEGRATION, Integration).value

    def raw_integration(self) -> str:
        """The same page as it is on the wire."""
        return bytes(self.wire.get(_INTEGRATION, msgspec.Raw).value).decode()

    def inventory(self) -> list[InventoryItem]:
        return self._all("/api/v1/inventory", InventoryList, lambda page: page.items)

    def start_sync(self) -> Reply[Sync]:
        return self.wire.post("/api/v1/inventory/syncs", Sync)

    def sync(self, sync_id: str) -> Sync:
        return self.wire.get(f"/api/v1/inventory/syncs/{sync_id}", Sync).value

    def add_order(self, body: Mapping[str, object]) -> Reply[Order]:
        return self.wire.post("/api/v1/orders", Order, body)

    def orders(self) -> list[Order]:
        """All orders, the newest first."""
        return self._all("/api/v1/orders", OrderList, lambda page: page.orders)

    def _all(self, path: str, shape: type[P], rows: Callable[[P], list[T]]) -> list[T]:
        found: list[T] = []
        while True:
            params: dict[str, Parameter] = {"limit": 200, "offset": len(found)}
            page = self.wire.get(path, shape, params).value
            found += rows(page)
            if not rows(page) or len(found) >= page.total:
                return found

    def order(self, order_id: str) -> Order:
        return self.wire.get(f"/api/v1/orders/{order_id}", Order).value

    def change_order(self, order_id: str, body: Mapping[str, object]) -> Reply[Order]:
        return self.wire.put(f"/api/v1/orders/{order_id}", Order, body)

    def confirm_order(self, order_id: str) -> Reply[Order]:
        return self.wire.send("POST", f"/api/v1/orders/{order_id}/confirm", decoder(Order))
