"""The script of the demo: the documented workflow, step by step, with what each step must end in.

The order of the steps is that of "Ordo Flourish Setup And Workflow" (article A); the rule ids say which
sentence of it a step shows. What the people do is in `demo_acts`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harness.demo import acts
from harness.demo.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Something that must be so after a step."""

    what: str
    expected: str
    shown: str

    @property
    def holds(self) -> bool:
        """Whether it is so."""
        return self.expected == self.shown


@dataclass(frozen=True, slots=True)
class Step:
    """One act of one person, and what both sides must show when everything has arrived."""

    who: str
    does: str
    rules: str
    act: Callable[[Stage], None]
    ends: Callable[[Stage], Sequence[Check]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the article."""

    title: str
    steps: Sequence[Step]


def ordo_shows(what: str, expected: str, look: Callable[[Stage], str]) -> Callable[[Stage], Sequence[Check]]:
    """One thing that one side must show."""
    return lambda stage: (Check(what=what, expected=expected, shown=look(stage)),)


def statuses(ordo: str, flourish: str, payment: str) -> Callable[[Stage], Sequence[Check]]:
    """What both sides must show of the story's order."""

    def ends(stage: Stage) -> Sequence[Check]:
        theirs = stage.flourish_order
        return (
            Check(what="Ordo", expected=ordo, shown=stage.ordo_order.status_label),
            Check(what="Flourish", expected=flourish, shown=theirs.order_status),
            Check(what="payment in Flourish", expected=payment, shown=theirs.payment_status),
        )

    return ends


def pending(stage: Stage) -> Sequence[Check]:
    """A new order is Ordo's own affair (O1)."""
    return (
        Check(what="Ordo", expected="Pending", shown=stage.ordo_order.status_label),
        Check(what="orders in Flourish", expected="0", shown=str(len(stage.flourish_orders()))),
    )


def catalogue(*expected: str) -> Callable[[Stage], Sequence[Check]]:
    """What Ordo's inventory must hold: SKU and sellable quantity."""
    return ordo_shows("Ordo's inventory", ", ".join(expected), acts.inventory_in_ordo)


CATALOGUE = Chapter(
    "What Flourish has",
    (
        Step(
            "Flourish user",
            "adds four items: in stock, without stock, without a brand, of another brand",
            "I2 I3",
            acts.add_items,
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
            acts.add_brand,
            ordo_shows("brands in Ordo", acts.BRAND, acts.brands_in_ordo),
        ),
        Step(
            "Ordo admin",
            "adds the license of the Flourish facility",
            "S2",
            acts.add_license,
            ordo_shows("licenses in Ordo", "1", acts.licenses_in_ordo),
        ),
        Step(
            "Flourish user",
            "generates an External API key",
            "S3",
            acts.generate_key,
            ordo_shows("key shown", "once", acts.key_shown),
        ),
        Step(
            "Ordo admin",
            "saves the API username and key",
            "S4 S5",
            acts.connect,
            ordo_shows("integration in Ordo", "connected", acts.connection_in_ordo),
        ),
        Step(
            "Flourish user",
            "adds the webhook with the data from Ordo, and saves",
            "S6",
            acts.add_webhook,
            ordo_shows("webhook in Flourish", "saved", acts.webhook_in_flourish),
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
            acts.sync,
            catalogue("GUMMY-10 0", "PREROLL-1G 100"),
        ),
        Step(
            "Flourish user",
            "gives the item without a brand its brand, and saves",
            "I4",
            acts.add_missing_brand,
            catalogue("GUMMY-10 0", "PREROLL-1G 100"),
        ),
        Step(
            "Ordo admin",
            "syncs again",
            "I4",
            acts.sync,
            catalogue("FLOWER-EIGHTH 20", "GUMMY-10 0", "PREROLL-1G 100"),
        ),
        Step(
            "Flourish user",
            "adjusts the inventory of the pre-roll by 50",
            "I5",
            acts.adjust_inventory,
            catalogue("FLOWER-EIGHTH 20", "GUMMY-10 0", "PREROLL-1G 150"),
        ),
    ),
)

CASH = Chapter(
    "A cash order",
    (
        Step("Sales rep", "makes a cash order for 10 pre-rolls", "O1", acts.make_cash_order, pending),
        Step(
            "Sales rep",
            "clicks Confirm",
            "O2 O3",
            acts.confirm,
            statuses("Awaiting Delivery", "Created", "Awaiting Payment"),
        ),
        Step(
            "Sales rep",
            "tries to edit the order",
            "O4",
            acts.try_to_edit,
            ordo_shows("the edit", "refused", acts.edit_outcome),
        ),
        Step(
            "Warehouse",
            "changes the quantity to 12",
            "O5",
            acts.change_quantity,
            ordo_shows("quantity in Ordo", "12", acts.quantity_in_ordo),
        ),
        Step(
            "Warehouse",
            "allocates",
            "O5",
            acts.allocate,
            statuses("Awaiting Delivery", "Allocated", "Awaiting Payment"),
        ),
        Step("Warehouse", "ships", "O6 O7", acts.ship, statuses("Paid", "Shipped", "Awaiting Payment")),
    ),
)

NET_TERMS = Chapter(
    "A net terms order",
    (
        Step(
            "Sales rep",
            "makes an order on net terms for 20 pre-rolls",
            "O1",
            acts.make_net_terms_order,
            pending,
        ),
        Step(
            "Sales rep",
            "clicks Confirm",
            "O2 O3",
            acts.confirm,
            statuses("Awaiting Delivery", "Created", "Awaiting Payment"),
        ),
        Step(
            "Warehouse",
            "allocates",
            "O5",
            acts.allocate,
            statuses("Awaiting Delivery", "Allocated", "Awaiting Payment"),
        ),
        Step(
            "Warehouse",
            "ships",
            "O6 O8",
            acts.ship,
            statuses("Delivered (Collect Payment)", "Shipped", "Awaiting Payment"),
        ),
        Step(
            "Flourish user",
            "records a partial payment",
            "O9",
            acts.pay_a_part,
            statuses("Delivered (Collect Payment)", "Shipped", "Partially Paid"),
        ),
        Step(
            "Flourish user", "records the rest", "O8", acts.pay_the_rest, statuses("Paid", "Shipped", "Paid")
        ),
    ),
)

CHAPTERS = (CATALOGUE, SETUP, INVENTORY, CASH, NET_TERMS)
