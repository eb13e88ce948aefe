"""What the scenarios about Ordo keep, and who acts on it: its users, and an engine played by steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from harness.clients.recorded import Receiver, Recorded
from harness.clients.wire import Parameter, Reply, Wire, encode
from harness.steps.context import setup
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.simulators.records import Shown, expect_fields, read

ITEMS: tuple[Shown, ...] = (
    {
        "sku": "0BD-35",
        "flourish_item_id": "101",
        "flourish_variation_id": None,
        "name": "Blue Dream, 3.5 g",
        "brand": "Bright Meadow",
        "description": "Cured for 21 days",
        "category": "Flower",
        "price": "4.00",
        "uom": "ea",
        "sellable_qty": 100,
        "active": True,
    },
    {
        "sku": "0SD-P5",
        "flourish_item_id": "102",
        "flourish_variation_id": "7",
        "name": "Sour Diesel, pack of 5",
        "brand": "Dark Meadow",
        "description": None,
        "category": None,
        "price": "12.3455",
        "uom": None,
        "sellable_qty": -2.5,
        "active": True,
    },
    {
        "sku": "0OLD",
        "flourish_item_id": "103",
        "flourish_variation_id": None,
        "name": "Old Kush",
        "brand": "Bright Meadow",
        "description": None,
        "category": "Flower",
        "price": "9.99",
        "uom": "g",
        "sellable_qty": 3,
        "active": False,
    },
)
"""What a sync has brought: an item, a pack with half a cent in its price, and an item that is inactive."""

BUYER: Shown = {"name": "Leaf & Stem", "license_number": "C10-0000123-LIC"}
REP: Shown = {"first_name": "Robin", "last_name": "Reyes", "email": "robin.reyes@green-door.example"}
"""The rep of every new organization."""
OF_PACKS: Shown = {
    "sku": "0SD-P5",
    "item_name": "Sour Diesel, pack of 5",
    "flourish_item_id": "102",
    "flourish_variation_id": "7",
    "quantity": Decimal("2.5"),
    "unit_price": "12.3455",
    "discount": "0.00",
}
"""A line of two and a half packs."""


@dataclass(slots=True, kw_only=True)
class SimulatedOrdo:
    """One organization in Ordo.

    `form` is the order as it was typed last, `reply` how what was tried was answered, `acted_at` the times on
    Ordo's clock at which people did something, `sync_id` the sync that somebody started.
    """

    context: ScenarioContext
    receiver: Receiver
    order_id: str = ""
    form: dict[str, Any] = field(default_factory=dict)
    reply: Reply[Any] | None = None
    acted_at: list[datetime] = field(default_factory=list)
    sync_id: str = ""
    kept: list[Any] = field(default_factory=list)

    @property
    def answer(self) -> Reply[Any]:
        """How what was tried last was answered."""
        assert self.reply is not None, "nothing was tried"
        return self.reply

    def messages(self, event_type: str = "") -> list[Recorded]:
        """What Ordo has sent, of one type or all of it, once everything due is sent."""
        settled = self.context.ordo.control.settle(5).settled
        self.context.expect(settled, "every event to be sent", "some are still under way")
        sent = self.receiver.received(self.context.engine.organization_id)
        return [one for one in sent if event_type in ("", one.content["type"])]

    def connect(self) -> None:
        """The admin has set the integration up; what the engine stands for is told its token."""
        setup.add_license(self.context)
        _ = setup.save_integration(self.context).value

    @property
    def engine(self) -> Wire:
        """The integration API, as the engine uses it: with the token that Ordo sent it."""
        token = self.messages("connection.set")[-1].content["data"]["integration_token"]
        return self.context.ordo.admin.wire.with_headers({"Authorization": f"Bearer {token}"})

    def report(self, path: str, body: Shown) -> None:
        """The engine reports something, whatever Ordo answers."""
        self.reply = self.engine.send("PUT", f"/integration/v1{path}", read, content=encode(body))

    def report_taken(self, path: str, body: Shown) -> Shown:
        """The same where Ordo has to take it."""
        self.report(path, body)
        shown: Shown = self.answer.value
        return shown

    def act(self, person: str, method: str, path: str, body: Shown | None = None) -> None:
        """Somebody does something on a screen, whatever Ordo answers."""
        wire = self.context.screens(person).wire
        content = None if body is None else encode(body)
        self.acted_at.append(self.context.ordo.control.now())
        self.reply = wire.send(method, f"/api/v1{path}", read, content=content)

    def show(self, path: str, **params: Parameter) -> Any:  # noqa: ANN401 - any JSON
        """What a screen shows."""
        wire = self.context.ordo.rep.wire
        return wire.send("GET", f"/api/v1{path}", read, params=params).value

    @property
    def order(self) -> Shown:
        shown: Shown = self.show(f"/orders/{self.order_id}")
        return shown

    def write_order(self, **form: object) -> None:
        """The rep saves a new order."""
        self.form = {"terms": "Cash", "buyer": BUYER, **form}
        self.act("rep", "POST", "/orders", self.form)
        if self.answer.accepted:
            self.order_id = self.answer.value["order_id"]

    def refused(self, code: str) -> None:
        """Judges that what was tried last was refused with this code."""
        reply = self.answer
        said = "Ordo took it" if reply.accepted else f"Ordo says {reply.refusal.code}"
        holds = not reply.accepted and reply.refusal.code == code
        self.context.expect(holds, f"a refusal with {code}", said)

    def expect_fields(self, what: str, seen: Shown, must: Mapping[str, object]) -> None:
        """Judges some fields of a record by what they must be."""
        expect_fields(self.context, what, seen, must)


@pytest.fixture
def simulated_ordo(context: ScenarioContext, receiver: Receiver) -> SimulatedOrdo:
    return SimulatedOrdo(context=context, receiver=receiver)
