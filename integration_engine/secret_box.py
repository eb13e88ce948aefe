"""Credentials of a connection: what they are, and how they lie in the database (encrypted with Fernet)."""

import secrets
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from integration_engine.errors import ConfigurationError
from integration_engine.store.codec import from_text, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishCredentials:
    """What Flourish issued (S3)."""

    api_username: str
    api_key: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookHeader:
    """One of the two headers that every delivery must carry (S5, S6)."""

    key: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSecrets:
    """What was generated for the webhook endpoint; stays the same when the connection changes."""

    signing_key: str = field(repr=False)
    headers: tuple[WebhookHeader, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Everything secret about a connection. Flourish's and the webhook's are gone once it is removed."""

    integration_token: str = field(repr=False)
    flourish: FlourishCredentials | None
    webhook: WebhookSecrets | None
    username_checked: bool = True
    """Whether Flourish confirmed the API username; the key alone works without it."""


def new_webhook_secrets() -> WebhookSecrets:
    return WebhookSecrets(
        signing_key=secrets.token_urlsafe(32),
        headers=(
            WebhookHeader(key="X-Ordo-Integration", value=secrets.token_urlsafe(16)),
            WebhookHeader(key="X-Ordo-Token", value=secrets.token_urlsafe(32)),
        ),
    )


def new_connection_id() -> str:
    return secrets.token_urlsafe(18)


class SecretBox:
    def __init__(self, keys: str) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",")])
        except ValueError as error:
            raise ConfigurationError("ENGINE_ENCRYPTION_KEY is not a Fernet key") from error

    def seal(self, credentials: Credentials) -> str:
        return self._fernet.encrypt(to_text(credentials).encode()).decode()

    def open(self, sealed: str) -> Credentials:
        """The credentials again.

        Raises:
            ConfigurationError: they were encrypted with another key.
        """
        try:
            return from_text(self._fernet.decrypt(sealed.encode()).decode(), Credentials)
        except InvalidToken as error:
            raise ConfigurationError("ENGINE_ENCRYPTION_KEY cannot decrypt the stored credentials") from error
