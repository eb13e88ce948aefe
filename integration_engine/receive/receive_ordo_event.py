"""Receives what happens in Ordo: an order was confirmed (O2), a sync was started (I1).

An event is acknowledged once it is durable, and worked through in the background.
"""

from flask import Response

from integration_engine.core.order import Confirmation
from integration_engine.errors import CallerError
from integration_engine.keys import Key, Kind
from integration_engine.logs import logger
from integration_engine.receive.inbound import OrdoEvent, Parts, answer, receive_event
from integration_engine.store.codec import from_json, to_text
from integration_engine.store.database import Transaction
from integration_engine.store.inbox import MessageKind

_log = logger(__name__)
SCHEMAS = {
    "order.confirmed": "ordo/events/order_confirmed.json",
    "inventory.sync_requested": "ordo/events/inventory_sync_requested.json",
}


def receive_ordo_event(parts: Parts) -> Response:
    """POST /v1/ordo-events. A repeated delivery is acknowledged again and changes nothing."""
    event = receive_event(parts, SCHEMAS)
    key, kind, body = _message(event)
    with parts.database.transaction(event.organization_id) as transaction:
        connection = transaction.connections.of(event.organization_id)
        if connection is None or connection.removed:
            raise CallerError(404, "unknown_organization", "this organization is not connected")
        new = _store(transaction, parts, event, key, kind, body)
    parts.metrics.received(event.organization_id, "ordo_events", "accepted" if new else "duplicate")
    _log.info(
        "event from Ordo",
        organization_id=event.organization_id,
        message_id=event.message_id,
        type=event.type,
        key=str(key),
        duplicate=not new,
    )
    return answer(202, {"accepted": True, "duplicate": not new})


def _message(event: OrdoEvent) -> tuple[Key, MessageKind, str]:
    data = event.body["data"]
    if event.type == "order.confirmed":
        confirmation = from_json(data["order"], Confirmation)
        key = Key(kind=Kind.ORDER, organization_id=event.organization_id, name=confirmation.order_id)
        return key, MessageKind.ORDER_CONFIRMED, to_text(confirmation)
    key = Key(kind=Kind.SYNC, organization_id=event.organization_id, name=data["sync_id"])
    return key, MessageKind.SYNC_REQUESTED, "{}"


def _store(
    transaction: Transaction, parts: Parts, event: OrdoEvent, key: Key, kind: MessageKind, body: str
) -> bool:
    now = parts.clocks.of(event.organization_id).now()
    new = transaction.inbox.add(
        event.organization_id, str(key), kind, body=body, received_at=now, message_id=event.message_id
    )
    if new and key.kind is Kind.ORDER:
        transaction.orders.begin(event.organization_id, key.name, now)
    if new:
        transaction.wake(str(key))
    return new
