"""Making orders in Ordo and bringing them to where a scenario starts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from harness.clients.ordo import OrdoScreens
from harness.clients.ordo_shapes import Buyer, Order
from harness.clients.wire import Reply
from harness.steps.context import order_rows, setup
from harness.steps.context.records import OrderUnderTest
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.typed_items import TypedItem, TypedPack
from harness.steps.context.typed_orders import TypedLine, TypedOrder, moved_to, paid_in_full

QUANTITY = Decimal(3)
TERMS = "Net Terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as the rep enters it; what is None is left to Ordo."""

    item: TypedItem
    quantity: Decimal = QUANTITY
    unit_price: Decimal | None = None
    discount: Decimal | None = None

    def typed(self) -> TypedLine:
        return TypedLine(
            item_id=self.item.id,
            sku=self.item.sku,
            item_name=self.item.item_name,
            quantity=self.quantity,
            unit_price=self.item.price if self.unit_price is None else self.unit_price,
            discount=self.discount or Decimal(0),
            price_left_to_ordo=self.unit_price is None,
        )


def line_of_packs(item: TypedItem, pack: TypedPack, quantity: Decimal) -> TypedLine:
    """A line of an item's packs at the price of the pack."""
    return TypedLine(
        item_id=item.id,
        item_name=item.item_name,
        variation_id=pack.id,
        sku=pack.sku or "",
        quantity=quantity,
        unit_price=pack.unit_price,
        price_left_to_ordo=True,
    )


def fill_in(
    context: ScenarioContext,
    terms: str,
    lines: Sequence[Line] = (),
    *,
    buyer: Buyer | None = None,
    notes: str = "",
) -> TypedOrder:
    """The order form, filled in: by default all items of the seller for the buyer that both sides know."""
    chosen = buyer or context.orders.buyer
    assert chosen is not None, "the seller has to have a buyer before"
    return TypedOrder(
        terms=terms,
        net_days=30 if terms == "Net Terms" else None,
        buyer=chosen,
        lines=tuple(line.typed() for line in lines or [Line(item=item) for item in context.catalogue.items]),
        notes=notes or context.fake_data.sentence(),
    )


def save(context: ScenarioContext, typed: TypedOrder, rep: OrdoScreens | None = None) -> None:
    """The rep, or another, saves a new order."""
    made = (rep or context.ordo.rep).add_order(typed.form()).value
    tax_rate = context.connection.tax_rate
    order = OrderUnderTest(order_id=made.order_id, typed=typed, tax_rate=tax_rate, before=made)
    context.orders.made.append(order)


def save_edit(context: ScenarioContext, typed: TypedOrder, who: str = "rep") -> Reply[Order]:
    """Somebody opens the order's form, types something else and saves it."""
    screens = context.screens(who)
    return save_opened(context, screens, typed, screens.order(context.order.order_id).version)


def save_opened(
    context: ScenarioContext, screens: OrdoScreens, typed: TypedOrder, version: int
) -> Reply[Order]:
    """Somebody saves the form that they opened when the order had this version."""
    order = context.order
    reply = screens.change_order(order.order_id, {**typed.form(), "version": version})
    if reply.accepted:
        order.typed = typed
    return reply


def make(
    context: ScenarioContext, terms: str = TERMS, lines: Sequence[Line] = (), buyer: Buyer | None = None
) -> None:
    """The rep makes an order."""
    setup.trade(context)
    save(context, fill_in(context, terms, lines, buyer=buyer))


def confirm(context: ScenarioContext, rep: OrdoScreens | None = None) -> Reply[Order]:
    """The rep, or another, clicks Confirm."""
    order = context.order
    reply = (rep or context.ordo.rep).confirm_order(order.order_id)
    if reply.accepted:
        order.typed = replace(order.as_typed, confirmed_at=reply.value.confirmed_at)
    return reply


def make_and_confirm(
    context: ScenarioContext, terms: str = TERMS, lines: Sequence[Line] = (), buyer: Buyer | None = None
) -> None:
    """The rep makes an order and confirms it."""
    make(context, terms, lines, buyer)
    _ = confirm(context).value


def await_delivery(context: ScenarioContext, terms: str = TERMS, *, items: int = 1) -> None:
    """An order has reached Flourish and awaits delivery."""
    setup.trade(context, items=items)
    make_and_confirm(context, terms)
    reach(context, "Awaiting Delivery")


def reach(context: ScenarioContext, status: str) -> None:
    """The order has the status, and both sides have it as it was typed; to begin with."""
    seen = context.in_ordo()
    context.expect(seen.status == status, f"the order to be {status} to begin with", f"it is {seen.status}")
    context.order.before = seen
    there = context.all_in_flourish()
    context.expect(len(there) == 1, "one order in Flourish to begin with", f"it has {len(there)}")
    context.order.flourish_before, context.order.flourish_id = there[0], there[0].id
    order_rows.expect_in_flourish(context, context.order, there[0], assumed=False)
    order_rows.expect_in_ordo(context, context.order, seen, assumed=False)


def ship(context: ScenarioContext, order: OrderUnderTest | None = None) -> None:
    """The warehouse ships an order; Flourish wants it allocated before."""
    order = order or context.order
    desk, order_id = context.flourish.desk, context.flourish_id(order)
    if desk.order(order_id).order_status == "Created":
        _ = desk.allocate(order_id).value
    _ = desk.ship(order_id).value
    order.done.append(moved_to("Shipped"))


def mark_as_fully_paid(context: ScenarioContext, order: OrderUnderTest) -> None:
    """The warehouse marks an order as fully paid."""
    _ = context.flourish.desk.mark_as_fully_paid(context.flourish_id(order)).value
    order.done.append(paid_in_full)


def cancel(context: ScenarioContext, order: OrderUnderTest) -> None:
    """The warehouse cancels an order."""
    _ = context.flourish.desk.cancel(context.flourish_id(order)).value
    order.done.append(moved_to("Cancelled"))


def bring_to(context: ScenarioContext, terms: str, status: str) -> None:
    """An order has the status in Ordo, by the shortest way there."""
    await_delivery(context, terms)
    if status in {"Delivered", "Paid"}:
        ship(context)
        context.settle()
    if status == "Paid" and terms == "Net Terms":
        mark_as_fully_paid(context, context.order)
    if status == "Cancelled":
        cancel(context, context.order)
    reach(context, status)
