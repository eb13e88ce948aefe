"""What the contracts say of a flow: which values a field may have, and whether an exchange keeps them."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from foundation.contract import Contract, Operation, Schema, payload
from harness.schema_places import DOCUMENTS, JSON_BODY, SchemaPlace, message, whole
from harness.sensitivity.fields import Direction, Exchange, Field, Flow

_DOCUMENTS = {
    **DOCUMENTS,
    "flourish screens": ("flourish/back_office_openapi.json",),
    "ordo screens": ("ordo/openapi.json",),
}
_REPLY_SCHEMA = "ordo/connection_answer.json"
_CHANGED = "connection.changed"
_CREDENTIALS = frozenset({"Authorization", "x-api-key"})


def keeps_contract(exchange: Exchange) -> bool:
    """Whether an exchange, as it was altered, is one that the contract allows."""
    flow, body = exchange.flow, exchange.body
    if flow.direction is Direction.DELIVERY:
        return payload(_message_schema(flow)).is_valid(body)
    if flow.direction is Direction.REPLY:
        return payload(_REPLY_SCHEMA).is_valid(body)
    described = _operation(flow)
    if flow.direction is Direction.RESPONSE:
        return exchange.status in described.statuses and _is_valid(
            described.response_schema(exchange.status), body
        )
    if described.takes_json and body is not None and not _is_valid(described.body_schema(), body):
        return False
    return described.query_problem(exchange.query) is None and _has_what_it_needs(exchange)


def _is_valid(schema: Schema | None, body: Any) -> bool:  # noqa: ANN401 - any JSON
    return schema is None or schema.is_valid(body)


def _has_what_it_needs(exchange: Exchange) -> bool:
    """Whether required parameters are there, and the credentials, which a description requires elsewhere."""
    for parameter in _parameters(exchange.flow):
        given = {"query": exchange.query, "header": exchange.headers}.get(parameter["in"])
        if parameter.get("required") and given is not None and parameter["name"] not in given:
            return False
    return True


def is_credential(field: Field) -> bool:
    """Whether a header proves who calls: any alteration of it is refused as the contract says."""
    return field.place.removeprefix("header ") in _CREDENTIALS


def statuses(flow: Flow) -> list[int]:
    """Every status that an operation declares."""
    return sorted(_operation(flow).statuses)


def choices(field: Field) -> list[Any]:
    """The values that the contract lists for a field; empty where it lists none."""
    return [value for form in _forms(field) for value in form.node.get("enum", ())]


def type_names(field: Field) -> frozenset[str]:
    """The JSON types that the contract allows for a field."""
    found: set[str] = set()
    for form in _forms(field):
        named = form.node.get("type", ())
        found |= {named} if isinstance(named, str) else set(named)
    return frozenset(found)


@cache
def _forms(field: Field) -> tuple[SchemaPlace, ...]:
    flow = field.flow
    if not field.place.startswith("/"):
        kind, _, name = field.place.partition(" ")
        schemas = [one["schema"] for one in _parameters(flow) if (one["in"], one["name"]) == (kind, name)]
        document = _document(flow.side, flow.operation)
        return tuple(
            form
            for schema in schemas
            for form in SchemaPlace(
                document=document, way=(), node=schema, provenance=whole(document).provenance
            ).forms()
        )
    path = field.place.replace("/[]", "[]").replace("/", ".").removeprefix(".")
    found = (body.field(path) for body in _bodies(flow))
    return tuple(form for place in found if place is not None for form in place.forms())


def _bodies(flow: Flow) -> Iterator[SchemaPlace]:
    match flow.direction:
        case Direction.REPLY:
            yield whole(_REPLY_SCHEMA)
        case Direction.DELIVERY:
            yield whole(_message_schema(flow))
        case Direction.REQUEST:
            if (body := _described(flow).inner("requestBody", *JSON_BODY)) is not None:
                yield body
        case Direction.RESPONSE:
            for status in statuses(flow):
                if (body := _described(flow).inner("responses", str(status), *JSON_BODY)) is not None:
                    yield body


@cache
def _message_schema(flow: Flow) -> str:
    topic = "connection.set" if flow.operation == _CHANGED else flow.operation
    found = message(flow.side, topic)
    body = found.inner("requestBody", *JSON_BODY) if found else None
    if body is None:
        raise LookupError(f"no contract describes the message {topic!r} of {flow.side}")
    return body.target.document


@cache
def _document(side: str, title: str) -> str:
    method, _, path = title.partition(" ")
    for document in _DOCUMENTS[side]:
        if (method, path) in Contract.load(document).operations():
            return document
    raise LookupError(f"no contract of {side} describes {title}")


def _operation(flow: Flow) -> Operation:
    method, _, path = flow.operation.partition(" ")
    return Contract.load(_document(flow.side, flow.operation)).operation(method, path)


def _described(flow: Flow) -> SchemaPlace:
    method, _, path = flow.operation.partition(" ")
    found = whole(_document(flow.side, flow.operation)).inner("paths", path, method.lower())
    if found is None:
        raise LookupError(f"no contract of {flow.side} describes {flow.operation}")
    return found


@cache
def _parameters(flow: Flow) -> tuple[Mapping[str, Any], ...]:
    if flow.direction is not Direction.REQUEST:
        return ()
    listed = _described(flow).inner("parameters")
    found = [listed.inner(str(index)) for index in range(len(listed.node))] if listed is not None else []
    return tuple(_with_schema(place) for place in found if place is not None)


def _with_schema(place: SchemaPlace) -> Mapping[str, Any]:
    schema = place.inner("schema")
    node = {} if schema is None else schema.target.node
    return {**place.target.node, "schema": node}
