"""Steps about an outbound order on Flourish's screens: what is typed there, and what it comes to (O5).

The amounts stand in the features' tables, so that a person can check them.
"""

from decimal import Decimal

from pytest_bdd import given, then, when

from harness.steps.context import setup
from harness.steps.context.step_types import sentence
from harness.steps.context.typed_items import TypedItem
from harness.steps.context.typed_orders import Adjustment
from harness.steps.simulators.records import Shown, Simulated, line, take_order


def add_item(simulated: Simulated, price: Decimal, stock: Decimal) -> TypedItem:
    """An item is in Flourish, and so much of it in stock."""
    item = setup.add_item(simulated.context, brand="Bright Meadow", stock=stock, price=price)
    simulated.items.append(item)
    return item


def edit(simulated: Simulated, body: Shown) -> None:
    """Types something into the latest order and saves it."""
    simulated.reply = simulated.context.flourish.desk.edit(simulated.orders[-1], body)


def edit_taken(simulated: Simulated, body: Shown) -> None:
    """The same where Flourish has to take it."""
    edit(simulated, body)
    _ = simulated.answer.value


def adjustment(amount: Adjustment) -> Shown:
    """A charge or a discount as it is typed."""
    return {"amount": amount.amount, "method": "percentage" if amount.percentage else "dollar"}


@given(sentence("an outbound order of {quantity:Quantity} at {price:Money} less {discount:Money}"))
def _order(simulated: Simulated, quantity: Decimal, price: Decimal, discount: Decimal) -> None:
    item = add_item(simulated, Decimal("1.00"), Decimal(1000))
    take_order(simulated, [line(item, quantity, price=price, discount=discount)])


@given(
    sentence(
        "an outbound order of {quantity:Quantity} at {price:Money} less {discount:Money} "
        "from a facility that takes {rate:Quantity} percent excise tax"
    )
)
def _taxed_order(
    simulated: Simulated, quantity: Decimal, price: Decimal, discount: Decimal, rate: Decimal
) -> None:
    office = simulated.context.flourish.office
    _ = office.change_facility(simulated.facility_id, {"excise_tax_rate": rate}).value
    _order(simulated, quantity, price, discount)


@when(
    sentence(
        "the warehouse types a discount of {discount:Adjustment} and a charge of {charge:Adjustment} "
        "on the outbound order"
    )
)
def _discount_and_charge(simulated: Simulated, discount: Adjustment, charge: Adjustment) -> None:
    edit_taken(simulated, {"discounts": [adjustment(discount)], "charges": [adjustment(charge)]})


@when(sentence("the warehouse types charges of {first:Money} and {second:Money} on the outbound order"))
def _two_charges(simulated: Simulated, first: Decimal, second: Decimal) -> None:
    charges = [adjustment(Adjustment(amount=amount)) for amount in (first, second)]
    edit_taken(simulated, {"charges": charges})


@given(sentence("a charge of {charge:Money} typed on the outbound order"))
@when(sentence("the warehouse types a charge of {charge:Money} in place of it"))
def _charge(simulated: Simulated, charge: Decimal) -> None:
    edit_taken(simulated, {"charges": [adjustment(Adjustment(amount=charge))]})


@when(
    sentence(
        "the warehouse types {quantity:Quantity} at {price:Money} less {discount:Money} "
        "on the outbound order's line"
    )
)
def _retype(simulated: Simulated, quantity: Decimal, price: Decimal, discount: Decimal) -> None:
    edit(simulated, {"order_lines": [line(simulated.item, quantity, price=price, discount=discount)]})


@when(
    sentence(
        "the warehouse adds a line of {quantity:Quantity} of another item at {price:Money} "
        "to the outbound order of {first:Quantity} at {first_price:Money}"
    )
)
def _second_line(
    simulated: Simulated, quantity: Decimal, price: Decimal, first: Decimal, first_price: Decimal
) -> None:
    other = add_item(simulated, Decimal("1.00"), Decimal(1000))
    lines = [line(simulated.item, first, price=first_price), line(other, quantity, price=price)]
    edit_taken(simulated, {"order_lines": lines})


@then(
    sentence(
        "the outbound order shows {subtotal:Money} for its lines, {discounts:Money} in discounts, "
        "{charges:Money} in charges, {taxes:Money} in taxes, {total:Money} in all"
    )
)
def _sums(
    simulated: Simulated,
    subtotal: Decimal,
    discounts: Decimal,
    charges: Decimal,
    taxes: Decimal,
    total: Decimal,
) -> None:
    must = {
        "sub_total_price": subtotal,
        "total_discounts": discounts,
        "total_charges": charges,
        "taxes": taxes,
        "total_price": total,
    }
    simulated.expect_fields("the outbound order", simulated.order(), must)


@then(
    sentence(
        "the outbound order's line shows {quantity:Quantity} at {price:Money} less {discount:Money}, "
        "{total:Money} in all"
    )
)
def _line_shown(
    simulated: Simulated, quantity: Decimal, price: Decimal, discount: Decimal, total: Decimal
) -> None:
    must = {
        "item_id": simulated.item.id,
        "item_name": simulated.item.item_name,
        "sku": simulated.item.sku,
        "order_qty": quantity,
        "unit_price": price,
        "discount_price": discount,
        "line_total_price": total,
    }
    [shown] = simulated.order()["order_lines"]
    simulated.expect_fields("the line", shown, must)


@then(sentence("Flourish refuses, saying {words:Quoted}"))
def _refused(simulated: Simulated, words: str) -> None:
    simulated.refused(words)


@given(sentence("an item that costs {price:Money}, and an outbound order of {quantity:Quantity} of it"))
def _priced_item(simulated: Simulated, price: Decimal, quantity: Decimal) -> None:
    item = add_item(simulated, price, Decimal(1000))
    take_order(simulated, [line(item, quantity)])


@when(
    sentence("the item's price becomes {price:Money}, and an outbound order of {quantity:Quantity} follows")
)
def _reprice(simulated: Simulated, price: Decimal, quantity: Decimal) -> None:
    _ = simulated.context.flourish.office.change_item(simulated.item.id, {"price": price}).value
    take_order(simulated, [line(simulated.item, quantity)])


@then(sentence("the two outbound orders come to {first:Money} and {second:Money}"))
def _two_totals(simulated: Simulated, first: Decimal, second: Decimal) -> None:
    for which, total in enumerate((first, second)):
        simulated.expect_fields("the outbound order", simulated.order(which), {"total_price": total})


@when(sentence("the warehouse writes a note {note:Quoted} and an internal one {internal:Quoted}"))
def _notes(simulated: Simulated, note: str, internal: str) -> None:
    notes = [
        {"subject": "Delivery", "note": note, "internal_only": False},
        {"subject": "Credit", "note": internal, "internal_only": True},
    ]
    edit_taken(simulated, {"notes": notes})


@given(sentence("a note {note:Quoted} on the outbound order"))
def _noted(simulated: Simulated, note: str) -> None:
    edit_taken(simulated, {"notes": [{"subject": "First", "note": note, "internal_only": False}]})


@then(
    sentence(
        "the outbound order has the notes {first:Quoted} and {second:Quoted}, "
        "and the internal one {third:Quoted}"
    )
)
def _notes_shown(simulated: Simulated, first: str, second: str, third: str) -> None:
    seen = [
        (note["subject"], note["note"], bool(note["internal_only"])) for note in simulated.order()["notes"]
    ]
    must = [("First", first, False), ("Delivery", second, False), ("Credit", third, True)]
    simulated.context.expect(seen == must, f"the notes {must}", f"it has {seen}")


@when(
    sentence(
        "the warehouse types the delivery date {delivery:Quoted}, the invoice date {invoice:Quoted} and "
        "the payment term {term:Quoted}"
    )
)
def _dates(simulated: Simulated, delivery: str, invoice: str, term: str) -> None:
    body = {"requested_delivery_date": delivery, "invoice_date": invoice, "payment_term": term}
    edit_taken(simulated, body)


@then(sentence("the outbound order shows {delivery:Quoted}, {invoice:Quoted} and {term:Quoted}"))
def _dates_shown(simulated: Simulated, delivery: str, invoice: str, term: str) -> None:
    must = {"requested_delivery_date": delivery, "invoice_date": invoice, "payment_term": term}
    simulated.expect_fields("the outbound order", simulated.order(), must)
