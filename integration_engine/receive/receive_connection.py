"""Receives from Ordo that the Flourish integration was set, changed or removed, and answers at once (S5, S8).

The credentials are tried against Flourish and the license is paired with a facility before anything is
stored. The answer is what a person then enters in Flourish: endpoint URL, signing key, two headers and
two events (S6).
"""

from dataclasses import dataclass, replace
from typing import Any

from flask import Response

from integration_engine.errors import (
    CallerError,
    ConfigurationError,
    FlourishCredentialsError,
    FlourishRefusedError,
    FlourishUnavailableError,
)
from integration_engine.flourish.answers import Facility, parse_facility
from integration_engine.flourish.paired_facility import facility_problem
from integration_engine.logs import about, logger
from integration_engine.receive.connection_guard import is_repeated, note_obeyed, require_same_token
from integration_engine.receive.inbound import OrdoEvent, Parts, answer, receive_event
from integration_engine.secret_box import (
    Credentials,
    FlourishCredentials,
    WebhookSecrets,
    new_connection_id,
    new_webhook_secrets,
)
from integration_engine.store.codec import from_json
from integration_engine.store.connections import StoredConnection
from integration_engine.store.database import Transaction
from integration_engine.work.connection_work import note_connection_problem

_log = logger(__name__)
SCHEMAS = {
    "connection.set": "ordo/events/connection_set.json",
    "connection.changed": "ordo/events/connection_set.json",
    "connection.removed": "ordo/events/connection_removed.json",
}
EVENTS = ("Outbound Order", "Inventory")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settings:
    organization_id: str
    organization_name: str
    integration_token: str
    license_number: str
    flourish: FlourishCredentials


def receive_connection(parts: Parts) -> Response:
    """POST /v1/connection. A repeated message is answered again and changes nothing."""
    event = receive_event(parts, SCHEMAS)
    with about(organization_id=event.organization_id, message_id=event.message_id):
        if event.type == "connection.removed":
            new, body = _remove(parts, event)
        else:
            new, body = _set_up(parts, event)
    parts.metrics.received(event.organization_id, "connection", "accepted" if new else "duplicate")
    return answer(200, body)


def _set_up(parts: Parts, event: OrdoEvent) -> tuple[bool, dict[str, Any]]:
    """Whether the message is new, and the answer."""
    settings = from_json(event.body["data"], _Settings)
    with parts.database.transaction(event.organization_id) as transaction:
        known = _known(parts, transaction, event, settings.integration_token)
        repeated = is_repeated(transaction, event)
    if repeated and known is not None and (webhook := _kept_webhook(parts, known)) is not None:
        return False, _answer_body(parts, known, webhook)
    facility, username_checked = _paired_facility(parts, settings)
    stored, webhook = _store(parts, event, settings, facility, username_checked=username_checked)
    _log.info("connected", facility_id=stored.facility_id, username_checked=username_checked)
    return True, _answer_body(parts, stored, webhook)


def _known(parts: Parts, transaction: Transaction, event: OrdoEvent, token: str) -> StoredConnection | None:
    """The organization's connection, which has to be of this integration token (S9)."""
    known = transaction.connections.of(event.organization_id)
    require_same_token(parts.box, known, token, parts.clocks.of(event.organization_id).now())
    return known


def _paired_facility(parts: Parts, settings: _Settings) -> tuple[Facility, bool]:
    """The facility with the license number (S2), at best an active one; and what `_username_checked` says."""
    client = parts.access.flourish(settings.flourish)
    wanted = settings.license_number
    try:
        username_checked = _username_checked(parts, settings)
        found = [one for one in client.every("/facilities", parse_facility) if one.license_number == wanted]
    except FlourishCredentialsError as error:
        raise CallerError(
            422, "flourish_credentials_rejected", "Flourish rejects this API username and key."
        ) from error
    except (FlourishUnavailableError, FlourishRefusedError) as error:
        raise CallerError(502, "flourish_unreachable", f"Flourish cannot be asked: {error}.") from error
    if not found:
        raise CallerError(
            422, "license_not_found", f"No facility in Flourish has the license number {wanted!r}."
        )
    return min(found, key=lambda one: not one.active), username_checked


def _username_checked(parts: Parts, settings: _Settings) -> bool:
    """Tries username and key together, once; False where Flourish does not take Basic any more (S10).

    A 401 that names neither Basic nor the header in its place is about the pair itself.

    Raises:
        FlourishError: they are wrong (`FlourishCredentialsError`), or Flourish cannot be asked.
    """
    try:
        parts.access.flourish(settings.flourish, basic=True).page(
            "/facilities", parse_facility, offset=0, limit=1
        )
    except FlourishRefusedError:
        return False
    except FlourishCredentialsError as error:
        if not any(word in error.message.lower() for word in ("basic", "x-api-key")):
            raise
        return False
    return True


def _store(
    parts: Parts, event: OrdoEvent, settings: _Settings, facility: Facility, *, username_checked: bool
) -> tuple[StoredConnection, WebhookSecrets]:
    """Stores the connection and has everything that waited for it done now.

    A connection in force keeps its signing key, URL and headers: they stand in Flourish already. While
    Flourish was asked, another message may have been obeyed, so this one is judged again.
    """
    organization_id = event.organization_id
    with parts.database.transaction(organization_id) as transaction:
        known = _known(parts, transaction, event, settings.integration_token)
        is_repeated(transaction, event)
        now = parts.clocks.of(organization_id).now()
        kept = _kept_webhook(parts, known)
        webhook = kept or new_webhook_secrets()
        credentials = Credentials(
            integration_token=settings.integration_token,
            flourish=settings.flourish,
            webhook=webhook,
            username_checked=username_checked,
        )
        stored = StoredConnection(
            organization_id=organization_id,
            connection_id=known.connection_id if known is not None and kept else new_connection_id(),
            organization_name=settings.organization_name,
            license_number=settings.license_number,
            facility_id=facility.facility_id,
            facility_name=facility.facility_name,
            secrets=parts.box.seal(credentials),
            removed=False,
            problem=known.problem if known else None,
            problem_told=known.problem_told if known else None,
        )
        transaction.connections.put(stored, now)
        note_obeyed(transaction, event, now)
        problem = facility_problem(facility, settings.license_number)
        note_connection_problem(transaction, organization_id, problem, now)
        for key in transaction.commands.make_due(organization_id, now):
            transaction.wake(key)
    return stored, webhook


def _kept_webhook(parts: Parts, known: StoredConnection | None) -> WebhookSecrets | None:
    """The webhook secrets that stand in Flourish already; None when there are none to keep."""
    if known is None or known.removed:
        return None
    try:
        return parts.box.open(known.secrets).webhook
    except ConfigurationError:
        # The encryption key was lost. Saving the integration again has to be the way out, with new secrets.
        _log.exception("the stored secrets cannot be read; new ones are made")
        return None


def _remove(parts: Parts, event: OrdoEvent) -> tuple[bool, dict[str, Any]]:
    """Forgets the credentials. The integration token stays: what Ordo is still to be told can be told."""
    organization_id = event.organization_id
    with parts.database.transaction(organization_id) as transaction:
        known = _known(parts, transaction, event, event.body["data"]["integration_token"])
        repeated = is_repeated(transaction, event)
        if not repeated:
            now = parts.clocks.of(organization_id).now()
            note_obeyed(transaction, event, now)
            if known is not None and not known.removed:
                kept = parts.box.open(known.secrets).integration_token
                credentials = Credentials(integration_token=kept, flourish=None, webhook=None)
                removed = replace(known, secrets=parts.box.seal(credentials), removed=True, problem=None)
                transaction.connections.put(removed, now)
                _log.info("no longer connected")
    return not repeated, {"removed": True}


def _answer_body(parts: Parts, stored: StoredConnection, webhook: WebhookSecrets) -> dict[str, Any]:
    url = f"{parts.config.public_url.rstrip('/')}/v1/flourish-webhooks/{stored.connection_id}"
    return {
        "connection_id": stored.connection_id,
        "facility": {
            "id": stored.facility_id,
            "facility_name": stored.facility_name,
            "license_number": stored.license_number,
        },
        "webhook": {
            "endpoint_url": url,
            "signing_key": webhook.signing_key,
            "headers": [{"key": one.key, "value": one.value} for one in webhook.headers],
            "events": list(EVENTS),
        },
        "username_checked": parts.box.open(stored.secrets).username_checked,
    }
