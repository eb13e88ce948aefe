"""Receives Flourish's webhooks: verifies them (S7) and keeps each as a hint to look again.

A delivery carries no id and no time, and comes late, twice or not at all; so nothing in it is believed. What
it is about is read from Flourish afterwards, and hints about the same thing that still wait are one.
"""

import hashlib
import hmac
from typing import Any

from flask import Response, request

from integration_engine.errors import CallerError
from integration_engine.keys import Key, Kind
from integration_engine.logs import logger
from integration_engine.receive.inbound import Parts, answer, check, read_json, require_id
from integration_engine.secret_box import WebhookSecrets
from integration_engine.store.database import Transaction
from integration_engine.store.inbox import MessageKind

_log = logger(__name__)
SCHEMA = "engine/flourish_webhook.json"
_IGNORED = frozenset({"item", "retail_order"})
"""Not subscribed to, harmless when they come: an item's edit alone changes nothing in Ordo (I5)."""

_LONGEST_SKU = 200
"""Ordo takes no longer ones, so such an item cannot be in Ordo."""

_NUL = "\0"
"""What has it in its name is none of ours, and PostgreSQL takes no such text."""


def receive_flourish_webhook(parts: Parts, connection_id: str) -> Response:
    """POST /v1/flourish-webhooks/{connection_id}."""
    raw = request.get_data(cache=False)
    unknown = CallerError(404, "unknown_connection", "there is no such connection")
    require_id(connection_id, unknown)
    with parts.database.reading() as transaction:
        connection = transaction.connections.by_id(connection_id)
    secrets = parts.box.open(connection.secrets).webhook if connection else None
    if connection is None or connection.removed or secrets is None:
        raise unknown
    _verify(raw, secrets)
    body = read_json(raw)
    check(SCHEMA, body)
    organization_id = connection.organization_id
    with parts.database.transaction(organization_id) as writing:
        _keep_hint(writing, parts, organization_id, body)
    parts.metrics.received(organization_id, "flourish_webhooks", "accepted")
    _log.info("webhook from Flourish", organization_id=organization_id, resource_type=body["resource_type"])
    return answer(200, {"accepted": True})


def _verify(raw: bytes, secrets: WebhookSecrets) -> None:
    """Checks the signature over the raw body and both headers, each in constant time (S7).

    Raises:
        CallerError: 400 when there is no signature, 403 when anything is wrong.
    """
    signature = request.headers.get("Auth-Signature", "")
    if not signature:
        raise CallerError(400, "missing_signature", "the header Auth-Signature is required")
    expected = hmac.new(secrets.signing_key.encode(), raw, hashlib.sha256).hexdigest()
    genuine = hmac.compare_digest(expected.encode(), signature.encode())
    for header in secrets.headers:
        given = request.headers.get(header.key, "")
        genuine &= hmac.compare_digest(header.value.encode(), given.encode())
    if not genuine:
        raise CallerError(403, "forbidden", "the signature or the headers are wrong")


def _keep_hint(transaction: Transaction, parts: Parts, organization_id: str, body: dict[str, Any]) -> None:
    resource_type, data = body["resource_type"], body["data"]
    if resource_type in _IGNORED:
        return
    if resource_type == "order":
        _keep_order_hint(transaction, parts, organization_id, data)
    elif resource_type == "inventory_summary":
        sku = data.get("sku") or ""
        if sku.strip() and len(sku) <= _LONGEST_SKU and _NUL not in sku:
            key = Key(kind=Kind.ITEM, organization_id=organization_id, name=sku)
            _keep(transaction, parts, key, MessageKind.ITEM_HINT, "")
    else:
        message = f"the resource_type {resource_type!r} is not known"
        raise CallerError(422, "unknown_resource_type", message, "resource_type")


def _keep_order_hint(
    transaction: Transaction, parts: Parts, organization_id: str, data: dict[str, Any]
) -> None:
    """A hint about one of our orders; orders made by others are none of our business."""
    flourish_order_id = str(data["id"])
    original_order_id = str(data.get("original_order_id") or "")
    if _NUL in flourish_order_id + original_order_id:
        return
    order_id = transaction.orders.known_as(organization_id, original_order_id, flourish_order_id)
    if order_id is not None:
        key = Key(kind=Kind.ORDER, organization_id=organization_id, name=order_id)
        _keep(transaction, parts, key, MessageKind.ORDER_HINT, flourish_order_id)


def _keep(transaction: Transaction, parts: Parts, key: Key, kind: MessageKind, body: str) -> None:
    now = parts.clocks.of(key.organization_id).now()
    transaction.inbox.add(key.organization_id, str(key), kind, body=body, received_at=now)
    transaction.wake(str(key))
