"""All that both sides show of a seller's orders and goods, and what their journals say about the past.

The steps in `checks` judge by this what must hold, and so does the explorer.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from foundation.journal_entries import Change, DeliveryAttempt, JournalEntry, Request, Transition
from harness.clients.flourish_shapes import OutboundOrder, SummaryRow
from harness.clients.idle import NotIdleError
from harness.clients.ordo_shapes import InventoryItem, Order
from harness.report.expected_status import State
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.invariants import order_audit as audit
from harness.steps.invariants.order_audit import AuditedOrder

_TAKEN = range(200, 300)
_MOST_READINGS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A state that an order of Flourish reached, and the journal's number of that."""

    entry: int
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What has still to be done by somebody, now or later: how many things each."""

    engine: int
    ordo: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedState:
    """What everybody shows, once nothing is in flight."""

    in_ordo: Sequence[Order]
    in_flourish: Sequence[OutboundOrder]
    for_sale: Sequence[InventoryItem]
    stock: Sequence[SummaryRow]
    of_ordo: Sequence[JournalEntry]
    of_flourish: Sequence[JournalEntry]
    waiting: Waiting

    @classmethod
    def of(cls, context: ScenarioContext) -> "ObservedState":
        """What both sides show of the seller, once nothing is in flight.

        The clocks go on while they are read, and what waited for its time may come due; then they are read
        again.

        Raises:
            NotIdleError: something went on every time.
        """
        for _ in range(_MOST_READINGS):
            context.settle()
            before = context.engine.health().activity
            observed, after = cls._read(context), context.engine.health()
            if (after.activity, after.pending.due) == (before, 0):
                return observed
            context.wait_until_idle_again()
        raise NotIdleError(
            f"the engine was still at work each of the {_MOST_READINGS} times that both sides were read"
        )

    @classmethod
    def _read(cls, context: ScenarioContext) -> "ObservedState":
        engine, ordo = context.engine.health().pending, context.ordo.control.pending()
        return cls(
            in_ordo=context.ordo.rep.orders(),
            in_flourish=context.flourish.desk.orders(),
            for_sale=context.ordo.rep.inventory(),
            stock=context.flourish.office.stock(context.facility.id),
            of_ordo=context.ordo.control.everything(),
            of_flourish=context.flourish.control.everything(),
            waiting=Waiting(
                engine=engine.due + engine.later, ordo=ordo.due + ordo.in_flight + ordo.later + ordo.held
            ),
        )

    @property
    def reached(self) -> Mapping[str, Sequence[Reached]]:
        """The states that each order of Flourish went through, by its id."""
        found: defaultdict[str, list[Reached]] = defaultdict(list)
        for entry in self.of_flourish:
            if isinstance(entry, Transition) and entry.subject == "outbound_order":
                state = State(entry.after, entry.payment_after or "")
                found[entry.subject_id].append(Reached(entry=entry.id, state=state))
        return found

    def audited_orders(self) -> list[AuditedOrder]:
        states = {order_id: [reached.state for reached in steps] for order_id, steps in self.reached.items()}
        return audit.judge(self.in_ordo, self.in_flourish, states)


def taken(entries: Sequence[JournalEntry], topic: str) -> list[DeliveryAttempt]:
    """The deliveries on a topic that the engine acknowledged, in the order in which they were sent."""
    attempts = (entry for entry in entries if isinstance(entry, DeliveryAttempt) and entry.topic == topic)
    return [attempt for attempt in attempts if is_good(attempt.status)]


def newest_taken(entries: Sequence[JournalEntry], topic: str, field: str) -> Mapping[str, int]:
    """The journal's number of the last of these deliveries, by this field of their data."""
    return {str(data_of(delivery).get(field)): delivery.id for delivery in taken(entries, topic)}


def data_of(attempt: DeliveryAttempt) -> Mapping[str, object]:
    """What a delivery is about, as far as the journal has kept it."""
    data = attempt.body.get("data") if isinstance(attempt.body, dict) else None
    return data if isinstance(data, dict) else {}


def is_good(status: object) -> bool:
    """Whether an answer says that all is well."""
    return status in _TAKEN


def order_changes(
    observed: ObservedState, *, except_below: Collection[str] = ()
) -> list[Transition | Change]:
    """Everything that was done to orders in Flourish, save by calls whose paths end so."""
    paths = {entry.id: entry.path for entry in observed.of_flourish if isinstance(entry, Request)}
    return [
        entry
        for entry in observed.of_flourish
        if isinstance(entry, Transition | Change)
        and entry.subject == "outbound_order"
        and not paths.get(entry.cause or 0, "").endswith(tuple(except_below))
    ]
