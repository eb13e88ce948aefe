"""What the explorer can do, as data: sentences that the step definitions know, and when each makes sense."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.ordo_shapes import Order
from harness.report.expected_status import OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the latest order stands; Flourish may not have it."""

    in_ordo: Order
    there: OutboundOrder | None
    notified: bool
    """Whether Ordo's first confirmation has come to its end."""

    @property
    def pending(self) -> bool:
        """Whether the rep can edit and confirm it."""
        return self.in_ordo.status == "Pending" and not self.in_ordo.sending

    @property
    def status(self) -> str:
        """Where it is in Flourish; empty when it is not there."""
        return self.there.order_status if self.there else ""

    @property
    def payment(self) -> str:
        """Its payment status in Flourish."""
        return self.there.payment_status if self.there else ""


Sense = Callable[[Look], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A sentence, and when it makes sense."""

    sentence: str
    sense: Sense = lambda _look: True


def _act(sentence: str, sense: Sense = lambda _look: True) -> Act:
    return Act(sentence=sentence, sense=sense)


def _open(look: Look) -> bool:
    return look.status in OPEN


def _unpaid(look: Look) -> bool:
    return look.payment == "Awaiting Payment" and look.status != "Cancelled"


BEGINNINGS: Sequence[str] = (
    "a Net Terms order awaiting delivery",
    "a Cash order awaiting delivery",
    "a pending order",
    "a pending Cash order",
    "a pending order of several items",
)
"""How a run begins; nothing has gone wrong yet."""

ANOTHER: Sequence[str] = ("a pending order", "a pending Cash order")
MOST_OTHERS = 2

CONFIRM = "the rep has confirmed the order"
CONFIRMS = _act(CONFIRM, lambda look: look.pending)
OF_THE_REP: Sequence[Act] = (
    _act("the rep has changed the quantity of the order", lambda look: look.pending),
    _act("the rep has clicked Confirm again", lambda look: look.in_ordo.revision > 0),
    _act("the rep has tried to change the quantity of the order", lambda look: not look.pending),
)

NEW_ITEM = "the warehouse has added an item to the order"
WITH_THE_GOODS: Sequence[Act] = (
    _act("the warehouse has shipped the order", lambda look: look.status in {"Created", "Allocated"}),
    _act("the warehouse has cancelled the order", _open),
    _act("the warehouse has allocated part of the order", lambda look: look.status == "Created"),
    _act(
        "the warehouse has allocated the order",
        lambda look: look.status in {"Created", "Partially Allocated"},
    ),
    _act(
        "the warehouse has taken the allocation back",
        lambda look: look.status in {"Partially Allocated", "Allocated"},
    ),
)

WITH_THE_MONEY: Sequence[Act] = (
    _act("the warehouse has recorded a payment of one cent", _unpaid),
    _act("the warehouse has recorded a payment of half the total", _unpaid),
    _act(
        "the warehouse has been paid in full",
        lambda look: look.payment in {"Awaiting Payment", "Partially Paid"} and look.status != "Cancelled",
    ),
    _act("the warehouse has refunded half the total", lambda look: look.payment == "Paid"),
)

WITH_THE_LINES: Sequence[Act] = (
    _act("the warehouse has changed the quantity of the order", _open),
    _act("the warehouse has changed a price of the order", _open),
    _act("the warehouse has added a charge to the order", _open),
    _act(NEW_ITEM, _open),
    _act(
        "the warehouse has taken an item out of the order",
        lambda look: _open(look) and look.there is not None and len(look.there.order_lines) > 1,
    ),
)

SYNC = "the admin has asked for a sync"
WITH_THE_STOCK: Sequence[Act] = (
    _act("the warehouse has adjusted the item's inventory"),
    _act(SYNC),
)

_NOT_SENT: Sense = lambda look: look.pending  # noqa: E731 - reads like the others

WITH_THE_ORDER: Sequence[Act] = (
    *(
        _act(f"Flourish will meet the order with {trouble}", _NOT_SENT)
        for trouble in (
            "an answer that gets lost",
            "an internal error",
            "an internal error three times in a row",
            "an overload that asks for patience",
            "a broken connection",
            "no answer at all",
            "a garbled answer",
            "half an answer",
            "an answer that makes no sense",
            "an answer that gets lost and then an internal error",
        )
    ),
    _act("every message from Ordo arrives twice", _NOT_SENT),
    _act("Ordo's next confirmation comes half an hour late", _NOT_SENT),
    _act("Ordo's next confirmation carries a wrong signature the first time it is sent", _NOT_SENT),
)
"""Strikes an order that is confirmed next."""

TROUBLES: Sequence[Act] = (
    *(
        _act(f"Flourish will answer the {which} call with {trouble}")
        for which in ("first", "second", "third")
        for trouble in ("an internal error", "a broken connection", "an answer that gets lost")
    ),
    *(
        _act(f"Ordo will answer the engine's next call with {trouble}")
        for trouble in ("an internal error", "a broken connection", "an answer that gets lost")
    ),
)
"""Each strikes a few times and is over."""

FLOURISH_DOWN, FLOURISH_UP = "Flourish is down", "Flourish came up again"
ORDO_DOWN, ORDO_UP = "Ordo is down for the engine", "Ordo came up again"
OUTAGES: Sequence[tuple[str, str]] = ((FLOURISH_DOWN, FLOURISH_UP), (ORDO_DOWN, ORDO_UP))

DIES = "the engine has died and is back"
RESTARTS: Sequence[Act] = (
    _act(DIES),
    _act("the engine has been stopped and started again"),
    _act("the engine died when the rep confirmed the order, and is back", lambda look: look.pending),
    *(
        _act(f"the engine died when the warehouse {action}, and is back", sense)
        for action, sense in (
            ("changed the quantity of the order", _open),
            ("allocated the order", lambda look: look.status in {"Created", "Partially Allocated"}),
            ("shipped the order", lambda look: look.status in {"Created", "Allocated"}),
            ("cancelled the order", _open),
        )
    ),
)
"""The end and the beginning of the engine's process; for labs where it has one of its own."""

MOST_RESTARTS = 2

ON_THE_WAY: Sequence[Act] = (
    _act("every message about the order is lost"),
    _act("the next message about the order is lost"),
    _act("no message from Flourish arrives"),
    _act("every message from Flourish arrives twice"),
    _act("the next message about the order comes a day late"),
    _act("the next message about the order is overtaken by the one after it"),
    _act("the next message about the order carries a wrong signature the first time it is sent"),
    _act("every message about the order carries a wrong header"),
    _act("Flourish's messages are held back"),
)
"""What happens to Flourish's messages."""

ONCE_MORE: Sequence[Act] = (
    _act("the held messages have arrived newest first"),
    _act("the held messages have arrived oldest first"),
    _act("every message about the order has arrived again"),
    _act("Ordo's first confirmation has arrived again", lambda look: look.notified),
)
"""Messages of before arrive now."""

TIMES: Sequence[str] = ("half an hour has passed", "an hour has passed", "a day has passed")
IN_THE_END = "an hour passes"


AS_A_WHEN: Mapping[str, str] = {
    CONFIRM: "the rep confirms the order",
    "the warehouse has shipped the order": "the warehouse ships the order",
    "the warehouse has cancelled the order": "the warehouse cancels the order",
    "the warehouse has allocated part of the order": "the warehouse allocates part of the order",
    "the warehouse has allocated the order": "the warehouse allocates the order",
    "the warehouse has taken the allocation back": "the warehouse takes the allocation back",
    "the warehouse has recorded a payment of one cent": "the warehouse records a payment of one cent",
    "the warehouse has recorded a payment of half the total": (
        "the warehouse records a payment of half the total"
    ),
    "the warehouse has been paid in full": "the warehouse marks the order as fully paid",
    "the warehouse has refunded half the total": "the warehouse refunds half the total",
    "the warehouse has changed the quantity of the order": "the warehouse changes the quantity of the order",
    "the warehouse has changed a price of the order": "the warehouse changes a price of the order",
    "the warehouse has added a charge to the order": "the warehouse adds a charge to the order",
    NEW_ITEM: "the warehouse adds an item to the order",
    "the warehouse has taken an item out of the order": "the warehouse takes an item out of the order",
    "the held messages have arrived newest first": "the held messages arrive newest first",
    "the held messages have arrived oldest first": "the held messages arrive oldest first",
    "every message about the order has arrived again": "every message about the order arrives again",
    "Ordo's first confirmation has arrived again": "Ordo's first confirmation arrives again",
    "the warehouse has adjusted the item's inventory": "the warehouse adjusts the item's inventory",
    SYNC: "the admin tries to sync the inventory",
    "half an hour has passed": "half an hour passes",
    "an hour has passed": IN_THE_END,
    "a day has passed": "a day passes",
}
"""How a sentence reads when it is what a scenario is about."""


def _sentences(*acts: Act) -> frozenset[str]:
    return frozenset(act.sentence for act in acts)


KINDS: Mapping[str, frozenset[str]] = {
    "beginnings and further orders": frozenset({*BEGINNINGS, *ANOTHER}),
    "the rep acts": _sentences(*OF_THE_REP, CONFIRMS),
    "the warehouse moves goods": _sentences(*WITH_THE_GOODS),
    "the warehouse takes or returns money": _sentences(*WITH_THE_MONEY),
    "the warehouse edits the order": _sentences(*WITH_THE_LINES),
    "stock is counted or synced": _sentences(*WITH_THE_STOCK),
    "calls meet faults": _sentences(*WITH_THE_ORDER, *TROUBLES),
    "messages meet faults": _sentences(*ON_THE_WAY),
    "messages arrive late or again": _sentences(*ONCE_MORE),
    "one side goes down or comes up": frozenset(sentence for pair in OUTAGES for sentence in pair),
    "the engine ends and begins again": _sentences(*RESTARTS),
    "time passes": frozenset(TIMES),
}
"""All that it can say in a Given, by what it is about."""


def every_sentence() -> Iterator[tuple[str, str]]:
    """All that it can say."""
    for sentence in sorted(frozenset[str]().union(*KINDS.values())):
        yield "given", sentence
    for sentence in AS_A_WHEN.values():
        yield "when", sentence
    for expectation in EXPECTATIONS:
        yield "then", expectation


EXPECTATIONS: Sequence[str] = (
    "Flourish has every confirmed order once and no other",
    "no order has gone back in Ordo",
    "Ordo shows every order as Flourish has it",
    "Flourish's stock adds up",
    "every message that the engine took has had its effect",
)
"""What must hold for all orders together."""
