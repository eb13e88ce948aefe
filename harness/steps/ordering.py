"""Making orders in Ordo and bringing them to where a scenario starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from harness.clients.flourish_shapes import Item
from harness.clients.ordo_shapes import Buyer, Order
from harness.clients.wire import Reply
from harness.steps import stage
from harness.steps.story import OrderInPlay, Story

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
    story: Story, terms: str, lines: Sequence[Line] = (), *, buyer: Buyer | None = None, notes: str = ""
) -> dict[str, object]:
    """The order form, filled in: by default all items of the seller for the buyer that both sides know."""
    chosen = buyer or story.buyer
    assert chosen is not None, "the seller has to have a buyer before"
    return {
        "terms": terms,
        "net_days": 30 if terms == "Net Terms" else None,
        "buyer": {"name": chosen.name, "license_number": chosen.license_number},
        "lines": [_line(line) for line in lines or [Line(item=item) for item in story.items]],
        "notes": notes or story.made_up.sentence(),
    }


def _line(line: Line) -> dict[str, object]:
    entered: dict[str, object] = {"sku": line.item.sku, "quantity": line.quantity}
    if line.unit_price is not None:
        entered["unit_price"] = f"{line.unit_price:.2f}"
    if line.discount is not None:
        entered["discount"] = f"{line.discount:.2f}"
    return entered


def form_of(order: Order) -> dict[str, object]:
    """The order form as Ordo opens it for an edit."""
    return {
        "terms": order.terms,
        "net_days": order.net_days,
        "buyer": {"name": order.buyer.name, "license_number": order.buyer.license_number},
        "lines": [
            {
                "sku": line.sku,
                "quantity": line.quantity,
                "unit_price": f"{line.unit_price:.2f}",
                "discount": f"{line.discount:.2f}",
            }
            for line in order.lines
        ],
        "notes": order.notes,
    }


def make(story: Story, terms: str = TERMS, lines: Sequence[Line] = (), buyer: Buyer | None = None) -> None:
    """The rep makes an order."""
    stage.trade(story)
    made = story.ordo.rep.add_order(form(story, terms, lines, buyer=buyer)).value
    story.orders.append(OrderInPlay(order_id=made.order_id, before=made))


def confirm(story: Story) -> Reply[Order]:
    """The rep clicks Confirm."""
    return story.ordo.rep.confirm_order(story.order.order_id)


def make_and_confirm(
    story: Story, terms: str = TERMS, lines: Sequence[Line] = (), buyer: Buyer | None = None
) -> None:
    """The rep makes an order and confirms it."""
    make(story, terms, lines, buyer)
    _ = confirm(story).value


def await_delivery(story: Story, terms: str = TERMS, *, items: int = 1) -> None:
    """An order has reached Flourish and awaits delivery."""
    stage.trade(story, items=items)
    make_and_confirm(story, terms)
    _reach(story, "Awaiting Delivery")


def _reach(story: Story, status: str) -> None:
    seen = story.in_ordo()
    story.expect(seen.status == status, f"the order to be {status} to begin with", f"it is {seen.status}")
    story.order.before = seen
    there = story.all_in_flourish()
    story.expect(len(there) == 1, "one order in Flourish to begin with", f"it has {len(there)}")
    story.order.flourish_before, story.order.flourish_id = there[0], there[0].id


def ship(story: Story, order_id: str) -> None:
    """The warehouse ships an order; Flourish wants it allocated before."""
    desk = story.flourish.desk
    if desk.order(order_id).order_status == "Created":
        _ = desk.allocate(order_id).value
    _ = desk.ship(order_id).value


def bring_to(story: Story, terms: str, status: str) -> None:
    """An order has the status in Ordo, by the shortest way there."""
    await_delivery(story, terms)
    order_id = story.flourish_id()
    if status in {"Delivered", "Paid"}:
        ship(story, order_id)
        story.settle()
    if status == "Paid" and terms == "Net Terms":
        _ = story.flourish.desk.mark_as_fully_paid(order_id).value
    if status == "Cancelled":
        _ = story.flourish.desk.cancel(order_id).value
    _reach(story, status)
