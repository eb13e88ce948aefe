"""The signature that Flourish documents for its webhooks (S7), and what a forger would make of it."""

import hashlib
import hmac
import json

SIGNATURE = "Auth-Signature"
"""The header that carries it."""


def sign(body: bytes, key: str) -> str:
    """Lower-case hex HMAC-SHA256 of the whole raw body under the signing key."""
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def compact(value: object) -> bytes:
    """JSON without spaces, as Flourish sends it."""
    return json.dumps(value, separators=(",", ":")).encode()


def first_half(text: str) -> str:
    """The first half of a signature, or of a header's value."""
    return text[: len(text) // 2]


def other_last_digit(signature: str) -> str:
    return signature[:-1] + ("0" if signature[-1] != "0" else "1")
