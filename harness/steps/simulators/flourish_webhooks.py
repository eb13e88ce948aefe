"""Steps about Flourish's webhooks: when, in which order, what is in them, what proves them (S6, S7)."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from pytest_bdd import given, parsers, then, when

from harness.clients.recorded import Recorded
from harness.clients.webhook_signature import SIGNATURE, sign
from harness.steps.context.step_types import any_of, sentence
from harness.steps.simulators.flourish_orders import add_item
from harness.steps.simulators.flourish_stock import stock_fields
from harness.steps.simulators.records import Shown, Simulated, line, read, take_order

_EVENTS = ("Outbound Order", "Inventory", "Item", "Retail Order")
_HEADERS = {"X-Seller": "north 7", "X-House": "4/b"}
_ANSWERS = {"an error": 500, "that nobody is there": 404, "a redirect": 302}
_WAITS = (10, 20, 40, 80, 160)  # flourish-contract section 6
_A_DAY = 86_400


def _place(simulated: Simulated, number: int = 0) -> str:
    """The path of a webhook endpoint; nobody else's messages go there."""
    return f"/hooks/{simulated.context.flourish.control.tenant}-{number}"


def _key(number: int) -> str:
    return f"signing key of endpoint {number}"


def _add_endpoint(
    simulated: Simulated, events: Sequence[str] = _EVENTS, *, number: int = 0, saved: bool = True
) -> None:
    body = {
        "url": f"{simulated.receiver.url}{_place(simulated, number)}",
        "signing_key": _key(number),
        "headers": [{"key": key, "value": value} for key, value in _HEADERS.items()],
        "events": list(events),
        "saved": saved,
    }
    made = simulated.press_taken("/webhook-endpoints", body)
    simulated.typed.append({"id": made["webhook_endpoint_id"]})


def _received(simulated: Simulated, number: int = 0) -> list[Recorded]:
    simulated.settle()
    return simulated.receiver.received(_place(simulated, number))


def _stocked(simulated: Simulated) -> None:
    """An item of which 80 are in stock, and an outbound order of 30 of it, before anybody listens."""
    item = add_item(simulated, Decimal("4.00"), Decimal(80))
    take_order(simulated, [line(item, Decimal(30))])


@given("an item and an outbound order of it, and a webhook endpoint for every event")
def _every_event(simulated: Simulated) -> None:
    _stocked(simulated)
    _add_endpoint(simulated)


@given(
    parsers.re('an item and an outbound order of it, and a webhook endpoint for "(?P<events>[A-Za-z ,]+)"')
)
def _some_events(simulated: Simulated, events: str) -> None:
    _stocked(simulated)
    _add_endpoint(simulated, events.split(", "))


@given("an item and an outbound order of it, and a webhook endpoint that is not saved")
def _draft(simulated: Simulated) -> None:
    _stocked(simulated)
    _add_endpoint(simulated, saved=False)


@given("a second webhook endpoint with another signing key")
def _second(simulated: Simulated) -> None:
    _add_endpoint(simulated, number=1)


def _take_another(simulated: Simulated) -> None:
    take_order(simulated, [line(simulated.item, Decimal(5))])


def _button(*buttons: str) -> Callable[[Simulated], None]:
    def press(simulated: Simulated) -> None:
        for button in buttons:
            simulated.press_taken(f"/outbound-orders/{simulated.orders[-1]}/{button}")

    return press


def _pay(simulated: Simulated) -> None:
    simulated.press_taken(f"/outbound-orders/{simulated.orders[-1]}/payments", {"amount": Decimal("1.50")})


def _adjust(simulated: Simulated) -> None:
    body = {"item_id": simulated.item.id, "adjustment_qty": -7, "facility_id": simulated.facility_id}
    simulated.press_taken("/inventory-adjustments", body)


def _rename(simulated: Simulated) -> None:
    simulated.change(f"/items/{simulated.item.id}", {"item_name": "Renamed & more"})
    _ = simulated.answer.value


def _cancel_by_api(simulated: Simulated) -> None:
    api = simulated.context.api
    _ = api.update_order(simulated.facility_id, simulated.orders[-1], {"order_status": "Cancelled"}).value


def _sell(simulated: Simulated) -> None:
    context = simulated.context
    person = {"email": "ida@example.com", "first_name": "Ida", "last_name": "Moss", "dob": "1991-05-04"}
    customer = context.api.add_customer(person).value.data
    lines = [{"sku": simulated.item.sku, "order_qty": 1}]
    body = {"customer_id": customer.id, "fulfillment_type": "pickup", "order_lines": lines}
    _ = context.api.place_retail_order(simulated.facility_id, body).value


_DOES: Mapping[str, Callable[[Simulated], object]] = {
    "takes another outbound order": _take_another,
    "allocates the outbound order": _button("allocate"),
    "allocates and ships the outbound order": _button("allocate", "ship"),
    "cancels the outbound order": _button("cancel"),
    "cancels the outbound order by API": _cancel_by_api,
    "records a payment": _pay,
    "adjusts the inventory": _adjust,
    "renames the item": _rename,
    "sells at retail": _sell,
}


@given(parsers.re(f"a warehouse which (?P<does>{any_of(_DOES)})"))
@when(parsers.re(f"Flourish has news because the warehouse (?P<does>{any_of(_DOES)})"))
def _news(simulated: Simulated, does: str) -> None:
    _DOES[does](simulated)


def _names(messages: Sequence[Recorded]) -> str:
    """What the messages carry, one after the other."""
    return (
        ", ".join(f"{one.content['resource_type']} {one.content['action']}" for one in messages) or "nothing"
    )


@then(sentence("the endpoint gets {names:Quoted}, each proven by signature and headers"))
def _gets(simulated: Simulated, names: str) -> None:
    seen = _received(simulated)
    simulated.context.expect(_names(seen) == names, f"the webhooks {names}", f"they are {_names(seen)}")
    for message in seen:
        _judge_proof(simulated, message, _key(0))


@then("the endpoint gets nothing")
def _gets_nothing(simulated: Simulated) -> None:
    seen = _received(simulated)
    simulated.context.expect(not seen, "no webhook", f"it got {_names(seen)}")


@then("both endpoints get the same, each under its own signing key")
def _both(simulated: Simulated) -> None:
    first, second = _received(simulated, 0), _received(simulated, 1)
    same = [one.body for one in first] == [one.body for one in second]
    simulated.context.expect(
        bool(first) and same, "the same for both", f"{_names(first)} and {_names(second)}"
    )
    for number, messages in enumerate((first, second)):
        for message in messages:
            _judge_proof(simulated, message, _key(number))


def _judge_proof(simulated: Simulated, message: Recorded, key: str) -> None:
    must = {SIGNATURE.lower(): sign(message.body, key), "content-type": "application/json"}
    must |= {name.lower(): value for name, value in _HEADERS.items()}
    simulated.expect_fields("a webhook's headers", message.headers, must)
    parts = set(message.content)
    whole = parts == {"action", "resource_type", "data"}
    simulated.context.expect(whole, "action, resource_type and data in a webhook", f"it has {sorted(parts)}")


def _data(simulated: Simulated, resource_type: str) -> Shown:
    found = [read(one.body) for one in _received(simulated)]
    own = [one["data"] for one in found if one["resource_type"] == resource_type]
    simulated.context.expect(bool(own), f"a webhook about {resource_type}", "there is none")
    shown: Shown = own[-1]
    return shown


@then(
    sentence(
        "the last webhook about the outbound order shows {quantity:Quantity} of its item for {total:Money}, "
        "{paid:Money} paid, {status} and {payment}"
    )
)
def _order_in_webhook(
    simulated: Simulated, quantity: Decimal, total: Decimal, paid: Decimal, status: str, payment: str
) -> None:
    data = _data(simulated, "order")
    must = {
        "id": simulated.orders[-1],
        "order_status": status,
        "payment_status": payment,
        "sub_total_price": total,
        "total_price": total,
        "total_paid": paid,
    }
    simulated.expect_fields("the outbound order in the webhook", data, must)
    [shown] = data["order_lines"]
    of_line = {
        "item_id": simulated.item.id,
        "sku": simulated.item.sku,
        "item_name": simulated.item.item_name,
        "order_qty": quantity,
        "unit_price": Decimal(4),
        "line_total_price": total,
    }
    simulated.expect_fields("its line", shown, of_line)
    place = {"name": "Green Leaf", "license_number": "C10-0000123-LIC"}
    simulated.expect_fields("its destination", data["destination"], place)
    house = {"id": simulated.facility_id, "facility_name": simulated.context.facility.facility_name}
    simulated.expect_fields("its facility", data["origin_facility"], house)


@then(
    sentence(
        "the last webhook about the inventory shows {on_hand:Quantity} on hand, "
        "{available:Quantity} available, {aside:Quantity} set aside, "
        "{on_order:Quantity} on order and {sellable:Quantity} sellable"
    )
)
def _inventory_in_webhook(
    simulated: Simulated,
    on_hand: Decimal,
    available: Decimal,
    aside: Decimal,
    on_order: Decimal,
    sellable: Decimal,
) -> None:
    item = simulated.item
    must = {"item_id": item.id, "sku": item.sku, "item_name": item.item_name, "price": item.price}
    must |= stock_fields(on_hand, available, aside, on_order, sellable)
    simulated.expect_fields("the inventory in the webhook", _data(simulated, "inventory_summary"), must)


@given(parsers.re(f"a receiver that answers (?P<answer>{any_of(_ANSWERS)}) (?P<times>[0-9]+) times"))
def _refusing(simulated: Simulated, answer: str, times: str) -> None:
    simulated.receiver.refuse(_place(simulated), *[_ANSWERS[answer]] * int(times))


@when(parsers.re(f"Flourish keeps trying after the warehouse (?P<does>{any_of(_DOES)})"))
def _keeps_trying(simulated: Simulated, does: str) -> None:
    """The clock goes to just short of each retry, then to it; how many have come is noted each time."""
    _DOES[does](simulated)
    control = simulated.context.flourish.control
    counts = [len(_received(simulated))]
    for wait in _WAITS:
        for step in (wait - 1, 1):
            control.advance_clock(step)
            counts.append(len(_received(simulated)))
    control.advance_clock(_A_DAY)
    simulated.typed.append({"counts": [*counts, len(_received(simulated))]})


@then(
    sentence(
        "the webhook has come {counts:Quoted} times just short of each retry and at it, the same each time"
    )
)
def _came(simulated: Simulated, counts: str) -> None:
    seen = ", ".join(map(str, simulated.typed[-1]["counts"]))
    simulated.context.expect(seen == counts, f"{counts} attempts in the course of time", f"there were {seen}")
    attempts = _received(simulated)
    bodies = {one.body for one in attempts}
    simulated.context.expect(
        len(bodies) == 1, "the same each time", f"there are {len(bodies)} different ones"
    )
    for attempt in attempts:
        _judge_proof(simulated, attempt, _key(0))


@when("somebody sends the last webhook again by hand")
def _by_hand(simulated: Simulated) -> None:
    simulated.settle()
    control = simulated.context.flourish.control
    control.repeat(control.deliveries()[-1].delivery_id)


@then("the last two webhooks are the same, byte for byte, and proven")
def _twice(simulated: Simulated) -> None:
    *_, first, second = _received(simulated)
    simulated.context.expect(first.body == second.body, "the same webhook again", _names([first, second]))
    _judge_proof(simulated, second, _key(0))


@given(sentence("webhooks that are held back"))
def _held(simulated: Simulated) -> None:
    simulated.context.flourish.control.arm("hold", count=None)


@when(parsers.re("the held webhooks are let go, (?P<order>first|last) come first"))
def _let_go(simulated: Simulated, order: str) -> None:
    simulated.settle()
    control = simulated.context.flourish.control
    control.disarm()
    control.release("first" if order == "first" else "reversed")


@when("the webhook endpoint is saved, and the warehouse allocates the outbound order")
def _save_late(simulated: Simulated) -> None:
    simulated.press_taken(f"/webhook-endpoints/{simulated.typed[-1]['id']}/save")
    _button("allocate")(simulated)


@when("the webhook endpoint is removed, and the warehouse allocates the outbound order")
def _remove(simulated: Simulated) -> None:
    wire, endpoint_id = simulated.context.flourish.office.wire, simulated.typed[-1]["id"]
    _ = wire.delete(f"/back-office/webhook-endpoints/{endpoint_id}").value
    _button("allocate")(simulated)
