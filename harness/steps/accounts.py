"""Steps that look at all orders of the seller at once, and at what must hold whatever happened to them.

They judge by `harness.ledger`, with what the journals say about the past. The explorer finds by the same
functions; so the scenario that it prints fails for what it has found.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pytest_bdd import then

from harness import ledger
from harness.clients.control import Entry
from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.ordo_shapes import Order
from harness.ledger import Account, Finding, State
from harness.steps.arrivals import ABOUT_ORDERS
from harness.steps.story import Story

_TAKEN = range(200, 300)
_ADJUSTMENTS = "/back-office/inventory-adjustments"
_SHIPPED = frozenset({"Shipped"})
_PROMISED = ledger.OPEN | _SHIPPED


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A state that an order of Flourish reached, and when by the clock of its world."""

    at: datetime
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """All that both sides show of a seller's orders, and what their journals say about the past."""

    in_ordo: Sequence[Order]
    in_flourish: Sequence[OutboundOrder]
    of_ordo: Sequence[Entry]
    of_flourish: Sequence[Entry]

    @classmethod
    def of(cls, story: Story) -> "Books":
        """The seller's books, once nothing is in flight."""
        story.settle()
        return cls(
            in_ordo=story.ordo.rep.orders(),
            in_flourish=story.flourish.desk.orders(),
            of_ordo=story.ordo.control.everything(),
            of_flourish=story.flourish.control.everything(),
        )

    @property
    def reached(self) -> Mapping[str, Sequence[Reached]]:
        """The states that each order of Flourish went through, by its id."""
        found: defaultdict[str, list[Reached]] = defaultdict(list)
        for entry in self.of_flourish:
            if entry.kind == "transition" and entry.subject == "outbound_order":
                state = State(entry.to_status, entry.to_payment_status)
                found[entry.subject_id].append(Reached(at=datetime.fromisoformat(entry.at), state=state))
        return found

    def accounts(self) -> list[Account]:
        """What became of every order."""
        states = {order_id: [one.state for one in steps] for order_id, steps in self.reached.items()}
        return ledger.judge(self.in_ordo, self.in_flourish, states)

    def unheeded_messages(self) -> list[str]:
        """Messages about orders that the engine took and that have left no trace in Ordo.

        Judged only while no call of the engine has met with a fault: then nothing that it has to do waits.
        """
        if any(_hit_a_call(one) for one in (*self.of_flourish, *self.of_ordo)):
            return []
        reached, shown = self.reached, {order.order_id: order for order in self.in_ordo}
        wrong = []
        for there in self.in_flourish:
            told = [one.made_at for one in self.of_flourish if _took_news_of(one, there.id)]
            order = shown.get(there.original_order_id)
            if order is None or not told:
                continue
            steps, newest = reached[there.id], max(map(datetime.fromisoformat, told))
            heard = max(1, sum(one.at <= newest for one in steps))
            if order.status not in _explained(order, [one.state for one in steps], heard):
                wrong.append(f"{there.id} is {steps[-1].state}, and Ordo shows {order.status}")
        return wrong


def _explained(order: Order, states: Sequence[State], heard: int) -> frozenset[str]:
    """What Ordo may show when it has heard of the first `heard` states, or of more."""
    lasts = range(heard, len(states) + 1)
    return frozenset().union(*(ledger.may_show(order.terms, states[:last]) for last in lasts))


def stock_that_does_not_add_up(story: Story) -> list[str]:
    """What came in must lie there or be shipped, and what is promised to nobody must be sellable.

    The look goes through the API that misfortune strikes; so whatever is still armed in Flourish is removed.
    """
    books = Books.of(story)
    story.flourish.control.disarm()
    came_in, shipped, promised = _came_in(books), _ordered(books, _SHIPPED), _ordered(books, _PROMISED)
    wrong = []
    for item in story.items:
        rows = story.api.summary(story.facility.id, item.sku)
        there = (sum(row.qty for row in rows), sum(row.sellable_qty for row in rows))
        right = (came_in[item.id] - shipped[item.id], came_in[item.id] - promised[item.id])
        if there != right:
            wrong.append(f"{item.sku} has {there} there and sellable, and should have {right}")
    return wrong


def _came_in(books: Books) -> Mapping[str, Decimal]:
    """What was counted into the stock, by item."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for entry in books.of_flourish:
        if entry.kind == "request" and entry.path == _ADJUSTMENTS and entry.status in _TAKEN:
            assert isinstance(entry.body, dict)
            sums[str(entry.body["item_id"])] += Decimal(str(entry.body["adjustment_qty"]))
    return sums


def _ordered(books: Books, statuses: Collection[str]) -> Mapping[str, Decimal]:
    """What is on orders in these statuses, by item."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for order in books.in_flourish:
        for line in order.order_lines:
            if order.order_status in statuses:
                sums[line.item_id] += line.order_qty
    return sums


def _hit_a_call(entry: Entry) -> bool:
    return entry.kind == "fault" and not entry.delivery


def _took_news_of(entry: Entry, order_id: str) -> bool:
    if entry.kind != "delivery" or entry.topic != ABOUT_ORDERS or entry.status not in _TAKEN:
        return False
    data = entry.body.get("data") if isinstance(entry.body, dict) else None
    return isinstance(data, dict) and data.get("id") == order_id


def expect_no(story: Story, *findings: Finding, expected: str) -> None:
    """No order of the seller has any of these findings."""
    wrong = [one for one in Books.of(story).accounts() if one.findings & set(findings)]
    names = ", ".join(f"{one.in_ordo.order_id} ({', '.join(sorted(one.findings))})" for one in wrong)
    story.expect(not wrong, expected, f"it is otherwise with {names}")


@then("Flourish has every confirmed order once and no other")
def _each_once(story: Story) -> None:
    expected = "every confirmed order in Flourish once, and no other"
    expect_no(story, Finding.DOUBLED, Finding.LOST, Finding.UNASKED, expected=expected)


@then("no order has gone back in Ordo")
def _none_went_back(story: Story) -> None:
    expect_no(story, Finding.WENT_BACK, expected="no order to go back in Ordo")


@then("Ordo shows every order as Flourish has it")
def _all_alike(story: Story) -> None:
    expected = "every order in Ordo as Flourish has it"
    expect_no(story, Finding.OTHER_STATUS, Finding.OTHER_LINES, expected=expected)


@then("Flourish's stock adds up")
def _stock(story: Story) -> None:
    wrong = stock_that_does_not_add_up(story)
    story.expect(not wrong, "Flourish's stock to add up", "; ".join(wrong))


@then("every message that the engine took has had its effect")
def _heeded(story: Story) -> None:
    wrong = Books.of(story).unheeded_messages()
    story.expect(not wrong, "every message that the engine took to show in Ordo", "; ".join(wrong))
