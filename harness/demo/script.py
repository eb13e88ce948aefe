"""The script of the demo: the documented workflow, step by step, with what each step must end in.

The order of the steps is that of "Ordo Flourish Setup And Workflow" (article A); the rule ids say which
sentence of it a step shows. What the people do is in `actions`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harness.demo import actions
from harness.demo.state import Demo


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Something that must be so after a step."""

    what: str
    expected: str
    shown: str

    @property
    def holds(self) -> bool:
        return self.expected == self.shown


@dataclass(frozen=True, slots=True)
class Step:
    """One action of one person, and what both sides must show when everything has arrived."""

    who: str
    does: str
    rules: str
    action: Callable[[Demo], None]
    ends: Callable[[Demo], Sequence[Check]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the article."""

    title: str
    steps: Sequence[Step]


def shows(what: str, expected: str, look: Callable[[Demo], str]) -> Callable[[Demo], Sequence[Check]]:
    """One thing that one side must show."""
    return lambda demo: (Check(what=what, expected=expected, shown=look(demo)),)


def statuses(ordo: str, flourish: str, payment: str) -> Callable[[Demo], Sequence[Check]]:
    """What both sides must show of the order."""

    def ends(demo: Demo) -> Sequence[Check]:
        theirs = demo.flourish_order
        return (
            Check(what="Ordo", expected=ordo, shown=demo.context.in_ordo().status_label),
            Check(what="Flourish", expected=flourish, shown=theirs.order_status),
            Check(what="payment in Flourish", expected=payment, shown=theirs.payment_status),
        )

    return ends


def pending(demo: Demo) -> Sequence[Check]:
    """A new order is Ordo's own affair (O1)."""
    return (
        Check(what="Ordo", expected="Pending", shown=demo.context.in_ordo().status_label),
        Check(what="orders in Flourish", expected="0", shown=str(len(demo.context.all_in_flourish()))),
    )


def catalogue(*expected: str) -> Callable[[Demo], Sequence[Check]]:
    """What Ordo's inventory must hold: SKU and sellable quantity."""
    return shows("Ordo's inventory", ", ".join(expected), actions.inventory_in_ordo)


CATALOGUE = Chapter(
    "What Flourish has",
    (
        Step(
            "Flourish user",
            "adds four items: in stock, without stock, without a brand, of another brand",
            "I2 I3",
            actions.add_items,
            catalogue(),
        ),
    ),
)

SETUP = Chapter(
    "Integration setup",
    (
        Step(
            "Ordo admin",
            "adds the brand with its logo",
            "S1",
            actions.add_brand,
            shows("brands in Ordo", actions.BRAND, actions.brands_in_ordo),
        ),
        Step(
            "Ordo admin",
            "adds the license of the Flourish facility",
            "S2",
            actions.add_license,
            shows("licenses in Ordo", "1", actions.licenses_in_ordo),
        ),
        Step(
            "Flourish user",
            "generates an External API key",
            "S3",
            actions.generate_key,
            shows("key shown", "once", actions.key_shown),
        ),
        Step(
            "Ordo admin",
            "saves the API username and key",
            "S4 S5",
            actions.connect,
            shows("integration in Ordo", "connected", actions.connection_in_ordo),
        ),
        Step(
            "Flourish user",
            "adds the webhook with the data from Ordo, and saves",
            "S6",
            actions.add_webhook,
            shows("webhook in Flourish", "saved", actions.webhook_in_flourish),
        ),
    ),
)

INVENTORY = Chapter(
    "Inventory sync",
    (
        Step(
            "Ordo admin",
            "syncs the inventory",
            "I1 I2 I3",
            actions.sync,
            catalogue("GUMMY-10 0", "PREROLL-1G 100"),
        ),
        Step(
            "Flourish user",
            "gives the item without a brand its brand, and saves",
            "I4",
            actions.add_missing_brand,
            catalogue("GUMMY-10 0", "PREROLL-1G 100"),
        ),
        Step(
            "Ordo admin",
            "syncs again",
            "I4",
            actions.sync,
            catalogue("FLOWER-EIGHTH 20", "GUMMY-10 0", "PREROLL-1G 100"),
        ),
        Step(
            "Flourish user",
            "adjusts the inventory of the pre-roll by 50",
            "I5",
            actions.adjust_inventory,
            catalogue("FLOWER-EIGHTH 20", "GUMMY-10 0", "PREROLL-1G 150"),
        ),
    ),
)

CONFIRM = Step(
    "Sales rep",
    "clicks Confirm",
    "O2 O3",
    actions.confirm,
    statuses("Awaiting Delivery", "Created", "Awaiting Payment"),
)
ALLOCATE = Step(
    "Warehouse",
    "allocates",
    "O5",
    actions.allocate,
    statuses("Awaiting Delivery", "Allocated", "Awaiting Payment"),
)

CASH = Chapter(
    "A cash order",
    (
        Step("Sales rep", "makes a cash order for 10 pre-rolls", "O1", actions.make_cash_order, pending),
        CONFIRM,
        Step(
            "Sales rep",
            "tries to edit the order",
            "O4",
            actions.try_to_edit,
            shows("the edit", "refused", actions.edit_outcome),
        ),
        Step(
            "Warehouse",
            "changes the quantity to 12",
            "O5",
            actions.change_quantity,
            shows("quantity in Ordo", "12", actions.quantity_in_ordo),
        ),
        ALLOCATE,
        Step("Warehouse", "ships", "O6 O7", actions.ship, statuses("Paid", "Shipped", "Awaiting Payment")),
    ),
)

NET_TERMS = Chapter(
    "A net terms order",
    (
        Step(
            "Sales rep",
            "makes an order on net terms for 20 pre-rolls",
            "O1",
            actions.make_net_terms_order,
            pending,
        ),
        CONFIRM,
        ALLOCATE,
        Step(
            "Warehouse",
            "ships",
            "O6 O8",
            actions.ship,
            statuses("Delivered (Collect Payment)", "Shipped", "Awaiting Payment"),
        ),
        Step(
            "Flourish user",
            "records a partial payment",
            "O9",
            actions.pay_a_part,
            statuses("Delivered (Collect Payment)", "Shipped", "Partially Paid"),
        ),
        Step(
            "Flourish user",
            "records the rest",
            "O8",
            actions.pay_the_rest,
            statuses("Paid", "Shipped", "Paid"),
        ),
    ),
)

CHAPTERS = (CATALOGUE, SETUP, INVENTORY, CASH, NET_TERMS)
