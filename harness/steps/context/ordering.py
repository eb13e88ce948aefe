"""Making orders in Ordo and bringing them to where a scenario starts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from harness.clients.flourish_shapes import Item
from harness.clients.ordo_shapes import Buyer, Order
from harness.clients.wire import Reply
from harness.steps.context import setup
from harness.steps.context.records import OrderUnderTest
from harness.steps.context.scenario_context import ScenarioContext

QUANTITY = Decimal(3)
TERMS = "Net Terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as the rep enters it; what is None is left to Ordo."""

    item: Item
    quantity: Decimal = QUANTITY
    unit_price: Decimal | None = None
    discount: Decimal | None = None


def form(
    context: ScenarioContext,
    terms: str,
    lines: Sequence[Line] = (),
    *,
    buyer: Buyer | None = None,
    notes: str = "",
) -> dict[str, object]:
    """The order form, filled in: by default all items of the seller for the buyer that both sides know."""
    chosen = buyer or context.orders.buyer
    assert chosen is not None, "the seller has to have a buyer before"
    net_days = 30 if terms == "Net Terms" else None
    entered = [
        _entered(line.item.sku, line.quantity, line.unit_price, line.discount)
        for line in lines or [Line(item=item) for item in context.catalogue.items]
    ]
    return _form(terms, net_days, chosen, entered, notes or context.fake_data.sentence())


def form_of(order: Order, *, buyer: Buyer | None = None) -> dict[str, object]:
    """The order form as Ordo opens it for an edit; `buyer` is another one, chosen instead."""
    lines = [_entered(line.sku, line.quantity, line.unit_price, line.discount) for line in order.lines]
    opened = _form(order.terms, order.net_days, buyer or order.buyer, lines, order.notes)
    return {**opened, "version": order.version}


def _form(
    terms: str, net_days: int | None, buyer: Buyer, lines: Sequence[Mapping[str, object]], notes: str | None
) -> dict[str, object]:
    return {
        "terms": terms,
        "net_days": net_days,
        "buyer": {"name": buyer.name, "license_number": buyer.license_number},
        "lines": lines,
        "notes": notes,
    }


def _entered(
    sku: str | None, quantity: Decimal, unit_price: Decimal | None, discount: Decimal | None
) -> dict[str, object]:
    amounts = {"unit_price": unit_price, "discount": discount}
    typed = {name: f"{amount:.2f}" for name, amount in amounts.items() if amount is not None}
    return {"sku": sku, "quantity": quantity, **typed}


def make(
    context: ScenarioContext, terms: str = TERMS, lines: Sequence[Line] = (), buyer: Buyer | None = None
) -> None:
    """The rep makes an order."""
    setup.trade(context)
    made = context.ordo.rep.add_order(form(context, terms, lines, buyer=buyer)).value
    context.orders.made.append(OrderUnderTest(order_id=made.order_id, before=made))


def confirm(context: ScenarioContext) -> Reply[Order]:
    """The rep clicks Confirm."""
    return context.ordo.rep.confirm_order(context.order.order_id)


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
    _reach(context, "Awaiting Delivery")


def _reach(context: ScenarioContext, status: str) -> None:
    seen = context.in_ordo()
    context.expect(seen.status == status, f"the order to be {status} to begin with", f"it is {seen.status}")
    context.order.before = seen
    there = context.all_in_flourish()
    context.expect(len(there) == 1, "one order in Flourish to begin with", f"it has {len(there)}")
    context.order.flourish_before, context.order.flourish_id = there[0], there[0].id


def ship(context: ScenarioContext, order_id: str) -> None:
    """The warehouse ships an order; Flourish wants it allocated before."""
    desk = context.flourish.desk
    if desk.order(order_id).order_status == "Created":
        _ = desk.allocate(order_id).value
    _ = desk.ship(order_id).value


def bring_to(context: ScenarioContext, terms: str, status: str) -> None:
    """An order has the status in Ordo, by the shortest way there."""
    await_delivery(context, terms)
    order_id = context.flourish_id()
    if status in {"Delivered", "Paid"}:
        ship(context, order_id)
        context.settle()
    if status == "Paid" and terms == "Net Terms":
        _ = context.flourish.desk.mark_as_fully_paid(order_id).value
    if status == "Cancelled":
        _ = context.flourish.desk.cancel(order_id).value
    _reach(context, status)
