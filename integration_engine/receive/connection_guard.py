"""Which messages about a connection are obeyed (S9).

Each is obeyed once, and none that is older than the last one obeyed. A connection belongs to the integration
token that it was set up under: another organization that names the same id gets and changes nothing of it.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from integration_engine.errors import CallerError, ConfigurationError
from integration_engine.keys import Key, Kind
from integration_engine.logs import logger
from integration_engine.receive.inbound import OrdoEvent
from integration_engine.secret_box import SecretBox
from integration_engine.store.codec import from_json, from_text, to_text
from integration_engine.store.connections import StoredConnection
from integration_engine.store.database import Transaction
from integration_engine.store.inbox import MessageKind

_log = logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Obeyed:
    """What is kept of a message that was obeyed; its secrets are not."""

    type: str
    timestamp: datetime


def is_repeated(transaction: Transaction, event: OrdoEvent) -> bool:
    """Whether this message was the last one obeyed, so that its answer is given again and nothing changes.

    Raises:
        CallerError: 409, a newer message was obeyed, or this one was before another.
    """
    last = transaction.inbox.newest(event.organization_id, MessageKind.CONNECTION)
    if last is None:
        return False
    if last.message_id == event.message_id:
        return True
    older = _obeyed(event).timestamp < from_text(last.body, _Obeyed).timestamp
    if older or transaction.inbox.knows(event.organization_id, event.message_id):
        raise CallerError(409, "stale_message", "a newer message about this connection has been obeyed")
    return False


def note_obeyed(transaction: Transaction, event: OrdoEvent, now: datetime) -> None:
    """Remembers the message, in the transaction in which it has its effect."""
    transaction.inbox.add(
        event.organization_id,
        str(Key(kind=Kind.CONNECTION, organization_id=event.organization_id, name="settings")),
        MessageKind.CONNECTION,
        body=to_text(_obeyed(event)),
        received_at=now,
        message_id=event.message_id,
        processed_at=now,
    )


def require_same_token(box: SecretBox, known: StoredConnection | None, token: str, now: datetime) -> None:
    """Lets pass what comes under the integration token that the connection was set up under.

    A connection whose secrets cannot be read any more, because the encryption key was lost, gives nothing
    away and is not protected: saving the integration again has to be the way out.

    Raises:
        CallerError: 422, the token is another one, and no operator allowed it.
    """
    if known is None or (known.token_open_until is not None and now < known.token_open_until):
        return
    try:
        kept = box.open(known.secrets).integration_token
    except ConfigurationError:
        _log.exception("the stored secrets cannot be read, so the integration token is not compared")
        return
    if not hmac.compare_digest(kept.encode(), token.encode()):
        message = (
            f"The engine has a connection of organization {known.organization_id} under another "
            "integration token. If it is yours, have the engine's operator run: "
            f"ordo-flourish engine connections --accept-token {known.organization_id}"
        )
        raise CallerError(422, "integration_token_rejected", message)


def _obeyed(event: OrdoEvent) -> _Obeyed:
    return from_json({"type": event.type, "timestamp": event.body["timestamp"]}, _Obeyed)
