"""The settings of a simulated Ordo: where the engine is, and the secret its events are signed with."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from standardwebhooks import Webhook
from standardwebhooks.webhooks import EmptyWebhookSecretError

from foundation.guard import SHORTEST_SECRET, is_long_enough
from sim_ordo.integration.settings import Patience


class OrdoConfigError(ValueError):
    """A setting is missing or wrong; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdoConfig:
    """The settings. `events_secret` is `whsec_...`, shared with the engine.

    `shard` is this process' name among several behind a balancer; every credential carries it. `lenient` says
    what tenants are where whoever makes one does not say.

    Raises:
        OrdoConfigError: the URL is none, or the secret is not one that Standard Webhooks takes.
    """

    engine_url: str
    events_secret: str = field(repr=False)
    patience: Patience = field(default_factory=Patience)
    journal_capacity: int = 5000
    shard: str = ""
    lenient: bool = False

    def __post_init__(self) -> None:
        parts = urlsplit(self.engine_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            message = f"ENGINE_URL must be an http or https URL, not {self.engine_url!r}"
            raise OrdoConfigError(message)
        try:
            Webhook(self.events_secret)
            long_enough = is_long_enough(self.events_secret)
        except (EmptyWebhookSecretError, ValueError, RuntimeError) as error:
            message = "ORDO_EVENTS_SECRET must be whsec_ and then base64, as Standard Webhooks has it"
            raise OrdoConfigError(message) from error
        if not long_enough:
            raise OrdoConfigError(f"ORDO_EVENTS_SECRET has fewer than {SHORTEST_SECRET} bytes")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "OrdoConfig":
        """Reads ENGINE_URL and ORDO_EVENTS_SECRET.

        Raises:
            OrdoConfigError: one of them is missing or wrong.
        """
        missing = [name for name in ("ENGINE_URL", "ORDO_EVENTS_SECRET") if not environment.get(name)]
        if missing:
            message = f"the environment lacks {' and '.join(missing)}"
            raise OrdoConfigError(message)
        return cls(engine_url=environment["ENGINE_URL"], events_secret=environment["ORDO_EVENTS_SECRET"])
