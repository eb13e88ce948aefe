"""The signature that Flourish documents for its webhooks (S7)."""

import hashlib
import hmac

SIGNATURE = "Auth-Signature"
"""The header that carries it."""


def sign(body: bytes, key: str) -> str:
    """Lower-case hex HMAC-SHA256 of the whole raw body under the signing key."""
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
