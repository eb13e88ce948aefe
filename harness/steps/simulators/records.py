"""What the scenarios about the simulators keep: what people typed on screens, and what came of it last."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from harness.clients.recorded import Receiver
from harness.clients.wire import Parameter, Reply, encode
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.typed_items import TypedItem

Shown = Mapping[str, Any]
"""A record as a screen or an API shows it; its numbers are decimal."""


def read(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    """JSON with decimal numbers, so that nothing is rounded before it is compared."""
    return json.loads(content, parse_float=Decimal, parse_int=Decimal)


_ABSENT = object()


def expect_fields(context: ScenarioContext, what: str, seen: Shown, must: Mapping[str, object]) -> None:
    """Judges some fields of a record by what they must be; other fields may be there.

    Raises:
        ExpectationFailedError: one of them is another, or is not there.
    """
    wrong = {
        name: seen.get(name, "is not there")
        for name, value in must.items()
        if seen.get(name, _ABSENT) != value or isinstance(seen[name], bool) != isinstance(value, bool)
    }
    wanted = ", ".join(f"{name} {must[name]!s}" for name in wrong)
    holds = ", ".join(f"{name} {value!s}" for name, value in wrong.items())
    context.expect(not wrong, f"{what} with {wanted}", f"it has {holds}")


@dataclass(slots=True, kw_only=True)
class Simulated:
    """One tenant of both simulators, and the receiver of what they send.

    `items` are in stock, `orders` the ids of those in Flourish, `typed` the forms that people filled in, each
    with the id of what was made of it, `pages` what a program read, `moments` the clock at what was done,
    `reply` the answer to what was tried last.
    """

    context: ScenarioContext
    receiver: Receiver
    items: list[TypedItem] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    typed: list[dict[str, Any]] = field(default_factory=list)
    page_size: int = 0
    pages: list[Any] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)
    reply: Reply[Any] | None = None

    @property
    def item(self) -> TypedItem:
        return self.items[0]

    @property
    def facility_id(self) -> str:
        return self.context.facility.id

    @property
    def answer(self) -> Reply[Any]:
        """How what was tried last was answered."""
        assert self.reply is not None, "nothing was tried"
        return self.reply

    def refused(self, words: str) -> None:
        """Judges that what was tried last was refused in these words."""
        reply = self.answer
        said = "it was accepted" if reply.accepted else f"it says {reply.refusal.message!r}"
        holds = not reply.accepted and words in reply.refusal.message
        self.context.expect(holds, f"a refusal that says {words!r}", said)

    def press(self, path: str, body: Mapping[str, object] | None = None) -> None:
        """Presses a button on a screen of Flourish, whatever it answers."""
        wire = self.context.flourish.office.wire
        self.reply = wire.send("POST", f"/back-office{path}", read, content=encode(body or {}))

    def press_taken(self, path: str, body: Mapping[str, object] | None = None) -> Any:  # noqa: ANN401 - any JSON
        """The same where Flourish has to take it; what it shows then."""
        self.press(path, body)
        return self.answer.value["data"]

    def change(self, path: str, body: Mapping[str, object]) -> None:
        """Saves a screen of Flourish, whatever it answers."""
        wire = self.context.flourish.office.wire
        self.reply = wire.send("PATCH", f"/back-office{path}", read, content=encode(body))

    def ask(self, path: str, **params: Parameter) -> Any:  # noqa: ANN401 - any JSON
        """What the External API answers in the facility, page and all."""
        wire = self.context.api.wire
        headers = {"FacilityID": self.facility_id}
        self.reply = wire.send("GET", f"/external/api/v1{path}", read, params=params, headers=headers)
        return self.reply.value

    def read(self, raw: msgspec.Raw) -> Shown:
        """A record out of an answer."""
        shown: Shown = read(bytes(raw))
        return shown

    def show(self, path: str) -> Any:  # noqa: ANN401 - any JSON
        """What a screen of Flourish shows."""
        return read(self.context.flourish.office.wire.send("GET", f"/back-office{path}", bytes).value)["data"]

    def order(self, which: int = -1) -> Shown:
        """An order as Flourish's screen shows it."""
        shown: Shown = self.show(f"/outbound-orders/{self.orders[which]}")
        return shown

    def expect_fields(self, what: str, seen: Shown, must: Mapping[str, object]) -> None:
        """Judges some fields of a record by what they must be."""
        expect_fields(self.context, what, seen, must)

    def settle(self) -> None:
        """Waits until both simulators have sent what is due."""
        for control in (self.context.flourish.control, self.context.ordo.control):
            settled = control.settle(5).settled
            self.context.expect(settled, "everything due to be sent", "something is still under way")


@pytest.fixture
def simulated(context: ScenarioContext, receiver: Receiver) -> Simulated:
    return Simulated(context=context, receiver=receiver)


def line(
    item: TypedItem, quantity: Decimal, *, price: Decimal | None = None, discount: Decimal = Decimal(0)
) -> Shown:
    """A line as it is typed in Flourish; without a price the item's is left to Flourish."""
    typed: dict[str, object] = {"item_id": item.id, "order_qty": quantity, "discount_price": discount}
    return typed if price is None else {**typed, "unit_price": price}


def take_order(simulated: Simulated, lines: Sequence[Shown], **more: object) -> None:
    """An outbound order is made in Flourish, for a dispensary."""
    context = simulated.context
    destination = {"name": "Green Leaf", "type": "Dispensary", "license_number": "C10-0000123-LIC"}
    body = {"destination": destination, "order_lines": lines, **more}
    made = context.api.place_order(simulated.facility_id, body).value.data
    simulated.orders.append(read(bytes(made))["id"])
