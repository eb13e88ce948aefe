"""Secrets are masked wherever they stand."""

import pytest

from foundation.redaction import MASK, redact, redact_query, redact_text


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


@pytest.mark.parametrize(
    ("headers", "shown"),
    [
        ({"X-Ordo": "s3cret", "X-Empty": ""}, {"X-Ordo": MASK, "X-Empty": ""}),
        ([["X-Ordo", "s3cret"], ("X-Other", "s3cret")], [["X-Ordo", MASK], ["X-Other", MASK]]),
        (["Authorization: s3cret"], [MASK]),
        ({"X-Ordo": ["s3cret", "s3cret too"]}, {"X-Ordo": [MASK, MASK]}),
    ],
)
@pytest.mark.parametrize("name", ["headers", "webhook_headers", "Response-Headers"])
def test_header_values_are_masked_in_every_form(name: str, headers: object, shown: object) -> None:
    """As members, as pairs, as lines or as lists, the values go and the names stay."""
    assert redact({name: headers}) == {name: shown}


@pytest.mark.parametrize("name", ["token", "tokens", "api_keys", "Passwords"])
def test_lists_of_secrets_are_masked(name: str) -> None:
    """A field that holds several secrets shows none, however deep they are."""
    assert redact({name: ["s3cret", ["more"], None, {"id": 1}]}) == {name: [MASK, [MASK], None, {"id": 1}]}


def test_secrets_inside_texts_are_masked() -> None:
    """A URL or a header that is quoted in a value keeps its place and loses its secret."""
    quoted = {
        "url": "http://u:s3cret@h/?token=s3cret&page=2",
        "why": ["sent Authorization: s3cret", "at 10:00"],
    }
    assert redact(quoted) == {
        "url": f"http://u:{MASK}@h/?token={MASK}&page=2",
        "why": [f"sent Authorization: {MASK}", "at 10:00"],
    }


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ""),
        ("limit=5&page=2", "limit=5&page=2"),
        ("api_key=s3cret&limit=5", "api_key=***&limit=5"),
        ("limit=5&x-api-key=p@ss,w:rd", "limit=5&x-api-key=***"),
        ("api%5Fkey=s3cret", "api%5Fkey=***"),
        ("token[]=s3cret&token%5B1%5D=s3cret", "token[]=***&token%5B1%5D=***"),
        ("filter[access_token]=s3cret", "filter[access_token]=***"),
        ("token=&password", "token=&password"),
        ("next=http%3A%2F%2Fu%3As3cret%40h%2F", "next=http%3A%2F%2Fu%3A***%40h%2F"),
        ("q=Bearer+s3cret", "q=Bearer+***"),
        ("a=%ff%00&a=b%20c", "a=%ff%00&a=b%20c"),
    ],
)
def test_query_strings_are_masked(query: str, shown: str) -> None:
    """A secret parameter loses its value, and everything else stays byte for byte."""
    assert redact_query(query) == shown


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
        ('password="two words", sku=A', 'password="***", sku=A'),
        ("password=p@ss,w&x=1", "password=***,w&x=1"),
        ("X-Api-Key: s3cret", "X-Api-Key: ***"),
        ("Authorization: s3cret", "Authorization: ***"),
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
