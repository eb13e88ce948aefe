"""Steps about orders in Ordo: making and confirming them, and what their screen shows."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from pytest_bdd import given, then, when

from harness.clients.ordo_shapes import what_people_entered
from harness.steps import ordering, stage
from harness.steps.ordering import Line
from harness.steps.story import Story
from harness.steps.words import one_of, sentence

_LINES: Mapping[str, Callable[[Story], list[Line]]] = {
    "one item": lambda story: [Line(item=story.item)],
    "several items": lambda story: [Line(item=story.item), Line(item=story.items[1], quantity=Decimal(12))],
    "an item at a price of its own": lambda story: [Line(item=story.item, unit_price=Decimal("7.77"))],
    "an item with a discount": lambda story: [Line(item=story.item, discount=Decimal("1.50"))],
    "an item in a broken quantity": lambda story: [Line(item=story.item, quantity=Decimal("2.5"))],
    "an item at an awkward price": lambda story: [
        Line(item=story.item, quantity=Decimal(7), unit_price=Decimal("0.29"))
    ],
    "the same item on two lines": lambda story: [
        Line(item=story.item),
        Line(item=story.item, quantity=Decimal(1), unit_price=Decimal("0.01")),
    ],
}


@given("a pending order")
@given("an order ready to be confirmed")
def _pending(story: Story) -> None:
    ordering.make(story)


@given(sentence("a pending {terms:Terms} order"))
def _pending_with_terms(story: Story, terms: str) -> None:
    ordering.make(story, terms)


@given(sentence("a pending order of {lines}"))
def _pending_of(story: Story, lines: str) -> None:
    stage.trade(story, items=2)
    ordering.make(story, lines=one_of(_LINES, lines)(story))


@when(sentence("the rep makes a {terms:Terms} order"))
def _make(story: Story, terms: str) -> None:
    ordering.make(story, terms)


@when("the rep makes an order of an item that is not in Ordo")
def _make_of_unknown(story: Story) -> None:
    item = stage.add_item(story, brand=None)
    story.reply = story.ordo.rep.add_order(ordering.form(story, ordering.TERMS, [Line(item=item)]))


@then("Ordo refuses the order because of its item")
def _refused_for_item(story: Story) -> None:
    assert story.reply is not None, "no order was made"
    story.expect(not story.reply.accepted, "Ordo to refuse the order", "Ordo took it")
    refusal = story.reply.refusal
    named = "sku" in f"{refusal.field} {refusal.message}".lower()
    story.expect(named, "a refusal because of the item", f"Ordo says {refusal.message!r}")


@given("the rep has confirmed the order")
@given("the rep has confirmed the order again")
def _confirmed(story: Story) -> None:
    story.settle()
    _ = ordering.confirm(story).value
    story.settle()


@when("the rep confirms the order")
@when("the rep confirms the order again")
def _confirm(story: Story) -> None:
    story.settle()
    _ = ordering.confirm(story).value


@when(sentence("the rep clicks Confirm {count:Count} times"))
def _click_often(story: Story, count: int) -> None:
    for _ in range(count):
        ordering.confirm(story)


@given("the rep has clicked Confirm again")
def _click_again(story: Story) -> None:
    ordering.confirm(story)
    story.settle()


@when("the rep tries to confirm the order again")
def _try_confirm_again(story: Story) -> None:
    story.reply = ordering.confirm(story)


@when("the rep tries to confirm a new order")
def _try_confirm_new(story: Story) -> None:
    story.reply = ordering.confirm(story)


@given("the rep has confirmed another order")
@when("the rep confirms another order")
def _confirm_another(story: Story) -> None:
    ordering.make_and_confirm(story)


@when("the rep confirms another order for a buyer known to Flourish")
def _confirm_another_for_known(story: Story) -> None:
    ordering.make_and_confirm(story, buyer=stage.add_buyer(story))


@given(sentence("a {terms:Terms} order awaiting delivery"))
@given(sentence("another {terms:Terms} order awaiting delivery"))
def _awaiting_delivery(story: Story, terms: str) -> None:
    ordering.await_delivery(story, terms)


@given(sentence("a {terms:Terms} order of two items awaiting delivery"))
def _two_items_awaiting_delivery(story: Story, terms: str) -> None:
    ordering.await_delivery(story, terms, items=2)


@given(sentence("two {terms:Terms} orders awaiting delivery"))
def _two_awaiting_delivery(story: Story, terms: str) -> None:
    for _ in range(2):
        ordering.await_delivery(story, terms)


@given(sentence("a {terms:Terms} order that is {status:Status} in Ordo"))
def _in_status(story: Story, terms: str, status: str) -> None:
    ordering.bring_to(story, terms, status)


@then("the order in Ordo is as it was before")
def _as_before(story: Story) -> None:
    _expect_as_before(story, -1)


@then(sentence("the {which:Which} order in Ordo is as it was before"))
def _other_as_before(story: Story, which: int) -> None:
    _expect_as_before(story, which)


def _expect_as_before(story: Story, which: int) -> None:
    order = story.orders[which]
    assert order.before is not None, "nobody looked at the order before"
    before, now = what_people_entered(order.before), what_people_entered(story.in_ordo(order))
    story.expect(now == before, f"the order as it was, {before}", f"Ordo shows {now}")


@then("Ordo shows no invoice date")
def _no_invoice_date(story: Story) -> None:
    seen = story.in_ordo().invoice_date
    story.expect(not seen, "no invoice date in Ordo", f"it shows {seen}")


@then(sentence("the order is still a {terms:Terms} order in Ordo"))
def _still_terms(story: Story, terms: str) -> None:
    seen, before = story.in_ordo(), story.order.before
    assert before is not None, "nobody looked at the order before"
    kept = seen.terms == terms and seen.net_days == before.net_days
    story.expect(kept, f"a {terms} order in Ordo", f"it shows {seen.terms}, {seen.net_days} days")
