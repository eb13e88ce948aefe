"""`connection.set`, `.changed`, `.removed`: what the engine is told of the integration settings (S5)."""

from dataclasses import dataclass, field
from datetime import datetime

from sim_ordo.events import event_body
from sim_ordo.organization import Organization

SET = "connection.set"
CHANGED = "connection.changed"
REMOVED = "connection.removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishCredentials:
    """What Flourish gave: shown nowhere, kept by the engine only (S3)."""

    api_username: str
    api_key: str = field(repr=False)


def connection_saved_event(
    event_type: str,
    at: datetime,
    organization: Organization,
    *,
    integration_token: str,
    license_number: str,
    credentials: FlourishCredentials,
) -> bytes:
    """`SET` or `CHANGED` (schemas/ordo/events/connection_set.json); it carries secrets."""
    data = {
        "organization_id": organization.organization_id,
        "organization_name": organization.name,
        "integration_token": integration_token,
        "license_number": license_number,
        "flourish": {"api_username": credentials.api_username, "api_key": credentials.api_key},
    }
    return event_body(event_type, "connection_set", at, data)


def connection_removed_event(at: datetime, organization: Organization) -> bytes:
    """`REMOVED` (schemas/ordo/events/connection_removed.json)."""
    return event_body(REMOVED, "connection_removed", at, {"organization_id": organization.organization_id})
