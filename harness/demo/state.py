"""The state of the demo: its seller on both sides, and the traffic that its actions cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from foundation.journal_entries import DeliveryAttempt, JournalEntry, Request
from harness.clients.control import SimControl
from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.tenant import Flourish, Ordo, Tenant
from harness.errors import HarnessError
from harness.steps.context.fake_data import FakeData
from harness.steps.context.scenario_context import ScenarioContext


class OffScriptError(HarnessError):
    """The demo cannot go on: something that must be there is not (exit 1)."""

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
class Demo:
    """The seller of the demo on both sides, and what passed between the parts in the step that was played."""

    context: ScenarioContext
    traffic: Sequence[Message] = ()
    _seen: dict[str, int] = field(default_factory=dict)

    @classmethod
    def begin(cls, tenant: Tenant) -> "Demo":
        return cls(context=ScenarioContext.begin(tenant, FakeData(seed="demo")))

    @property
    def flourish(self) -> Flourish:
        return self.context.flourish

    @property
    def ordo(self) -> Ordo:
        return self.context.ordo

    @property
    def flourish_order(self) -> OutboundOrder:
        """The order in Flourish that carries the id of the demo's order.

        Raises:
            OffScriptError: there is none, or more than one.
        """
        found = self.context.all_in_flourish()
        if len(found) != 1:
            raise OffScriptError(
                f"Flourish has {len(found)} orders for {self.context.order.order_id}, not one"
            )
        return found[0]

    def index_of(self, sku: str) -> int:
        return [item.sku for item in self.context.catalogue.items].index(sku)

    def forget_traffic(self) -> None:
        """What follows is the traffic of the next action."""
        for name, control in self._journals().items():
            self._seen[name] = control.journal(since=self._seen.get(name, 0)).last_id

    def settle(self) -> None:
        """Wait until everything has arrived, and note what passed since `forget_traffic`; repeats once."""
        self.context.settle()
        entries: list[tuple[str, JournalEntry]] = []
        for name, control in self._journals().items():
            entries += [(name, entry) for entry in control.journal(since=self._seen.get(name, 0)).entries]
        entries.sort(key=lambda pair: pair[1].at)
        messages = [message for name, entry in entries if (message := read_message(name, entry)) is not None]
        self.traffic = [replace(message, times=len(list(same))) for message, same in groupby(messages)]

    def _journals(self) -> Mapping[str, SimControl]:
        return {"Flourish": self.flourish.control, "Ordo": self.ordo.control}


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
