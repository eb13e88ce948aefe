"""The stage of the demo: a world on both sides, what the story knows, and the traffic its acts cause."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from foundation.journal_entries import DeliveryAttempt, JournalEntry, Request
from harness.clients.control import SimControl
from harness.clients.flourish_shapes import Item, OutboundOrder
from harness.clients.ordo_shapes import Order
from harness.clients.tenant import Tenant
from harness.errors import HarnessError


class OffScriptError(HarnessError):
    """The story cannot go on: something that must be there is not (exit 1)."""

    exit_code = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One request, webhook or event between two of the three parts, as a journal has it."""

    sender: str
    receiver: str
    what: str
    outcome: str
    times: int = 1


@dataclass(slots=True, kw_only=True)
class Stage:
    """A world, the items of the story by role, and the order it is about."""

    world: Tenant
    items: dict[str, Item] = field(default_factory=dict)
    username: str = ""
    api_key: str = ""
    webhook: Mapping[str, object] = field(default_factory=dict)
    webhook_saved: bool = False
    order_id: str = ""
    edit_refused: bool = False
    _seen: dict[str, int] = field(default_factory=dict)

    def settle(self) -> None:
        """Wait until every consequence of the last act has arrived."""
        self.world.surroundings.settle()

    @property
    def ordo_order(self) -> Order:
        """The story's order as its screen in Ordo shows it."""
        return self.world.ordo.rep.order(self.order_id)

    @property
    def flourish_order(self) -> OutboundOrder:
        """The order in Flourish that carries the id of the story's order.

        Raises:
            OffScriptError: there is none, or more than one.
        """
        found = self.flourish_orders()
        if len(found) != 1:
            raise OffScriptError(f"Flourish has {len(found)} orders for {self.order_id}, not one")
        return found[0]

    def flourish_orders(self) -> list[OutboundOrder]:
        """All orders in Flourish that carry the id of the story's order."""
        return [one for one in self.world.flourish.desk.orders() if one.original_order_id == self.order_id]

    def forget_traffic(self) -> None:
        """What follows is the traffic of the next act."""
        for name, control in self._journals().items():
            self._seen[name] = control.journal(since=self._seen.get(name, 0)).last_id

    def traffic(self) -> list[Message]:
        """What the three parts have said to each other since `forget_traffic`; repeated messages once."""
        entries: list[tuple[str, JournalEntry]] = []
        for name, control in self._journals().items():
            entries += [(name, entry) for entry in control.journal(since=self._seen.get(name, 0)).entries]
        entries.sort(key=lambda pair: pair[1].at)
        messages = [message for name, entry in entries if (message := read_message(name, entry)) is not None]
        return [replace(message, times=len(list(same))) for message, same in groupby(messages)]

    def _journals(self) -> Mapping[str, SimControl]:
        return {"Flourish": self.world.flourish.control, "Ordo": self.world.ordo.control}


def read_message(simulator: str, entry: JournalEntry) -> Message | None:
    """What a journal entry says passed between the parts; None for what a person asked."""
    match entry:
        case DeliveryAttempt(topic=topic, status=status, error=error):
            what = f"{'webhook' if simulator == 'Flourish' else 'event'} {topic}"
            outcome = str(status) if status is not None else (error or "no answer")
            return Message(sender=simulator, receiver="engine", what=what, outcome=outcome)
        case Request(method=method, path=path, status=status):
            for base in ("/integration/v1", "/external/api/v1"):
                if path.startswith(base):
                    what = f"{method} {path.removeprefix(base)}"
                    outcome = str(status) if status is not None else "no answer"
                    return Message(sender="engine", receiver=simulator, what=what, outcome=outcome)
            return None
        case _:
            return None
