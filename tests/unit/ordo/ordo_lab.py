"""One organization of a simulated Ordo under test, and how to speak to it as its people and as the engine."""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sim_kernel.tenants import Tenant
from sim_ordo.model.world import OrdoWorld

LICENSE = {
    "license_number": "LIC-1",
    "license_type": "Distributor",
    "street_address_line_1": "1 Main Street",
    "street_address_line_2": "Suite 2",
    "city": "Phoenix",
    "state": "AZ",
    "zip_code": "85001",
}
CREDENTIALS = {"api_username": "flourish-user", "api_key": "very-secret-key"}


def item(sku: str = "SKU-1", **changes: object) -> dict[str, object]:
    """An item as the engine stores it."""
    made = {
        "sku": sku,
        "flourish_item_id": f"id-{sku}",
        "name": f"Item {sku}",
        "brand": "Kiwi Farms",
        "description": "",
        "category": "Flower",
        "price": "12.50",
        "uom": "ea",
        "sellable_qty": 10,
        "active": True,
    }
    return {**made, **changes}


def order_body(**changes: object) -> dict[str, object]:
    """An order as it is typed."""
    made: dict[str, object] = {
        "terms": "Cash",
        "buyer": {"name": "Corner Shop", "license_number": "BUY-1"},
        "lines": [{"sku": "SKU-1", "quantity": 2}],
    }
    return {**made, **changes}


def png(width: int = 3, height: int = 2) -> bytes:
    """A whole PNG picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x7f" * min(width, 64) for _ in range(min(height, 64))))
    body = chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def encode_form(form: Mapping[str, str | bytes]) -> tuple[bytes, str]:
    """A multipart form, bytes as files, and its content type."""
    parts = []
    for name, value in form.items():
        upload = '; filename="logo.png"' if isinstance(value, bytes) else ""
        content = value if isinstance(value, bytes) else value.encode()
        head = f'--limit\r\nContent-Disposition: form-data; name="{name}"{upload}\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + b"--limit--\r\n", "multipart/form-data; boundary=limit"


@dataclass(slots=True, kw_only=True)
class OrdoLab:
    """An organization with an Admin, a Sales Rep and an engine."""

    client: FlaskClient
    tenant: Tenant[OrdoWorld]
    admin_token: str
    rep_token: str

    def ask(self, method: str, path: str, token: str, **sent: Any) -> TestResponse:  # noqa: ANN401
        """Any request with a token."""
        return self.client.open(path, method=method, headers={"Authorization": f"Bearer {token}"}, **sent)

    def admin(self, method: str, path: str, **sent: Any) -> TestResponse:  # noqa: ANN401
        """The Admin does something on a screen."""
        return self.ask(method, f"/api/v1{path}", self.admin_token, **sent)

    def rep(self, method: str, path: str, **sent: Any) -> TestResponse:  # noqa: ANN401
        """The Sales Rep does something on a screen."""
        return self.ask(method, f"/api/v1{path}", self.rep_token, **sent)

    def engine(self, method: str, path: str, **sent: Any) -> TestResponse:  # noqa: ANN401
        """The engine calls."""
        return self.ask(method, f"/integration/v1{path}", self.tenant.world.integration_token, **sent)

    def add_brand(self, name: str, logo: bytes | None = None) -> TestResponse:
        """The Admin adds a brand."""
        upload = (BytesIO(png() if logo is None else logo), "logo.png")
        return self.admin("POST", "/brands", data={"name": name, "logo": upload})

    def connect(self) -> TestResponse:
        """The Admin adds the license, if it is not there, and saves the integration settings."""
        if not self.tenant.world.licenses:
            self.admin("POST", "/licenses", json=LICENSE)
        return self.admin("PUT", "/integrations/flourish", json=CREDENTIALS)

    def stock(self, *skus: str) -> None:
        """The engine stores items."""
        answer = self.engine("PUT", "/items", json={"items": [item(sku) for sku in skus or ("SKU-1",)]})
        assert answer.status_code == 200, answer.text

    def write_order(self, **changes: object) -> dict[str, Any]:
        """The rep writes an order."""
        answer = self.rep("POST", "/orders", json=order_body(**changes))
        assert answer.status_code == 201, answer.text
        return dict(answer.get_json())

    def confirmed_order(self, **changes: object) -> dict[str, Any]:
        """The rep writes an order and clicks Confirm."""
        order_id = self.write_order(**changes)["order_id"]
        answer = self.rep("POST", f"/orders/{order_id}/confirm")
        assert answer.status_code == 202, answer.text
        return dict(answer.get_json())

    def report(self, order_id: str, status: str, **more: object) -> TestResponse:
        """The engine reports an order's status."""
        body = {"status": status, "flourish_order_id": "00000097", **more}
        return self.engine("PUT", f"/orders/{order_id}", json=body)

    def journal(self, kind: str) -> list[dict[str, Any]]:
        """The tenant's journal entries of one kind."""
        return [entry for entry in self.tenant.journal.read()[0] if entry["kind"] == kind]
