"""The graded set of deliveries that a webhook receiver is sent: what it has to take, and what to refuse.

The data is derived from the examples of the webhooks that `schemas/flourish/openapi.json` describes, so that
a resource type that is added there is sent without a word here.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any

from foundation.contract import payload
from foundation.service_description import description
from harness.clients.webhook_signature import SIGNATURE, compact, first_half, other_last_digit, sign

FLOURISH = "flourish/openapi.json"
HUGE_BYTES = 16 * 1024 * 1024
_NOBODY = "check-receiver"
_ORDER, _INVENTORY = "order", "inventory_summary"
_RELIED_UPON = (_ORDER, _INVENTORY)
"""Real receivers cannot do without the fields of these (observed-clients Webhooks)."""


class Expected(StrEnum):
    TAKE = "take"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One request. `headers` has the signature and the endpoint's own headers."""

    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something that a receiver is judged by. All messages are sent, one after the other."""

    name: str
    expected: Expected
    messages: tuple[Message, ...]
    may_hang_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What Flourish would know of the endpoint: its signing key and its own headers."""

    signing_key: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    def signed(self, body: bytes) -> Message:
        return Message(body=body, headers={**self.headers, SIGNATURE: sign(body, self.signing_key)})


@cache
def examples() -> Mapping[str, Mapping[str, Any]]:
    """The data that the description's example of each webhook has, by resource type."""
    webhooks = description(FLOURISH)["webhooks"].values()
    shown = (webhook["post"]["requestBody"]["content"]["application/json"]["example"] for webhook in webhooks)
    return {example["resource_type"]: example["data"] for example in shown}


def make_fake_data(resource_type: str) -> dict[str, Any]:
    """Data of the resource type about something that no receiver knows."""
    data = dict(examples()[resource_type])
    for name in ("original_order_id", "sku"):
        if name in data:
            data[name] = _NOBODY
    return data


def data_problem(resource_type: str, data: object) -> str | None:
    """Why the data is not such as Flourish sends; None when it is."""
    problem = payload(f"flourish/webhooks/{resource_type}.json").first_problem(
        {"action": "update", "resource_type": resource_type, "data": data}
    )
    return str(problem) if problem else None


def graded_points(sender: Sender, given: Mapping[str, dict[str, Any]]) -> Iterator[Point]:
    """Every point in the order in which it is sent. `given` takes the place of fake data."""
    data = {name: given.get(name) or make_fake_data(name) for name in examples()}
    order = _body(_ORDER, data[_ORDER])
    for name, one in data.items():
        yield _taken(f"valid: {_words(name)}", sender.signed(_body(name, one)))
    yield from _of_bytes(sender, order)
    yield from _of_the_signature(sender, order)
    yield from _of_the_headers(sender, order)
    yield from _of_the_content(sender, data[_ORDER])
    yield from _of_the_course(sender, data[_ORDER])


def _of_bytes(sender: Sender, order: bytes) -> Iterator[Point]:
    spaced = json.dumps(json.loads(order), indent=2).encode()
    backwards = compact(dict(reversed(json.loads(order).items())))
    yield _taken("equal JSON in other bytes, signed so: spaces and line breaks", sender.signed(spaced))
    yield _taken("equal JSON in other bytes, signed so: fields in another order", sender.signed(backwards))
    yield _refused(
        "equal JSON in other bytes than those that were signed", replace(sender.signed(order), body=spaced)
    )


_SIGNATURES: Mapping[str, Callable[[str], str]] = {
    "an empty signature": lambda _: "",
    "a signature in capital letters": str.upper,
    "a signature with a prefix (sha256=)": lambda right: f"sha256={right}",
    "only the first half of the signature": first_half,
    "a signature that differs in its last digit": other_last_digit,
}


def _of_the_signature(sender: Sender, order: bytes) -> Iterator[Point]:
    right = sender.signed(order)
    without = {name: value for name, value in right.headers.items() if name != SIGNATURE}
    yield _refused("no signature", replace(right, headers=without))
    other = replace(sender, signing_key=f"{sender.signing_key} but another")
    yield _refused("a signature made with another key", other.signed(order))
    for name, change in _SIGNATURES.items():
        changed = {**right.headers, SIGNATURE: change(right.headers[SIGNATURE])}
        yield _refused(name, replace(right, headers=changed))


def _of_the_headers(sender: Sender, order: bytes) -> Iterator[Point]:
    for name, value in sender.headers.items():
        others = {key: kept for key, kept in sender.headers.items() if key != name}
        yield _refused(f"header {name} missing", replace(sender, headers=others).signed(order))
        wrong = replace(sender, headers={**sender.headers, name: f"not-{value}"})
        yield _refused(f"header {name} with a wrong value", wrong.signed(order))


def _of_the_content(sender: Sender, order: Mapping[str, Any]) -> Iterator[Point]:
    yield _refused("an unknown resource type", sender.signed(_body("spaceship", order)))
    for name in _RELIED_UPON:
        yield _refused(f"empty data: {_words(name)}", sender.signed(_body(name, {})))
    yield _refused("no data at all", sender.signed(compact({"action": "update", "resource_type": _ORDER})))
    yield _refused("a body that is not JSON", sender.signed(b"<order/>"))
    huge = sender.signed(_body(_ORDER, {**order, "original_order_id": "9" * HUGE_BYTES}))
    yield Point(
        name="a huge body",
        expected=Expected.REFUSE,
        messages=(huge,),
        may_hang_up=True,
    )


def _of_the_course(sender: Sender, order: Mapping[str, Any]) -> Iterator[Point]:
    one = sender.signed(_body(_ORDER, order))
    yield _taken("the same delivery again", one, one)
    newer = {**order, "order_status": "Shipped", "last_updated_timestamp": "2026-03-04T09:30:05Z"}
    older = {**order, "order_status": "Created", "last_updated_timestamp": "2026-03-03T09:30:05Z"}
    late = (sender.signed(_body(_ORDER, newer)), sender.signed(_body(_ORDER, older)))
    yield _taken("out of order: the newer first, then the older", *late)
    yield _taken("valid after all this: order", one)


def _taken(name: str, *messages: Message) -> Point:
    return Point(name=name, expected=Expected.TAKE, messages=messages)


def _refused(name: str, message: Message) -> Point:
    return Point(name=name, expected=Expected.REFUSE, messages=(message,))


def _words(resource_type: str) -> str:
    return resource_type.replace("_", " ")


def _body(resource_type: str, data: Mapping[str, Any]) -> bytes:
    return compact({"action": "update", "resource_type": resource_type, "data": data})
