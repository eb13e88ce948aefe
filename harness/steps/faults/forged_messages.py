"""Steps that send a webhook by hand, as Flourish would or as somebody else might."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pytest_bdd import parsers, then, when

from harness.clients.ordo_shapes import Header, Webhook
from harness.clients.webhook_signature import SIGNATURE, compact, first_half, other_last_digit, sign
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A webhook ready to go. `honest` is what Flourish would have said; `body` is what is sent."""

    honest: Mapping[str, object]
    body: bytes
    signature: str | None
    headers: tuple[Header, ...]
    key: str


def _signed(message: Message, body: bytes) -> Message:
    return replace(message, body=body, signature=sign(body, message.key))


def _signature(change: Callable[[str], str]) -> Callable[[Message], Message]:
    return lambda message: replace(message, signature=change(message.signature or ""))


def _signed_with(key: str) -> Callable[[Message], Message]:
    return lambda message: replace(message, signature=sign(message.body, key))


def _changed_body(message: Message) -> Message:
    return replace(message, body=message.body.replace(b'"action":"update"', b'"action":"create"'))


def _spaced(message: Message) -> bytes:
    return json.dumps(message.honest, indent=2).encode()


def _reversed_fields(message: Message) -> bytes:
    return compact(dict(reversed(list(message.honest.items()))))


def _escaped(message: Message) -> bytes:
    return message.body.replace(b'"Shipped"', rb'"\u0053hipped"')


def _more_zeros(message: Message) -> bytes:
    def lengthen(found: re.Match[bytes]) -> bytes:
        number = found[2]
        return found[1] + number + (b"00" if b"." in number else b".00")

    return re.sub(rb'("(?:total_price|line_total_price)": ?)([0-9.]+)', lengthen, message.body)


def _headers(change: Callable[[list[Header]], list[Header]]) -> Callable[[Message], Message]:
    return lambda message: replace(message, headers=tuple(change(list(message.headers))))


def _with_value(index: int, change: Callable[[str], str]) -> Callable[[Message], Message]:
    def apply(headers: list[Header]) -> list[Header]:
        headers[index] = replace(headers[index], value=change(headers[index].value))
        return headers

    return _headers(apply)


def _swapped(headers: list[Header]) -> list[Header]:
    one, other = headers
    return [replace(one, value=other.value), replace(other, value=one.value)]


_MANNERS: Mapping[str, Callable[[Message], Message]] = {
    "as Flourish sends it": lambda message: message,
    "with no signature": lambda message: replace(message, signature=None),
    "with a signature made with another key": _signed_with("another key"),
    "with only the first half of the signature": _signature(first_half),
    "with a signature that differs in its last digit": _signature(other_last_digit),
    "with a signature with more at its end": _signature(lambda text: f"{text}0"),
    "with a signature in capital letters": _signature(str.upper),
    "with a signature that names its algorithm": _signature(lambda text: f"sha256={text}"),
    "with a signature of only its data": lambda message: replace(
        message, signature=sign(compact(message.honest["data"]), message.key)
    ),
    "with a body changed after signing": _changed_body,
    "with a signature of the body without its spaces": lambda message: replace(
        message, body=_spaced(message)
    ),
    "with spaces and line breaks": lambda message: _signed(message, _spaced(message)),
    "with its fields in another order": lambda message: _signed(message, _reversed_fields(message)),
    "with letters written as escapes": lambda message: _signed(message, _escaped(message)),
    "with numbers written with extra zeros": lambda message: _signed(message, _more_zeros(message)),
    "with neither of the two headers": _headers(lambda _: []),
    "with the first header missing": _headers(lambda headers: headers[1:]),
    "with the second header missing": _headers(lambda headers: headers[:1]),
    "with a wrong value in the first header": _with_value(0, lambda _: "wrong"),
    "with a wrong value in the second header": _with_value(1, lambda _: "wrong"),
    "with the values of the two headers swapped": _headers(_swapped),
    "with the beginning of the second header's value": _with_value(1, first_half),
}


def _webhook(context: ScenarioContext) -> Webhook:
    assert context.connection.webhook is not None, "the seller is not connected"
    return context.connection.webhook


def about_order(context: ScenarioContext) -> Message:
    """What Flourish would say about the order just now."""
    data = json.loads(bytes(context.api.raw_order(context.flourish_id())))
    return _message(context, "order", data)


def _message(context: ScenarioContext, resource_type: str, data: object) -> Message:
    webhook = _webhook(context)
    honest = {"action": "update", "resource_type": resource_type, "data": data}
    body = compact(honest)
    return Message(
        honest=honest,
        body=body,
        signature=sign(body, webhook.signing_key),
        headers=tuple(webhook.headers),
        key=webhook.signing_key,
    )


def _send(context: ScenarioContext, message: Message) -> None:
    headers = {header.key: header.value for header in message.headers}
    if message.signature is not None:
        headers[SIGNATURE] = message.signature
    context.attempt.reply = context.engine.deliver(_webhook(context).endpoint_url, message.body, headers)


@when(parsers.re("a message about the order arrives (?P<manner>(?:as|with) .+)"))
def _arrives(context: ScenarioContext, manner: str) -> None:
    context.settle()
    _send(context, one_of(_MANNERS, manner)(about_order(context)))


@when("a new message about the order arrives")
def _new_message(context: ScenarioContext) -> None:
    context.settle()
    _send(context, about_order(context))


@when("a message about an unknown kind of thing arrives")
def _unknown_kind(context: ScenarioContext) -> None:
    _send(context, _message(context, "spaceship", about_order(context).honest["data"]))


@when("a message about a retail order arrives")
def _retail_order(context: ScenarioContext) -> None:
    _send(context, _message(context, "retail_order", about_order(context).honest["data"]))


@then("the engine accepts the message")
def _accepted(context: ScenarioContext) -> None:
    assert context.attempt.reply is not None, "no message was sent"
    context.expect(
        context.attempt.reply.accepted,
        "the engine to accept the message",
        f"it said {context.attempt.reply.quoted}",
    )


@then("the engine rejects the message")
def _rejected(context: ScenarioContext) -> None:
    assert context.attempt.reply is not None, "no message was sent"
    context.expect(not context.attempt.reply.accepted, "the engine to reject the message", "it accepted it")
