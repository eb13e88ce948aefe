"""The script of the demo: the documented workflow, step by step, with what each step must end in.

The order of the steps is that of "Ordo Flourish Setup And Workflow" (article A); the rule ids say which
sentence of it a step shows. People act through the screens and APIs that everybody uses, then everything
arrives (`settle`), then they look.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from harness.clients.ordo_shapes import Buyer
from harness.demo.state import Demo, OffScriptError
from harness.steps.context import setup
from harness.steps.context.records import OrderUnderTest
from harness.steps.context.warehouse import half_of

BRAND, OTHER_BRAND = "Juniper Farms", "Another Brand"
PRE_ROLL, FLOWER = "PREROLL-1G", "FLOWER-EIGHTH"
BUYER = Buyer(name="Harbor Dispensary", license_number="LIC-HARBOR-1")


@dataclass(frozen=True, slots=True)
class Check:
    what: str
    expected: str
    shown: str

    @property
    def holds(self) -> bool:
        return self.expected == self.shown


Checks = Sequence[Check]


@dataclass(frozen=True, slots=True)
class Step:
    """One action of one person; `play` gives what both sides must show when everything has arrived."""

    who: str
    does: str
    rules: str
    play: Callable[[Demo], Checks]


def step(who: str, does: str, rules: str) -> Callable[[Callable[[Demo], Checks]], Step]:
    return lambda play: Step(who, does, rules, play)


@step("Flourish user", "adds four items: in stock, without stock, without a brand, of another brand", "I2 I3")
def add_items(demo: Demo) -> Checks:
    for brand in (BRAND, OTHER_BRAND):
        _ = demo.flourish.office.add_brand(brand).value
    _ = demo.flourish.office.add_destination(BUYER.name, BUYER.license_number).value
    catalogue: tuple[tuple[str, str, str | None, str, int | None], ...] = (
        (PRE_ROLL, "Pre-roll, one gram", BRAND, "8.25", 100),
        ("GUMMY-10", "Gummies, ten pieces", BRAND, "14.50", None),
        (FLOWER, "Flower, one eighth", None, "32.00", 20),
        ("OIL-30ML", "Oil, 30 ml", OTHER_BRAND, "40.00", 5),
    )
    for sku, name, item_brand, price, quantity in catalogue:
        stock = None if quantity is None else Decimal(quantity)
        setup.add_item(
            demo.context, brand=item_brand, stock=stock, sku=sku, item_name=name, price=Decimal(price)
        )
    demo.settle()
    return _catalogue(demo)


@step("Ordo admin", "adds the brand with its logo", "S1")
def add_brand(demo: Demo) -> Checks:
    setup.add_brand(demo.context, BRAND)
    demo.settle()
    shown = ", ".join(brand.name for brand in demo.ordo.admin.brands().brands)
    return [Check("brands in Ordo", BRAND, shown)]


@step("Ordo admin", "adds the license of the Flourish facility", "S2")
def add_license(demo: Demo) -> Checks:
    setup.add_license(demo.context)
    demo.settle()
    return [Check("licenses in Ordo", "1", str(len(demo.ordo.admin.licenses().licenses)))]


@step("Flourish user", "generates an External API key", "S3")
def generate_key(demo: Demo) -> Checks:
    """It is shown when it is made, and not in the list."""
    demo.context.connection.key = demo.flourish.office.create_api_key().value.data
    demo.settle()
    again = demo.context.connection.key.api_key in bytes(demo.flourish.office.api_keys().value.data).decode()
    shown = "again" if again else "once" if demo.context.connection.key.api_key else "never"
    return [Check("key shown", "once", shown)]


@step("Ordo admin", "saves the API username and key", "S4 S5")
def connect(demo: Demo) -> Checks:
    if setup.save_integration(demo.context).value.webhook is None:
        raise OffScriptError("Ordo gave no webhook data for the saved credentials")
    demo.settle()
    shown = "connected" if demo.ordo.admin.integration().connected else "not connected"
    return [Check("integration in Ordo", "connected", shown)]


@step("Flourish user", "adds the webhook with the data from Ordo, and saves", "S6")
def add_webhook(demo: Demo) -> Checks:
    form = setup.webhook_form(demo.context, saved=False)
    endpoint = demo.flourish.office.add_webhook_endpoint(form).value.data
    saved = demo.flourish.office.save_webhook_endpoint(endpoint).accepted
    demo.settle()
    return [Check("webhook in Flourish", "saved", "saved" if saved else "a draft")]


@step("Ordo admin", "syncs the inventory", "I1 I2 I3")
def sync(demo: Demo) -> Checks:
    _sync(demo)
    return _catalogue(demo, "GUMMY-10 0", "PREROLL-1G 100")


@step("Flourish user", "gives the item without a brand its brand, and saves", "I4")
def add_missing_brand(demo: Demo) -> Checks:
    setup.edit_item(demo.context, demo.index_of(FLOWER), brand=BRAND)
    demo.settle()
    return _catalogue(demo, "GUMMY-10 0", "PREROLL-1G 100")


@step("Ordo admin", "syncs again", "I4")
def sync_again(demo: Demo) -> Checks:
    _sync(demo)
    return _catalogue(demo, "FLOWER-EIGHTH 20", "GUMMY-10 0", "PREROLL-1G 100")


@step("Flourish user", "adjusts the inventory of the pre-roll by 50", "I5")
def adjust_inventory(demo: Demo) -> Checks:
    setup.stock_up(demo.context, demo.context.catalogue.items[demo.index_of(PRE_ROLL)], Decimal(50))
    demo.settle()
    return _catalogue(demo, "FLOWER-EIGHTH 20", "GUMMY-10 0", "PREROLL-1G 150")


@step("Sales rep", "makes a cash order for 10 pre-rolls", "O1")
def make_cash_order(demo: Demo) -> Checks:
    return _make_order(demo, _form({"terms": "Cash"}, 10))


@step("Sales rep", "makes an order on net terms for 20 pre-rolls", "O1")
def make_net_terms_order(demo: Demo) -> Checks:
    return _make_order(demo, _form({"terms": "Net Terms", "net_days": 30}, 20))


@step("Sales rep", "clicks Confirm", "O2 O3")
def confirm(demo: Demo) -> Checks:
    _ = demo.ordo.rep.confirm_order(demo.context.order.order_id).value
    demo.settle()
    return _statuses(demo, "Awaiting Delivery", "Created", "Awaiting Payment")


@step("Sales rep", "tries to edit the order", "O4")
def try_to_edit(demo: Demo) -> Checks:
    changed = _form({"terms": "Cash"}, 99)
    accepted = demo.ordo.rep.change_order(demo.context.order.order_id, changed).accepted
    demo.settle()
    return [Check("the edit", "refused", "accepted" if accepted else "refused")]


@step("Warehouse", "changes the quantity to 12", "O5")
def change_quantity(demo: Demo) -> Checks:
    changed = {"sku": PRE_ROLL, "order_qty": 12, "unit_price": Decimal("8.25")}
    _ = demo.flourish.desk.edit(demo.flourish_order.id, {"order_lines": [changed]}).value
    demo.settle()
    [line] = demo.context.in_ordo().lines
    return [Check("quantity in Ordo", "12", f"{line.quantity.normalize():f}")]


@step("Warehouse", "allocates", "O5")
def allocate(demo: Demo) -> Checks:
    _ = demo.flourish.desk.allocate(demo.flourish_order.id).value
    demo.settle()
    return _statuses(demo, "Awaiting Delivery", "Allocated", "Awaiting Payment")


@step("Warehouse", "ships", "O6 O7")
def ship_for_cash(demo: Demo) -> Checks:
    _ship(demo)
    return _statuses(demo, "Paid", "Shipped", "Awaiting Payment")


@step("Warehouse", "ships", "O6 O8")
def ship_on_net_terms(demo: Demo) -> Checks:
    _ship(demo)
    return _statuses(demo, "Delivered (Collect Payment)", "Shipped", "Awaiting Payment")


@step("Flourish user", "records a partial payment", "O9")
def pay_a_part(demo: Demo) -> Checks:
    order = demo.flourish_order
    _ = demo.flourish.desk.pay(order.id, half_of(order.total_price)).value
    demo.settle()
    return _statuses(demo, "Delivered (Collect Payment)", "Shipped", "Partially Paid")


@step("Flourish user", "records the rest", "O8")
def pay_the_rest(demo: Demo) -> Checks:
    order = demo.flourish_order
    _ = demo.flourish.desk.pay(order.id, order.total_price - order.total_paid).value
    demo.settle()
    return _statuses(demo, "Paid", "Shipped", "Paid")


CHAPTERS: Mapping[str, Sequence[Step]] = {
    "What Flourish has": (add_items,),
    "Integration setup": (add_brand, add_license, generate_key, connect, add_webhook),
    "Inventory sync": (sync, add_missing_brand, sync_again, adjust_inventory),
    "A cash order": (make_cash_order, confirm, try_to_edit, change_quantity, allocate, ship_for_cash),
    "A net terms order": (
        make_net_terms_order,
        confirm,
        allocate,
        ship_on_net_terms,
        pay_a_part,
        pay_the_rest,
    ),
}
"""The sections of the article."""


def _catalogue(demo: Demo, *expected: str) -> Checks:
    """What Ordo's inventory must hold: SKU and sellable quantity."""
    items = sorted(demo.ordo.rep.inventory(), key=lambda item: item.sku)
    shown = ", ".join(f"{item.sku} {item.sellable_qty.normalize():f}" for item in items)
    return [Check("Ordo's inventory", ", ".join(expected), shown)]


def _statuses(demo: Demo, ordo: str, flourish: str, payment: str) -> Checks:
    """What both sides must show of the order."""
    theirs = demo.flourish_order
    return [
        Check("Ordo", ordo, demo.context.in_ordo().status_label),
        Check("Flourish", flourish, theirs.order_status),
        Check("payment in Flourish", payment, theirs.payment_status),
    ]


def _sync(demo: Demo) -> None:
    """Click sync in Ordo's inventory, and wait until it has run."""
    setup.sync(demo.context)
    state = setup.finish_sync(demo.context).state
    if state != "succeeded":
        raise OffScriptError(f"the inventory sync ended as {state}")
    demo.settle()


def _ship(demo: Demo) -> None:
    _ = demo.flourish.desk.ship(demo.flourish_order.id).value
    demo.settle()


def _make_order(demo: Demo, form: Mapping[str, object]) -> Checks:
    """A new order is Ordo's own affair (O1)."""
    order_id = demo.ordo.rep.add_order(form).value.order_id
    demo.context.orders.made.append(OrderUnderTest(order_id=order_id))
    demo.settle()
    return [
        Check("Ordo", "Pending", demo.context.in_ordo().status_label),
        Check("orders in Flourish", "0", str(len(demo.context.all_in_flourish()))),
    ]


def _form(terms: Mapping[str, object], quantity: int) -> Mapping[str, object]:
    buyer = {"name": BUYER.name, "license_number": BUYER.license_number}
    return {**terms, "buyer": buyer, "lines": [{"sku": PRE_ROLL, "quantity": quantity}]}
