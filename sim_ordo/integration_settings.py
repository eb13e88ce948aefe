"""How the Flourish integration settings are shown: never with the API key, and with keys only once (S5)."""

from typing import Any

from sim_ordo.connection_endpoint import AnsweredWebhook
from sim_ordo.flourish_integration import FlourishIntegration
from sim_ordo.problems import problem_json

_NOT_CONNECTED = {
    "connected": False,
    "api_username": None,
    "license_id": None,
    "license_number": None,
    "facility": None,
    "problem": None,
    "webhook": None,
}


def integration_json(integration: FlourishIntegration | None) -> dict[str, Any]:
    """The settings as `schemas/ordo/integration_settings.json` has them."""
    if integration is None:
        return dict(_NOT_CONNECTED)
    headers = [{"key": key} for key in integration.header_keys]
    return {
        **_settings(integration),
        "webhook": {"endpoint_url": integration.endpoint_url, "headers": headers},
    }


def saved_json(integration: FlourishIntegration, webhook: AnsweredWebhook) -> dict[str, Any]:
    """The settings just saved, with what is to be submitted in Flourish, shown this once."""
    shown = {
        "endpoint_url": webhook.endpoint_url,
        "signing_key": webhook.signing_key,
        "headers": [{"key": header.key, "value": header.value} for header in webhook.headers],
        "events": list(webhook.events),
    }
    return {**_settings(integration), "webhook": shown}


def _settings(integration: FlourishIntegration) -> dict[str, Any]:
    facility = integration.facility
    return {
        "connected": True,
        "api_username": integration.api_username,
        "license_id": integration.license_id,
        "license_number": integration.license_number,
        "facility": {
            "id": facility.id,
            "facility_name": facility.facility_name,
            "license_number": facility.license_number,
        },
        "problem": problem_json(integration.problem),
    }
