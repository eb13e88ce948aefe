"""Steps about the External API's answers: pages, filters, sorting, times, refusals (contract section 1)."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from pytest_bdd import given, parsers, then, when

from harness.steps.context.step_types import any_of, sentence
from harness.steps.simulators.flourish_orders import add_item, edit_taken
from harness.steps.simulators.records import Simulated, line, read, take_order

_API = "/external/api/v1"
_LARGEST_PAGE = 50
_LISTS: Mapping[str, str] = {
    "items": "/items",
    "outbound orders": "/outbound-orders",
    "stock": "/inventory/summary",
}


@given(sentence("{count:Count} items in Flourish, of the brands {first:Quoted} and {second:Quoted} in turn"))
def _items(simulated: Simulated, count: int, first: str, second: str) -> None:
    for number in range(1, count + 1):
        typed = {
            "item_name": f"Item {number}",
            "sku": f"SKU/{number}",
            "price": number,
            "brand": first if number % 2 else second,
            "active": number % 3 != 0,
        }
        made = simulated.press_taken("/items", typed)
        simulated.typed.append({**typed, "id": made["id"], "number": number})


@given(sentence("{count:Count} outbound orders in Flourish"))
def _orders(simulated: Simulated, count: int) -> None:
    item = add_item(simulated, Decimal("4.00"), Decimal(100))
    for number in range(1, count + 1):
        take_order(simulated, [line(item, Decimal(number))])
        simulated.typed.append({"id": simulated.orders[-1], "number": number})


@given("the first is allocated, the second is paid and the third is cancelled")
def _stages(simulated: Simulated) -> None:
    buttons = ("allocate", "mark-as-fully-paid", "cancel")
    for order_id, button in zip(simulated.orders[:3], buttons, strict=True):
        simulated.press_taken(f"/outbound-orders/{order_id}/{button}")


def _ask(simulated: Simulated, path: str, query: Sequence[tuple[str, str]], *, facility: bool = True) -> Any:  # noqa: ANN401
    headers = {"FacilityID": simulated.facility_id} if facility else {}
    url = f"{_API}{path}?{urlencode(query)}"
    simulated.reply = simulated.context.api.wire.send("GET", url, read, headers=headers)
    return simulated.reply


@when(parsers.re(rf"a program reads the (?P<what>{any_of(_LISTS)}) (?P<size>[0-9]+) at a time"))
def _read_pages(simulated: Simulated, what: str, size: str) -> None:
    """It goes by the page's own `next` until there is none."""
    simulated.page_size = min(int(size), _LARGEST_PAGE)
    pages = [_ask(simulated, _LISTS[what], [("limit", size)]).value]
    while pages[-1]["meta"]["next"] and len(pages) < len(simulated.typed) + 2:
        wire = simulated.context.api.wire
        headers = {"FacilityID": simulated.facility_id}
        pages.append(wire.send("GET", pages[-1]["meta"]["next"], read, headers=headers).value)
    simulated.pages = pages


@then(sentence("it gets pages of {counts:Quoted}, each once and the oldest first, which say so"))
def _pages(simulated: Simulated, counts: str) -> None:
    sizes, limit = [int(count) for count in counts.split(", ")], simulated.page_size
    rows = [row["id"] for page in simulated.pages for row in page["data"]]
    made = [typed["id"] for typed in simulated.typed]
    simulated.context.expect(rows == made, f"the rows {made}", f"they are {rows}")
    for number, (page, size) in enumerate(zip(simulated.pages, sizes, strict=True)):
        must = {"total": len(made), "offset": number * limit, "limit": limit, "count": size}
        simulated.expect_fields("the page", page["meta"], must)
        simulated.context.expect(len(page["data"]) == size, f"{size} rows", f"it has {len(page['data'])}")


@when(parsers.re(r'a program asks for the (?P<what>items|outbound orders) with "(?P<filters>[^"]*)"'))
def _ask_filtered(simulated: Simulated, what: str, filters: str) -> None:
    query = [(name, value) for name, _, value in (part.partition(" = ") for part in filters.split(" and "))]
    _ = _ask(simulated, _LISTS[what], query).value


@when(sentence("a program asks for the outbound orders changed since then"))
def _changed_since(simulated: Simulated) -> None:
    since = simulated.moments[-1].strftime("%Y-%m-%dT%H:%M:%SZ")
    _ = _ask(simulated, "/outbound-orders", [("last_updated_timestamp_start", since)]).value


@when(sentence("a program asks for the outbound orders made before then"))
def _made_before(simulated: Simulated) -> None:
    until = (simulated.moments[-1] - timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    _ = _ask(simulated, "/outbound-orders", [("created_timestamp_end", until)]).value


@then(sentence("it gets those with the numbers {numbers:Quoted}, and that many are counted"))
def _numbers(simulated: Simulated, numbers: str) -> None:
    answer = simulated.answer.value
    by_id = {typed["id"]: typed["number"] for typed in simulated.typed}
    seen = ", ".join(str(by_id[row["id"]]) for row in answer["data"]) or "none"
    simulated.context.expect(seen == numbers, f"those with the numbers {numbers}", f"they are {seen}")
    count = 0 if numbers == "none" else len(numbers.split(", "))
    simulated.expect_fields("the page", answer["meta"], {"total": count, "count": count})


@given("sixty minutes that pass on Flourish's clock")
def _hour(simulated: Simulated) -> None:
    control = simulated.context.flourish.control
    control.advance_clock(3600)
    simulated.moments.append(control.now().replace(microsecond=0))


@given("the second is edited, and a fourth follows")
def _edit_and_add(simulated: Simulated) -> None:
    body = {"notes": [{"note": "Ring twice"}]}
    _ = simulated.context.flourish.desk.edit(simulated.orders[1], body).value
    take_order(simulated, [line(simulated.item, Decimal(4))])
    simulated.typed.append({"id": simulated.orders[-1], "number": 4})


@when("the warehouse takes an outbound order, and edits it sixty minutes later")
def _order_in_time(simulated: Simulated) -> None:
    control = simulated.context.flourish.control
    item = add_item(simulated, Decimal("4.00"), Decimal(100))
    simulated.moments.append(control.now())
    take_order(simulated, [line(item, Decimal(1))], order_timestamp="2031-05-17T08:30:15.250Z")
    simulated.moments += [control.now(), control.advance_clock(3600)]
    edit_taken(simulated, {"invoice_date": "2031-06-01"})
    simulated.moments.append(control.now())


_TO_THE_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@then("the outbound order shows when it was ordered, made and edited, in the documented forms")
def _times(simulated: Simulated) -> None:
    begin, made, later, edited = simulated.moments
    order = simulated.ask(f"/outbound-orders/{simulated.orders[-1]}")["data"]
    must = {
        "order_timestamp": "2031-05-17T08:30:15.250Z",
        "shipped_timestamp": None,
        "delivered_timestamp": None,
    }
    simulated.expect_fields("the outbound order", order, must)
    for name, least, most in (
        ("created_timestamp", begin, made),
        ("last_updated_timestamp", later, edited),
    ):
        text = order[name]
        holds = _TO_THE_SECOND.fullmatch(text) is not None
        seen = datetime.fromisoformat(text)
        holds = holds and least.replace(microsecond=0) <= seen <= most
        simulated.context.expect(holds, f"{name} from {least} to {most}, to the second", f"it is {text}")


_MISTAKES: Mapping[str, tuple[str, Sequence[tuple[str, str]], bool]] = {
    "without a facility": ("/inventory/summary", (), False),
    "with a limit that is no number": ("/items", (("limit", "many"),), True),
    "with a limit of nothing": ("/items", (("limit", "0"),), True),
    "for an order that is not there": ("/outbound-orders/99999999", (), True),
    "for an unknown status": ("/outbound-orders", (("order_status", "Lost"),), True),
    "for a flag that is neither": ("/items", (("active", "perhaps"),), True),
}


@when(parsers.re(f"a program asks (?P<how>{any_of(_MISTAKES)})"))
def _mistake(simulated: Simulated, how: str) -> None:
    path, query, facility = _MISTAKES[how]
    _ask(simulated, path, query, facility=facility)


@then(sentence("it is refused with {words:Quoted} and the status of that, in the documented envelope"))
def _envelope(simulated: Simulated, words: str) -> None:
    simulated.refused(words)
    envelope = read(simulated.answer.content)
    holds = set(envelope) == {"message", "status"} and envelope["status"] == simulated.answer.status
    simulated.context.expect(holds, "message and status, nothing else", f"it is {envelope}")
