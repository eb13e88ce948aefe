"""An engine between the two stand-ins, all over real HTTP, and the words its tests are written in."""

import hashlib
import hmac
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import requests
from cryptography.fernet import Fernet
from sqlalchemy import create_engine
from standardwebhooks import Webhook

from foundation.clock import AdjustableClocks
from harness.serving import Serving, serve
from integration_engine.app import EngineConfig, IntegrationEngine, create_app
from integration_engine.store.database import parse_url
from tests.unit.engine.stand_ins import (
    API_KEY,
    BUYER_LICENSE,
    LICENSE,
    USERNAME,
    FlourishStandIn,
    OrdoStandIn,
    Trouble,
)
from tests.waiting import PATIENCE, wait_until

SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"
ORGANIZATION = "org_1"
REMOVAL = {"organization_id": ORGANIZATION, "integration_token": "token-1"}
POST_ORDERS = ("POST", "/external/api/v1/outbound-orders")
LONG = timedelta(minutes=10)


@dataclass
class Bench:
    """Everything one test works with."""

    folder: Path
    flourish: FlourishStandIn
    ordo: OrdoStandIn
    flourish_server: Serving
    ordo_server: Serving
    encryption_key: str = field(default_factory=lambda: Fernet.generate_key().decode())
    database_url: str = ""
    """Of a PostgreSQL database; without one, the engine works in a file."""
    database: Path = field(init=False)
    engine: IntegrationEngine = field(init=False)
    server: Serving = field(init=False)
    webhook: dict[str, Any] = field(default_factory=dict)
    passed: timedelta = timedelta(0)
    _messages: int = 0

    def __post_init__(self) -> None:
        self.database = self.folder / "engine.sqlite3"

    def start(self, **changes: Any) -> None:  # noqa: ANN401 - any setting
        """Starts an engine on the database."""
        settings: dict[str, Any] = {
            "flourish_url": self.flourish_server.url,
            "ordo_url": self.ordo_server.url,
            "public_url": "http://127.0.0.1:9",
            "database_url": self.database_url or f"sqlite:///{self.database}",
            "events_secret": SECRET,
            "encryption_key": self.encryption_key,
            "http_timeout": PATIENCE,
            "controllable_clock": True,
            "survive_power_loss": False,
        }
        app = create_app(EngineConfig(**{**settings, **changes}))
        self.engine = app.extensions["integration_engine"]
        self.server = serve(app)
        if self.passed:
            self._advance(self.passed)

    def stop(self) -> None:
        """Stops the engine; what waits stays in the database."""
        self.server.stop()
        self.engine.close()

    def sql(self, *statements: str) -> list[str]:
        """Runs statements past the engine, in one transaction; the rows of the last one as texts."""
        made = create_engine(parse_url(self.database_url or f"sqlite:///{self.database}"))
        with made.begin() as connection:
            results = [connection.exec_driver_sql(statement) for statement in statements]
            rows = [str(row) for row in results[-1]] if results[-1].returns_rows else []
        made.dispose()
        return rows

    def copy_database(self) -> None:
        """Keeps the database as a kill at this moment would leave it; the next start uses the copy."""
        copied = self.folder / "as_after_a_kill.sqlite3"
        with closing(sqlite3.connect(self.database)) as source, closing(sqlite3.connect(copied)) as target:
            source.backup(target)
        self.database = copied

    def now(self) -> datetime:
        """The time on the organization's clock."""
        return self.engine.parts.clocks.of(ORGANIZATION).now()

    def pass_time(self, span: timedelta = LONG, step: timedelta = timedelta(seconds=5)) -> None:
        """Lets time pass on the organization's clock, a few seconds at a time, settling at each."""
        for _ in range(span // step):
            pending = self.health()["pending"]
            if pending["later"] == pending["due"] == 0:  # what waits falls due while nobody looks
                return
            self.passed += step
            self._advance(step)
            self.settle()

    def _advance(self, span: timedelta) -> None:
        clocks = self.engine.parts.clocks
        assert isinstance(clocks, AdjustableClocks)
        clocks.of(ORGANIZATION).advance(span)

    def settle(self) -> None:
        """Waits until nothing is due."""
        seen: list[int] = []

        def quiet() -> bool:
            health = self.health()
            calm = health["pending"]["due"] == 0 and seen[-1:] == [health["activity"]]
            seen.append(health["activity"])
            return bool(calm)

        wait_until("the engine has nothing due", quiet)

    def health(self) -> Any:  # noqa: ANN401 - any JSON
        """What /healthz says of the organization."""
        return requests.get(
            f"{self.server.url}/healthz?organization_id={ORGANIZATION}", timeout=PATIENCE
        ).json()

    def send_event(
        self,
        path: str,
        event_type: str,
        data: dict[str, Any],
        *,
        message_id: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> requests.Response:
        """Sends a signed event as Ordo does."""
        self._messages += 1
        body = orjson.dumps(
            {"type": event_type, "timestamp": self.now().strftime("%Y-%m-%dT%H:%M:%SZ"), "data": data}
        )
        signed = sign(body, message_id or f"msg_{self._messages}", self.now())
        return requests.post(
            self.server.url + path, data=body, headers={**signed, **(headers or {})}, timeout=PATIENCE
        )

    def connect(self, kind: str = "connection.set", **changes: Any) -> requests.Response:  # noqa: ANN401
        """Saves the Flourish integration in Ordo."""
        flourish = {"api_username": USERNAME, "api_key": changes.pop("api_key", API_KEY)}
        data = {
            "organization_id": ORGANIZATION,
            "organization_name": "Seller",
            "integration_token": "token-1",
            "license_number": LICENSE,
            "flourish": flourish,
            **changes,
        }
        response = self.send_event("/v1/connection", kind, data)
        if response.status_code == 200:
            self.webhook = response.json()["webhook"] | {"connection_id": response.json()["connection_id"]}
        return response

    def accept_another_token(self) -> None:
        """An operator lets the next integration token take the connection over."""
        with self.engine.parts.database.transaction(ORGANIZATION) as transaction:
            known = transaction.connections.of(ORGANIZATION)
            assert known is not None
            until = self.now() + timedelta(minutes=1)
            transaction.connections.put(replace(known, token_open_until=until), self.now())

    def confirm(self, order_id: str = "ord_1", **changes: Any) -> requests.Response:  # noqa: ANN401 - any JSON
        """Confirms an order in Ordo."""
        message_id = changes.pop("message_id", None)
        data = {"organization_id": ORGANIZATION, "order": {**confirmed_order(order_id), **changes}}
        return self.send_event("/v1/ordo-events", "order.confirmed", data, message_id=message_id)

    def sync(self, sync_id: str = "sync_1") -> requests.Response:
        """Starts a sync in Ordo."""
        data = {"organization_id": ORGANIZATION, "sync_id": sync_id}
        return self.send_event("/v1/ordo-events", "inventory.sync_requested", data)

    def webhook_from_flourish(
        self,
        resource_type: str,
        data: dict[str, Any],
        *,
        headers: dict[str, str | bytes | None] | None = None,
    ) -> requests.Response:
        """Sends a webhook as Flourish does; a header set to None is left away."""
        body = orjson.dumps({"action": "update", "resource_type": resource_type, "data": data})
        return self.raw_webhook(body, headers=headers)

    def raw_webhook(
        self, body: bytes, headers: dict[str, str | bytes | None] | None = None
    ) -> requests.Response:
        """Sends these bytes with the right signature and headers, apart from the changes."""
        sent: dict[str, str | bytes | None] = {one["key"]: one["value"] for one in self.webhook["headers"]}
        digest = hmac.new(self.webhook["signing_key"].encode(), body, hashlib.sha256).hexdigest()
        sent |= {"Auth-Signature": digest, "Content-Type": "application/json"} | (headers or {})
        kept = {key: value for key, value in sent.items() if value is not None}
        url = f"{self.server.url}/v1/flourish-webhooks/{self.webhook['connection_id']}"
        return requests.post(url, data=body, headers=kept, timeout=PATIENCE)

    def order_webhook(self, flourish_order_id: str = "00000001") -> None:
        """Flourish tells that an order changed."""
        order = self.flourish.data.orders[flourish_order_id]
        assert self.webhook_from_flourish("order", order).status_code == 200

    def lose_post(self, *, after_the_work: bool, times: int = 1, **more: Any) -> None:  # noqa: ANN401 - any setting
        """Has Flourish lose its answer to the next orders sent, before or after it took them."""
        method, path = POST_ORDERS
        self.flourish.trouble(Trouble(method=method, path=path, after_the_work=after_the_work, **more), times)


def sign(body: bytes, message_id: str, at: datetime) -> dict[str, str]:
    """The headers of an event signed with the shared secret at a time."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(message_id, at.astimezone(UTC), body.decode()),
        "Content-Type": "application/json",
    }


def confirmed_order(order_id: str) -> dict[str, Any]:
    """The order of an `order.confirmed` event: two pre-rolls on net terms."""
    return {
        "order_id": order_id,
        "order_number": "1001",
        "revision": 1,
        "confirmed_at": "2026-03-02T09:00:00Z",
        "terms": "Net Terms",
        "net_days": 30,
        "buyer": {"name": "Corner Shop", "license_number": BUYER_LICENSE},
        "sales_rep": {"first_name": "Ada", "last_name": "Rep", "email": "ada@example.com"},
        "notes": None,
        "lines": [
            {
                "line_id": "line_1",
                "sku": "SKU-1",
                "item_name": "Item 1",
                "flourish_item_id": "1",
                "quantity": 2,
                "unit_price": "10.50",
                "discount": "0.00",
            }
        ],
    }
