"""Verifies that an event comes from Ordo, after the Standard Webhooks specification.

The signature is made with the `standardwebhooks` library; its age is judged here, on the organization's
clock, because the library's own `verify` reads the machine's clock, and a laboratory moves clocks.
"""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook
from standardwebhooks.webhooks import EmptyWebhookSecretError

from foundation.guard import SHORTEST_SECRET, is_long_enough
from integration_engine.errors import CallerError, ConfigurationError

TOLERANCE = timedelta(minutes=5)
_LONGEST_TIMESTAMP = 12
_LONGEST_ID = 200


class OrdoSignature:
    def __init__(self, secret: str) -> None:
        try:
            self._webhook = Webhook(secret)
            long_enough = is_long_enough(secret)
        except (ValueError, RuntimeError, EmptyWebhookSecretError) as error:
            raise ConfigurationError("ORDO_EVENTS_SECRET is not a Standard Webhooks secret") from error
        if not long_enough:
            raise ConfigurationError(f"ORDO_EVENTS_SECRET has fewer than {SHORTEST_SECRET} bytes")

    def verified_id(self, header: Callable[[str, str], str], raw: bytes, now: datetime) -> str:
        """The message's id, the same over all of its deliveries.

        Args:
            header: gives the value of a header, or the default if it is absent.
            raw: the body, exactly as it came.
            now: the time on the organization's clock.

        Raises:
            CallerError: 401, when the signature is missing, wrong, too old or from the future.
        """
        message_id = header("webhook-id", "")
        timestamp = header("webhook-timestamp", "")
        signatures = header("webhook-signature", "")
        if not message_id or not timestamp or not signatures or len(message_id) > _LONGEST_ID:
            raise _rejected("the headers webhook-id, webhook-timestamp and webhook-signature are required")
        if not (timestamp.isascii() and timestamp.isdecimal()) or len(timestamp) > _LONGEST_TIMESTAMP:
            raise _rejected("webhook-timestamp is not a number of seconds")
        # Arithmetic on a moment, because fromtimestamp raises for what lies beyond the calendar.
        age = now - datetime(1970, 1, 1, tzinfo=UTC) - timedelta(seconds=int(timestamp))
        if abs(age) > TOLERANCE:
            raise _rejected(
                "webhook-timestamp is too old" if age > TOLERANCE else "webhook-timestamp is too new"
            )
        signed_at = datetime.fromtimestamp(int(timestamp), UTC)
        try:
            expected = self._webhook.sign(message_id, signed_at, raw.decode()).encode()
        except UnicodeDecodeError as error:
            raise CallerError(400, "malformed_json", "the body is not valid UTF-8") from error
        # The header may carry several signatures, while secrets are being replaced; one has to match.
        matches = [hmac.compare_digest(expected, one.encode()) for one in signatures.split(" ")]
        if not any(matches):
            raise _rejected("the signature does not match")
        return message_id


def _rejected(why: str) -> CallerError:
    return CallerError(401, "invalid_signature", why)
