"""Secrets are masked wherever they stand."""

import pytest

from foundation.redaction import MASK, redact, redact_text


@pytest.mark.parametrize(
    "name",
    [
        "api_key",
        "apiKey",
        "x-api-key",
        "Authorization",
        "integration_token",
        "signing_key",
        "password",
        "Cookie",
    ],
)
def test_secret_fields_are_masked_by_name(name: str) -> None:
    """A secret is masked whatever the style of its name."""
    assert redact({"outer": [{name: "s3cret"}]}) == {"outer": [{name: MASK}]}


def test_webhook_header_values_are_masked() -> None:
    """The values of webhook headers are credentials, their keys are not (S5)."""
    shown = redact({"headers": [{"key": "X-Ordo", "value": "s3cret"}]})
    assert shown == {"headers": [{"key": "X-Ordo", "value": MASK}]}


def test_everything_else_stays() -> None:
    """Other values come back as they were, and the original is not touched."""
    value = {"sku": "A-1", "qty": 3, "nested": {"key": "kept", "api_key": None}}
    assert redact(value) == value


def test_the_original_is_not_changed() -> None:
    """Redaction makes a copy."""
    value = {"api_key": "s3cret"}
    redact(value)
    assert value == {"api_key": "s3cret"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Authorization: Basic dXNlcjprZXk=", "Authorization: Basic ***"),
        ("sent Bearer abc.def, twice", "sent Bearer ***, twice"),
        ("postgresql://engine:hunter2@db/engine", "postgresql://engine:***@db/engine"),
        ("whsec_MDEyMzQ1Njc4OQ", "whsec_***"),
        ("api_key=s3cret&limit=5", "api_key=***&limit=5"),
        ('{"signing_key": "s3cret", "sku": "A-1"}', '{"signing_key": "***", "sku": "A-1"}'),
        ("no connection to http://127.0.0.1:8701", "no connection to http://127.0.0.1:8701"),
        ("the order A-1 is Basically fine", "the order A-1 is Basically fine"),
    ],
)
def test_credentials_inside_a_text_are_masked(text: str, shown: str) -> None:
    """What looks like a credential goes, everything else stays."""
    assert redact_text(text) == shown


def test_keys_of_an_api_are_masked_wherever_they_are_kept() -> None:
    """In what is named for API keys each key is masked, in a list and by username, and nothing else is."""
    kept = {"username": "lab", "key": "a made-up key"}
    masked = {"username": "lab", "key": "***"}
    assert redact({"api_keys": [kept], "inner": {"api_keys": {"lab": kept}}}) == {
        "api_keys": [masked],
        "inner": {"api_keys": {"lab": masked}},
    }
