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
from integration_engine.logs import about, logger
from integration_engine.receive.answers import answer
from integration_engine.receive.inbound import Parts, receive_event
from integration_engine.secret_box import (
    Credentials,
    FlourishCredentials,
    WebhookSecrets,
    new_connection_id,
    new_webhook_secrets,
)
from integration_engine.store.codec import from_json
from integration_engine.store.connections import StoredConnection
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
    """What Ordo says about a connection."""

    organization_id: str
    organization_name: str
    integration_token: str
    license_number: str
    flourish: FlourishCredentials


def receive_connection(parts: Parts) -> Response:
    """POST /v1/connection."""
    event = receive_event(parts, SCHEMAS)
    organization_id = event.organization_id
    ids = about(organization_id=organization_id, message_id=event.message_id)
    with ids:
        if event.type == "connection.removed":
            _remove(parts, organization_id)
            body: dict[str, Any] = {"removed": True}
        else:
            settings = from_json(event.body["data"], _Settings)
            facility = _paired_facility(parts, settings)
            body = _answer_body(parts, *_store(parts, settings, facility), facility)
            _log.info("connected", facility_id=facility.facility_id)
    parts.metrics.received(organization_id, "connection", "accepted")
    return answer(200, body)


def _paired_facility(parts: Parts, settings: _Settings) -> Facility:
    """The facility with the license number (S2), an active one if several have it."""
    client = parts.access.flourish(settings.flourish)
    wanted = settings.license_number
    try:
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
    return min(found, key=lambda one: not one.active)


def _store(parts: Parts, settings: _Settings, facility: Facility) -> tuple[StoredConnection, WebhookSecrets]:
    """Stores the connection and has everything that waited for it done now.

    A connection in force keeps its signing key, URL and headers: they stand in Flourish already.
    """
    organization_id = settings.organization_id
    with parts.database.transaction(organization_id) as transaction:
        now = parts.clocks.of(organization_id).now()
        known = transaction.connections.of(organization_id)
        kept = _kept_webhook(parts, known)
        webhook = kept or new_webhook_secrets()
        credentials = Credentials(
            integration_token=settings.integration_token, flourish=settings.flourish, webhook=webhook
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
        note_connection_problem(transaction, organization_id, None, now)
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


def _remove(parts: Parts, organization_id: str) -> None:
    """Forgets the credentials. The integration token stays: what Ordo is still to be told can be told."""
    with parts.database.transaction(organization_id) as transaction:
        known = transaction.connections.of(organization_id)
        if known is None or known.removed:
            return
        kept = parts.box.open(known.secrets).integration_token
        credentials = Credentials(integration_token=kept, flourish=None, webhook=None)
        removed = replace(known, secrets=parts.box.seal(credentials), removed=True, problem=None)
        transaction.connections.put(removed, parts.clocks.of(organization_id).now())
    _log.info("no longer connected")


def _answer_body(
    parts: Parts, stored: StoredConnection, webhook: WebhookSecrets, facility: Facility
) -> dict[str, Any]:
    url = f"{parts.config.public_url.rstrip('/')}/v1/flourish-webhooks/{stored.connection_id}"
    return {
        "connection_id": stored.connection_id,
        "facility": {
            "id": facility.facility_id,
            "facility_name": facility.facility_name,
            "license_number": stored.license_number,
        },
        "webhook": {
            "endpoint_url": url,
            "signing_key": webhook.signing_key,
            "headers": [{"key": one.key, "value": one.value} for one in webhook.headers],
            "events": list(EVENTS),
        },
    }
